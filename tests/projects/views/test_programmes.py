import pytest
from django.utils import translation

from tests.factories import ProgrammeFactory, RoundFactory, spin

pytestmark = pytest.mark.django_db


def text(response) -> str:
    """Return the page with ordinary spaces, so that a test reads as the page does."""
    return response.content.decode().replace("\xa0", " ")


def test_a_programme_shows_the_eu_support_alone_of_its_projects(client):
    spin()

    page = text(client.get("/en/programmes/ovre-norrland-2014/"))

    assert "EU support in 1 granted project," in page
    assert "SEK 9,735,500" in page


def test_a_partnership_ranks_and_never_pays(client):
    it = spin()

    with translation.override("sv"):
        page = text(client.get(it.partnership.get_absolute_url()))

    assert "Övre Norrland 15 juni 2016" in page
    assert " kr" not in page


@pytest.mark.parametrize("path", ["programmes", "partnerships"])
@pytest.mark.parametrize("page", ["0", "-1", "1_0", "１", "x", "%00", "9" * 30, "1.5", ""])
def test_a_page_that_is_no_number_is_refused(client, path, page):
    assert client.get(f"/en/{path}/?page={page}").status_code == 400


@pytest.mark.parametrize("page", ["2", "99999999999999999999"])
def test_a_page_beyond_the_end_is_not_found(client, page):
    assert client.get(f"/en/programmes/?page={page}").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_indexes_take_the_same_queries_however_many_rows(
    client, django_assert_num_queries, count
):
    ProgrammeFactory.create_batch(count)
    for round_ in RoundFactory.create_batch(count):
        assert round_.partnership

    with django_assert_num_queries(2):
        client.get("/program/")
    with django_assert_num_queries(2):
        client.get("/partnerskap/")
