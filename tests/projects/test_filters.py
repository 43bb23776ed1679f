"""The parameters of a list of projects select what they say, and refuse what they cannot mean."""

import datetime
from decimal import Decimal

import pytest
from django.http import QueryDict

from projects.filters import ProjectFilter
from projects.listing import listing
from projects.models import DecisionKind, Project, ProjectStatus
from projects.search.postgres import Postgres
from projects.search.query import Seen
from projects.settlement import settle
from tests.factories import (
    FundFactory,
    OrganisationFactory,
    ParticipationFactory,
    PriorityFactory,
    ProgrammeFactory,
    ProjectFactory,
    ProjectPlaceFactory,
    grant,
    spin,
)

pytestmark = pytest.mark.django_db


def selection(query: str) -> ProjectFilter:
    return ProjectFilter(QueryDict(query), seen=Seen.ALL)


def found(query: str) -> list[Project]:
    chosen = selection(query)
    assert chosen.is_valid(), chosen.form.errors
    return list(Postgres().ordered(chosen.query))


def project(amount: str | None = None, **fields: object) -> Project:
    made = ProjectFactory(**fields)
    if amount:
        grant(made, amount)
    settle(made)
    made.refresh_from_db()
    return made


@pytest.mark.parametrize(
    "words",
    ["spin", "digitalisering", "samverkansplatt", "Umeå universitet", "20200919", "Tillväxtverket"],
)
def test_spin_is_found_by_its_words_names_and_numbers(words):
    it = spin()
    project(title_sv="Något helt annat")

    assert found(f"q={words}") == [it.project]


def test_the_project_that_has_the_words_as_its_short_name_comes_first():
    named = project(acronym="DIG", title_sv="Om vägar")
    project(title_sv="Dig dig dig", purpose_sv="dig dig dig")

    assert found("q=dig")[0] == named


def test_signs_without_a_word_find_nothing():
    project()

    assert found("q=---") == []


def test_a_funder_is_found_by_a_standing_split_and_not_by_a_replaced_one():
    first, second = OrganisationFactory(slug="ett"), OrganisationFactory(slug="tva")
    theirs = project(published=True)
    grant(theirs, "100", funder=first)
    left = project()
    decision = grant(left, "100", funder=first)
    grant(left, None, supersedes=decision, kind=DecisionKind.REVOKED, splits=[])
    other = project(published=True)
    grant(other, "100", funder=second)

    assert found("funder=ett") == [theirs]
    assert set(found("funder=ett&funder=tva")) == {theirs, other}


def test_a_fund_a_programme_and_a_priority_are_found_by_their_addresses():
    fund, programme = FundFactory(slug="eruf"), ProgrammeFactory(slug="norr")
    priority = PriorityFactory(slug="forskning", programme=programme)
    by_split, by_priority = project(), project(priority=priority)
    grant(by_split, "100", fund=fund, programme=programme)
    project()

    assert found("fund=eruf") == [by_split]
    assert found("priority=forskning") == [by_priority]
    assert set(found("programme=norr")) == {by_split, by_priority}


def test_an_organisation_is_found_where_it_takes_part_or_decides():
    organisation = OrganisationFactory(slug="vi")
    joined, decided = project(published=True), project()
    ParticipationFactory(project=joined, organisation=organisation, role="partner")
    grant(decided, "100", funder=organisation)
    project()

    assert set(found("organisation=vi")) == {joined, decided}


@pytest.mark.parametrize("parameter", ["funder", "organisation"])
def test_an_organisation_that_only_a_draft_names_is_told_to_nobody(parameter):
    organisation = OrganisationFactory(slug="hemlig", name="Hemliga bolaget")
    grant(ProjectFactory(), "100", funder=organisation)
    hidden = selection(f"{parameter}=hemlig")

    assert (hidden.is_valid(), hidden.label(parameter, "hemlig")) == (False, "hemlig")


def test_places_are_found_by_code_a_county_with_its_municipalities():
    in_umea, in_county, elsewhere = project(), project(), project()
    ProjectPlaceFactory(project=in_umea, place__code="2480")
    ProjectPlaceFactory(project=in_county, place__code="24")
    ProjectPlaceFactory(project=elsewhere, place__code="25")

    assert set(found("county=24")) == {in_umea, in_county}
    assert set(found("municipality=2480")) == {in_umea, in_county}
    assert set(found("county=24&county=25")) == {in_umea, in_county, elsewhere}


