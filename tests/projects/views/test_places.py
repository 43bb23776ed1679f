"""Places: what is their own, what they share, and that it is what their lists find."""

import datetime

import pytest
from django.http import QueryDict

from projects import places
from projects.breakdowns.places import tables
from projects.filters import ProjectFilter
from projects.models import MissingFact, Place
from projects.money import Total
from projects.search.postgres import Postgres
from projects.totals import total
from tests.factories import (
    PlaceFactory,
    ProjectFactory,
    ProjectPlaceFactory,
    grant,
    make_public,
    spin,
)

pytestmark = pytest.mark.django_db

ON = datetime.date(2026, 11, 29)


def text(response) -> str:
    """Return the page with ordinary spaces, so that a test reads as the page does."""
    return response.content.decode().replace("\xa0", " ")


def project_in(*codes: str):
    project = ProjectFactory()
    for code in codes:
        ProjectPlaceFactory(project=project, place=PlaceFactory(code=code))
    make_public(project)
    return project


def test_a_place_says_that_its_money_is_not_divided(client):
    spin()

    page = text(client.get("/en/places/24/"))

    assert "That is the money of whole projects, and not what the place got." in page
    assert "How much falls here is not known." in page
    assert "SPIN" in page
    assert "femton" in page  # what a source says of the county alone


@pytest.mark.parametrize(
    ("place", "found"),
    [("2480", True), ("24", True), ("SE33", True), ("SE", True), ("25", False), ("2482", False)],
)
def test_a_project_in_a_municipality_is_found_by_all_that_lies_around_it(client, place, found):
    project = project_in("2480")
    PlaceFactory(code="2482")
    PlaceFactory(code="25")

    page = text(client.get(f"/en/places/{place}/"))

    assert (project.title_sv in page) is found


def test_a_project_of_the_whole_county_is_found_by_its_municipalities(client):
    project = project_in("24")
    PlaceFactory(code="2480")

    assert project.title_sv in text(client.get("/en/places/2480/"))


def test_a_national_project_is_found_by_the_country_alone(client):
    project = project_in("SE")

    assert project.title_sv in text(client.get("/en/places/SE/"))
    assert project.title_sv not in text(client.get("/en/places/24/"))


def test_a_project_of_two_municipalities_is_its_countys_alone_and_counts_once(client):
    project_in("2480", "2482")

    own, _, shared = text(client.get("/en/places/24/")).partition('id="shared"')

    assert "1 project</p>" in own
    assert "No project here names another place." in shared


SPREAD = [["2480"], ["2480", "24"], ["2480", "2482"], ["24"], ["SE33"], ["24", "25"], ["SE"]]
SPREAD += [["2482"], ["2480", "SE"], ["25"], ["0180", "2480"]]


def test_what_is_a_places_own_and_what_it_shares_is_what_its_list_finds():
    for number, codes in enumerate(SPREAD):
        project = ProjectFactory()
        for code in codes:
            ProjectPlaceFactory(project=project, place=PlaceFactory(code=code))
        grant(project, [f"{number + 1}00 000", "4,3 mn", None, "ca 2 mn"][number % 4])
        make_public(project)
    ProjectPlaceFactory(place__code="2480")  # a draft

    every = Place.objects.filter(code__in=["2480", "2482", "24", "25", "SE33", "SE", "0180"])
    lines = {line.place: line for line in places.lines(every, ON)}

    own = {}
    for place in every:
        query = ProjectFilter(QueryDict(f"{places.parameter(place)}={place.code}")).query
        found = Postgres().projects(query)
        sums = places.sums(place, ON)
        only, shared = (
            set(one) for one in (places.parted(place).only, places.parted(place).shared)
        )
        assert (only | shared, only & shared) == (set(found.values_list("pk", flat=True)), set())
        assert sums.total == total(found, on=ON) == lines[place].total
        assert sums.count == Postgres().overview(query).count == lines[place].count
        own[place.code] = len(only)
    assert own == {"2480": 1, "2482": 1, "24": 5, "25": 1, "SE33": 8, "SE": 11, "0180": 0}


def test_what_nobody_knows_is_told(client):
    project_in("24")
    project_in("2480")
    MissingFact.objects.create(project=(lost := ProjectFactory()), fact="place", note_sv="Ingen.")
    make_public(lost)

    town, county = (text(client.get(f"/en/places/{code}/")) for code in ("2480", "24"))

    assert "Whether 1 of the shared projects reaches here at all" in town
    assert "In which municipality 1 project is carried out" in county
    for page in (town, county):
        assert "Where 1 project of the registry belongs" in page


def test_every_table_that_adds_up_has_the_sums_of_its_columns(client):
    for codes in (["2480"], ["2480", "2482"], ["24"]):
        project = ProjectFactory()
        for code in codes:
            ProjectPlaceFactory(project=project, place__code=code)
        grant(project, "4,3 mn")
        make_public(project)
    place = Place.objects.get(code="2480")
    sums = places.sums(place, ON)

    found = tables([sums.only, sums.shared], ProjectFilter(QueryDict("municipality=2480")), ON)

    assert [one.name for one in found] == ["funder", "fund", "programme", "year"]
    for one in found:
        columns = zip(*(line.cells for line in one.lines), strict=True)
        for group, column in zip([sums.only, sums.shared], columns, strict=True):
            added = Total.over((cell.total for cell in column), basis=group.total.basis, on=ON)
            assert added == group.total, one.name


def test_a_place_without_a_project_says_so(client):
    PlaceFactory(code="2482")

    assert "No published project names this place." in text(client.get("/en/places/2482/"))


def test_paper_says_when_and_from_where(client):
    project_in("2480")

    page = text(client.get("/en/places/2480/")).partition('class="printed"')[2]

    assert "http://testserver/en/places/2480/" in page


@pytest.mark.parametrize("code", ["99", "SE99", "x", "0", "2480-", "_", "24%27", "2" * 300])
def test_a_code_that_no_place_has_is_not_found(client, code):
    assert client.get(f"/platser/{code}/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_take_the_same_queries_however_many_projects(
    client, django_assert_num_queries, count
):
    for _ in range(count):
        project_in("24", "2480")
        project_in("2480", "2482")
        project_in("2480")

    with django_assert_num_queries(3):
        client.get("/platser/")
    with django_assert_num_queries(34):
        client.get("/platser/24/")
    with django_assert_num_queries(40):
        client.get("/platser/2480/")
