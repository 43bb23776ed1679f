import datetime
import re

import pytest
from django.utils import timezone

from projects.ledger import record_decision
from tests.factories import OrganisationFactory, ProjectFactory
from tests.news.factories import ArticleFactory

pytestmark = pytest.mark.django_db

TOMORROW = timezone.now() + datetime.timedelta(days=1)


def on(year: int, month: int = 6) -> datetime.datetime:
    return datetime.datetime(year, month, 20, 7, tzinfo=datetime.UTC)


def headings(page: str) -> list[str]:
    return [re.sub("<[^>]+>", "", one) for one in re.findall(r"<h[123][^>]*>(.*?)</h[123]>", page)]


def test_the_list_shows_the_latest_first_under_their_years(client):
    for year, title in [(2018, "Äldst"), (2026, "Nyast"), (2018, "Äldre")]:
        ArticleFactory(title_sv=title, published=on(year, 7 if title == "Äldre" else 6))

    page = client.get("/nyheter/").text

    assert headings(page)[1:] == ["2026", "Nyast", "2018", "Äldre", "Äldst"]


def test_a_year_shows_its_own_news(client):
    ArticleFactory(title_sv="I år", published=on(2026))
    ArticleFactory(title_sv="Då", published=on(2018))

    assert headings(client.get("/nyheter/2018/").text)[1:] == ["1 nyhet", "Då"]
    assert headings(client.get("/en/news/2018/").text)[1:] == ["1 article", "Då"]


@pytest.mark.parametrize("year", ["2017", "0", "1989", "2101", "99999", "-1", "1" * 40, "２０１８"])
def test_a_year_without_news_is_not_found(client, year):
    ArticleFactory(published=on(2018))

    assert client.get(f"/nyheter/{year}/").status_code == 404


def test_an_empty_list_says_so(client):
    assert "empty" in client.get("/nyheter/").text


def test_the_list_is_divided_into_pages(client):
    ArticleFactory.create_batch(21, published=on(2018))

    assert len(re.findall("<h3>", client.get("/nyheter/").text)) == 20
    assert len(re.findall("<h3>", client.get("/nyheter/?page=2").text)) == 1
    assert client.get("/nyheter/?page=3").status_code == 404
    assert client.get("/nyheter/2018/?page=2").status_code == 200


@pytest.mark.parametrize(
    ("page", "status"),
    [("0", 400), ("x", 400), ("1_0", 400), ("１", 400), ("", 200), ("-1", 400), ("9" * 20, 404),
     ("1" * 9000, 414), ("%00", 400), ("a" * 5000, 400)],
)  # fmt: skip
def test_a_hostile_page_is_refused(client, page, status):
    ArticleFactory(published=True)

    assert client.get(f"/nyheter/?page={page}").status_code == status


@pytest.mark.parametrize("published", [None, TOMORROW])
@pytest.mark.parametrize("path", ["/nyheter/x/", "/en/news/x/", "/nyheter/x/utskrift/"])
def test_what_is_not_yet_public_is_not_found(client, path, published):
    ArticleFactory(slug="x", published=published)

    assert client.get(path).status_code == 404
    assert "Nyheten" not in client.get("/nyheter/").text


@pytest.mark.parametrize("path", ["/nyheter/x/", "/en/news/x/", "/nyheter/x/utskrift/"])
def test_what_is_withdrawn_is_gone_and_says_when_and_why(client, path):
    ArticleFactory(slug="x", published=on(2018), withdrawn="Beloppet var <fel>.")

    answer = client.get(path)

    assert answer.status_code == 410
    assert "Beloppet var &lt;fel&gt;." in answer.text
    assert str(timezone.localdate().year) in answer.text
    assert "Brödtexten" not in answer.text


@pytest.mark.parametrize("slug", ["finns-inte", "a" * 8000, "2018-", "%F0%9F%98%80", "a%2Fb"])
def test_an_unknown_article_is_not_found(client, slug):
    assert client.get(f"/nyheter/{slug}/").status_code == 404


def test_what_an_article_is_about_is_shown_only_where_it_is_public(client):
    draft = ProjectFactory(title_sv="Hemligt projekt")
    unknown = OrganisationFactory(name="Okänd organisation")
    ArticleFactory(slug="x", published=True, projects=[draft], organisations=[unknown])

    page = client.get("/nyheter/x/").text

    assert "Hemligt projekt" not in page
    assert "Okänd organisation" not in page


def test_a_project_that_got_nothing_in_the_end_is_told_of_as_such(client):
    project = ProjectFactory(published=True)
    granted = project.decisions.get()
    record_decision(
        project=project,
        kind="revoked",
        organisation=granted.organisation,
        supersedes=granted,
        decided_on=granted.in_force_from,
        source=granted.source,
    )
    ArticleFactory(slug="x", published=True, projects=[project])

    page = client.get("/nyheter/x/").text

    assert "inget stöd" in page
    assert "avbrutet" in page
    assert "registrerat stöd" not in page


def test_missing_english_is_shown_in_swedish_and_marked(client):
    ArticleFactory(slug="x", title_sv="Rubriken", title_en="", lead_en="The lead.", published=True)

    page = client.get("/en/news/x/").text

    assert '<h1><span lang="sv">Rubriken</span></h1>' in page
    assert '<p class="lead">The lead.</p>' in page
    assert '<div class="body prose" lang="sv">' in page


def test_the_print_view_holds_the_text_and_its_address_and_no_menu(client):
    ArticleFactory(slug="x", published=True)

    page = client.get("/en/news/x/print/").text

    assert "Brödtexten." in page
    assert "http://testserver/en/news/x/" in page
    assert "<nav" not in page
    assert '<link rel="canonical" href="http://testserver/en/news/x/">' in page


@pytest.mark.parametrize("path", ["/nyheter/", "/nyheter/x/", "/nyheter/flode.atom"])
def test_a_page_is_only_read(client, path):
    ArticleFactory(slug="x", published=True)

    assert client.post(path).status_code == 405
    assert client.head(path).status_code == 200
