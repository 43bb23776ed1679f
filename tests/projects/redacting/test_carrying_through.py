"""A redacted name is nowhere: not in a row, its history, a form or a release; amounts stay.

Nobody here exists.
"""

import datetime
import shutil
from types import SimpleNamespace
from typing import Any

import pghistory
import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from news.models import KeptDraft
from projects.ledger import Split, record_decision
from projects.models import Change, Decision, GrantSplit, Project, Redaction
from projects.redacting import files, job
from projects.redacting.names import Name
from projects.releases import writing
from projects.releases.folders import Release, releases
from projects.releases.writing import write
from projects.settlement import unsettled
from tests.drilling import drilled
from tests.factories import OrganisationFactory, ProjectFactory, grant, money, spin, state
from tests.news.factories import ArticleFactory
from tests.projects.redacting.making import approved, person, redaction

NAME = "Påhittade Personsson"
SIGN = "[namn borttaget]"
DAY = datetime.date(2026, 11, 28)


@pytest.fixture(autouse=True)
def kept(settings, tmp_path):
    settings.RELEASE_ROOT = tmp_path / "releases"


@pytest.fixture
def it(db) -> SimpleNamespace:
    """A registry with the name wherever one can be written, and a release of it."""
    it = spin()
    anna = person("anna")
    it.firm = OrganisationFactory(name=f"{NAME} AB", slug="pahittade-personsson-ab")
    it.named = ProjectFactory(
        published=True,
        slug="pahittade-personsson-visar-vagen",
        title_sv=f"{NAME} visar vägen",
        title_en=f"{NAME} leads the way",
        purpose_sv=f"Så här:\n{NAME}. Ett porträtt av PÅHITTADE\nPERSONSSON, av {NAME}s vänner.",
    )
    first = grant(it.named, "4 300 000", funder=it.firm, reason_sv=f"Enligt {NAME}.")
    own = Split(amount=money("200 000"), group_sv=f"{NAME}s part")
    record_decision(
        project=it.named, kind="granted", group_sv=own.group_sv, splits=[own], source=it.bank
    )
    state(it.named, "4,3 miljoner", words=f"{NAME} säger 4,3 miljoner")

    it.last = grant(it.named, "4 500 000", supersedes=first, reason_sv=f"{NAME} rättade.")
    it.article = ArticleFactory(
        slug="moter-pahittade-personsson",
        title_sv=f"Möt {NAME}",
        title_en=f"Meet {NAME}",
        body_sv=f"<p>{NAME.replace(' ', '&nbsp;')} berättar.</p>",
        byline_sv=NAME,
        projects=[it.named],
        published=True,
    )
    KeptDraft.objects.create(user=anna, key="k", content="title_sv=P%C3%A5hittade+Personsson&x=1")
    told = [{"added": {"name": "namn", "object": NAME}}]
    LogEntry.objects.log_actions(anna.pk, [it.named], CHANGE, told)
    with pghistory.context(note=NAME):
        Project.objects.filter(pk=it.named.pk).update(results_sv=f"{NAME} är nöjd.")
    it.release = write(DAY)
    return it


