"""Search engines are told of every public page, of nothing else, and at a constant cost."""

import datetime
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from projects.ledger import record_decision
from projects.models import Decision
from spin_registry import sitemap
from tests.factories import ProjectFactory, RoundFactory, SourceFactory, spin
from tests.news.factories import ArticleFactory

pytestmark = pytest.mark.django_db

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"
HERE = "http://testserver"


def read(client, path: str) -> ElementTree.Element:
    answer = client.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, sitemap.TYPE)
    return ElementTree.fromstring(answer.content)  # noqa: S314 - we wrote it


def addresses(root: ElementTree.Element) -> list[str]:
    return [one.text.removeprefix(HERE) for one in root.iter(f"{MAP}loc")]


def everything(client) -> list[str]:
    return [
        address for part in addresses(read(client, "/sitemap.xml")) for address in
        addresses(read(client, part))
    ]  # fmt: skip


def test_every_public_page_is_named_once_in_each_language_and_answers(client):
    it = spin()
    ArticleFactory(slug="nyhet", projects=[it.project], published=True)
    year = timezone.localdate().year

    named = [one for one in everything(client) if "/platser/" not in one and "places" not in one]

    assert len(named) == len(set(named))
    assert {
        "/",
        "/en/",
        "/projekt/spin/",
        "/en/projects/spin/",
        "/nyheter/nyhet/",
        "/en/news/nyhet/",
        f"/nyheter/{year}/",
        f"/omgangar/{it.round.slug}/",
        "/en/organisations/umea-universitet/",
        f"/program/{it.programme.slug}/",
        "/partnerskap/ovre-norrland/",
    } <= set(named)
    assert {client.get(one).status_code for one in named} == {200}


def test_what_is_not_public_is_not_named(client):
    ProjectFactory(slug="utkast")
    ProjectFactory(slug="borta", published=True, withdrawn="Fel.")
    ArticleFactory(slug="hemlig")
    ArticleFactory(slug="senare", published=timezone.now() + datetime.timedelta(days=1))

    named = " ".join(everything(client))

    for slug in ("utkast", "borta", "hemlig", "senare"):
        assert f"/{slug}/" not in named


def test_an_address_names_its_twin_and_its_last_change(client):
    then = datetime.datetime(2018, 6, 20, 7, tzinfo=datetime.UTC)
    ArticleFactory(slug="nyhet", published=then)

    swedish, english = read(client, "/sitemap-news-1.xml").findall(f"{MAP}url")

    twins = [
        ("sv", f"{HERE}/nyheter/nyhet/"),
        ("en", f"{HERE}/en/news/nyhet/"),
    ]
    for one in (swedish, english):
        links = [(link.attrib["hreflang"], link.attrib["href"]) for link in one.findall(LINK)]
        assert links == twins
        assert one.findtext(f"{MAP}lastmod") == "2018-06-20T09:00:00+02:00"


def last_change(client) -> datetime.datetime:
    url = read(client, "/sitemap-projects-1.xml").find(f"{MAP}url")
    return datetime.datetime.fromisoformat(url.findtext(f"{MAP}lastmod"))


def test_a_project_was_changed_when_a_decision_on_it_was_recorded(client):
    project = ProjectFactory(published=True)
    granted = project.decisions.get()
    record_decision(
        project=project,
        kind="revoked",
        organisation=granted.organisation,
        supersedes=granted,
        decided_on=granted.in_force_from,
        source=SourceFactory(),
    )

    recorded = Decision.objects.latest("recorded_at").recorded_at

    assert last_change(client) >= recorded.replace(microsecond=0)


def test_many_rows_are_divided_into_parts(client, monkeypatch):
    monkeypatch.setattr(sitemap, "PER_PART", 2)
    rounds = RoundFactory.create_batch(3)

    parts = [one for one in addresses(read(client, "/sitemap.xml")) if "rounds" in one]

    assert parts == ["/sitemap-rounds-1.xml", "/sitemap-rounds-2.xml"]
    assert addresses(read(client, parts[1])) == [
        f"/omgangar/{rounds[2].slug}/",
        f"/en/rounds/{rounds[2].slug}/",
    ]


@pytest.mark.parametrize(
    "path", ["/sitemap-rounds-2.xml", "/sitemap-pages-2.xml", "/sitemap-people-1.xml",
             "/sitemap-rounds-0.xml", "/sitemap-rounds-99999.xml", "/sitemap-rounds-999999.xml"],
)  # fmt: skip
def test_a_part_that_is_not_there_is_not_found(client, path):
    RoundFactory()

    assert client.get(path).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_index_and_parts_take_the_same_queries_however_many_rows(
    client, django_assert_num_queries, count
):
    ProjectFactory.create_batch(count, published=True)

    with django_assert_num_queries(len(sitemap.SECTIONS)):
        client.get("/sitemap.xml")
    with django_assert_num_queries(1):
        client.get("/sitemap-projects-1.xml")


def test_robots_are_led_to_the_sitemap_and_not_to_the_back_office(client):
    answer = client.get("/robots.txt", headers={"host": "localhost"})

    assert answer.text == (
        "User-agent: *\nDisallow: /admin/\n\nSitemap: http://localhost/sitemap.xml\n"
    )
