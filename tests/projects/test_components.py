"""Components say in words, in both languages, what they draw."""

from decimal import Decimal
from types import SimpleNamespace

from django.template.loader import render_to_string
from django.utils.translation import override

from projects.charts import split_bar
from projects.loupe import loupe
from projects.money import Amount, Basis, Interval, Total

KR = 100
EU = Interval(9_735_500 * KR, 9_735_500 * KR)
REGION = Interval(4_314_500 * KR, 4_350_000 * KR - 1)
SUM = Interval(14_050_000 * KR, 14_085_500 * KR - 1)


def component(name: str, language: str = "sv", **context: object) -> str:
    with override(language):
        return render_to_string(f"components/{name}.html", context).replace("\u00a0", " ")


def test_the_bar_reads_its_parts_aloud_in_english():
    bar = split_bar([("ERDF", "eu", EU), ("Region", "region", REGION)], SUM)

    text = component("split_bar", "en", bar=bar)

    assert "ERDF: SEK 9,735,500, 69 percent." in text
    assert "the sum is at least SEK 14,050,000, under SEK 14,085,500." in text
    assert 'fill="url(#p-region)"' in text
    assert text.count('class="cut"') == 3


def test_the_bar_names_the_part_whose_amount_is_missing():
    bar = split_bar(
        [("ERUF", "eu", EU), ("Kommunen", "municipality", None)], Interval(EU.low, None)
    )

    text = component("split_bar", "en", bar=bar)

    assert "Kommunen: amount missing or approximate." in text
    assert 'class="frame"' in text


def test_the_loupe_describes_where_the_figures_meet_and_what_lies_outside():
    claims = [("Parts", Interval(13_985_500 * KR, 14_085_500 * KR - 1)), ("Stated", SUM)]
    picture = loupe(claims, SUM, [("plain sum", 14_035_500 * KR)])

    text = component("loupe", "en", picture=picture, id="x")

    assert "All can be true only here: at least SEK 14,050,000, under SEK 14,085,500." in text
    assert "plain sum, SEK 14,035,500, lies outside." in text


def test_the_loupe_says_that_contradicting_figures_meet_nowhere():
    picture = loupe([("a", EU), ("b", REGION)], None)

    assert component("loupe", "en", picture=picture, id="x").count("They meet nowhere.") == 2


def test_a_tally_ends_in_its_sum():
    five = Amount(Decimal(5))
    row = SimpleNamespace(label="ERUF", note="exakt", kind="eu", amount=five, interval=None)
    total = Total.exactly(5, basis=Basis.REGISTERED_SUPPORT)

    text = component("tally", caption="Delar", rows=[row], label="Registrerat stöd", sum=total)

    assert '<tr class="total"><th scope="row">Registrerat stöd</th>' in text
    assert text.count('value="5"') == 2
