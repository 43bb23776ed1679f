"""The start page and the list of projects, as visitors and machines meet them."""

import datetime
import re
from html import unescape
from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import override

from projects.filters import DatedFilter
from projects.ledger import Split
from projects.models import DecisionKind, SplitForm
from projects.money import parse
from tests.drilling import mostly_drilled
from tests.factories import (
    FundFactory,
    OrganisationFactory,
    PriorityFactory,
    ProgrammeFactory,
    ProjectFactory,
    ProjectPlaceFactory,
    grant,
    make_public,
    spin,
)
from tests.news.factories import ArticleFactory

pytestmark = pytest.mark.django_db


def text_of(response: Any) -> str:
    """Return what a reader sees, with plain spaces."""
    page = response.content.decode()
    body = re.sub(r"<[^>]+>", " ", page[page.index("<main") :])
    return " ".join(unescape(body).replace("\u00a0", " ").split())


def titles(response: Any) -> list[str]:
    """Return the names of the rows of the list, in order."""
    names = re.findall(r"<h3><a [^>]+>(.+?)</a></h3>\n<p><span", response.content.decode())
    return [unescape(re.sub(r"</?mark>", "", name)) for name in names]


def sums(response: Any) -> list[str]:
    """Return what the selection adds up to, as machines read it."""
    return re.findall(
        r'<span class="sum"><data class="amt" value="(.+?)">', response.content.decode()
    )


def public_project(amount: str = "100 000", **fields: Any) -> Any:
    project = ProjectFactory(**fields)
    grant(project, amount, fund=FundFactory(), programme=ProgrammeFactory(), case_number="2026-1")
    make_public(project)
    return project


@pytest.mark.parametrize("path", ["/projekt/", "/en/projects/"])
@pytest.mark.parametrize(
    "words", ["spin", "digitalisering", "samverkansplatt", "Umeå universitet", "20200919"]
)
def test_spin_is_found_in_both_languages(client, path, words):
    spin()
    public_project(title_sv="Vägar och broar")

    response = client.get(path, {"q": words})

    assert response.status_code == 200
    assert titles(response) == ["SPIN"]


def test_the_list_shows_the_total_of_spin_as_an_interval_rounded(client):
    spin()

    shown = text_of(client.get("/projekt/"))

    assert "ca 14,1 mn kr 14 050 000 till under 14 085 500" in shown
    assert "minst 14 050 000 kr, under 14 085 500 kr" in shown
    assert "14 035 500" not in shown


def test_what_is_proposed_is_tagged_and_in_no_sum(client):
    proposed = ProjectFactory(title_sv="Bara prioriterat")
    grant(proposed, "15 000 000", kind=DecisionKind.PRIORITISED)
    make_public(proposed)
    public_project("200 000")

    response = client.get("/en/projects/")

    assert sums(response) == ["200000"]
    assert "1 project is prioritised but not granted: SEK 15,000,000" in text_of(response)
    assert "SEK 15,000,000 prioritised, not granted" in text_of(response)


def test_drafts_and_projects_of_tomorrow_are_not_listed(client):
    ProjectFactory(title_sv="Utkast")
    tomorrow = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=1)
    ProjectFactory(title_sv="I morgon", published=tomorrow)

    response = client.get("/projekt/")

    assert titles(response) == []


def test_a_withdrawn_project_that_fits_is_pointed_at(client):
    gone = ProjectFactory(title_sv="Bron", published=True, withdrawn="Dubblett.")

    found = client.get("/en/projects/", {"q": "bron"})
    missed = client.get("/en/projects/", {"q": "vägen"})

    assert f'<a href="{gone.get_absolute_url()}">'.replace("/projekt/", "/en/projects/") in (
        found.content.decode()
    )
    assert gone.reference in text_of(found)
    assert gone.reference not in text_of(missed)
    assert gone.reference not in text_of(client.get("/en/projects/"))


def test_matching_news_stand_above_the_results(client):
    ArticleFactory(published=True, title_sv="Två delar på SPIN")
    ArticleFactory(published=True, title_sv="Om något annat")
    spin()

    shown = text_of(client.get("/projekt/", {"q": "spin"}))

    assert shown.index("Två delar på SPIN") < shown.index("Umeå universitet")
    assert "Om något annat" not in shown


