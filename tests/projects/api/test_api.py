"""The API: every list and every row, told as its description says, page by page."""

import json
from typing import Any

import jsonschema_rs
import pytest
from django.test import Client
from django.urls import reverse

from projects import publishing
from projects.api import openapi
from projects.api.selections import COLLECTIONS
from projects.models import MissingFact, Project
from tests.factories import (
    FundFactory,
    OrganisationFactory,
    PartnershipFactory,
    ProgrammeFactory,
    ProjectFactory,
    RoundFactory,
    grant,
    make_public,
    spin,
    state,
)
from tests.news.factories import ArticleFactory

pytestmark = pytest.mark.django_db

LISTS = list(COLLECTIONS)


@pytest.fixture
def client() -> Client:
    """A client that asks and checks each answer by the description of the API."""
    return Client()


def got(client: Client, address: str, **headers: str) -> Any:
    return client.get(address, headers=headers)


def told(client: Client, address: str) -> dict[str, Any]:
    response = client.get(address)
    assert response.status_code == 200, response.content.decode()
    return json.loads(response.content)


def valid(schema: str, data: Any) -> bool:
    """Answer whether data is what a schema of the description says."""
    components = openapi.document("https://example.org")["components"]
    whole = {"$ref": f"#/components/schemas/{schema}", "components": components}
    jsonschema_rs.validate(whole, data)
    return True


def everything() -> None:
    """Fill every list with at least two rows."""
    it = spin()
    others = ProjectFactory.create_batch(2, published=True)
    for one in others:
        grant(one, "ca 4 mn", funder=it.region, fund=FundFactory())
    state(RoundFactory(organisation=it.region, partnership=None), "84 miljoner")
    PartnershipFactory(secretariat=it.university)
    ProgrammeFactory(funds=[it.eruf])
    for _ in range(2):
        ArticleFactory(published=True, projects=[it.project], organisations=[it.university])


@pytest.mark.parametrize("name", LISTS)
def test_a_list_and_its_rows_are_as_described_and_go_on_page_by_page(client, name):
    everything()
    item = COLLECTIONS[name].item
    key = {"places": "code", "decisions": "id", "splits": "id", "projects": "reference"}

    whole = told(client, f"/api/v1/{name}/?limit=100")
    first = got(client, f"/api/v1/{name}/?limit=1")
    page = json.loads(first.content)
    rest = told(client, page["next"])
    one = told(client, f"/api/v1/{name}/{whole['items'][0][key.get(name, 'slug')]}/")

    assert valid(f"{item}List", whole)
    assert valid(item, one)
    assert one == whole["items"][0] == page["items"][0]
    assert list(one) == openapi.names(item)
    assert first.headers["Link"] == f'<{page["next"]}>; rel="next"'
    assert rest["items"] == whole["items"][1:2] or rest["items"][:1] == whole["items"][1:2]


QUERIES = {"projects": 27, "decisions": 14, "splits": 14, "organisations": 2, "news": 17}
QUERIES |= {"rounds": 4, "programmes": 3}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_takes_the_same_queries_with_one_row_and_with_three(
    client, name, django_assert_num_queries
):
    everything()

    for limit in (1, 3):
        with django_assert_num_queries(QUERIES.get(name, 1)):
            told(client, f"/api/v1/{name}/?limit={limit}")


@pytest.mark.parametrize("sort", ["", "title", "-title", "starts", "-decided", "-granted"])
def test_pages_of_any_order_hold_every_project_once(client, sort):
    for amount in ("100", "4,3 mn", "100"):
        grant(ProjectFactory(published=True), amount)
    undated = ProjectFactory(starts_on=None, ends_on=None, title_sv="Å")
    MissingFact.objects.create(project=undated, fact="period", note_sv="Ingen källa säger när.")
    make_public(undated)
    address = f"/api/v1/projects/?limit=1&fields=reference&sort={sort}"

    whole = told(client, address.replace("limit=1", "limit=100"))["items"]
    found = []
    following: str | None = address
    while following:
        page = told(client, following)
        found += page["items"]
        following = page["next"]

    assert found == whole
    assert len(found) == 4


