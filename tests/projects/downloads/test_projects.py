"""What a list of projects shows can be had as a file, in every format."""

import dataclasses
import datetime
import json

import pytest
from django.db import OperationalError
from django.utils import timezone

from projects.downloads import keys, selections, sending
from projects.models import Project
from projects.publishing import withdraw
from tests.factories import ProjectFactory, grant, make_public, spin
from tests.projects.downloads.reading import body, csv_rows, json_rows, sheets

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate().isoformat()


def public(**facts: object) -> Project:
    project = ProjectFactory(**facts)
    make_public(project)
    return project


def test_a_file_of_projects_says_what_the_list_shows(client):
    it = spin()

    response = client.get("/projekt/hamta.csv")
    [row] = csv_rows(response)

    assert response["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert response["Content-Disposition"] == f'attachment; filename="projekt-{TODAY}.csv"'
    assert row.pop("purpose").startswith("Att it-företagen i Övre Norrland växer")
    assert row == {
        "reference": it.project.reference,
        "url": "http://testserver/projekt/spin/",
        "acronym": "SPIN",
        "title": "SamverkansPlattform för IT-innovation i Norr",
        "status": "finished",
        "starts_on": "2016-08-01",
        "starts_on_precision": "day",
        "ends_on": "2019-11-30",
        "ends_on_precision": "day",
        "lead": "Umeå universitet",
        "funders": "Region Västerbotten; Tillväxtverket",
        "funds": "ERUF",
        "programmes": "Övre Norrland 2014–2020",
        "places": "Norrbotten; Umeå; Västerbotten",
        "place_codes": "24; 2480; 25",
        "decided_on": "2018-06-20",
        "at_least": "14050000.00",
        "at_most": "14085499.99",
        "unknown_parts": "0",
        "is_approximate": "false",
        "basis": "registered_support",
        "as_of": TODAY,
        "proposed_at_least": "",
        "proposed_at_most": "",
    }


def test_what_is_unknown_has_no_precision(client):
    project = ProjectFactory(published=True, total_cost=None)
    grant(project, None)

    row = csv_rows(client.get("/projekt/hamta.csv?columns=all"))[-1]
    split = csv_rows(client.get("/projekt/hamta.csv?rows=splits"))[-1]

    assert row["starts_on_precision"] == ("day" if row["starts_on"] else "")
    assert (row["total_cost"], row["total_cost_precision"]) == ("", "")
    assert (split["amount"], split["precision"]) == ("", "")


def test_csv_ends_its_lines_as_the_standard_has_it_and_names_terms_and_page(client, settings):
    settings.DATA_LICENCE = "https://example.org/licence"
    spin()

    response = client.get("/en/projects/download.csv?county=24")

    assert body(response).count(b"\r\n") == body(client.get("/projekt/hamta.csv")).count(b"\n") == 2
    assert response["Link"] == (
        '<http://testserver/en/projects/?county=24>; rel="canonical", '
        '<https://example.org/licence>; rel="license"'
    )


def test_json_has_amounts_as_texts_and_the_total_of_the_page(client):
    spin()

    found = json.loads(body(client.get("/en/projects/download.json")))
    lines = body(client.get("/en/projects/download.jsonl")).splitlines()

    assert found["rows"][0]["title"] == "Cooperation platform for IT innovation in the North"
    assert found["rows"][0]["at_most"] == "14085499.99"
    assert found["total"] == {
        "at_least": "14050000.00",
        "at_most": "14085499.99",
        "unknown_parts": 0,
        "is_approximate": False,
        "basis": "registered_support",
        "projects": 1,
    }
    assert [json.loads(line) for line in lines] == found["rows"]


def test_a_workbook_has_typed_cells_and_a_sheet_that_explains_them(client):
    spin()

    response = client.get("/en/projects/download.xlsx?columns=title,starts_on,at_least,status")
    book = sheets(response)

    assert book["Data"] == [
        ["Title", "Starts on", "Support, at least", "Status"],
        [
            "Cooperation platform for IT innovation in the North",
            datetime.date(2016, 8, 1),
            14_050_000,
            "finished",
        ],
    ]
    said = {row[0]: row[1] for row in book["Explanation"]}
    assert said["As of"] == TODAY
    assert said["The same on the site"] == "http://testserver/en/projects/"
    assert said["Support, at least"].startswith("Kronor. The least it can be")


def test_csv_for_excel_is_what_excel_in_swedish_opens(client):
    spin()

    response = client.get("/projekt/hamta.csv?for=excel&columns=reference,at_most,status")
    text = body(response).decode()

    assert text.startswith("\ufeffReferens;Stöd, högst;Status\r\n")
    assert text.endswith(";14085499,99;avslutat\r\n")


def test_columns_come_in_the_order_that_is_asked_for(client):
    spin()

    text = body(client.get("/projekt/hamta.csv?columns=at_least&columns=title,at_least")).decode()

    assert text.splitlines()[0] == "at_least,title"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("columns=amount", "Det finns ingen kolumn amount."),
        ("rows=everything", "rows: välj"),
        ("for=calc", "for: välj excel"),
        ("year=2101", "year:"),
        ("page=0", "page:"),
    ],
)
def test_what_cannot_be_read_is_named(client, query, said):
    response = client.get(f"/projekt/hamta.csv?{query}")

    assert response.status_code == 400
    assert said in response.content.decode()


