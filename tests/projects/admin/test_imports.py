"""A file on its way into the registry, page by page."""

import io
import os
import time
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from projects.importing import job
from projects.models import Import, ImportState, Project, SavedMapping
from tests.factories import OrganisationFactory
from tests.projects.importing.files import HEADINGS, ROW, checked, imported, uploaded
from tests.projects.search.indexed import elsewhere

pytestmark = pytest.mark.django_db

ADD = "/admin/projects/import/add/"


def upload(office: Client, *lines: str, **fields: object):
    """Send a file of these lines as a browser does, and return where it led."""
    content = "\n".join(lines).encode()
    fields.setdefault("funder", OrganisationFactory(name="Tillväxtverket").pk)
    sent = {"file": SimpleUploadedFile("lista.csv", content), **fields}
    return office.post(ADD, sent)


def columns(office: Client, file: Import, **changed: str):
    """Send the page of columns as it was shown, but for what is changed."""
    page = office.get(f"/admin/projects/import/{file.pk}/change/?columns")
    form = page.context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    return office.post(page_of(file), sent | {"step": "columns"} | changed)


def page_of(file: Import) -> str:
    return f"/admin/projects/import/{file.pk}/change/"


def test_an_uploaded_file_shows_what_its_columns_mean(office):
    response = upload(office, HEADINGS, ROW)

    file = Import.objects.get()
    assert response.url == page_of(file)
    page = office.get(response.url)
    assert (file.state, file.source_publisher) == (ImportState.UPLOADED, "Tillväxtverket")
    assert "Stödmottagare" in page.content.decode()
    assert "Skogens data" in page.content.decode()


def test_the_dry_run_follows_the_columns_and_saves_nothing(office):
    upload(office, HEADINGS, ROW)
    file = Import.objects.get()

    assert columns(office, file).url == page_of(file)

    page = office.get(page_of(file)).content.decode()
    file.refresh_from_db()
    assert (file.state, file.counts) == (ImportState.CHECKED, {"new": 1})
    assert "Skogens data" in page
    assert 'value="run"' in page
    assert not Project.objects.exists()


def test_columns_can_be_put_right_and_saved_under_a_name(office):
    upload(office, HEADINGS.replace("Projektnamn", "Vad"), ROW)
    file = Import.objects.get()
    assert columns(office, file).status_code == 200  # no column of titles

    columns(office, file, **{"column-1": "title_sv", "name": "Listan"})

    file.refresh_from_db()
    assert file.counts == {"new": 1}
    assert SavedMapping.objects.get().content["targets"]["Vad"] == "title_sv"


def test_a_question_has_to_be_answered_first(office):
    upload(office, HEADINGS.replace(" (kr)", ""), ROW.replace("1 250 000", "1250"))
    file = Import.objects.get()

    page = columns(office, file)
    assert page.status_code == 200
    assert page.context["form"].errors
    assert columns(office, file, **{"answer-0": "tkr"}).status_code == 302

    file.refresh_from_db()
    assert file.counts == {"new": 1}


def test_names_that_are_alike_are_asked_about_before_anything_runs(office):
    known = OrganisationFactory(name="Skogsbolaget Aktiebolag")
    file, _proposals = checked(ROW, funder=OrganisationFactory())

    page = office.get(page_of(file)).content.decode()
    assert 'value="run"' not in page
    assert "Skogsbolaget Aktiebolag" in page
    office.post(page_of(file), {"step": "run"})
    file.refresh_from_db()
    assert file.state == ImportState.CHECKED

    office.post(page_of(file), {"step": "names", "name-0": f"org:{known.pk}"})

    file.refresh_from_db()
    assert file.counts == {"new": 1}
    assert 'value="run"' in office.get(page_of(file)).content.decode()


def test_a_funder_is_chosen_for_the_whole_file_once_it_is_seen_to_lack_one(office):
    upload(office, HEADINGS, ROW, funder="")
    file = Import.objects.get()
    columns(office, file)
    without = office.get(page_of(file)).text

    columns(office, file, funder=str(OrganisationFactory(name="Tillväxtverket").pk))

    file.refresh_from_db()
    assert "Välj finansiär för hela filen" in without
    assert 'value="run"' not in without
    assert (file.counts, file.source_publisher) == ({"new": 1}, "Tillväxtverket")
    assert 'value="run"' in office.get(page_of(file)).text


def test_a_file_of_which_nothing_can_be_taken_in_is_not_begun(office):
    upload(office, HEADINGS, ROW, funder="")
    file = Import.objects.get()
    columns(office, file)

    answer = office.post(page_of(file), {"step": "run"}, follow=True)

    file.refresh_from_db()
    assert file.state == ImportState.CHECKED
    assert "Ingen post kan importeras som den är." in answer.text