def test_the_first_page_says_what_the_selection_adds_up_to_as_its_list_does(client):
    it = spin()
    grant(ProjectFactory(published=True), "900", funder=it.region)

    page = told(client, "/api/v1/projects/?funder=tillvaxtverket&fields=reference")

    [total, _proposed] = page["selection"]["totals"]
    assert page["items"] == [{"reference": it.project.reference}]
    assert page["selection"]["count"] == 1
    assert (total["at_least"], total["at_most"]) == ("14050000.00", "14085499.99")


def test_a_draft_is_in_no_list(client):
    spin(published=False)

    for name in ("projects", "decisions", "splits", "organisations"):
        slugs = [one.get("slug") for one in told(client, f"/api/v1/{name}/")["items"]]
        assert slugs == []


def test_a_withdrawn_project_is_gone_and_a_tombstone_where_changes_are_asked_for(client):
    project = ProjectFactory(published=True)
    publishing.withdraw(project, reason_sv="Dubbelt inlagt.")

    gone = got(client, f"/api/v1/projects/{project.reference}/")
    changed = told(client, "/api/v1/projects/?changed_since=2020-01-01")

    assert gone.status_code == 410
    problem = json.loads(gone.content)
    assert valid("Problem", problem)
    assert problem["withdrawn"]["reason"] == {"sv": "Dubbelt inlagt.", "en": None}
    assert changed["items"] == []
    assert [one["reference"] for one in changed["withdrawn"]] == [project.reference]
    assert told(client, "/api/v1/projects/")["withdrawn"] == []


def test_an_article_is_a_tombstone_too(client):
    ArticleFactory(published=True, withdrawn="Fel projekt.")
    kept = ArticleFactory(published=True)

    changed = told(client, "/api/v1/news/?changed_since=2020-01-01&fields=slug")

    assert changed["items"] == [{"slug": kept.slug}]
    assert [one["reason"]["sv"] for one in changed["withdrawn"]] == ["Fel projekt."]


def test_what_an_answer_holds_can_be_asked_for_again_until_it_has_changed(client):
    project = ProjectFactory(published=True)
    address = f"/api/v1/projects/{project.slug}/"
    first = got(client, address)

    again = got(client, address, if_none_match=first.headers["ETag"])
    grant(project, "7 000")
    changed = got(client, address, if_none_match=first.headers["ETag"])

    assert (again.status_code, again.content) == (304, b"")
    assert changed.status_code == 200


def test_no_answer_looks_at_cookies_or_sets_any(client):
    spin()
    client.cookies["sessionid"] = "a" * 32

    response = got(client, "/api/v1/projects/spin/")

    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response.headers
    assert not response.cookies
    assert "Vary" not in response.headers
    assert "private" not in response.headers["Cache-Control"]


def test_another_site_may_ask_what_it_may_ask(client):
    response = client.options("/api/v1/projects/")

    assert response.status_code == 204
    assert response.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


def test_the_way_in_names_every_list(client):
    lists = told(client, reverse("api:root"))["lists"]

    assert {client.get(address).status_code for address in lists.values()} == {200}


def test_every_parameter_of_the_list_of_projects_is_described_but_its_page():
    parameters = openapi.document("https://x.example")["paths"]["/projects/"]["get"]["parameters"]
    described = {one["name"] for one in parameters}

    from projects.filters import ProjectFilter

    assert described - {"fields", "limit", "after", "changed_since"} == set(
        ProjectFilter.base_filters
    ) - {"page"}


def test_the_published_set_is_the_same_as_that_of_the_list(client):
    spin()
    ProjectFactory(published=True)

    page = told(client, "/api/v1/projects/?fields=slug")

    assert {one["slug"] for one in page["items"]} == set(
        Project.objects.published().values_list("slug", flat=True)
    )


def test_an_organisation_that_was_entered_twice_leads_to_the_one_that_is_kept(client):
    it = spin()
    OrganisationFactory(slug="lulea-tu", merged_into=it.university)

    answer = client.get("/api/v1/organisations/lulea-tu/")

    assert (answer.status_code, answer["Location"]) == (
        301,
        f"/api/v1/organisations/{it.university.slug}/",
    )
    assert client.get("/api/v1/organisations/aldrig/").status_code == 404
