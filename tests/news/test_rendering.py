from news.rendering import shown

TABLE = "<table><tbody><tr><td>a</td></tr></tbody></table>"


def test_a_table_scrolls_in_a_box_that_takes_the_focus():
    assert shown(f"<p>a</p>{TABLE}") == (
        f'<p>a</p><div class="wide" role="group" tabindex="0" aria-label="Tabell">{TABLE}</div>'
    )


def test_what_only_looks_like_a_table_stays_text():
    picture = f'<img src="/media/news/{"0" * 32}.webp" alt="<table>">&lt;table></table>'

    assert shown(f"{picture}b").count("<div") == 0
    assert shown(f"{picture}{TABLE}").count("<div") == 1
