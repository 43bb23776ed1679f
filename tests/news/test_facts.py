"""A changed comma is no correction; a changed figure, name or date is one."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.facts import Change, changed_facts

TEXT = (
    "Region Västerbotten ger SPIN 4,3 miljoner kronor. Tillväxtverket ger 9,7 miljoner.\n"
    "Beslutet togs den 20 juni 2018, säger Anna Svensson. Pengarna räcker till 2019.\n"
    "Tolv projekt delar på stödet."
)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (" 2018, säger", " 2018 säger"),
        ("kronor. Tillväxtverket", "kronor, och Tillväxtverket"),
        ("miljoner.\nBeslutet", "miljoner. Beslutet"),
        ("Beslutet togs", "Man beslutade"),
        ("Pengarna räcker", "Stödet räcker"),
        ("4,3 miljoner kronor", "4,3 mn kr"),
        ("4,3 miljoner", "4,3\u00a0miljoner"),
        ("Tolv projekt", "12 projekt"),
        ("Region Västerbotten ger", "Region Västerbottens bidrag är"),
        ("delar på stödet", "delar på det stöd som finns"),
    ],
)
def test_other_words_for_the_same_facts_are_no_correction(old, new):
    assert old in TEXT
    assert changed_facts(TEXT, TEXT.replace(old, new)) is None


@pytest.mark.parametrize(
    ("old", "new", "gone", "come"),
    [
        ("4,3", "4,5", ["4,3"], ["4,5"]),
        ("4,3 miljoner", "4,3 miljarder", ["miljoner"], ["miljarder"]),
        ("20 juni", "21 juni", ["20"], ["21"]),
        ("juni", "juli", ["juni"], ["juli"]),
        ("Svensson", "Svenson", ["Svensson"], ["Svenson"]),
        ("SPIN", "SPINN", ["SPIN"], ["SPINN"]),
        ("Region Västerbotten", "Region Norrbotten", ["Västerbotten"], ["Norrbotten"]),
        ("Tolv projekt", "Elva projekt", ["Tolv"], ["Elva"]),
        ("Tolv projekt", "Tjugotvå projekt", ["Tolv"], ["Tjugotvå"]),
        (" den 20 juni 2018", "", ["20", "juni", "2018"], []),
        ("räcker till", "räcker i Umeå till", [], ["Umeå"]),
    ],
)
def test_another_figure_name_or_date_is_a_correction(old, new, gone, come):
    assert old in TEXT
    assert changed_facts(TEXT, TEXT.replace(old, new)) == Change(gone, come)


def test_figures_that_change_places_are_a_correction():
    swapped = TEXT.replace("4,3", "x").replace("9,7", "4,3").replace("x", "9,7")

    assert changed_facts(TEXT, swapped) is not None


def test_a_line_may_move():
    lines = TEXT.split("\n")

    assert changed_facts(TEXT, "\n".join([lines[1], lines[2], lines[0]])) is None


def test_whether_the_first_word_of_a_sentence_is_a_name_is_asked_where_nothing_tells():
    before, after = "Umeå får stöd.", "Luleå får stöd."
    asked = []

    def known(words):
        asked.extend(sorted(words))
        return [word for word in words if word in {"Umeå", "Luleå"}]

    assert changed_facts(before, after) is None
    assert changed_facts(before, after, known) == Change(["Umeå"], ["Luleå"])
    assert asked == ["Luleå", "Umeå"]


def test_a_name_that_stands_within_a_sentence_is_one_at_its_beginning_too():
    before = "Umeå får stöd. I dag jublar Umeå."

    assert changed_facts(before, before.replace("Umeå får", "Luleå får")) == Change(["Umeå"], [])


@pytest.mark.parametrize("before", ["När Region Gotland ger", "The Region of Gotland gives"])
def test_a_word_that_only_begins_a_sentence_is_no_name(before):
    first, rest = before.split(" ", 1)

    assert changed_facts(before, f"{'Om' if first == 'När' else 'Each'} {rest}") is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("4.300", "4,300"),
        ("kl. 09.00", "kl. 09:00"),
        ("9 735 500", "9735500"),
        ("4 %", "4 procent"),
    ],
)
def test_the_same_figure_written_otherwise_is_none(before, after):
    assert changed_facts(before, after) is None


@given(st.text(max_size=200))
def test_a_text_states_what_it_states(text):
    assert changed_facts(text, text) is None


@given(st.text(max_size=80), st.text(max_size=80))
def test_no_two_texts_make_it_fail_and_either_way_round_they_differ(one, other):
    assert (changed_facts(one, other) is None) == (changed_facts(other, one) is None)


@pytest.mark.parametrize("words", ["4 Umeå ", "{n} Umeå "])
def test_texts_as_long_as_may_be_are_compared_at_once(words):
    before = "".join(words.format(n=n) for n in range(6000))
    began = time.monotonic()

    changed_facts(before, before.replace("Umeå", "Luleå") + "5")

    assert time.monotonic() - began < 5
