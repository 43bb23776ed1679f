"""Reference tables that ship with the registry."""

import csv
from itertools import groupby
from pathlib import Path
from typing import Any

PLACES = Path(__file__).parent / "places.csv"


def load_places(place_model: Any) -> int:
    """Enter Sweden, its NUTS 2 areas, counties and municipalities, or bring them up to date.

    Takes the Place model, as it is now or as a migration knows it. Returns how
    many places there are in the table; may be run any number of times.
    """
    with PLACES.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    ids: dict[str, int] = {}
    for _kind, same_kind in groupby(rows, key=lambda row: row["kind"]):
        places = [
            place_model(
                kind=row["kind"],
                code=row["code"],
                name_sv=row["name_sv"],
                short_sv=row["short_sv"],
                name_en=row["name_en"],
                parent_id=ids.get(row["parent"]),
            )
            for row in same_kind
        ]
        place_model.objects.bulk_create(
            places,
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=["kind", "name_sv", "short_sv", "name_en", "parent"],
        )
        ids = dict(place_model.objects.values_list("code", "pk"))
    return len(rows)
