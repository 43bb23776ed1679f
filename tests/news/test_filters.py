"""News are narrowed by what they are about, the same way in the list and in its feed."""

import re
from xml.etree import ElementTree

import pytest

from tests.factories import (
    OrganisationFactory,
    PartnershipFactory,
    PlaceFactory,
    PriorityFactory,
    ProjectFactory,
    ProjectPlaceFactory,
    RoundFactory,
    grant,
    make_public,
    spin,
)
from tests.news.factories import ArticleFactory

from .test_views import headings, on

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


def titles(client, query: str, path: str = "/nyheter/") -> list[str]:
    answer = client.get(f"{path}?{query}")
    assert answer.status_code == 200
    return [one for one in headings(answer.text)[1:] if not one.isdigit()]


def in_feed(client, query: str) -> list[str | None]:
    feed = ElementTree.fromstring(client.get(f"/nyheter/flode.atom?{query}").content)  # noqa: S314
    return [entry.findtext(ATOM + "title") for entry in feed.findall(ATOM + "entry")]


@pytest.mark.parametrize(
    "query",
    [
        "project=spin",
        "organisation=umea-universitet",
        "organisation=tillvaxtverket",
        "programme=ovre-norrland-2014",
        "county=24",
        "municipality=2480",
        "round=ovre-norrland-2016-06-15",
        "county=24&county=14",
        "county=14&county=25&project=spin&project=finns-ej-med",
    ],
)
def test_an_article_fits_by_all_that_its_project_is_found_by(client, query):
    ArticleFactory(title_sv="Om SPIN", projects=[spin().project], published=True)
    ProjectFactory(slug="finns-ej-med", published=True)
    ArticleFactory(title_sv="Om annat", published=True)

    assert titles(client, query) == ["Om SPIN"]
    assert in_feed(client, query) == ["Om SPIN"]


def test_an_article_fits_by_its_own_round_and_its_organisations(client):
    held = RoundFactory(slug="junimotet", partnership=PartnershipFactory(area__code="SE33"))
    host = RoundFactory(
        slug="beslut", partnership=None, organisation=OrganisationFactory(slug="region")
    )
    ArticleFactory(title_sv="Om mötet", rounds=[held], published=on(2018))
    ArticleFactory(title_sv="Om beslutet", rounds=[host], published=on(2017))
    ArticleFactory(title_sv="Om regionen", organisations=[host.organisation], published=on(2016))

    assert titles(client, "round=junimotet") == ["Om mötet"]
    assert titles(client, "county=25") == ["Om mötet"]
    assert titles(client, "organisation=region") == ["Om beslutet", "Om regionen"]


def test_different_parameters_must_all_hold(client):
    it = spin()
    ArticleFactory(title_sv="Om SPIN", projects=[it.project], published=True)

    assert titles(client, "county=24&county=14") == ["Om SPIN"]
    assert titles(client, "county=14&project=spin") == []


def test_a_draft_narrows_nothing_and_is_told_to_nobody(client):
    draft = ProjectFactory(slug="hemligt", title_sv="Hemligt projekt")
    grant(draft, funder=OrganisationFactory(name="Hemlig finansiär"))
    ArticleFactory(title_sv="Nyhet", projects=[draft], published=True)

    page = client.get("/nyheter/").text

    assert "Hemlig" not in page
    assert client.get("/nyheter/?project=hemligt").status_code == 400


@pytest.mark.parametrize("parameter", ["organisation", "programme", "county", "round", "project"])
def test_a_value_that_is_not_known_is_said_at_its_field(client, parameter):
    ArticleFactory(published=True)

    answer = client.get(f"/nyheter/?{parameter}=<finns-ej>")

    assert answer.status_code == 400
    field = answer.text.split(f'id="id_{parameter}"')[1].split("</fieldset>")[0]
    assert "Registret känner inte till" in field
    assert f'href="#id_{parameter}"' in answer.text
    assert '<details class="facets" open>' in answer.text
    assert '<meta name="robots" content="noindex">' in answer.text
    assert "<finns" not in answer.text
    assert client.get(f"/nyheter/flode.atom?{parameter}=<finns-ej>").status_code == 400


def test_a_page_beyond_the_end_leads_to_the_first(client):
    ArticleFactory(projects=[spin().project], published=True)

    answer = client.get("/nyheter/?county=24&page=2")

    assert answer.status_code == 404
    assert '<a href="/nyheter/?county=24">' in answer.text


