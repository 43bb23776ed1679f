"""A selection says in words and addresses what it holds."""

import pytest
from django.http import QueryDict
from django.utils.translation import override

from projects.filters import ProjectFilter
from projects.selection import chips, heading, orders, query_of
from tests.factories import OrganisationFactory, ProjectFactory, grant, make_public

pytestmark = pytest.mark.django_db


def selection(query: str) -> ProjectFilter:
    return ProjectFilter(QueryDict(query))


def test_a_query_has_one_form_however_it_was_typed():
    typed = "page=1&min=&year=2018&year=2018&utm=x&q=+spin+&funder="

    assert query_of(selection(typed)) == "?q=spin&year=2018"
    assert query_of(selection("page=2&q=spin")) == "?q=spin&page=2"
    assert query_of(selection("")) == "?"


def test_each_chip_removes_its_own_choice_and_the_page():
    given = grant(ProjectFactory(), funder=OrganisationFactory(slug="ett", name="Ett"))
    make_public(given.project)

    found = chips(selection("q=spin&county=24&county=25&funder=ett&sort=title&page=3"))

    assert [(one.label, one.query) for one in found] == [
        ("spin", "?funder=ett&county=24&county=25&sort=title"),
        ("Ett", "?q=spin&county=24&county=25&sort=title"),
        ("Västerbotten", "?q=spin&funder=ett&county=25&sort=title"),
        ("Norrbotten", "?q=spin&funder=ett&county=24&sort=title"),
    ]


def test_a_long_value_is_cut_on_its_chip_but_not_in_its_address():
    (chip,) = chips(selection("funder=" + "x" * 500))

    assert chip.label == "x" * 59 + "…"
    assert chip.query == "?"


def headed(query: str) -> str:
    one = selection(query)
    return heading(one, chips(one))


def test_the_heading_names_the_words_and_the_first_three_choices():
    with override("en"):
        assert headed("") == "Projects"
        assert headed("q=digital") == "Projects that mention digital"
        assert headed("q=-digital") == "Projects found by -digital"
        limits = headed("min=0&max=4,3 mn").replace("\u00a0", " ")
        assert limits == "Projects: at least SEK 0, at most SEK 4,300,000"
        named = headed("q=digital&county=24&year=2016&year=2017&min=4,3 mn")

    assert named == "Projects that mention digital: Västerbotten, 2016, 2017, …"


def test_relevance_is_an_order_of_search_words_alone():
    assert next(one.query for one in orders(selection(""))) == "?sort=-decided"
    current = [one for one in orders(selection("q=x&page=2")) if one.is_current]
    assert [one.query for one in current] == ["?q=x&sort=relevance"]
