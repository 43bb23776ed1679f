"""A release is whole or not there, holds nothing but what is public, and says what changed."""

import csv
import datetime
import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from projects import publishing
from projects.models import Organisation, Project
from projects.money import Basis
from projects.releases import writing
from projects.releases.folders import releases
from projects.releases.rendering import cell
from projects.releases.writing import write
from projects.totals import total
from tests.factories import ProjectFactory, SourceFactory, grant, spin

DAY = datetime.date(2026, 11, 28)


@pytest.fixture(autouse=True)
def kept(settings, tmp_path):
    settings.RELEASE_ROOT = tmp_path


@pytest.mark.django_db
def test_nothing_of_a_draft_is_released():
    spin()
    draft = ProjectFactory(title_sv="Hemligt")
    grant(draft, source=SourceFactory(title="Hemlig källa"))
    Organisation.objects.filter(decisions__project=draft).update(name="Hemlig part")
    ProjectFactory(title_sv="Hemligt senare", published=timezone.now() + datetime.timedelta(days=1))

    release = write(DAY)

    found = [path.name for path in release.folder.iterdir() if "emlig" in path.read_text("utf-8")]
    assert found == []


@pytest.mark.django_db
def test_a_withdrawn_project_is_named_with_the_reason_and_nothing_more():
    project = ProjectFactory(published=True, withdrawn="Ansökan drogs tillbaka.")

    release = write(DAY)

    row = json.loads((release.folder / "projects.jsonl").read_text("utf-8"))
    assert (row["reference"], row["state"]) == (project.reference, "withdrawn")
    assert row["withdrawn_reason_sv"] == "Ansökan drogs tillbaka."
    assert "starts_on" not in row
    assert row["decisions"] == row["participations"] == row["totals"] == []


@pytest.mark.django_db
def test_the_totals_are_those_of_the_site():
    spin()
    grant(ProjectFactory(published=True), None)

    release = write(DAY)

    same = [total(Project.objects.published(), one, on=DAY) for one in Basis]
    assert release.totals == [one for one in same if one.projects]


@pytest.mark.django_db
def test_a_release_tells_what_changed_since_the_one_before():
    changed, gone = ProjectFactory(published=True), ProjectFactory(published=True)
    first = write(DAY)
    Project.objects.filter(pk=changed.pk).update(title_sv="Ny titel")
    publishing.withdraw(gone, reason_sv="Fel.")
    new = ProjectFactory(published=True)

    second = write(DAY)

    assert (first.name, second.name) == ("2026-11-28", "2026-11-28-2")
    assert [one.name for one in releases()] == ["2026-11-28-2", "2026-11-28"]
    with (second.folder / "changes.csv").open(encoding="utf-8") as file:
        assert list(csv.reader(file)) == [
            ["reference", "change"],
            [changed.reference, "changed"],
            [gone.reference, "withdrawn"],
            [new.reference, "added"],
        ]
    assert vars(second.changes) == {
        "since": "2026-11-28",
        "added": 1,
        "changed": 1,
        "withdrawn": 1,
    }


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_a_release_takes_the_same_queries_however_many_projects(django_assert_num_queries, count):
    it = spin()
    for _ in range(count):
        grant(ProjectFactory(published=True), funder=it.region, source=it.bank)

    with django_assert_num_queries(41):
        write(DAY)


@pytest.mark.django_db
def test_every_file_is_described_and_summed():
    spin()

    release = write(DAY)

    names = {path.name for path in release.folder.iterdir()}
    described = {one["path"] for one in release.description["resources"]}
    assert names == described | {"datapackage.json", "SHA256SUMS"}
    assert set(release.sums) == names - {"SHA256SUMS"}
    release.refuse_damaged()
    for one in release.description["resources"]:
        if "schema" in one:
            with (release.folder / one["path"]).open(encoding="utf-8") as file:
                heads = next(csv.reader(file))
            assert heads == [field["name"] for field in one["schema"]["fields"]]


@pytest.mark.parametrize(
    ("value", "written"),
    [("=1+1", "'=1+1"), ("-100.00", "-100.00"), ("@a", "'@a"), (None, ""), (True, "true")],
)
def test_a_cell_is_never_taken_for_a_formula(value, written):
    assert cell(value) == written


@pytest.mark.django_db
def test_one_that_fails_or_dies_in_the_middle_leaves_no_release(monkeypatch, tmp_path):
    ProjectFactory(published=True)
    (tmp_path / "2026-11-27.partial").mkdir()
    (tmp_path / "2026-11-27.partial" / "projects.csv").write_text("halv")
    assert releases() == []

    def fails(*_args):
        raise OSError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(writing, "described", fails)
        with pytest.raises(CommandError, match=r"Nothing was released\. disk full"):
            call_command("export_projects")

    assert [path.name for path in tmp_path.iterdir()] == [".lock"]
    call_command("export_projects", verbosity=0)
    assert [one.on for one in releases()] == [timezone.localdate()]
