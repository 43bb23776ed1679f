"""The page of charts: the same selection, the same money, and what cannot be read."""

import csv
import re

import pytest

from tests.factories import spin

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
