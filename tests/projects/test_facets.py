"""A facet counts what each of its choices would leave, whatever is chosen in it already."""

import datetime

import pytest
from django.http import QueryDict

from projects.facets import FACETS, Facet, facets
from projects.filters import ProjectFilter
from projects.models import Fact, MissingFact, Project
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
    return ProjectFilter(QueryDict(query), Project.objects.all())


def facet(query: str, name: str) -> Facet:
    return next(one for one in facets(selection(query)) if one.name == name)


def counts(query: str, name: str) -> dict[str, int | None]:
    found = facet(query, name)
    return {one.value: one.count for one in found.shown + found.folded}


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

    for one in facets(selection("")):
        for option in one.shown + one.folded:
            assert option.count == selection(f"{one.name}={option.value}").qs.count(), option


def test_a_choice_that_nothing_fits_stays_with_its_name():
    given = grant(ProjectFactory(), funder=OrganisationFactory(slug="tom", name="Tomma kassan"))
    make_public(given.project)

    (option,) = facet("funder=tom&year=1999", "funder").shown

    assert (option.label, option.count, option.is_chosen) == ("Tomma kassan", 0, True)


def test_a_value_that_cannot_be_read_stays_as_it_was_written():
    chosen = facet("year=0", "year")

    assert [(one.value, one.label, one.is_chosen) for one in chosen.shown] == [("0", "0", True)]
    assert chosen.errors


def test_what_nobody_counts_is_shown_where_it_is_chosen():
    PriorityFactory(slug="forskning", name_sv="Forskning", programme__name_sv="Programmet")

    assert "priority" not in {one.name for one in facets(selection(""))}
    (option,) = facet("priority=forskning", "priority").shown
    assert (option.label, option.count) == ("Forskning (Programmet)", None)


def test_chosen_options_are_never_folded_away():
    ProjectFactory(starts_on=datetime.date(2000, 1, 1), ends_on=datetime.date(2015, 1, 1))

    found = facet("year=2000", "year")

    assert [one.value for one in found.shown] == [*map(str, range(2015, 2009, -1)), "2000"]
    assert len(found.folded) == 9


@pytest.mark.parametrize("count", [1, 30])
def test_facets_take_the_same_queries_however_many_projects(count, django_assert_num_queries):
    for number in range(count):
        made = ProjectFactory(priority=PriorityFactory())
        ProjectPlaceFactory(project=made, place__code=["24", "25", "2480"][number % 3])
        grant(made, "100", fund=FundFactory(), programme=ProgrammeFactory())

    with django_assert_num_queries(9):
        assert len(facets(selection(""))) <= len(FACETS)
