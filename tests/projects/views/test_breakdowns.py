"""The page of charts: the same selection, the same money, and what cannot be read."""

import csv
import json
import re

import pytest

from projects.breakdowns.parts import WAYS
from projects.downloads.sending import NAMES
from tests.factories import ProjectFactory, ProjectPlaceFactory, grant, make_public, spin
from tests.projects.downloads.reading import body, csv_rows

pytestmark = pytest.mark.django_db


def sum_of(page: str) -> str:
    """Return the sum that a page prints above its rows."""
    (found,) = re.findall(r'<p class="r"><span class="sum">(.*?)</p>', page, re.DOTALL)
    assert "14,1" in found
    return found


def test_the_page_the_file_and_the_list_tell_the_same_sum(client):
    spin()

    page = client.get("/data/pengar/?county=24")
    file = b"".join(client.get("/data/pengar/hamta.csv?rows=county")).decode()
    rows = list(csv.DictReader(file.splitlines()))
    listed = client.get("/projekt/?county=24")

    assert sum_of(page.text) == sum_of(listed.text)
    assert [tuple(row.values())[3:5] for row in rows] == [("14050000.00", "14085499.99")] * 3


def test_a_file_is_named_in_its_language_and_takes_no_rows_for_projects(client):
    spin()

    swedish = client.get("/data/pengar/hamta.json?rows=county")
    english = client.get("/en/data/money/download.json?rows=county")

    assert 'filename="pengar-per-lan-' in swedish["Content-Disposition"]
    assert 'filename="money-county-' in english["Content-Disposition"]
    assert NAMES["sv"].keys() >= {f"money-{way}" for way in WAYS}
    said = json.loads(body(swedish))
    assert (len(said["rows"]), said["total"]["projects"], said.get("count")) == (3, 1, None)


def test_the_list_leads_to_the_charts_of_its_selection(client):
    spin()

    assert 'href="/data/pengar/?county=24"' in client.get("/projekt/?county=24").text


@pytest.mark.parametrize("address", ["/data/pengar/", "/data/pengar/hamta.csv"])
def test_a_parameter_that_cannot_be_read_is_named(client, address):
    refused = client.get(f"{address}?county=99&min=x")

    assert refused.status_code == 400
    assert "Län: Registret känner inte till värdet." in refused.text


def test_nothing_to_draw_is_said(client):
    assert 'class="empty gap"' in client.get("/data/pengar/").text


def test_in_english_nothing_of_it_is_swedish(client):
    spin()

    page = client.get("/en/data/money/")

    assert page.status_code == 200
    assert "<h1>Where the money goes</h1>" in page.text


def test_what_is_of_the_whole_country_leads_to_no_other_list_and_amounts_have_two_decimals(client):
    country = ProjectFactory()
    ProjectPlaceFactory(project=country, place__code="SE")
    grant(country, "4,3 mn")
    make_public(country)

    page = client.get("/data/pengar/").text
    rows = csv_rows(client.get("/data/pengar/hamta.csv?rows=county"))
    by_fund = csv_rows(client.get("/data/pengar/hamta.csv?rows=fund"))

    assert "county=SE" not in page
    assert rows[0]["value"] == ""
    ends = {row[name] for row in rows + by_fund for name in ("granted_at_least", "granted_at_most")}
    assert ends == {"4250000.00", "4349999.99"}