def test_an_undone_import_says_when_by_whom_and_why_and_what_became_of_each_row(office):
    file = imported(ROW, funder=OrganisationFactory())

    office.post(page_of(file), {"step": "undo", "reason_sv": "Fel lista."})

    page = " ".join(strip_tags(office.get(page_of(file)).text).split())
    assert "administrator: Fel lista." in page
    assert "Ångrat: projektet raderades." in page


def test_errors_leave_as_a_table_without_formulas(office):
    file, _proposals = checked("2016-1;=cmd|' /C calc'!A0;;tolv;;;")

    answer = office.get(f"/admin/projects/import/{file.pk}/errors.csv")

    lines = answer.content.decode("utf-8-sig").splitlines()
    assert answer["Content-Disposition"].startswith("attachment")
    assert "'=cmd" in lines[1]
    assert "D2" in lines[1]


def test_what_is_given_up_is_kept_no_longer(office):
    file, _proposals = checked(ROW, funder=OrganisationFactory())

    office.post(page_of(file), {"step": "give_up"})

    file.refresh_from_db()
    assert (file.state, file.content) == (ImportState.GIVEN_UP, None)
    assert office.get(page_of(file)).status_code == 200
    office.post(page_of(file), {"step": "run"})
    assert Import.objects.get().state == ImportState.GIVEN_UP


def test_an_import_is_undone_with_a_reason(office):
    file = imported(ROW, funder=OrganisationFactory())

    office.post(page_of(file), {"step": "undo", "reason_sv": ""})
    assert Project.objects.exists()
    office.post(page_of(file), {"step": "undo", "reason_sv": "Fel fil."})

    assert not Project.objects.exists()
    assert "ångrat: raderat" in office.get(page_of(file)).content.decode().casefold()


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"<html></html>", b"a\x00b"])
def test_what_is_no_table_is_refused_at_the_field(office, content):
    response = office.post(ADD, {"file": SimpleUploadedFile("lista.csv", content)})

    assert response.status_code == 200
    assert response.context["form"].errors["file"]
    assert not Import.objects.exists()


def test_a_control_character_in_the_address_of_a_file_is_refused_at_the_field(office):
    response = upload(office, HEADINGS, ROW, source_url="https://example.se/\u202efdp.exe")

    assert response.status_code == 200
    assert "source_url" in response.context["form"].errors
    assert not Import.objects.exists()


def test_more_than_20_mb_is_413(office):
    large = io.BytesIO(b"a;b\n" * (21 * 2**18))
    large.name = "lista.csv"

    response = office.post(ADD, {"file": large})

    assert response.status_code == 413
    assert not Import.objects.exists()


def test_a_job_that_is_gone_saved_nothing_and_can_be_begun_again(office):
    file, _proposals = checked(ROW, funder=OrganisationFactory())
    assert job.begin(file)
    assert "pågår" in office.get(page_of(file)).content.decode().casefold()
    Import.objects.filter(pk=file.pk).update(started_at="2026-01-01T00:00:00Z")

    page = office.get(page_of(file)).content.decode()

    assert "avbruten, inget sparat" in page.casefold()
    assert 'value="run"' in page


def test_the_list_reads_no_file_and_asks_once_which_are_worked_on(office):
    asked = []
    for _ in range(2):
        file = uploaded(ROW, state=ImportState.RUNNING, started_at="2026-01-01T00:00:00Z")
        with CaptureQueriesContext(connection) as queries:
            page = office.get("/admin/projects/import/").text
        asked.append(len(queries))
        assert not any('"content"' in one["sql"] for one in queries)

    assert asked[0] == asked[1]
    assert page.casefold().count("avbruten, inget sparat") == 2
    assert file.content