@pytest.mark.parametrize(
    ("query", "advice"),
    [
        ({"q": "finnsinte"}, "Search for fewer or shorter words."),
        ({"q": "vägar", "year": "1999"}, "Remove a filter, or search for fewer or shorter words."),
        ({"max": "1"}, "Remove a filter."),
    ],
)
def test_an_empty_list_names_the_ways_out(client, query, advice):
    public_project(title_sv="Vägar")

    response = client.get("/en/projects/", query)

    assert response.status_code == 200
    assert f"No projects fit the search. {advice} Show all projects" in text_of(response)
    assert '<a href="/en/projects/">Show all projects</a>' in response.content.decode()


def test_a_page_beyond_the_end_leads_back_to_the_first(client):
    public_project(title_sv="Vägar")

    response = client.get("/en/projects/?q=v%C3%A4gar&page=2")

    assert response.status_code == 404
    assert "The list ends before this page. Show the first page" in text_of(response)
    assert '<a href="?q=v%C3%A4gar">Show the first page</a>' in response.content.decode()
    assert 'name="robots" content="noindex"' in response.content.decode()


def test_a_project_whose_grant_is_revoked_has_no_support_and_not_nought_kronor(client):
    project = public_project(title_sv="Vägar")
    first = project.decisions.get()
    grant(project, None, supersedes=first, kind=DecisionKind.REVOKED, splits=[])

    everything = text_of(client.get("/en/projects/"))

    assert "no support cancelled" in everything
    assert "SEK 0" not in everything


def test_an_amount_in_a_filter_is_refused_with_what_it_may_mean(client):
    response = client.get("/en/projects/?min=4.300&max=100000000000000")

    assert "can be read as SEK 4,300 or as" in text_of(response)
    assert "An amount is less than 100 000 000 000 000 kronor." in text_of(response)


def test_twenty_rows_make_a_page_and_the_address_leads_to_the_next(client):
    for number in range(21):
        public_project(title_sv=f"Vägen {number:02}")

    first = client.get("/projekt/", {"q": "vägen", "sort": "title"})
    second = client.get("/projekt/", {"q": "vägen", "sort": "title", "page": "2"})

    assert titles(first) == [f"Vägen {number:02}" for number in range(20)]
    assert titles(second) == ["Vägen 20"]
    assert 'href="?q=v%C3%A4gen&amp;sort=title&amp;page=2"' in first.content.decode()
    assert sums(second) == sums(first) == ["2100000"]


def test_heading_and_title_say_what_is_searched_for(client):
    response = client.get("/en/projects/?county=24&q=digital")

    page = response.content.decode()
    assert "<h1>Projects that mention digital: Västerbotten</h1>" in page
    assert "<title>Projects that mention digital: Västerbotten – " in page


def test_canonical_and_other_languages_keep_the_query_without_the_first_page(client):
    page = client.get("/projekt/?page=1&utm=x&county=24&q=a+b").content.decode()

    assert re.findall(r'<link rel="canonical" href="([^"]+)">', page) == [
        "http://testserver/projekt/?q=a+b&amp;county=24"
    ]
    assert re.findall(r'hreflang="en" href="(http[^"]+)">', page) == [
        "http://testserver/en/projects/?q=a+b&amp;county=24"
    ]


def test_the_address_of_the_whole_list_is_its_path_alone(client):
    page = client.get("/projekt/?page=1").content.decode()

    assert re.findall(r'<link rel="canonical" href="([^"]+)">', page) == [
        "http://testserver/projekt/"
    ]
    assert re.findall(r'<a href="([^"]+)" lang="en"', page) == ["/en/projects/"]


