import datetime
from xml.etree import ElementTree

import pytest

from projects.models import DecisionKind, Entry, Project
from projects.templatetags.figures import total_text
from projects.totals import total
from tests.factories import ProjectFactory, grant, make_public, spin

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
PATH = "/projekt/flode.atom"
QUERIES = 7


def read(client, path: str = PATH) -> ElementTree.Element:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(answer.content)  # noqa: S314 - we wrote it


def said(feed: ElementTree.Element, name: str = "title") -> list[str | None]:
    return [entry.findtext(ATOM + name) for entry in feed.findall(ATOM + "entry")]


def test_an_amendment_comes_first_and_says_what_was_before(client):
    it = spin()
    grant(
        it.project,
        "10 000 000",
        fund=it.eruf,
        kind=DecisionKind.AMENDED,
        decided_on=datetime.date(2018, 9, 1),
        supersedes=it.granted,
        reason_sv="Mer att göra & <b>.",
    )

    feed = read(client)

    assert len(said(feed)) == 4
    assert said(feed)[0] == "SPIN: Ändrat av Tillväxtverket"
    assert said(feed, "content")[0].replace("\N{NO-BREAK SPACE}", " ") == (
        "<p>Ändrat av Tillväxtverket, 1 september 2018.</p>\n"
        "<p>Belopp: 10 000 000 kr.</p>\n"
        "<p>Tidigare: 9 735 500 kr.</p>\n"
        '<p lang="sv">Mer att göra &amp; &lt;b&gt;.</p>'
    )


def test_a_correction_is_told_as_one_and_known_by_a_name_of_its_own(client):
    project = ProjectFactory(acronym="MISS", published=True)
    wrong = project.decisions.get()
    grant(project, "41 000", supersedes=wrong, entry=Entry.CORRECTION, reason_sv="Skrivfel.")

    feed, english = read(client), read(client, "/en/projects/feed.atom")

    assert said(feed)[0] == "MISS: Rättat i registret"
    assert len({*said(feed, "id"), *said(english, "id")}) == 4
    assert said(feed, "id") == said(read(client), "id")


def test_what_became_public_last_comes_first_however_early_it_was_entered(client):
    late = ProjectFactory(title_sv="Sent")
    grant(late, recorded_at=datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC))
    for _each in range(20):
        ProjectFactory(published=datetime.datetime(2021, 1, 1, tzinfo=datetime.UTC))
    grant(ProjectFactory(title_sv="Utkast"))
    make_public(late)

    titles = said(read(client))

    assert len(titles) == 20
    assert titles[0].startswith("Sent: ")
    assert not [one for one in titles if one.startswith("Utkast")]


def test_a_search_has_a_feed_of_its_own_with_the_total_of_its_list(client):
    it = spin()
    ProjectFactory(published=True)
    page = client.get("/projekt/?funder=tillvaxtverket&page=1").content.decode()

    feed = read(client, f"{PATH}?funder=tillvaxtverket")

    address = f"{PATH}?funder=tillvaxtverket"
    assert f'<p class="more"><a href="{address}">' in page
    assert (
        f'<link rel="alternate" type="application/atom+xml" title="Beslut" href="{address}">'
        in page
    )
    assert feed.findtext(ATOM + "title").endswith(": Tillväxtverket")
    assert {one.split(":")[0] for one in said(feed)} == {"SPIN"}
    sum_of_list = total_text(total(Project.objects.filter(pk=it.project.pk)))
    said_of_all = f"1 projekt, registrerat stöd {sum_of_list} per den "
    assert feed.findtext(ATOM + "subtitle").startswith(said_of_all)


@pytest.mark.parametrize("query", ["year=abc", "county=99", "min=x"])
def test_a_parameter_that_cannot_be_read_is_named(client, query):
    answer = client.get(f"{PATH}?{query}")

    label = {"year": "År", "county": "Län", "min": "Stöd från, kronor"}[query.split("=")[0]]
    assert answer.status_code == 400
    assert f"{label}: " in answer.content.decode()


def test_nothing_is_sent_again_while_nothing_has_changed(client):
    project = ProjectFactory(published=True)
    first = client.get(PATH)

    again = client.get(PATH, headers={"if-none-match": first["ETag"]})
    grant(project)
    changed = client.get(PATH, headers={"if-none-match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


@pytest.mark.parametrize("count", [1, 3])
def test_a_feed_takes_the_same_queries_however_many_projects(
    client, django_assert_num_queries, count
):
    for project in ProjectFactory.create_batch(count, published=True):
        grant(project, "2", supersedes=project.decisions.get(), kind=DecisionKind.AMENDED)
    client.get(PATH)

    with django_assert_num_queries(QUERIES):
        client.get(PATH)
