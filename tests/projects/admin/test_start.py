"""The start page says what waits for whoever looks, and leads to it."""

import datetime
import re

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.html import strip_tags

from news.models import Article
from projects.admin import start
from projects.approving import propose
from projects.models import Import, ImportState, Source
from projects.publishing import send_to_review
from projects.releases.writing import write
from tests.factories import ProjectFactory, SourceFactory, grant, make_public, spin, state
from tests.news.factories import ArticleFactory
from tests.projects.warned import accepted_warning, warning

pytestmark = pytest.mark.django_db

START = "/admin/"


def shown(client) -> dict[str, str]:
    """Return the text of each part of the start page, by its key."""
    page = client.get(START).content.decode()
    found = re.findall(r'<section class="waiting" id="(\w+)".*?</section>', page, re.DOTALL)
    texts = re.findall(r'<section class="waiting".*?</section>', page, re.DOTALL)
    plain = [" ".join(strip_tags(text).split()).replace("\xa0", " ") for text in texts]
    return dict(zip(found, plain, strict=True))


def imported(name: str) -> Import:
    """Return a file that was imported whole."""
    return Import.objects.create(
        file_name=name,
        sha256="0" * 64,
        source_title="Lista",
        source_publisher="Exempelmyndigheten",
        source_retrieved=datetime.date(2020, 1, 1),
        state=ImportState.DONE,
        started_at=timezone.now(),
        ended_at=timezone.now(),
    )


@pytest.fixture
def full_registry():
    """Something of everything that waits."""
    it = spin()  # ended in 2019
    SourceFactory(title="Protokoll", url="")
    state(it.project, "20 miljoner")
    warning(slug="utkast", acronym="UTKAST")
    asked = ProjectFactory(title_sv="Till granskning")
    send_to_review(asked)
    ArticleFactory(title_sv="En nyhet")
    imported("lista.csv")
    propose(project=it.project, by=User.objects.create(username="bea"), facts={"title_sv": "Ny"})


def test_an_administrator_sees_all_that_waits(office, full_registry):
    parts = shown(office)

    assert list(parts) == [
        *(
            "approve",
            "review",
            "articles",
            "contradictions",
            "doubts",
            "drafts",
            "ended",
            "sources",
            "imports",
        ),
    ]
    assert parts["approve"] == "Att godkänna 1 Nytt beslut: SPIN bea Visa som lista: Att godkänna"
    assert parts["review"].startswith("Projekt under granskning 1 Till granskning Saknar:")
    assert "En nyhet utkast" in parts["articles"]
    assert "SPIN Delarna ger minst 13 985 500 kr" in parts["contradictions"]
    assert "UTKAST Syftet säger detsamma som titeln: Bredband" in parts["doubts"]
    assert "UTKAST Saknar: ett beslut, en ledande part, en plats" in parts["drafts"]
    assert "SPIN slutade 30 november 2019" in parts["ended"]
    assert "Protokoll (" in parts["sources"]
    assert parts["imports"].startswith("Senaste importer 1 lista.csv klar")


@pytest.mark.parametrize(
    ("role", "keys"),
    [
        ("editor", ["articles"]),
        ("reviewer", ["approve", "review", "articles", "contradictions", "doubts", "drafts"]),
    ],
)
def test_each_role_sees_what_it_can_do_something_about(as_role, full_registry, role, keys):
    assert list(shown(as_role(role))) == keys


def test_what_is_empty_is_named_in_one_line(office):
    page = " ".join(strip_tags(office.get(START).content.decode()).split())

    assert shown(office) == {}
    assert "Här väntar inget: Återlämnat till dig Att godkänna Projekt under granskning" in page


def test_an_accepted_warning_waits_for_nobody(office):
    accepted_warning()

    assert "doubts" not in shown(office)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_the_same_queries_however_much_waits(
    office, count, django_assert_num_queries
):
    for number in range(count):
        warning(slug=f"utkast-{number}")
        send_to_review(ProjectFactory())
        ArticleFactory()
        imported(f"lista-{number}.csv")
        project = ProjectFactory()
        make_public(project)
        state(project, "20 miljoner")
        user = User.objects.create(username=f"handlaggare-{number}")
        propose(project=project, by=user, facts={"title_sv": "Ny"})
    office.get(START)

    with django_assert_num_queries(21):
        office.get(START)


def test_no_more_than_a_few_are_shown_and_no_more_than_a_hundred_counted(office, monkeypatch):
    monkeypatch.setattr(start, "MOST_COUNTED", 8)
    for number in range(9):
        ProjectFactory(title_sv=f"Nummer {number}")
    parts = shown(office)

    assert parts["drafts"].startswith("Utkast 8 eller fler Nummer 8")
    assert parts["drafts"].count("Nummer") == start.MOST_SHOWN
    assert parts["drafts"].endswith("Visa alla: Utkast")


def test_every_part_leads_to_a_list_of_the_same(office, full_registry):
    page = office.get(START)
    links = re.findall(r'<p><a href="([^"]+)">Visa', page.content.decode())

    for link in links:
        listed = office.get(link.replace("&amp;", "&"))
        assert listed.status_code == 200
        assert listed.context["cl"].result_count >= 1
    assert len(links) == 9


def test_a_project_that_is_closed_or_runs_or_was_revoked_has_not_ended_unclosed(office):
    closed = ProjectFactory(title_sv="Slutreglerat")
    given = grant(closed, decided_on=datetime.date(2018, 1, 1))
    make_public(closed)
    grant(closed, kind="closed", supersedes=given, decided_on=datetime.date(2020, 1, 1))
    runs = ProjectFactory(title_sv="Pågår", ends_on=datetime.date(2090, 1, 1))
    make_public(runs)
    ProjectFactory(title_sv="Utkast")

    assert "ended" not in shown(office)


def test_a_source_with_address_and_day_can_be_looked_up_again(office):
    SourceFactory(url="https://example.se/beslut", retrieved=datetime.date(2020, 1, 1))
    assert not Source.objects.incomplete().exists()

    SourceFactory(url="")
    SourceFactory(url="https://example.se/", retrieved=None)
    assert Source.objects.incomplete().count() == 2
    assert office.get("/admin/projects/source/?incomplete=1").context["cl"].result_count == 2


def test_nothing_of_an_article_in_review_is_hidden_by_drafts(office):
    for _number in range(start.MOST_SHOWN + 1):
        ArticleFactory()
    Article.objects.filter(pk=Article.objects.earliest("pk").pk).update(state="in_review")

    assert "under granskning" in shown(office)["articles"]


def test_an_administrator_is_told_of_releases_with_missing_files(
    office, as_role, settings, tmp_path
):
    settings.RELEASE_ROOT = tmp_path / "releases"
    (write(datetime.date(2026, 10, 1)).folder / "funds.csv").unlink()

    told = shown(office)["releases"]
    assert told.startswith("Utgåvor med saknade filer 1 2026-10-01 funds.csv")
    assert "releases" not in shown(as_role("reviewer"))