def tables_with(pattern: str) -> list[str]:
    """Return every table of the database of which a row, written out whole, has a pattern."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        found = []
        for name in names:
            cursor.execute(f'SELECT count(*) FROM "{name}" t WHERE t::text ~* %s', [pattern])  # noqa: S608
            if cursor.fetchone()[0]:
                found.append(name)
    return found


ANY_WRITING = r"hittade[^[:alnum:]]*(nbsp;)?personsson"


def files_with(text: str) -> list[str]:
    every = [path for release in releases() for path in release.folder.iterdir()]
    return [path.name for path in every if text in path.read_text("utf-8").lower()]


def amounts() -> dict[str, Any]:
    """Return every number, day and yes or no of every table, by the table and the row."""
    found = {}
    passing = (Change, Redaction)
    for model in apps.get_app_config("projects").get_models():
        kinds = ("Decimal", "Date", "Boolean")
        columns = [
            one.name
            for one in model._meta.concrete_fields
            if one.get_internal_type().startswith(kinds) and "Time" not in one.get_internal_type()
        ]
        if columns and model not in passing and not model._meta.model_name.endswith("event"):
            found[model._meta.label] = sorted(map(repr, model._base_manager.values(*columns)))
    return found


def test_the_name_is_nowhere_and_no_amount_is_touched(it):
    asked, before = approved(), amounts()
    assert len(tables_with(ANY_WRITING)) > 10
    assert {"projects.jsonl", "organisations.csv"} <= set(files_with("personsson"))

    call_command("redact_names")

    assert tables_with(ANY_WRITING) == []
    assert files_with("personsson") == []
    assert amounts() == before
    # The index holds what rows said before, so it is made anew.
    assert Change.objects.filter(is_sweeping=True).exists()
    assert list(unsettled(Project.objects.all())) == []
    asked.refresh_from_db()
    assert (asked.state, asked.name, asked.done_on) == ("done", "", timezone.localdate())
    assert asked.texts > 15
    assert asked.files > 5


def test_what_stands_instead_is_the_same_wherever_it_stood(it):
    number = approved().pk

    job.run()

    for one in (it.named, it.article, it.firm, it.last):
        one.refresh_from_db()
    assert (it.named.title_sv, it.named.title_en) == (
        f"{SIGN} visar vägen",
        "[name removed] leads the way",
    )
    assert it.named.slug == f"borttaget-namn-{number}-visar-vagen"
    assert it.firm.name == f"{SIGN} AB"
    assert it.article.body_sv == f"<p>{SIGN} berättar.</p>"
    assert it.last.reason_sv == f"{SIGN} rättade."
    assert KeptDraft.objects.get().content == "title_sv=%5Bnamn+borttaget%5D&x=1"
    splits = GrantSplit.objects.filter(project=it.named).values_list("group_sv", flat=True)
    assert set(splits) == set(
        Decision.objects.filter(project=it.named).values_list("group_sv", flat=True)
    )


def test_whoever_looks_for_the_name_finds_nothing_and_the_pages_do_not_show_it(it, client):
    approved()
    assert NAME in client.get("/projekt/?q=personsson").text
    page = client.get(it.named.get_absolute_url()).text
    assert NAME in page

    job.run()

    assert SIGN not in client.get("/projekt/?q=personsson").text
    it.named.refresh_from_db()
    page = client.get(it.named.get_absolute_url()).text
    assert "Personsson" not in page
    assert SIGN in page
    privacy = client.get("/om/personuppgifter/")
    assert "Artikel 17" in privacy.text


def test_a_redacted_release_is_whole_and_says_so(it, client):
    approved()

    job.run()

    release = Release(it.release.folder)
    release.refuse_damaged()
    assert [(one.on, one.law) for one in release.redactions] == [(timezone.localdate(), "erasure")]
    assert release.totals == it.release.totals
    second = write(DAY)
    # Sums by funder come in the order of addresses, of which one is another now.
    assert (second.changes.added, second.changes.changed, second.changes.withdrawn) == (0, 1, 0)
    assert not list(release.folder.parent.glob("*.anew"))
    assert "Ett personnamn togs bort" in client.get("/data/utgavor/").text


def test_a_file_that_is_gone_or_was_changed_does_not_become_whole(it):
    before = dict(it.release.sums)
    (it.release.folder / "sources.csv").unlink()
    (it.release.folder / "articles.csv").write_text(f"slug\r\n{NAME}\r\n", "utf-8")
    approved()

    job.run()

    release = Release(it.release.folder)
    assert release.missing == ["sources.csv"]
    assert files_with("personsson") == []
    assert release.sums["articles.csv"] == before["articles.csv"]
    assert release.sums["projects.csv"] != before["projects.csv"]


class KilledError(BaseException):
    """As if the process were gone: nobody catches it."""


def killed(*_args: Any, **_kwargs: Any) -> None:
    raise KilledError


@pytest.mark.parametrize(
    ("module", "name"),
    [
        (job.rows, "settle"),
        (files, "put_in_place"),
        drilled(files, "remove"),
        drilled(files, "to_disk"),
        drilled(writing, "to_disk"),
    ],
    ids=[
        "in the database",
        "before its place",
        "before files",
        "in a file",
        "in its place",
    ],
)
def test_whoever_dies_in_the_middle_is_followed_up(it, monkeypatch, module, name):
    approved()
    with monkeypatch.context() as patched:
        patched.setattr(module, name, killed)
        with pytest.raises(KilledError):
            job.run()

    job.run()

    assert tables_with(ANY_WRITING) == []
    assert files_with("personsson") == []
    assert [one.name for one in releases()] == [it.release.name]
    Release(it.release.folder).refuse_damaged()
    assert sorted(one.name for one in it.release.folder.parent.iterdir()) == [
        ".lock",
        it.release.name,
    ]


def test_a_release_between_two_names_comes_back(it):
    """The process died after the old folder went and before the new one had its name."""
    folder = it.release.folder
    shutil.copytree(folder, folder.with_name(f"{folder.name}.anew"))
    folder.rename(folder.with_name(f"{folder.name}.partial"))
    assert releases() == []

    approved()
    job.run()

    assert [one.name for one in releases()] == [folder.name]
    assert files_with("personsson") == []


def test_while_a_release_is_made_it_waits(it):
    asked = approved()

    with writing.alone(), pytest.raises(CommandError, match="is being made"):
        call_command("redact_names")

    asked.refresh_from_db()
    assert (asked.state, asked.name) == ("approved", NAME)


@pytest.mark.django_db
def test_what_nobody_approved_is_not_carried_out():
    asked = redaction()

    assert job.run() == 0

    asked.refresh_from_db()
    assert (asked.state, asked.name) == ("waiting", NAME)


@pytest.mark.django_db
def test_where_is_told_before_anything_changes(it):
    found = job.rows.found(Name(NAME, 1))

    projects = next(one for one in found if one.label == "projekt" and not one.is_history)
    assert projects.count == 5
    assert any(NAME in excerpt for excerpt in projects.excerpts)
    assert any(one.is_history for one in found)
    assert len(tables_with(ANY_WRITING)) > 10
