from bench import page

HTML = """
<form><fieldset><legend>Län</legend>
<label><input type="checkbox" name="county" value="24" checked><span>Västerbotten</span>
<span class="n">1\u00a0234</span></label>
<label><input type="checkbox" name="county" value="00"><span>Okänt</span></label>
<details><label><input type=checkbox name=year value=2017><span>2017</span>
<span class="n">7</span></label></details>
</fieldset></form>
<h2 class="count" id="count"><b>12\u202f345</b> projekt</h2>
<p><span class="sum"><data class="amt" value="14200000"><span class="u">ca</span>\u00a014,2<br>
<span class="u">mn kr</span></data></span></p><span class="sum">another</span>
"""


def test_hits_counts_and_the_first_sum_are_read_off_a_page():
    found = page.read(HTML)

    assert found.hits == 12_345
    assert found.counts == {"county": {"24": 1234}, "year": {"2017": 7}}
    assert found.sum == "ca 14,2 mn kr"


def test_no_projects_in_words_are_nought():
    assert page.read('<h2 id="count">Inga projekt</h2>').hits == 0


def test_a_page_that_says_nothing_is_not_read_as_nought():
    assert page.read("<h1>Projekt</h1>") == page.Page(hits=None, counts={}, sum=None)