def test_a_value_that_cannot_be_read_keeps_the_form_and_names_the_field(client):
    public_project()

    response = client.get("/en/projects/?min=abc&q=spin&funder=nobody&year=2018&sort=title")

    page = response.content.decode()
    assert response.status_code == 400
    assert titles(response) == []
    assert '<a href="#id_min">Support from, kronor</a>: This is not an amount' in page
    assert '<a href="#id_funder">Funder</a>: ' in page
    for kept in [
        'id="id_q" name="q" type="search"',
        ' value="spin"',
        'name="min" value="abc"',
        'name="funder" value="nobody" checked',
        'name="year" value="2018" checked',
        'type="hidden" name="sort" value="title"',
    ]:
        assert kept in page
    assert '<meta name="robots" content="noindex">' in page
    assert 'id="results"' not in page


HOSTILE = [
    "\0",
    "a" * 10_000,
    "100000000000000000000",
    "0",
    "99999",
    "-1",
    "password",
    "-" * 33 + " a",
    "- " * 40 + "a",
    "1E+1000000",
    "1_0",
    "１",
    "9" * 4301,
    "' OR 1=1 --",
    "\u202e\u200b",
    "%",
    "<script>alert(1)</script>",
]


@pytest.mark.parametrize("value", mostly_drilled(HOSTILE, but=[HOSTILE[2], HOSTILE[-1]]))
def test_no_value_of_any_parameter_breaks_a_page(client, value):
    answers = {
        name: client.get("/projekt/", {name: value}) for name in [*DatedFilter.base_filters, "x"]
    }
    answers["start"] = client.get("/en/", {"q": value})

    assert {answer.status_code for answer in answers.values()} <= {200, 400, 404, 414}
    assert not any(b"<script>alert" in answer.content for answer in answers.values())


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", ["/", "/projekt/"])
def test_pages_are_only_read(client, path, method):
    response = getattr(client, method)(path)

    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD"


def many(count: int) -> None:
    for number in range(count):
        project = ProjectFactory(priority=PriorityFactory(), title_sv=f"Vägen {number}")
        for code in ["24", "2480"]:
            ProjectPlaceFactory(project=project, place__code=code)
        grant(project, "4,3 mn", fund=FundFactory(), programme=ProgrammeFactory())
        grant(project, "5 000", kind=DecisionKind.PRIORITISED)
        make_public(project)
        ArticleFactory(published=True, title_sv=f"Om vägen {number}")
        ProjectFactory(title_sv="Vägen bort", published=True, withdrawn="Dubblett.")


@pytest.mark.parametrize("count", [1, 3])
def test_the_start_page_takes_the_same_queries_however_much_there_is(
    client, django_assert_num_queries, count
):
    many(count)

    with django_assert_num_queries(7):
        client.get("/")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_however_much_there_is(
    client, django_assert_num_queries, count
):
    OrganisationFactory(slug="alla")
    many(count)

    with django_assert_num_queries(24):
        client.get("/projekt/?q=vägen")


def test_the_start_page_tells_what_is_granted_and_decided(client):
    spin()
    ArticleFactory(published=True, title_sv="Två delar på SPIN")

    with override("sv"):
        shown = text_of(client.get(reverse("projects:start")))

    assert "Övre Norrland 2014–2020 1 9 735 500 kr" in shown
    assert "ca 4,3 mn kr" in shown
    assert "Två delar på SPIN" in shown


def test_the_start_page_stands_where_nothing_is_published(client):
    response = client.get("/en/")

    assert response.status_code == 200
    assert "Who got support, for what and from whom?" in text_of(response)


def test_the_start_page_names_what_is_given_in_kind_beside_the_cash(client):
    project, funder = ProjectFactory(published=True), OrganisationFactory()
    both = grant(project, funder=funder, splits=cash_and_work(funder))
    grant(project, form=SplitForm.IN_KIND)

    text = text_of(client.get("/en/"))

    assert both.splits.count() == 2
    assert "SEK 777,000 and a contribution in kind" in text
    assert "50,000" not in text
    assert re.search(r"Granted by \S+ .{0,30}?contribution in kind", text)


def cash_and_work(funder: Any) -> list[Split]:
    return [
        Split(amount=parse("777 000"), funder=funder),
        Split(amount=parse("50 000"), funder=funder, form=SplitForm.IN_KIND),
    ]
