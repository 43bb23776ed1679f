import pytest

from tests.factories import PlaceFactory, ProjectFactory, ProjectPlaceFactory, make_public, spin

pytestmark = pytest.mark.django_db


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

    assert "The money of a project is not divided by place." in page
    assert "SPIN" in page


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


def test_a_project_of_two_municipalities_counts_once_in_their_county(client):
    project_in("2480", "2482")

    page = text(client.get("/en/places/24/"))

    assert "1 project</p>" in page


@pytest.mark.parametrize("code", ["99", "SE99", "x", "0"])
def test_a_code_that_no_place_has_is_not_found(client, code):
    assert client.get(f"/platser/{code}/").status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_the_pages_take_the_same_queries_however_many_projects(
    client, django_assert_num_queries, count
):
    for _ in range(count):
        project_in("24", "2480")

    with django_assert_num_queries(2):
        client.get("/platser/")
    with django_assert_num_queries(13):
        client.get("/platser/24/")
