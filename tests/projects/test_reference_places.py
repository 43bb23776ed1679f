"""The shipped list of places is whole and hangs together."""

import csv
from collections import Counter
from pathlib import Path

import pytest

import projects

PLACES = Path(projects.__file__).parent / "reference" / "places.csv"
PARENT_KIND = {"nuts2": "country", "county": "nuts2", "municipality": "county"}


@pytest.fixture(scope="module")
def places() -> dict[str, dict[str, str]]:
    """Each place by its code."""
    with PLACES.open(encoding="utf-8", newline="") as lines:
        return {row["code"]: row for row in csv.DictReader(lines)}


def test_every_county_and_municipality_is_there(places: dict[str, dict[str, str]]) -> None:
    counted = Counter(row["kind"] for row in places.values())

    assert counted == {"country": 1, "nuts2": 8, "county": 21, "municipality": 290}


def test_every_place_lies_in_one_of_the_kind_above(places: dict[str, dict[str, str]]) -> None:
    astray = [
        code
        for code, row in places.items()
        if row["kind"] != "country" and places[row["parent"]]["kind"] != PARENT_KIND[row["kind"]]
    ]

    assert places["SE"]["parent"] == ""
    assert astray == []


def test_a_municipality_code_begins_with_that_of_its_county(
    places: dict[str, dict[str, str]],
) -> None:
    municipalities = [row for row in places.values() if row["kind"] == "municipality"]

    assert all(row["code"][:2] == row["parent"] for row in municipalities)


def test_long_names_end_as_their_kind_does(places: dict[str, dict[str, str]]) -> None:
    endings = {"county": (" län", " County"), "municipality": (" kommun", " Municipality")}
    wrong = [
        row["name_sv"]
        for row in places.values()
        if row["kind"] in endings
        and not (
            row["name_sv"].endswith(endings[row["kind"]][0])
            and row["name_en"].endswith(endings[row["kind"]][1])
        )
    ]

    assert wrong == []


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("0880", "Kalmar kommun"),
        ("1280", "Malmö kommun"),
        ("1480", "Göteborgs kommun"),
        ("1490", "Borås kommun"),
        ("2080", "Falu kommun"),
        ("2480", "Umeå kommun"),
        ("2513", "Överkalix kommun"),
        ("2514", "Kalix kommun"),
    ],
)
def test_names_take_the_genitive_by_custom(
    places: dict[str, dict[str, str]], code: str, name: str
) -> None:
    assert places[code]["name_sv"] == name
