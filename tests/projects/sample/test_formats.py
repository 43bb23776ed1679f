"""The whole sample registry in the formats of others, held to their published schemas."""

import csv
import io
import json

import pytest

from projects.models import Project
from projects.money import Basis
from projects.totals import total
from tests.projects.exchange import specifications

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("sample"),
    specifications.needed,
]


def test_all_grants_are_as_360giving_says_and_add_up(client):
    package = json.loads(client.get("/data/360giving.json").getvalue())

    specifications.grants()(package)
    grants = package["grants"]
    granted = total(Project.objects.published(), Basis.GRANTED_SUPPORT)
    assert len({one["id"] for one in grants}) == len(grants)
    assert len({one["classifications"][0]["code"] for one in grants}) <= granted.projects
    exact = [one for one in grants if not has(one, "precision")]
    assert sum(one["amountAwarded"] for one in exact) <= granted.at_least


def test_every_operation_is_as_kohesio_says_and_the_rest_is_told(client):
    names, check = specifications.kohesio()
    text = client.get("/data/forteckningar/kohesio.csv").getvalue().decode()

    for row in csv.DictReader(io.StringIO(text)):
        check(row)
    assert text.splitlines()[0].split(",") == names
    listed = client.get("/data/forteckningar/2014-2020.json").getvalue()
    assert len(json.loads(listed)) >= 20


def has(grant: dict, vocabulary: str) -> bool:
    return any(one["vocabulary"].endswith(f":{vocabulary}") for one in grant["classifications"])
