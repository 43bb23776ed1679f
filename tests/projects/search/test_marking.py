"""The words that were searched for are marked where they stand, and nothing else is changed."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.search.asked import asked
from projects.search.marking import AFTER, BEFORE, marker


def marked(query: str, text: str) -> str:
    found = marker(asked(query))
    return found.marked(text) if found else text


def words(query: str, text: str) -> list[str]:
    """Return the words that are marked."""
    return re.findall("<mark>(.*?)</mark>", marked(query, text))


def unmarked(text: str) -> str:
    return html.unescape(text.replace("<mark>", "").replace("</mark>", ""))


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("skola", "En skola i norr", ["skola"]),
        ("skola", "SKOLA och Skola", ["SKOLA", "Skola"]),
        ("skola", "Skolorna och skolans gård", ["Skolorna", "skolans"]),
        ("skol", "skolgården", ["skolgården"]),
        ("sko", "skor, skog", ["skor", "skog"]),
        ("gård", "skolgård", []),
        ("angbat", "Ångbåten", ["Ångbåten"]),
        ("ångbåt", "angbaten", []),
        ("ö", "ö och o", ["ö"]),
        ('"en skola"', "en skolas skola", ["en", "skola"]),
        ('"skola"', "skolor skola", ["skola"]),
        ("2016/0042", "Dnr 2016/0042-7", ["2016", "0042"]),
        ("skola OR hamn", "hamnen vid skolan", ["hamnen", "skolan"]),
        ("skola -hamn", "hamnen vid skolan", ["skolan"]),
        ("företag", "Företagens företagare", ["Företagens", "företagare"]),
        ("x", "x-y xy", ["x"]),
    ],
)
def test_the_words_that_find_a_text_are_marked(query: str, text: str, found: list[str]) -> None:
    assert words(query, text) == found


def test_what_looks_like_markup_is_shown_as_it_was_written() -> None:
    text = "<script>alert('skola')</script> & <b>skola"

    assert marked("skola", text) == (
        "&lt;script&gt;alert(&#x27;<mark>skola</mark>&#x27;)&lt;/script&gt; &amp; &lt;b&gt;"
        "<mark>skola</mark>"
    )
    assert marked("script", text).startswith("&lt;<mark>script</mark>&gt;")
    assert words("lt amp gt quot x27", text) == []


def test_a_search_without_words_to_mark_marks_nothing() -> None:
    assert marker(asked("-skola")) is None
    assert marker(asked("?")) is None


def test_a_quotation_holds_the_first_word_and_says_what_is_left_out() -> None:
    found = marker(asked("skola"))
    text = "ord " * 50 + "skola " + "annat " * 60

    quoted = found.quoted(text)

    assert quoted.startswith("… ord ")
    assert quoted.endswith(" …")
    assert quoted.count("<mark>skola</mark>") == 1
    assert len(unmarked(quoted)) <= BEFORE + AFTER + len("skola") + 4


def test_a_short_text_is_quoted_whole() -> None:
    assert marker(asked("skola")).quoted("En skola.") == "En <mark>skola</mark>."


def test_a_text_without_the_words_is_not_quoted() -> None:
    found = marker(asked("skola"))

    assert (found.quoted("En hamn."), found.finds("En hamn."), found.finds("Skolan")) == (
        *("", False),
        True,
    )


TEXTS = st.text("aåäoöskolSKLAÅ<>&'\" .-1é\u0301İıß|", max_size=80) | st.text(max_size=80)


@given(query=TEXTS, text=TEXTS)
def test_without_its_marks_a_text_is_what_it_was(query: str, text: str) -> None:
    written = marked(query, text)

    if marker(asked(query)):
        assert re.findall(r"[<>]", re.sub("</?mark>", "", written)) == []
        assert html.unescape(written.replace("<mark>", "").replace("</mark>", "")) == html.unescape(
            html.escape(text)
        )


@given(query=TEXTS, text=TEXTS)
def test_a_quotation_is_a_part_of_the_text(query: str, text: str) -> None:
    found = marker(asked(query))
    if found and found.finds(text):
        quoted = unmarked(found.quoted(text)).removeprefix("… ").removesuffix(" …")
        assert quoted in " ".join(text.split())


@pytest.mark.parametrize("word", ["a" * 60, "ao" * 30, "é" * 60])
def test_a_long_word_is_marked_in_a_long_text(word: str) -> None:
    text = f"{word}b " * 500

    assert len(words(word, text)) == 500
