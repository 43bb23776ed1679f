"""A selection by year, fund, programme, priority and county: every project and krona is there."""

import datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.http import QueryDict

from projects.breakdowns.parts import MOST_PARTS, breakdown, breakdowns
from projects.breakdowns.tiles import LETTERS, ROWS, tiles
from projects.filters import ProjectFilter
from projects.ledger import take_back_payment
from projects.models import MissingFact, Project
from projects.money import Total
from projects.search.postgres import Postgres
from projects.totals import Paid, paid, total
from tests.factories import (
    FundFactory,
    PriorityFactory,
    ProgrammeFactory,
    ProjectFactory,
    ProjectPlaceFactory,
    grant,
    make_public,
    state,
)
from tests.projects.paying import pay

pytestmark = pytest.mark.django_db

ON = datetime.date(2026, 11, 28)


@pytest.fixture
def registry() -> SimpleNamespace:
    """Projects of one county, of several, of an area, of the country and of no place."""
    eruf, region = FundFactory(code="ERUF", slug="eruf"), FundFactory(code="REG", slug="reg")
    priority = PriorityFactory()

    def project(*codes: str, **fields: object) -> Project:
        made = ProjectFactory(**fields)
        for code in codes:
            ProjectPlaceFactory(project=made, place__code=code)
        return made

    both = project("24", "2480", "25", priority=priority, starts_on=datetime.date(2016, 8, 1))
    granted = grant(both, "9 735 500", fund=eruf, programme=priority.programme)
    cofunded = grant(both, "4,3 mn", fund=region)
    state(both, "14,1 mn")
    area = project("SE33", starts_on=datetime.date(2017, 1, 1))
    unknown = grant(area, None, fund=eruf, programme=ProgrammeFactory())
    country = project("SE", starts_on=datetime.date(2017, 6, 1))
    grant(country, "ca 2 mn")
    proposed = project("24")
    grant(proposed, "1 mn", kind="prioritised", fund=eruf)
    amended = project("2480", starts_on=datetime.date(2018, 1, 1))
    first = grant(amended, "100", fund=eruf)
    grant(amended, "högst 300", fund=eruf, kind="amended", supersedes=first)
    for one in Project.objects.all():
        make_public(one)
    return SimpleNamespace(granted=granted, cofunded=cofunded, unknown=unknown, both=both)


def broken(name: str, query: str = "") -> dict[str, tuple[Total, Paid]]:
    selection = ProjectFilter(QueryDict(query))
    projects = Postgres().projects(selection.query)
    found = breakdown(name, projects, selection, on=ON)
    return {part.label: (part.total, part.paid) for part in found.parts}


@pytest.mark.parametrize("name", ["year", "programme", "priority"])
def test_parts_that_add_up_are_the_total_of_the_selection(registry, name):
    parts = broken(name)

    basis = next(iter(parts.values()))[0].basis
    assert Total.over((granted for granted, _paid in parts.values()), basis=basis, on=ON) == total(
        Project.objects.published(), on=ON
    )


def test_a_fund_has_its_own_part_as_the_decisions_print_it(registry):
    parts = {label: granted for label, (granted, _paid) in broken("fund").items()}

    assert {label: (one.at_least, one.at_most, one.projects) for label, one in parts.items()} == {
        "ERUF": (9_735_500, None, 3),  # one amount is unknown, one at most 300 kronor
        "REG": (4_250_000, Decimal("4349999.99"), 1),
        "": (0, None, 1),
    }
    assert (parts["ERUF"].unknown_parts, parts[""].is_approximate) == (1, True)


def test_a_project_counts_whole_in_each_of_its_counties_and_once(registry):
    parts = {label: granted for label, (granted, _paid) in broken("county").items()}

    assert {label: one.projects for label, one in parts.items()} == {
        "Västerbotten": 3,  # in both counties, in the area, in one municipality
        "Norrbotten": 2,
        "Sverige": 1,
    }
    assert parts["Norrbotten"] == total(Project.objects.in_place("25"), on=ON)
    assert parts["Västerbotten"] == total(Project.objects.published().in_place("24"), on=ON)


