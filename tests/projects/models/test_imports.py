"""What the database refuses of files that are imported."""

import pytest

from projects.models import Import, ImportedRow, ImportState, RowVerdict, SavedMapping
from tests.factories import ProjectFactory
from tests.projects.importing.files import uploaded
from tests.projects.models.refusing import breaks

pytestmark = pytest.mark.django_db


@breaks("import_checksum_is_sha256")
def test_a_checksum_is_64_hexadecimal_digits():
    Import.objects.filter(pk=uploaded().pk).update(sha256="abc")


@breaks("import_keeps_its_file_while_open")
def test_an_open_import_has_its_file():
    Import.objects.filter(pk=uploaded().pk).update(content=None)


@breaks("import_keeps_its_file_while_open")
def test_a_file_is_not_kept_once_it_is_imported():
    Import.objects.filter(pk=uploaded().pk).update(state=ImportState.DONE)


@breaks("import_progress_has_an_end")
def test_no_more_is_done_than_there_is_to_do():
    Import.objects.filter(pk=uploaded().pk).update(progress=2, total=1)


def row(**facts) -> ImportedRow:
    return ImportedRow(file=uploaded(), place=0, rows="2", verdict=RowVerdict.NEW, **facts)


@breaks("importedrow_is_judged_once")
def test_a_record_is_judged_once():
    first = row()
    ImportedRow.objects.bulk_create([first])
    ImportedRow.objects.create(file=first.file, place=0, rows="2", verdict=RowVerdict.NEW)


@breaks("importedrow_error_touches_nothing")
def test_a_record_with_an_error_makes_no_project():
    wrong = row(project=ProjectFactory())
    wrong.verdict = RowVerdict.ERROR
    wrong.save()


@breaks("savedmapping_name_is_used_once")
def test_a_name_of_a_mapping_is_used_once():
    SavedMapping.objects.create(name="Projektbanken")
    SavedMapping.objects.create(name="Projektbanken")