def test_status_is_any_of_those_asked_for():
    ProjectFactory(slug="snart", starts_on=datetime.date(2099, 1, 1), ends_on=None)
    ProjectFactory(
        slug="nu", starts_on=datetime.date(2020, 1, 1), ends_on=datetime.date(2099, 1, 1)
    )
    ProjectFactory(slug="forr", ends_on=datetime.date(2018, 1, 1))

    slugs = {status: [one.slug for one in found(f"status={status}")] for status in ProjectStatus}

    assert slugs == {"planned": ["snart"], "ongoing": ["nu"], "finished": ["forr"], "cancelled": []}
    assert len(found("status=planned&status=ongoing")) == 2


def test_a_year_is_one_in_which_the_project_runs():
    made = ProjectFactory(starts_on=datetime.date(2017, 6, 1), ends_on=datetime.date(2018, 2, 1))

    years = {year: found(f"year={year}") for year in (2016, 2017, 2018, 2019)}

    assert years == {2016: [], 2017: [made], 2018: [made], 2019: []}
    assert found("year=2016&year=2018") == [made]


@pytest.mark.parametrize(
    ("query", "is_kept"),
    [
        ("min=4 349 999,99", True),
        ("min=4 350 000", False),
        ("max=4 250 000", True),
        ("max=4 249 999,99", False),
        ("min=4,3 mn&max=4,3 mn", True),
    ],
)
def test_an_amount_keeps_what_may_lie_within(query, is_kept):
    made = project("4,3 mn")

    assert found(query) == ([made] if is_kept else [])


def test_what_is_only_proposed_is_found_by_its_proposal():
    proposed = project()
    grant(proposed, "15 000 000", kind=DecisionKind.PRIORITISED)

    assert found("min=10 mn") == [proposed]
    assert found("max=10 mn") == []


def test_a_grant_of_unknown_size_may_be_of_any_size():
    unknown = project()
    grant(unknown, None)

    assert found("min=10 mn") == [unknown]


def test_orders_put_the_unknown_last_both_ways():
    small, large, unknown = project("100"), project("900"), project()
    grant(unknown, None)

    assert found("sort=granted") == [small, large, unknown]
    assert found("sort=-granted") == [large, small, unknown]


def test_titles_sort_in_swedish_by_what_the_list_shows():
    names = ["Ödla", "Zebra", "Ärta", "Åska", "Abborre"]
    for name in names:
        ProjectFactory(title_sv=name)
    ProjectFactory(acronym="BOK", title_sv="Örat")

    shown = [one.acronym or one.title_sv for one in found("sort=title")]

    assert shown == ["Abborre", "BOK", "Zebra", "Åska", "Ärta", "Ödla"]


def test_the_latest_decided_comes_first_by_default():
    days = [datetime.date(2018, 1, 1), datetime.date(2020, 1, 1), datetime.date(2019, 1, 1)]
    made = [project() for _ in days]
    for one, day in zip(made, days, strict=True):
        grant(one, "100", decided_on=day)

    assert found("") == [made[1], made[2], made[0]]
    assert found("sort=decided") == [made[0], made[2], made[1]]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("year=0", "year"),
        ("year=99999", "year"),
        ("year=２０１８", "year"),
        ("year=20_18", "year"),
        ("sort=password", "sort"),
        ("status=secret", "status"),
        ("funder=nobody", "funder"),
        ("county=2480", "county"),
        ("min=1E%2B1000000", "min"),
        ("min=4.300", "min"),
        ("min=-1", "min"),
        ("min=okänt", "min"),
        ("min=200&max=100", "max"),
        ("max=" + "9" * 10_000, "max"),
        ("page=0", "page"),
        ("page=1_0", "page"),
        ("page=x", "page"),
        ("page=" + "9" * 4301, "page"),
        ("&".join(f"year={year}" for year in range(2000, 2051)), "year"),
    ],
)
def test_a_value_outside_its_domain_is_refused_by_the_name_of_its_field(query, field):
    chosen = selection(query)

    assert not chosen.is_valid()
    assert list(chosen.form.errors) == [field]


def test_empty_values_and_unknown_names_are_ignored():
    made = project()

    assert found("funder=&year=&min=&sort=&page=&q=&password__startswith=a&id=0") == [made]


def test_a_page_beyond_the_end_is_not_found():
    chosen = selection("page=100000000000000000000")
    assert chosen.is_valid()

    shown = listing(chosen)

    assert (shown.found, shown.status) == (None, 404)


def test_the_amounts_of_a_selection_are_kronor():
    chosen = selection("min=4,3 mn")
    chosen.is_valid()

    assert chosen.form.cleaned_data["min"] == Decimal(4_300_000)
