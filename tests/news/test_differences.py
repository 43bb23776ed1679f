"""Two versions of a text are read as one, word by word."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.differences import Kind, Piece, differences, pieces, readable

TEXTS = st.lists(st.sampled_from(["SPIN", "får", "4,3", "9,7", "miljoner,", "\n"]), max_size=30)


def test_the_words_of_a_text_are_a_line_for_each_block_and_links_say_where_they_lead():
    html = (
        "<h2>Rubrik</h2><p>Ett <strong>fett</strong> ord &amp; en "
        '<a href="/projekt/spin/">länk</a>.</p><ul><li><p>punkt</p></li></ul>'
        "<table><tr><th>Del</th><td>4,3</td></tr></table>"
        '<figure><img src="/media/a.webp" alt="En ritning"></figure>'
    )

    assert readable(html).split("\n") == [
        "Rubrik",
        "Ett fett ord & en länk (/projekt/spin/).",
        "punkt",
        "| Del | 4,3",
        "[En ritning]",
    ]


@pytest.mark.parametrize(
    "html", ["<", "<p", "<a>b</a></a>", "&", "<!-- x", "</p>", "<p>" * 900, ""]
)
def test_broken_markup_is_read_as_well_as_it_can_be(html):
    assert isinstance(readable(html), str)


def test_a_changed_word_is_taken_out_and_put_in_where_it_stands():
    assert pieces("Regionen ger 4,3 miljoner.", "Regionen ger 4,5 miljoner.") == [
        Piece(Kind.SAME, "Regionen ger"),
        Piece(Kind.REMOVED, "4,3"),
        Piece(Kind.ADDED, "4,5"),
        Piece(Kind.SAME, "miljoner."),
    ]


def test_what_reads_the_same_has_no_pieces():
    assert pieces("Samma ord", "Samma ord") == []


def test_a_long_stretch_that_is_the_same_is_cut_short():
    same = " ".join(f"ord{n}" for n in range(100))

    first, removed, middle, added = pieces(f"{same} bort {same}", f"{same} {same} till")

    assert first.text == "… " + " ".join(f"ord{n}" for n in range(88, 100))
    assert (removed.text, added.text) == ("bort", "till")
    assert middle.text.split()[11:14] == ["ord11", "…", "ord88"]


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_out_of_the_pieces_of_short_ones(before, after):
    old, new = " ".join(before), " ".join(after)
    found = pieces(old, new)

    def words(without: Kind) -> list[str]:
        return [word for one in found if one.kind is not without for word in one.text.split()]

    if found and not any("…" in one.text for one in found):
        assert words(Kind.ADDED) == old.split()
        assert words(Kind.REMOVED) == new.split()
    elif not found:
        assert old == new


@pytest.mark.parametrize("word", ["ord", "ord{}"])
def test_texts_as_long_as_may_be_are_compared_at_once(word):
    before = " ".join(word.format(n) for n in range(9000))
    after = " ".join(word.format(n + 1) for n in range(9000, 0, -1))
    began = time.monotonic()

    pieces(before, after)

    assert time.monotonic() - began < 5


def test_only_fields_that_differ_are_told_in_the_order_of_their_labels():
    before = {"title_sv": "SPIN", "body_sv": "<p>Text</p>", "event_on": None}
    after = {"title_sv": "SPIN", "body_sv": "<h2>Text</h2>", "event_on": "2018-06-20"}
    labels = {"event_on": "Dag", "title_sv": "Rubrik", "body_sv": "Text"}

    found = differences(before, after, labels)

    assert [(one.label, one.pieces) for one in found] == [
        ("Dag", [Piece(Kind.ADDED, "2018-06-20")]),
        ("Text", []),
    ]
