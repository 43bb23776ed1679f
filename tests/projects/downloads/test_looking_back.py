"""A file as of a day: the sums of then, of what is selected today, and a file that says so."""

import datetime
import json
from types import SimpleNamespace

import pytest

from projects.models import DecisionKind
from tests.factories import ProjectFactory, grant, make_public, spin
from tests.projects.downloads.reading import body, csv_rows, sheets

pytestmark = pytest.mark.django_db

BEFORE, AMENDED_ON = "2018-08-31", "2018-09-01"
ENDS = ["at_least", "at_most"]


@pytest.fixture
def it() -> SimpleNamespace:
    """SPIN, amended on a day, and a project that got its money later."""
    it = spin()
    it.amended = grant(
        it.project,
        "10 000 000",
        kind=DecisionKind.AMENDED,
        fund=it.eruf,
        decided_on=datetime.date.fromisoformat(AMENDED_ON),
        supersedes=it.granted,
    )
    it.later = ProjectFactory(slug="later", title_sv="Senare")
    grant(it.later, "högst 5 mn", decided_on=datetime.date(2020, 1, 1))
    make_public(it.later)
    return it


def test_a_row_has_the_sums_and_the_status_of_the_day(client, it):
    columns = "reference,at_least,at_most,eu_at_most,proposed_at_least,status,as_of,funds"
    query = f"per={BEFORE}&columns={columns}&sort=decided"

    rows = [list(row.values()) for row in csv_rows(client.get(f"/projekt/hamta.csv?{query}"))]

    sums = ["14050000.00", "14085499.99", "9735500.00", ""]
    assert sorted(rows) == [
        [it.project.reference, *sums, "ongoing", BEFORE, "ERUF"],
        [it.later.reference, "0.00", "0.00", "", "", "ongoing", BEFORE, ""],
    ]


@pytest.mark.parametrize(
    ("day", "least", "most", "projects"),
    [
        ("2016-07-01", "0.00", "0.00", 0),
        (BEFORE, "14050000.00", "14085499.99", 1),
        (AMENDED_ON, "14314500.00", "14349999.99", 1),
        ("2020-01-01", "14314500.00", "19349999.99", 2),
    ],
)
def test_the_total_is_that_of_the_rows_and_of_the_day(client, it, day, least, most, projects):
    told = json.loads(body(client.get(f"/projekt/hamta.json?per={day}")))

    total = told["total"]
    assert [total[end] for end in ENDS] == [least, most]
    assert (total["projects"], told["count"], told["as_of"]) == (projects, 2, day)


def test_the_file_says_which_day_it_is_of(client, it):
    response = client.get(f"/en/projects/download.xlsx?per={BEFORE}&columns=title,at_least,as_of")
    book = sheets(response)

    assert response["Content-Disposition"].endswith(f'"projects-as-of-{BEFORE}.xlsx"')
    said = [row[:2] for row in book["Explanation"]]
    assert ["As of", BEFORE] in said
    [note] = [text for name, text in said if name == "Note"]
    assert note.replace("\xa0", " ").startswith("Amounts and statuses are those of 31 August 2018")
    assert ["Sum", "about SEK 14.1 million (registered support)"] in [
        [name, text.replace("\xa0", " ")] for name, text in said
    ]
    assert {row[2] for row in book["Data"][1:]} == {datetime.date.fromisoformat(BEFORE)}


@pytest.mark.parametrize(
    ("day", "amounts"),
    [
        ("2016-07-01", []),
        (BEFORE, ["9735500.00", "4300000.00"]),
        (AMENDED_ON, ["4300000.00", "10000000.00"]),
    ],
)
def test_parts_are_those_that_held_that_day(client, it, day, amounts):
    query = f"rows=splits&per={day}&columns=amount,counts_as,as_of"

    rows = csv_rows(client.get(f"/projekt/hamta.csv?{query}"))

    assert [tuple(row.values()) for row in rows] == [(one, "granted", day) for one in amounts]


def test_what_was_proposed_counts_until_it_was_decided(client):
    project = ProjectFactory()
    asked = grant(
        project, "2 mn", kind=DecisionKind.PRIORITISED, decided_on=datetime.date(2018, 1, 1)
    )
    grant(project, "1 mn", funder=asked.organisation, decided_on=datetime.date(2019, 1, 1))
    make_public(project)

    def counted(day: str) -> list[str]:
        query = f"rows=splits&per={day}&columns=counts_as"
        return [row["counts_as"] for row in csv_rows(client.get(f"/projekt/hamta.csv?{query}"))]

    assert counted("2018-06-01") == ["proposed"]
    assert counted("2019-06-01") == ["", "granted"]


def test_a_day_that_cannot_be_read_is_named(client):
    refused = client.get("/en/projects/download.csv?per=2018-06-31")

    assert refused.status_code == 400
    assert "As of (per): Write a day from 1990 to 2100" in refused.text


@pytest.mark.parametrize("rows", ["projects", "splits"])
def test_a_file_takes_the_same_queries_however_many_projects(
    client, rows, django_assert_max_num_queries
):
    counted = []
    for _ in range(2):
        ProjectFactory.create_batch(2, published=True)
        with django_assert_max_num_queries(40) as queries:
            body(client.get(f"/projekt/hamta.csv?per={BEFORE}&rows={rows}"))
        counted.append(len(queries))

    assert counted[0] == counted[1]
