"""What a word nobody has may have been meant for, asked of both executors."""

import pytest

from projects.search.asked import asked
from projects.search.executor import Answers
from projects.search.guessing import meant, slips
from projects.search.query import Query
from projects.settlement import settle
from tests.factories import ProjectFactory
from tests.projects.search.indexed import built

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["postgresql", "index"])
def guessed(request, folder):
    """A function that says what was meant, once the registry holds what a test needs."""

    def guessed(text: str, **rest: object) -> str:
        answers = Answers(built() if request.param == "index" else None)
        return meant(Query(asked=asked(text), is_asked=True, **rest), answers)

    return guessed


def published(*titles: str) -> None:
    for title in titles:
        settle(ProjectFactory(title_sv=title, published=True))


@pytest.mark.parametrize(
    "typed", ["skolorr", "skoolor", "skloor", "skolr", "skålor", "SKLOOR"], ids=str
)
def test_one_slip_is_set_right(guessed, typed):
    published("Skolor")

    assert guessed(typed) == "skolor"


def test_the_commonest_of_several_is_meant(guessed):
    published("Broarna", "Brodarna", "Brodarna igen")

    assert guessed("Brorarna") == "brodarna"


def test_only_the_word_that_nobody_has_is_exchanged(guessed):
    published("Vägar och broar i Västerbotten")

    assert guessed("vägar borar -hus") == "vägar broar -hus"
    assert guessed("borar borarna vägar borar") == ""


@pytest.mark.parametrize("typed", ["bor", "x" * 31, "helt annat", "!!", "vägar"])
def test_nothing_is_guessed_of_what_is_too_short_too_long_too_far_or_there(guessed, typed):
    published("Vägar och bro")

    assert guessed(typed) == ""


def test_what_only_a_draft_says_is_told_to_nobody(guessed):
    settle(ProjectFactory(title_sv="Hemligheten"))

    assert guessed("Hemlighete") == guessed("hemmligheten") == ""


def test_a_guess_that_finds_nothing_in_the_selection_is_not_made(guessed):
    published("Broar")

    assert guessed("borar", choices=(("year", (1991,)),)) == ""


def test_every_slip_is_one_step_away():
    assert {"ab", "ba", "b", "abb", "xab", "åb"} <= set(slips("ab"))
    assert {"a", "ac", "aab"} <= set(slips("ab"))
    assert not {"abcd", "xy", ""} & set(slips("ab"))
