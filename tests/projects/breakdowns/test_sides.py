"""Two of a kind side by side: the figures of their lists, on one scale."""

import datetime

import pytest
from django.http import QueryDict

from projects.filters import ProjectFilter
from projects.search.postgres import Postgres
from projects.templatetags.figures import total as shown
from tests.factories import ProjectFactory, ProjectPlaceFactory, grant, make_public, spin

pytestmark = pytest.mark.django_db

QUERIES = 14
PLACES = "/jamfor/?of=county&one=24&other=25"


def placed(*codes: str, amount: str = "100 000", year: int = 2016) -> None:
    project = ProjectFactory(starts_on=datetime.date(year, 1, 1))
    for code in codes:
        ProjectPlaceFactory(project=project, place__code=code)
    grant(project, amount)
    make_public(project)


def text(client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def test_each_side_has_the_sum_of_its_list_and_what_both_have_is_told(client):
    spin()
    placed("24", amount="3 mn", year=2017)
    placed("24", "25", amount="5 mn", year=2018)

    page = text(client, PLACES)

    for code in ("24", "25"):
        of_list = Postgres().overview(ProjectFilter(QueryDict(f"county={code}")).query).total
        assert str(shown(of_list)) in page
    assert "2 projekt finns på båda sidor" in page
    assert 'href="/projekt/?county=24"' in page
    assert "start 2017" in page


def test_a_funder_has_its_own_part_told(client):
    it = spin()

    page = text(client, f"/jamfor/?of=funder&one={it.region.slug}&other={it.tillvaxtverket.slug}")

    assert "9\u00a0735\u00a0500" in page.partition("Därav den egna delen")[2]
    assert "1 projekt finns på båda sidor" in page


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("", 200, "Den ena"),
        ("?of=programme", 200, "Den ena"),
        ("?of=county&one=24&other=24", 400, "Välj en annan än den första."),
        ("?of=county&one=24", 200, 'value="24" selected'),
        ("?of=county&one=99", 200, "Den ena"),
        ("?of=county&one=24&other=", 400, "Välj en."),
        ("?of=county&one=99&other=24", 400, "Välj en som finns i listan."),
        ("?of=password", 400, "of: välj något av county"),
    ],
)
def test_what_is_asked_for_is_chosen_in_a_form(client, query, status, said):
    spin()

    assert said in text(client, f"/jamfor/{query}", status)


@pytest.mark.parametrize("count", [1, 3])
def test_the_queries_are_as_many_however_much_there_is(client, django_assert_num_queries, count):
    for _ in range(count):
        placed("24", "25")
    client.get(PLACES)

    with django_assert_num_queries(QUERIES):
        client.get(PLACES)