def test_what_has_no_place_is_a_row_of_its_own():
    project = ProjectFactory()
    MissingFact.objects.create(project=project, fact="place", note_sv="Källan nämner ingen.")
    make_public(project)

    assert list(broken("county")) == [""]


def test_payments_stand_in_their_year_and_what_was_taken_back_nowhere(registry):
    pay(registry.granted, 500, paid_on=datetime.date(2017, 5, 1))
    pay(registry.granted, -100, paid_on=datetime.date(2018, 5, 1))
    mistake = pay(registry.cofunded, 9_000, paid_on=datetime.date(2019, 5, 1))
    take_back_payment(mistake, reason_sv="Fel projekt.")

    years = {label: given.kronor for label, (_granted, given) in broken("year").items()}
    funds = {label: given.kronor for label, (_granted, given) in broken("fund").items()}

    assert (years["2017"], years["2018"], years.get("2019")) == (500, -100, None)
    assert (funds["ERUF"], funds["REG"]) == (400, 0)
    for name in ("programme", "priority", "county"):
        given = [paid_ for _granted, paid_ in broken(name).values() if paid_.payments]
        assert {one.kronor for one in given} == {400}, name
    assert paid(Project.objects.all()) == Paid(
        Decimal(400), payments=2, projects=1, last=datetime.date(2018, 5, 1)
    )


def test_a_part_leads_to_the_list_that_holds_just_its_projects(registry):
    def urls(query: str) -> dict[str, str]:
        selection = ProjectFilter(QueryDict(query))
        found = breakdown("fund", Postgres().projects(selection.query), selection, on=ON)
        return {part.label: part.url for part in found.parts}

    assert urls("county=24&page=2&sort=title")["ERUF"] == "/projekt/?county=24&fund=eruf"
    # "or" would widen what was chosen.
    assert urls("fund=eruf") == {"ERUF": "/projekt/?fund=eruf", "REG": ""}


def test_the_smallest_share_a_row_where_rows_add_up():
    for number in range(MOST_PARTS + 3):
        grant(project := ProjectFactory(priority=PriorityFactory()), str(1000 + number))
        make_public(project)

    parts = breakdown(
        "priority", Project.objects.published(), ProjectFilter(QueryDict()), on=ON
    ).parts

    assert len(parts) == MOST_PARTS + 1
    assert (parts[-1].others, parts[-1].total.at_least, parts[-1].total.projects) == (3, 3003, 3)


def test_the_longest_bar_fills_what_is_left_beside_the_unknown(registry):
    selection = ProjectFilter(QueryDict())
    bars = {
        part.label: part.bar
        for part in breakdown("fund", Project.objects.published(), selection, on=ON).parts
    }

    assert bars["ERUF"].certain.width == "88.000%"
    assert bars["ERUF"].endless.width == "12.000%"
    assert bars["REG"].endless is None
    assert bars["REG"].open.size > 0


def test_the_map_has_every_county_once():
    selection = ProjectFilter(QueryDict())
    counties = breakdown("county", Project.objects.none(), selection, on=ON)

    shown = [tile for row in tiles(counties, selection) for tile in row if tile]

    assert len({tile.url for tile in shown}) == len(LETTERS) == 21
    assert {code for row in ROWS for code in row if code} == set(LETTERS)
    assert all(tile.part is None for tile in shown)


@pytest.mark.parametrize("count", [1, 3])
def test_all_charts_take_the_same_queries_however_many_rows(django_assert_num_queries, count):
    for number in range(count):
        project = ProjectFactory(priority=PriorityFactory())
        ProjectPlaceFactory(project=project, place__code=f"{20 + number}")
        decision = grant(project, "100", fund=FundFactory(), programme=ProgrammeFactory())
        make_public(project)
        pay(decision)
    selection = ProjectFilter(QueryDict())

    with django_assert_num_queries(16):
        breakdowns(Project.objects.published(), selection, on=ON)


def test_a_fund_of_which_nobody_knows_an_amount_is_shown_as_such(client):
    project = ProjectFactory()
    grant(project, None, fund=FundFactory(code="OKÄND"))
    make_public(project)

    page = client.get("/data/pengar/").content.decode()

    assert "OKÄND" in page