def test_each_choice_says_how_many_news_it_would_leave(client):
    it = spin()
    ArticleFactory.create_batch(2, projects=[it.project], published=True)
    ArticleFactory(organisations=[it.university], published=True)

    page = client.get("/nyheter/?project=spin").text
    facet = page.split('id="id_organisation"')[1].split("</fieldset>")[0]

    assert re.findall(r"<span>([^<]+)</span><span class=\"n\">(\d+)", facet) == [
        ("Region Västerbotten", "2"),
        ("Tillväxtverket", "2"),
        ("Umeå universitet", "2"),
    ]
    # A facet is counted without regard to its own choices.
    assert re.findall(r'value="spin" checked><span>SPIN</span><span class="n">(\d+)', page) == ["2"]


def test_a_long_facet_is_opened_by_a_button(client):
    ArticleFactory(projects=ProjectFactory.create_batch(8, published=True), published=True)

    few = client.get("/nyheter/").text.count('name="project"')
    many = client.get("/nyheter/?open=project").text

    assert few == 6
    assert many.count('name="project"') == 8
    assert '<input type="hidden" name="open" value="project">' in many


def test_years_and_feed_and_canonical_address_keep_the_choices(client):
    it = spin()
    ArticleFactory(projects=[it.project], published=on(2018))
    ArticleFactory(projects=[it.project], published=on(2017))
    ArticleFactory(published=on(2016))

    page = client.get("/nyheter/2018/?x=1&county=24&page=1").text

    assert 'href="/nyheter/2017/?county=24"' in page
    assert 'href="/nyheter/2016/' not in page
    assert 'href="/nyheter/?county=24"' in page
    assert (
        'type="application/atom+xml" title="Nyheter" href="/nyheter/flode.atom?county=24"' in page
    )
    assert '<link rel="canonical" href="http://testserver/nyheter/2018/?county=24">' in page
    assert 'hreflang="en" href="http://testserver/en/news/2018/?county=24"' in page


def test_the_heading_names_the_year_and_the_choices(client):
    ArticleFactory(projects=[spin().project], published=on(2018))

    page = client.get("/en/news/2018/?county=24&project=spin").text

    assert headings(page)[0] == "News of 2018: Västerbotten, SPIN"
    assert "<title>News of 2018: Västerbotten, SPIN – Project registry</title>" in page


def test_an_empty_list_says_what_to_loosen(client):
    ArticleFactory(projects=[spin().project], published=on(2018))
    ArticleFactory(published=on(2017))

    page = client.get("/nyheter/?county=14&project=spin").text
    year = client.get("/nyheter/2017/?project=spin").text

    empty = page.split('class="empty gap"')[1].split("</div>")[0]
    assert re.findall('href="([^"]+)"', empty) == ["?project=spin", "?county=14", "/nyheter/"]
    assert '<a href="/nyheter/?project=spin">' in year.split('class="empty gap"')[1]


def test_a_feed_of_a_selection_names_it(client):
    ArticleFactory(projects=[spin().project], published=True)

    feed = ElementTree.fromstring(  # noqa: S314
        client.get("/en/news/feed.atom?project=spin&county=24").content
    )

    assert feed.findtext(ATOM + "title") == "News from Project registry: Västerbotten, SPIN"
    links = {link.attrib["rel"]: link.attrib["href"] for link in feed.findall(ATOM + "link")}
    assert links == {
        "alternate": "http://testserver/en/news/?county=24&project=spin",
        "self": "http://testserver/en/news/feed.atom?county=24&project=spin",
    }


def articles(count: int) -> None:
    for place in range(count):
        project = ProjectFactory(priority=PriorityFactory())
        ProjectPlaceFactory(project=project, place=PlaceFactory(code=f"248{place}"))
        held = RoundFactory()
        grant(project, funder=OrganisationFactory(), round=held)
        make_public(project)
        ArticleFactory(
            projects=[project],
            rounds=[held],
            organisations=[OrganisationFactory()],
            published=on(2018),
        )


@pytest.mark.parametrize("count", [1, 3])
def test_list_and_feed_take_the_same_queries_however_many_articles(
    client, django_assert_num_queries, count
):
    articles(count)
    table, facets, own = 13, 6, 1

    with django_assert_num_queries(table + facets + own):
        client.get("/nyheter/")
    figures, corrections = 1, 1
    with django_assert_num_queries(table + own + figures + corrections):
        client.get("/nyheter/flode.atom")
