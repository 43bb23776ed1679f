"""The command that imports a file: what it says, and how it ends."""

import io

import pytest
from django.core.management import CommandError, call_command

from projects.models import Import, Project, SavedMapping
from tests.factories import OrganisationFactory
from tests.projects.importing.files import HEADINGS, ROW

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(tmp_path):
    OrganisationFactory(slug="tillvaxtverket", name="Tillväxtverket")
    file = tmp_path / "lista.csv"
    file.write_text(f"{HEADINGS}\n{ROW}\n", encoding="utf-8")
    return file


def run(path, *options: str) -> str:
    out = io.StringIO()
    call_command("import_projects", str(path), "--funder", "tillvaxtverket", *options, stdout=out)
    return out.getvalue()


def test_a_dry_run_reports_and_leaves_nothing(path):
    said = run(path, "--dry-run")

    assert "Ärendenummer: case_number" in said
    assert "new: 1" in said
    assert not Import.objects.exists()
    assert not Project.objects.exists()


def test_the_report_can_be_read_in_swedish(path):
    assert "nytt: 1" in run(path, "--dry-run", "--language", "sv")


def test_it_imports_drafts(path):
    assert "Saved as import" in run(path)
    assert Project.objects.get().title_sv == "Skogens data"


def test_a_saved_mapping_tells_what_an_unknown_heading_means(path):
    path.write_text(f"{HEADINGS.replace('Projektnamn', 'Vad')}\n{ROW}\n", encoding="utf-8")
    SavedMapping.objects.create(
        name="Listan", content={"targets": {"Vad": "title_sv"}, "answers": {}}
    )

    with pytest.raises(CommandError):
        run(path)
    run(path, "--mapping", "Listan")

    assert Project.objects.get().title_sv == "Skogens data"


def test_an_open_question_ends_with_2_and_an_answer_settles_it(path):
    other = OrganisationFactory(name="Skogsbolaget Aktiebolag")

    with pytest.raises(CommandError) as refused:
        run(path)
    assert refused.value.returncode == 2
    assert not Project.objects.exists()
    run(path, "--answer", f"organisation:Skogsbolaget AB=org:{other.pk}")

    assert Project.objects.get().participations.get().organisation == other


def test_records_with_errors_are_left_out_and_it_ends_with_3(path):
    path.write_text(f"{HEADINGS}\n{ROW}\n2016-2;;;tolv;;;\n", encoding="utf-8")

    with pytest.raises(CommandError) as refused:
        run(path)

    assert refused.value.returncode == 3
    assert Project.objects.count() == 1


def test_what_is_no_table_is_refused_with_a_reason(path):
    path.write_bytes(b"%PDF-1.7")

    with pytest.raises(CommandError, match="PDF"):
        run(path)
    assert not Import.objects.exists()
