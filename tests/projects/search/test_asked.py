"""What is typed in the search box means the same every time, whatever keyboard it came from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.search.asked import Lexeme, Term, asked
from projects.search.words import MAX_WORDS, fold, words_of


def groups(text: str) -> list[list[str]]:
    """Return the words of each group: `*` after a beginning, phrases in quotation marks."""
    return [[written(term) for term in group] for group in asked(text).groups]


def excluded(text: str) -> list[str]:
    return [written(term) for term in asked(text).excluded]


def written(term: Term) -> str:
    words = " ".join(term.words) + "*" * term.is_beginning
    return f'"{words}"' if term.is_quoted else words


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("", []),
        ("skola", [["skola*"]]),
        ("SKOLA", [["skola*"]]),
        ("en skola", [["en"], ["skola*"]]),
        ("skola en", [["skola*"], ["en*"]]),
        ("x", [["x"]]),
        ("it-innovation", [["it"], ["innovation*"]]),
        ('"en skola"', [['"en skola"']]),
        ('"skola"', [['"skola"']]),
        ('"en skola', [['"en skola"']]),
        ('norr"en skola"', [["norr*"], ['"en skola"']]),
        ('""', []),
        ("skola OR hamn", [["skola*", "hamn*"]]),
        ("skola ELLER hamn ELLER bro", [["skola*", "hamn*", "bro*"]]),
        ("skola eller hamn", [["skola*"], ["eller*"], ["hamn*"]]),
        ("skola OR skola", [["skola*"]]),
        ('skola OR "en hamn"', [["skola*", '"en hamn"']]),
        ("skola OR it-hamn", [["skola*", "it hamn"]]),
        ("OR skola", [["skola*"]]),
        ("skola OR", [["skola*"]]),
        ("OR", []),
        ("OR OR", []),
        ('"OR"', [['"or"']]),
        ("skola OR OR hamn", [["skola*", "hamn*"]]),
        ("och och hamn och", [["och*"], ["hamn*"]]),
        ("ab hamn ab", [["ab"], ["hamn*"], ["ab*"]]),
        ("väg bro hus hav å", [["väg*"], ["bro*"], ["hus*"], ["hav*"], ["å"]]),
        ("väg bro hus hav is å", [["väg"], ["bro"], ["hus"], ["hav"], ["is"], ["å"]]),
        ("väg bro hus hav å is", [["väg"], ["bro"], ["hus"], ["hav"], ["å"], ["is*"]]),
        ("väg OR bro OR hus OR hav OR is OR ö", [["väg", "bro", "hus", "hav", "is", "ö"]]),
        ("ö OR bro OR hus OR hav OR is OR väg", [["ö", "bro", "hus", "hav", "is", "väg*"]]),
    ],
)
def test_words_phrases_and_either_are_told_apart(text: str, means: list[list[str]]) -> None:
    assert groups(text) == means


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("skola -hamn", ["hamn"]),
        ("skola -hamn -hamn", ["hamn"]),
        ('skola -"en hamn"', ['"en hamn"']),
        ("-it-hamn", ["it hamn"]),
        ("--hamn", ["hamn"]),
        ("-", []),
        ('-""', []),
        ("skola - hamn", []),
        ("it-hamn", []),
        ("-OR", ["or"]),
    ],
)
def test_a_minus_leaves_out(text: str, means: list[str]) -> None:
    assert excluded(text) == means


@pytest.mark.parametrize(
    "quotes", ["””", "“”", "„“", "„”", "»»", "»«", "«»", "‟”", "＂＂"], ids=lambda marks: marks
)
def test_quotation_marks_of_any_keyboard_ask_for_a_phrase(quotes: str) -> None:
    before, after = quotes

    assert groups(f"norr {before}en skola{after}") == groups('norr "en skola"')
    assert excluded(f"-{before}en skola{after}") == ['"en skola"']


def test_an_apostrophe_is_no_quotation_mark() -> None:
    assert groups("Anna’s 'en skola'") == [["anna*"], ["s"], ["en"], ["skola*"]]


@pytest.mark.parametrize(
    ("text", "may_fold"),
    [("an", True), ("ån", False), ("ån an", True), ('"an"', False), ("-an", False)],
)
def test_only_plain_words_may_be_others_with_dots(text: str, may_fold: bool) -> None:
    assert asked(text).may_fold is may_fold


@pytest.mark.parametrize(
    ("text", "is_said"),
    [
        ("skog", True),
        ("skog hamn", False),
        ("skog OR hamn", True),
        ("skog -jakt", False),
        ("skog -hamn", True),
        ("-hamn", False),
        ('"norra skogen"', True),
    ],
)
def test_a_text_is_told_by_the_same_rules(text: str, is_said: bool) -> None:
    assert asked(text).is_said_in("jakt i norra skogen") is is_said


def test_what_was_typed_is_kept_as_it_was() -> None:
    assert asked(" ”En  Skola” ").text == "”En Skola”"


def test_no_more_than_20_words_are_asked_for_wherever_they_stand() -> None:
    text = '-aa OR "bb cc" ' + "dd " * 60
    found = asked(text)

    words = [*found.words, *(word for term in found.excluded for word in term.words)]
    assert len(words) <= MAX_WORDS


def test_either_is_no_word_of_the_20() -> None:
    assert len(asked(" OR ".join(f"o{n}" for n in range(20))).words) == 20


def test_a_word_without_dots_finds_those_that_have_them_and_not_the_other_way_round() -> None:
    [[without]], [[dotted]] = asked("angbåten"[:2]).groups, asked("ån").groups

    assert Lexeme("~an", is_beginning=True) in without.lexemes(folded=True)
    assert Lexeme("~an", is_beginning=True) not in without.lexemes(folded=False)
    assert {one.text[0] for one in dotted.lexemes(folded=True)} == {"å", "="}


def test_what_is_quoted_is_meant_to_the_letter() -> None:
    [[term]] = asked('"skolan"').groups

    assert term.lexemes(folded=True) == [Lexeme("skolan")]


def test_only_texts_with_words_are_true() -> None:
    assert [bool(asked(text)) for text in ["skola", "-skola", "OR", "?", ""]] == [
        *(True, True),
        *(False, False, False),
    ]


@given(st.text(max_size=300))
def test_any_text_is_understood_the_same_twice(text: str) -> None:
    found = asked(text)

    assert asked(found.text) == found
    assert all(words_of(word) == [word] for word in found.words if word == word.lower())
    assert len(found.words) <= MAX_WORDS


@given(st.text(max_size=20))
def test_a_folded_word_is_one_word_or_none(text: str) -> None:
    for word in words_of(text):
        assert len(fold(word).split()) <= 1
        assert fold(fold(word)) == fold(word)


@pytest.mark.parametrize("letters", ["ﷺ", "ﷻ", "½", "ͺ", "ŀ", "ﾞ"])
def test_a_ligature_that_falls_apart_is_one_word_still(letters: str) -> None:
    assert [len(fold(word).split()) <= 1 for word in words_of(letters)] == [True]
    assert all(fold(word).isalnum() or not fold(word) for word in words_of(letters))
