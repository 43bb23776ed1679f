"""The file of finished lines is to the byte what PostgreSQL makes of the projects now."""

import datetime
import re
from collections.abc import Callable
from pathlib import Path
from random import Random
from types import SimpleNamespace

import pytest
from django.utils import timezone

from projects import publishing
from projects.downloads.columns import RISKY
from projects.downloads.lines import DAY, SITE
from projects.models import (
    Decision,
    DecisionKind,
    Fund,
    Organisation,
    Place,
    Programme,
    Project,
    ProjectPlace,
)
from projects.rules import CONTROL_CHARACTERS
from projects.search import building, following, lines
from projects.search.engine import Engine
from tests.drilling import mostly_drilled
from tests.factories import OrganisationFactory, ProjectFactory, ProjectPlaceFactory, grant, spin
from tests.projects.search.indexed import agreed_file, read, writing

pytestmark = pytest.mark.django_db

LANGUAGES = ["sv", "en"]


def followed() -> Engine:
    """Return the index once it holds what has changed; made anew where that is asked for."""
    if not writing()[1].follow():
        building.build()
    return read()


def files() -> list[bytes]:
    index = followed()
    return [agreed_file(index, language) for language in LANGUAGES]


def _tomorrow(it: SimpleNamespace) -> None:
    it.clock(datetime.timedelta(days=1))


CHANGES: dict[str, Callable[[SimpleNamespace], object]] = {
    "organisation": lambda it: Organisation.objects.filter(pk=it.university.pk).update(name="UmU"),
    "funder": lambda it: Organisation.objects.filter(pk=it.region.pk).update(name="Region, AC"),
    "programme": lambda it: Programme.objects.filter(pk=it.programme.pk).update(name_sv='"Norr"'),
    "programme in English": lambda it: Programme.objects.filter(pk=it.programme.pk).update(
        name_en="Upper\nNorrland"
    ),
    "fund": lambda it: Fund.objects.filter(pk=it.eruf.pk).update(code="ERDF"),
    "place": lambda _it: Place.objects.filter(code="24").update(short_sv="Västerbottens"),
    "another place": lambda it: ProjectPlaceFactory(project=it.project, place__code="2580"),
    "place that is gone": lambda it: ProjectPlace.objects.filter(
        project=it.project, place__code="25"
    ).delete(),
    "lead": lambda it: it.project.participations.filter(role="lead").update(
        organisation=OrganisationFactory(name="=En annan"), group_sv="", group_en=""
    ),
    "unnamed lead": lambda it: it.project.participations.filter(role="lead").update(
        organisation=None, group_sv="kommuner", group_en="municipalities"
    ),
    "decision": lambda it: grant(it.project, "cirka 1,5 mn", funder=it.region),
    "revocation": lambda it: grant(
        it.project,
        "0",
        kind=DecisionKind.REVOKED,
        supersedes=Decision.objects.get(pk=it.cofunded.pk),
        splits=[],
    ),
    "proposal": lambda it: grant(it.project, None, kind=DecisionKind.PRIORITISED),
    "texts": lambda it: Project.objects.filter(pk=it.project.pk).update(
        title_sv="-1+1", title_en="=1+1", purpose_sv="Två\r\nrader, “citat”", acronym="@SPIN"
    ),
    "period": lambda it: Project.objects.filter(pk=it.project.pk).update(
        ends_on=datetime.date(2031, 1, 1), ends_on_precision="year"
    ),
    "cancellation": lambda it: Project.objects.filter(pk=it.project.pk).update(
        cancelled_on=timezone.localdate()
    ),
    "publication": lambda _it: ProjectFactory(title_sv="Ett nytt", published=True),
    "withdrawal": lambda it: publishing.withdraw(
        Project.objects.get(pk=it.other.pk), reason_sv="Fel."
    ),
    "day": _tomorrow,
}
"""All that a line may read otherwise for."""


