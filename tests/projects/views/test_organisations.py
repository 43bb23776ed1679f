import pytest

from projects.models import DecisionKind, Role
from tests.factories import (
    OrganisationFactory,
    ParticipationFactory,
    ProjectFactory,
    RoundFactory,
    grant,
    make_public,
    spin,
)

pytestmark = pytest.mark.django_db


def text(response) -> str:
    """Return the page with ordinary spaces, so that a test reads as the page does."""
    return response.content.decode().replace("\xa0", " ")


def test_an_organisations_page_shows_its_own_part_of_what_it_gave(client):
    spin()

    page = text(client.get("/en/organisations/region-vasterbotten/"))

    assert "at least SEK 4,314,500" in page
    assert "under SEK 4,350,000" in page
    assert "14,050,000" not in page[page.index("Money out") : page.index("Takes part in")]


def test_money_in_is_what_the_projects_it_leads_were_granted(client):
    spin()

    page = text(client.get("/en/organisations/umea-universitet/"))

    assert "Money in, to projects it leads" in page
    assert "14.1" in page
    assert "Money out" not in page


def test_a_proposal_is_in_no_granted_sum(client):
    project, funder = ProjectFactory(), OrganisationFactory(slug="myndigheten")
    grant(
        project,
        "400 000",
        funder=funder,
        kind=DecisionKind.PRIORITISED,
        organisation=OrganisationFactory(),
    )
    make_public(project)

    page = text(client.get("/en/organisations/myndigheten/"))

    assert "No granted support is registered." in page
    assert "Proposed and not yet granted." in page
    assert "Proposed, 1 project" in page
    assert "Granted, " not in page


def test_a_funders_column_adds_up_when_only_the_latest_are_shown(client):
    funder = OrganisationFactory(slug="myndigheten")
    for _ in range(23):
        project = ProjectFactory()
        grant(project, "100 000", funder=funder)
        make_public(project)

    page = text(client.get("/en/organisations/myndigheten/"))

    assert page.count('value="100000"') == 20
    assert "3 more projects" in page
    assert 'value="300000"' in page
    assert 'value="2300000"' in page


@pytest.mark.parametrize("path", ["organisations", "funders"])
def test_an_organisation_that_only_a_draft_names_is_not_found(client, path):
    organisation = OrganisationFactory(slug="sokanden")
    grant(ProjectFactory(), funder=organisation)

    response = client.get(f"/en/{path}/sokanden/")

    assert response.status_code == 404
    assert "sokanden" not in text(client.get(f"/en/{path}/"))


def test_a_funders_address_leads_to_its_page_as_an_organisation(client):
    spin()

    response = client.get("/finansiarer/tillvaxtverket/")

    assert (response.status_code, response.headers["Location"]) == (
        301,
        "/organisationer/tillvaxtverket/",
    )


def test_the_funders_stand_with_what_each_has_granted(client):
    spin()

    page = text(client.get("/en/funders/"))

    assert "9,735,500" in page
    assert "4,314,500 to under 4,350,000" in page


def test_organisations_stand_in_swedish_order(client):
    project = ProjectFactory(published=True)
    for name in ("Öland AB", "Ängen AB", "Zebra AB", "Åre AB"):
        ParticipationFactory(
            project=project, organisation=OrganisationFactory(name=name), role=Role.PARTNER
        )

    page = text(client.get("/organisationer/"))

    places = [page.index(name) for name in ("Zebra AB", "Åre AB", "Ängen AB", "Öland AB")]
    assert places == sorted(places)


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_take_the_same_queries_however_many_rows(
    client, django_assert_num_queries, count
):
    funder = OrganisationFactory(slug="myndigheten")
    for _ in range(count):
        project = ProjectFactory()
        grant(project, funder=funder)
        ParticipationFactory(project=project, organisation=funder)
        make_public(project)

    with django_assert_num_queries(2):
        client.get("/organisationer/")
    with django_assert_num_queries(3):
        client.get("/finansiarer/")
    with django_assert_num_queries(26):
        client.get("/organisationer/myndigheten/")


def test_an_organisation_that_holds_a_round_has_a_page_for_the_round_to_lead_to(client):
    organisation = OrganisationFactory(slug="regionen")
    RoundFactory(slug="rundan", partnership=None, organisation=organisation)

    assert 'href="/organisationer/regionen/"' in text(client.get("/omgangar/rundan/"))
    assert organisation.name in text(client.get("/organisationer/regionen/"))


def test_the_name_that_sources_use_stands_first_and_the_english_one_beside_it(client):
    it = spin()
    it.university.name_en = "Umeå University"
    it.university.save()

    page = text(client.get("/en/organisations/umea-universitet/"))

    assert '<h1>Umeå universitet <span class="sub" lang="en">Umeå University</span></h1>' in page


def test_the_link_to_the_rest_promises_no_number_where_it_selects_others_too(client):
    university = OrganisationFactory(slug="universitetet")
    for _ in range(21):
        project = ProjectFactory()
        ParticipationFactory(project=project, organisation=university)
        make_public(project)

    page = text(client.get("/en/organisations/universitetet/"))

    assert "All projects with this organisation" in page
    assert "All 21 projects" not in page