def test_no_row_of_what_the_public_does_not_see(client):
    ProjectFactory(title_sv="Ett utkast")
    later = ProjectFactory(title_sv="Ett senare")
    make_public(later, at=timezone.now() + datetime.timedelta(hours=1))
    withdrawn = public(title_sv="Ett återkallat")
    withdraw(withdrawn, reason_sv="Fel.")
    public(title_sv="Ett synligt")

    for rows in ("projects", "splits"):
        found = json_rows(client.get(f"/projekt/hamta.json?rows={rows}&columns=title"))
        assert {row["title"] for row in found} <= {"Ett synligt"}
    assert [row["title"] for row in csv_rows(client.get("/projekt/hamta.csv"))] == ["Ett synligt"]


@pytest.mark.parametrize("extension", ["csv", "xlsx", "json", "jsonl"])
def test_a_file_of_nothing_is_sent_too(client, extension):
    rows = body(client.get(f"/projekt/hamta.{extension}"))

    assert (rows == b"") == (extension == "jsonl")


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t"])
def test_no_spreadsheet_takes_a_text_for_a_formula(client, sign):
    title = f'{sign}HYPERLINK("https://example.org")'
    project = public(title_sv=title)
    grant(project, "100")

    [row] = csv_rows(client.get("/projekt/hamta.csv"))
    [row_for_excel] = csv_rows(client.get("/projekt/hamta.csv?for=excel"), ";")
    book = sheets(client.get("/projekt/hamta.xlsx?columns=title"))

    assert row["title"] == row_for_excel["Titel"] == book["Data"][1][0] == f"'{title}"
    assert json_rows(client.get("/projekt/hamta.json"))[0]["title"] == title


def test_a_part_of_the_money_is_told_as_it_was_entered(client):
    it = spin()

    first, second = csv_rows(client.get("/projekt/hamta.csv?rows=splits"))

    assert {name: first[name] for name in ("funder", "fund", "amount", "precision", "step")} == {
        "funder": "Tillväxtverket",
        "fund": "ERUF",
        "amount": "9735500.00",
        "precision": "exact",
        "step": "",
    }
    assert (first["case_number"], first["in_force_from"]) == ("20200919", "2016-10-14")
    assert (second["amount"], second["step"], second["counts_as"]) == (
        "4300000.00",
        "100000.00",
        "granted",
    )
    assert {row["project"] for row in (first, second)} == {it.project.reference}


def test_head_tells_the_same_without_the_file(client):
    spin()

    response = client.head("/projekt/hamta.xlsx")

    assert response.content == b""
    assert response["Content-Disposition"] == f'attachment; filename="projekt-{TODAY}.xlsx"'


def test_who_comes_when_all_places_are_taken_is_asked_to_come_again(client, monkeypatch):
    monkeypatch.setattr(sending, "_places", sending.threading.BoundedSemaphore(1))
    spin()
    begun = client.get("/projekt/hamta.csv")

    response = client.get("/projekt/hamta.csv")

    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert body(begun)
    assert body(client.get("/projekt/hamta.csv"))


@pytest.mark.parametrize("extension", ["csv", "jsonl", "json"])
def test_what_fails_on_the_way_does_not_look_like_a_whole_file(client, monkeypatch, extension):
    rows, taken = selections.projects.rows, []

    def fail_later(*args):
        taken.append(1)
        if len(taken) > 1:
            raise OperationalError("gone")
        return rows(*args)

    spin()
    ProjectFactory(published=True)
    monkeypatch.setattr(keys, "CHUNK", 1)
    shape = dataclasses.replace(selections.SHAPES["projects"], rows=fail_later)
    monkeypatch.setitem(selections.SHAPES, "projects", shape)

    response = client.get(f"/projekt/hamta.{extension}")

    end = body(response).decode()
    assert response.status_code == 200
    assert end.count("P0") >= 1
    if extension == "json":
        with pytest.raises(json.JSONDecodeError):
            json.loads(end)
    else:
        assert end.endswith(sending.CUT_SHORT)
    assert body(client.get("/en/funders/download.csv"))


def test_more_rows_than_excel_opens_are_refused_in_words(client, monkeypatch):
    monkeypatch.setattr("projects.downloads.workbooks.MOST_ROWS", 0)
    spin()

    response = client.get("/projekt/hamta.xlsx")

    assert response.status_code == 400
    assert "Excel öppnar högst" in response.content.decode()


def test_the_list_offers_what_it_shows_as_files(client):
    spin()

    page = client.get("/projekt/?county=24&page=1").content.decode()

    assert 'href="/projekt/hamta.csv?county=24"' in page
    assert 'href="/projekt/hamta.csv?county=24&amp;rows=splits&amp;for=excel"' in page