@pytest.fixture
def it(folder: Path, clock) -> SimpleNamespace:
    """A project with everything, one that is begun tomorrow and one that is not public."""
    it = spin()
    it.clock = clock
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    it.other = ProjectFactory(starts_on=tomorrow, ends_on=tomorrow, published=True)
    it.draft = ProjectFactory(title_sv="Ett hemligt utkast")
    building.build()
    return it


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_in_the_file_as_postgresql_has_it(it: SimpleNamespace, name: str) -> None:
    before = files()

    CHANGES[name](it)

    assert files() != before


@pytest.mark.parametrize("seed", mostly_drilled(range(20), but=[0]))
def test_the_file_is_that_of_postgresql_after_any_changes_in_any_order(
    it: SimpleNamespace, seed: int
) -> None:
    rng = Random(seed)  # noqa: S311 - nothing to guess
    left = [name for name in CHANGES if name != "revocation"]
    rng.shuffle(left)
    while left:
        some = [left.pop() for _ in range(min(len(left), rng.randint(1, 4)))]
        for name in some:
            CHANGES[name](it)

        for file in files():
            assert b"utkast" not in file


def test_the_file_asks_the_database_nothing_and_is_of_whoever_asks(
    follower, client, monkeypatch, django_assert_num_queries
) -> None:
    ProjectFactory(title_sv='=HYPERLINK("https://example.org")', published=True)
    follower.step()
    there = {"headers": {"host": "127.0.0.1:8443"}, "secure": True}
    made = client.get("/en/projects/download.csv", **there).getvalue()

    monkeypatch.setattr(following, "_follower", follower)
    with django_assert_num_queries(0):
        finished = client.get("/en/projects/download.csv", **there).getvalue()

    assert finished == made
    assert b",https://127.0.0.1:8443/en/projects/" in finished
    assert b",\"'=HYPERLINK(" in finished


@pytest.mark.parametrize(
    "query",
    ["for=excel", "columns=title,as_of", "per=2018-06-20", "rows=splits", "columns=all"],
)
def test_whatever_else_is_asked_for_is_made_of_what_postgresql_answers(
    follower, client, monkeypatch, query: str
) -> None:
    spin()
    follower.step()
    made = client.get(f"/projekt/hamta.csv?{query}").getvalue()

    monkeypatch.setattr(following, "_follower", follower)

    assert client.get(f"/projekt/hamta.csv?{query}").getvalue() == made


def test_a_file_of_another_day_than_that_of_the_index_is_made_anew(
    follower, client, monkeypatch, clock
) -> None:
    ProjectFactory(published=True)
    follower.step()
    monkeypatch.setattr(following, "_follower", follower)

    clock(datetime.timedelta(days=1))

    tomorrow = timezone.localdate().isoformat().encode()
    assert b"," + tomorrow + b"," in client.get("/projekt/hamta.csv").getvalue()


def test_the_marks_stand_in_no_text() -> None:
    for mark in (SITE, DAY):
        assert re.fullmatch(CONTROL_CHARACTERS, mark)
        assert mark not in RISKY


def test_a_line_that_was_torn_is_never_read(it: SimpleNamespace) -> None:
    """Whoever wrote it was killed before it committed."""
    with lines.adding(building.current()) as adding:
        adding.add(b"P0000")
    Project.objects.update(acronym="SENARE")

    for file in files():
        assert file.count(b",SENARE,") == 2


def test_an_index_is_made_anew_when_most_of_its_lines_are_old(
    it: SimpleNamespace, monkeypatch
) -> None:
    monkeypatch.setattr(lines, "SLACK", 0)
    writer = writing()[1]
    for is_followed in (True, False):
        Project.objects.update(acronym="X" * 30)
        assert writer.follow() is is_followed


def test_a_line_longer_than_any_place_can_say_is_refused(folder: Path, monkeypatch) -> None:
    monkeypatch.setattr(lines, "LONGEST", 3)
    folder.mkdir()

    with lines.adding(folder) as adding, pytest.raises(ValueError, match="too long"):
        adding.add(b"1234")
