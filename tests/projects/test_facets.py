"""A facet counts what each of its choices would leave, whatever is chosen in it already."""

import datetime

import pytest
from django.http import QueryDict
from django.utils import timezone

from projects.facets import FACETS, FOLDED, OPEN, Facet, facets
from projects.filters import ProjectFilter
from projects.models import Fact, MissingFact
from projects.search.executor import executor
from projects.search.postgres import Postgres
from projects.search.query import Seen
from tests.factories import (
    FundFactory,
    OrganisationFactory,
    PriorityFactory,
    ProgrammeFactory,
    ProjectFactory,
    ProjectPlaceFactory,
    grant,
    make_public,
)

pytestmark = pytest.mark.django_db


def selection(query: str) -> ProjectFilter:
    return ProjectFilter(QueryDict(query), seen=Seen.ALL)


def facet(query: str, name: str) -> Facet:
    found = facets(selection(query), executor(), opened=name)
    return next(one for one in found if one.name == name)


def counts(query: str, name: str) -> dict[str, int | None]:
    found = facet(query, name)
    return {one.value: one.count for one in found.options}


def test_a_facet_ignores_its_own_choice_and_follows_the_others():
    one, two = OrganisationFactory(slug="ett"), OrganisationFactory(slug="tva")
    early, late = datetime.date(2010, 12, 31), datetime.date(2017, 12, 31)
    for funder, ends_on in [(one, early), (one, late), (two, late)]:
        made = ProjectFactory(starts_on=datetime.date(2010, 1, 1), ends_on=ends_on)
        grant(made, "100", funder=funder)
        make_public(made)

    assert counts("", "funder") == {"ett": 2, "tva": 1}
    assert counts("funder=tva", "funder") == {"ett": 2, "tva": 1}
    assert counts("year=2017", "funder") == {"ett": 1, "tva": 1}
    assert counts("funder=tva", "year") == {str(year): 1 for year in range(2017, 2009, -1)}


def test_every_count_is_what_choosing_it_finds():
    programme = ProgrammeFactory()
    priority = PriorityFactory(programme=programme)
    fund = FundFactory()
    for codes in [["24"], ["2480"], ["SE33"], ["24", "2480", "25"], ["SE"], []]:
        made = ProjectFactory(priority=priority if len(codes) > 1 else None, ends_on=None)
        for code in codes:
            ProjectPlaceFactory(project=made, place__code=code)
        grant(made, "100", fund=fund, programme=programme if codes else None)
        grant(made, "200", programme=ProgrammeFactory())
        for fact in [Fact.PERIOD] if codes else [Fact.PERIOD, Fact.PLACE]:
            MissingFact.objects.create(project=made, fact=fact, note_sv="Okänd.")
        make_public(made)

    for name in OPEN + FOLDED:
        shown = facets(selection(""), executor(), opened=name)
        for option in [one for facet in shown if facet.name == name for one in facet.options]:
            query = selection(f"{name}={option.value}").query
            assert option.count == Postgres().count(query), option


def test_a_choice_that_nothing_fits_stays_with_its_name():
    given = grant(ProjectFactory(), funder=OrganisationFactory(slug="tom", name="Tomma kassan"))
    make_public(given.project)

    (option,) = facet("funder=tom&year=1999", "funder").options

    assert (option.label, option.count, option.is_chosen) == ("Tomma kassan", 0, True)


def test_a_value_that_cannot_be_read_stays_as_it_was_written():
    chosen = facet("year=0", "year")

    assert [(one.value, one.label, one.is_chosen) for one in chosen.options] == [("0", "0", True)]
    assert chosen.errors


def test_what_nobody_counts_is_shown_where_it_is_chosen():
    given = grant(ProjectFactory(), funder=OrganisationFactory(slug="vi", name="Vi"))
    make_public(given.project)

    assert "organisation" not in {one.name for one in facets(selection(""), executor())}
    (option,) = facet("organisation=vi", "organisation").options
    assert (option.label, option.count) == ("Vi", None)


def test_a_folded_facet_is_counted_when_it_is_opened_or_has_a_choice():
    priority = PriorityFactory(slug="forskning", name_sv="Forskning", programme__name_sv="Norr")
    ProjectFactory(priority=priority, published=True)

    closed = {one.name: one for one in facets(selection(""), executor())}

    assert (closed["priority"].options, closed["priority"].is_counted) == ([], False)
    assert closed["funder"].is_counted
    for query, opened in [("", "priority"), ("priority=forskning", "")]:
        found = facets(selection(query), executor(), opened)
        (option,) = next(one for one in found if one.name == "priority").options
        assert (option.label, option.count) == ("Forskning (Norr)", 1)


def test_an_open_facet_shows_its_largest_values_and_says_how_many_more_there_are():
    ProjectFactory(starts_on=datetime.date(2000, 1, 1), ends_on=datetime.date(2015, 1, 1))

    found = facets(selection("year=2000"), executor())
    year = next(one for one in found if one.name == "year")

    assert [one.value for one in year.options] == [*map(str, range(2015, 2009, -1)), "2000"]
    assert year.more == 9
    assert len(facet("", "year").options) == 16


def test_years_to_come_that_only_endless_projects_reach_are_not_told():
    this_year = timezone.localdate().year
    endless = {"starts_on": datetime.date(this_year - 1, 1, 1), "ends_on": None}
    ProjectFactory(**endless)
    coming = datetime.date(this_year + 2, 6, 1)
    ProjectFactory(starts_on=coming, ends_on=coming)

    expected = {str(this_year + 2): 2, str(this_year): 1, str(this_year - 1): 1}
    assert counts("", "year") == expected


def test_a_year_that_is_chosen_stands_among_the_others_and_is_none_of_those_left_out():
    ProjectFactory(starts_on=datetime.date(timezone.localdate().year, 1, 1), ends_on=None)

    year = facet("year=2090", "year")

    assert [one.value for one in year.options] == ["2090", str(timezone.localdate().year)]
    assert year.more == 0


@pytest.mark.parametrize("count", [1, 3])
def test_facets_take_the_same_queries_however_many_projects(count, django_assert_num_queries):
    for number in range(count):
        made = ProjectFactory(priority=PriorityFactory())
        ProjectPlaceFactory(project=made, place__code=["24", "25", "2480"][number % 3])
        grant(made, "100", fund=FundFactory(), programme=ProgrammeFactory())

    with django_assert_num_queries(9):
        assert len(facets(selection(""), executor())) <= len(FACETS)
