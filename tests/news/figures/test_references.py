"""References survive being written and read, and nothing else passes for one."""

import pytest

from news.figures.quoting import Side, counted, quoted
from news.figures.references import Reference
from news.figures.texts import amounts_in, figures_in, lines, unbound

WHOLE = [
    "P000001 registered_support 2018-06-20",
    "P000001 eu_support 2018-06-20 funder:tillvaxtverket fund:ERUF",
    "round:ovre-norrland-2016-06-15 projects 2016-06-15",
    "round:x proposed_support 2023-12-08 fund:1:1",
    "round:x proposed_support 2023-12-08 fund:L%C3%84N%20X",
]
BROKEN = [
    "",
    "P1 registered_support 2018-06-20",
    "P000001 registered_support",
    "P000001 kronor 2018-06-20",
    "P000001 projects 2018-06-20",
    "P000001 registered_support 0001-01-01",
    "P000001 registered_support 2018-06-20 funder",
    "P000001 registered_support 2018-06-20 place:24",
    "P000001  registered_support 2018-06-20",
    "round: registered_support 2018-06-20",
    "round:x proposed_support 2023-12-08 fund:%00",
    "P99999999999999999999 registered_support 2018-06-20",
]


@pytest.mark.parametrize("written", WHOLE)
def test_a_reference_is_written_as_it_was_read(written):
    assert str(Reference.read(written)) == written


@pytest.mark.parametrize("written", BROKEN)
def test_nothing_else_is_a_reference(written):
    with pytest.raises(ValueError):  # noqa: PT011 - whichever part is wrong
        Reference.read(written)


@pytest.mark.parametrize(
    ("words", "language", "kronor", "side"),
    [
        ("14,1 miljoner kronor", "sv", 14_100_000, Side.EXACTLY),
        ("4,3", "sv", 4_300_000, Side.EXACTLY),
        ("SEK\u00a09,735,500", "en", 9_735_500, Side.EXACTLY),
        ("minst 14 miljoner", "sv", 14_000_000, Side.AT_LEAST),
        ("mer än 9 700 000 kr", "sv", 9_700_000, Side.AT_LEAST),
        ("högst 15 mn", "sv", 15_000_000, Side.AT_MOST),
        ("under 15 mn", "sv", 15_000_000, Side.AT_MOST),
        ("about SEK 142 million", "en", 142_000_000, Side.ABOUT),
    ],
)
def test_words_are_read_as_a_claim(words, language, kronor, side):
    claim = quoted(words, language)

    assert claim is not None
    assert (claim.amount.kronor, claim.side) == (kronor, side)


@pytest.mark.parametrize("words", ["tre miljoner", "", "1 kr per person", "-5 kr", "okänt"])
def test_words_that_are_no_amount_claim_nothing(words):
    assert quoted(words, "sv") is None


def test_a_number_of_projects_is_read_out_of_its_words():
    assert counted("22 projekten").amount.kronor == 22
    assert counted("omkring 20 projekt").side is Side.ABOUT
    assert counted("många projekt") is None


def test_figures_are_found_with_the_sentence_around_them():
    html = (
        "<p>Inget här. Staten ger <strong><data value='A 1'>9,7\u00a0mn</data></strong> i EU-stöd."
        " Sedan <em>4,3 mn</em>.</p>"
    )

    (found,) = figures_in(html, "sv")

    assert (found.words, found.value) == ("9,7 mn", "A 1")
    assert found.sentence == "Staten ger 9,7 mn i EU-stöd."
    assert unbound(html) == ["4,3 mn"]


def test_amounts_are_told_from_other_numbers():
    text = "Den 15 juni 2016 fick 22 projekt 142 miljoner kronor, SEK 9,735,500 och 4 300 kr."

    assert amounts_in("It gets SEK 4,350,000.") == ["SEK 4,350,000"]
    assert amounts_in(text) == ["142 miljoner kronor", "SEK 9,735,500", "4 300 kr"]


def test_a_line_that_binds_nothing_is_told():
    read = list(lines("title_sv: 14 miljoner = P000001 registered_support 2018-06-20\n\nkicker: x"))

    assert [found is not None for _line, found in read] == [True, False]