def test_a_page_takes_as_many_queries_for_three_records_as_for_one(
    office, django_assert_max_num_queries
):
    counts = []
    for lines in ([ROW], [ROW.replace("2016-1", f"2016-{n}") for n in range(3)]):
        file, _proposals = checked(*lines, funder=OrganisationFactory())
        with django_assert_max_num_queries(30) as asked:
            office.get(page_of(file))
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_a_job_tells_its_faults_where_the_site_does(monkeypatch):
    begun = []

    def begin(_words, **options):
        begun.append(options)
        return SimpleNamespace(wait=lambda: 0)

    monkeypatch.setattr(job.apart.subprocess, "Popen", begin)
    job.start(Import(pk=1))

    assert [one.get("stderr") for one in begun] == [None]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_it_is_imported_by_a_process_of_its_own(office, tmp_path, monkeypatch):
    for name, value in elsewhere(tmp_path).items():
        monkeypatch.setitem(os.environ, name, value)
    file, _proposals = checked(ROW, funder=OrganisationFactory())

    office.post(page_of(file), {"step": "run"})

    for _ in range(300):
        file.refresh_from_db()
        if file.state != ImportState.RUNNING:
            break
        time.sleep(0.1)
    page = office.get(page_of(file)).content.decode()
    assert (file.state, file.refusal) == (ImportState.DONE, "")
    assert f"/admin/projects/project/{Project.objects.get().pk}/change/" in page


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("lis\x0bta.csv", ROW),
        ("../../etc/lista.csv", ROW),
        ("l" * 190 + ".csv", ROW),
        ("lista.csv", ROW.replace("Skogens", "Skog\x0bens")),
        ("lista.csv", ROW.replace("Skogens", "\u202eSkogens")),
        ("lista.csv", ROW.replace("Umeå", "Ume\x0bå")),
        ("lista.csv", ROW.replace("2016-1;", "2016\x0b1" + "9" * 90 + ";")),
        ("lista.csv", ROW.replace("Skogsbolaget AB", "Skogs\x0bbolaget" + "a" * 300)),
        ("lista.csv", ROW.replace("2019-11-30", "0001-01-01")),
        ("lista.csv", ROW.replace("1 250 000", "1" + "0" * 20)),
        ("lista.csv", ROW.replace("1 250 000", "NaN")),
        ("lista.csv", ROW.replace("1 250 000", "-5")),
        ("lista.csv", ROW.replace("2016-1", "|a|b|")),
    ],
)
def test_hostile_names_and_cells_end_in_a_verdict(office, name, row):
    funder = OrganisationFactory(name="Tillväxtverket").pk
    sent = SimpleUploadedFile(name, f"{HEADINGS}\n{row}".encode())

    response = office.post(ADD, {"file": sent, "funder": funder})

    assert response.status_code in {200, 302, 400}
    for file in Import.objects.all():
        assert columns(office, file).status_code in {200, 302}
        assert office.get(page_of(file)).status_code == 200
        if job.begin(file):
            assert job.run(file.pk).state in {ImportState.DONE, ImportState.FAILED}
            assert office.get(page_of(file)).status_code == 200


@pytest.mark.parametrize(
    "sent",
    [
        {"step": "columns", "column-0": "nonsense"},
        {"step": "names", "name-0": "org:999999999999"},
        {"step": "columns", "name": "x\x0b"},
        {"step": "nonsense"},
        {},
    ],
)
def test_nonsense_sent_to_a_step_changes_nothing(office, sent):
    OrganisationFactory(name="Skogsbolaget Aktiebolag")
    file, _proposals = checked(ROW, funder=OrganisationFactory())

    assert office.post(page_of(file), sent).status_code in {200, 302}

    file.refresh_from_db()
    assert (file.state, file.choices) == (ImportState.CHECKED, {})
    assert office.get(page_of(file) + "?p=-1&verdict=%27").status_code == 200


@pytest.mark.parametrize("sign", ["\\u000b", "\\u0000", "\\u202e", "\\ud800"])
def test_control_characters_in_a_json_file_end_in_a_verdict_or_a_refusal(office, sign):
    content = f"""{{"pro{sign}jekt": [
        {{"Projektnamn": "Ett{sign}", "Ärende{sign}nummer": "1", "Projektägare": "Bo{sign}laget",
          "Beviljat belopp (kr){sign}": 5000000, "Beviljat belopp (kr)": 7000000}},
        {{"Projektnamn": "Två{sign}", "Ärende{sign}nummer": "2", "Projektägare": "Bo{sign}laget"}}
    ]}}""".encode()
    funder = OrganisationFactory(name="Tillväxtverket").pk

    response = office.post(ADD, {"file": SimpleUploadedFile("a.json", content), "funder": funder})

    assert response.status_code in {200, 302}
    for file in Import.objects.all():
        assert columns(office, file).status_code in {200, 302}
        assert office.get(page_of(file)).status_code == 200
        if job.begin(file):
            assert job.run(file.pk).state in {ImportState.DONE, ImportState.FAILED}


def test_only_whoever_took_a_file_in_answers_for_it(office, as_role):
    other = User.objects.create_superuser("annan")
    file, _proposals = checked(ROW, funder=OrganisationFactory(), by=other)

    page = office.get(page_of(file)).text
    for step in ({"step": "run"}, {"step": "names"}, {"step": "columns"}):
        answer = office.post(page_of(file), step, follow=True)
        assert "annan tog in filen" in answer.text

    assert 'value="run"' not in page
    assert "annan tog in filen" in page
    file.refresh_from_db()
    assert file.state == ImportState.CHECKED
    office.post(page_of(file), {"step": "give_up"})
    file.refresh_from_db()
    assert file.state == ImportState.GIVEN_UP


def test_whoever_goes_on_with_a_file_that_nobody_took_in_enters_it(office):
    file, _proposals = checked(ROW, funder=OrganisationFactory())

    office.post(page_of(file), {"step": "names"})

    file.refresh_from_db()
    assert file.by == User.objects.get(username="administrator")
