"""The published schemas that exports are held to, where the folder with them is at hand."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import fastjsonschema
import pytest

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "data" / "spec"
needed = pytest.mark.skipif(not FOLDER.is_dir(), reason="the published schemas are not at hand")
DAY = "^(0[1-9]|[12][0-9]|3[01])/(0[1-9]|1[0-2])/[0-9]{4}$"


@cache
def grants() -> Callable[[Any], Any]:
    """Return what raises for a 360Giving package that is not as its JSON Schema says."""

    def read(name: str) -> Any:
        return json.loads((FOLDER / "360giving" / name).read_text("utf-8"))

    handlers = {"https": lambda _address: read("360-giving-schema.json")}
    package = read("360-giving-package-schema.json")
    return fastjsonschema.compile(package, handlers=handlers)


@cache
def kohesio() -> tuple[list[str], Callable[[Any], Any]]:
    """Return the columns of the Kohesio CSV, and what raises for a row that its schema refuses.

    The Table Schema as a JSON Schema; an empty cell is a missing value, as it has it.
    """
    fields = json.loads((FOLDER / "kohesio_table_schema.json").read_text("utf-8"))["fields"]
    known = {"enum", "minimum", "maximum", "pattern"}
    properties: dict[str, Any] = {}
    for field in fields:
        rules = field.get("constraints", {})
        properties[field["name"]] = {
            "type": "number" if field["type"] == "number" else "string",
            **{rule: value for rule, value in rules.items() if rule in known},
        }
        if field["type"] == "date":
            properties[field["name"]]["pattern"] = DAY
    required = [one["name"] for one in fields if one.get("constraints", {}).get("required")]
    schema = {"type": "object", "properties": properties, "required": required}
    check = fastjsonschema.compile(schema | {"additionalProperties": False})
    numbers = {one["name"] for one in fields if one["type"] == "number"}

    def checked(row: dict[str, str]) -> None:
        given = {name: cell for name, cell in row.items() if cell}
        check({name: float(cell) if name in numbers else cell for name, cell in given.items()})
        assert given.get("Location_Indicator_Postcode") or given.get("Location_Indicator_NUTS_code")

    return [one["name"] for one in fields], checked
