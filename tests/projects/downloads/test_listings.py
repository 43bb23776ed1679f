"""The lists beside that of projects can be had as files, in every format."""

import json

import pytest
from django.utils import timezone

from tests.factories import RoundFactory, spin
from tests.projects.downloads.reading import body, csv_rows, json_rows, sheets

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate().isoformat()
LISTS = ["finansiarer", "organisationer", "partnerskap", "omgangar", "platser", "program"]


def test_a_file_of_funders_has_what_each_has_granted_with_both_bounds(client):
    spin()

    response = client.get("/finansiarer/hamta.csv")
    rows = {row["name"]: row for row in csv_rows(response)}

    name = f'attachment; filename="finansiarer-{TODAY}.csv"'
    assert response["Content-Disposition"] == name
    row = rows["Region Västerbotten"]
    assert row["url"].startswith("http://testserver/organisationer/")
    assert (row["projects"], row["basis"], row["on"]) == ("1", "registered_support", TODAY)
    assert row["granted_at_least"] <= row["granted_at_most"]


@pytest.mark.parametrize("name", LISTS)
def test_every_list_is_the_same_in_every_format(client, name):
    spin()
    RoundFactory()

    rows = json_rows(client.get(f"/{name}/hamta.json"))
    lines = body(client.get(f"/{name}/hamta.jsonl")).decode().splitlines()
    excel = client.get(f"/{name}/hamta.csv?for=excel")
    table, explained = sheets(client.get(f"/{name}/hamta.xlsx")).values()

    assert rows
    assert [json.loads(line) for line in lines] == rows
    assert [row["url"] for row in csv_rows(client.get(f"/{name}/hamta.csv"))] == [
        row["url"] for row in rows
    ]
    assert body(excel).startswith("\ufeffAdress;Namn;".encode())
    assert [row[1] for row in table[1:]] == [row["name"] for row in rows]
    assert [line[1] for line in explained if line[0] == "Per den"] == [TODAY]


@pytest.mark.parametrize("name", LISTS)
def test_the_page_of_a_list_leads_to_its_files(client, name):
    assert f'href="/{name}/hamta.xlsx"' in client.get(f"/{name}/").content.decode()


def test_no_spreadsheet_takes_a_name_for_a_formula(client):
    round_ = RoundFactory(name_sv="=1+1")

    [row] = csv_rows(client.get("/omgangar/hamta.csv"))
    [_head, cells], _explained = sheets(client.get("/omgangar/hamta.xlsx")).values()

    assert row["name"] == "'=1+1"
    assert "'=1+1" in cells
    assert [one["name"] for one in json_rows(client.get("/omgangar/hamta.json"))] == [
        round_.name_sv
    ]


@pytest.mark.parametrize("query", ["rows=splits", "for=word", "columns=name,x"])
def test_what_no_file_can_be_made_of_is_refused_in_words(client, query):
    response = client.get(f"/omgangar/hamta.csv?{query}")

    assert response.status_code == 400
    assert query.partition("=")[0] + ":" in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_a_file_takes_the_same_queries_however_many_rows(client, django_assert_num_queries, count):
    RoundFactory.create_batch(count)

    with django_assert_num_queries(2):
        body(client.get("/omgangar/hamta.csv"))
