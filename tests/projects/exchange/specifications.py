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


@cache
def grants() -> Callable[[Any], Any]:
    """Return what raises for a 360Giving package that is not as its JSON Schema says."""

    def read(name: str) -> Any:
        return json.loads((FOLDER / "360giving" / name).read_text("utf-8"))

    handlers = {"https": lambda _address: read("360-giving-schema.json")}
    package = read("360-giving-package-schema.json")
    return fastjsonschema.compile(package, handlers=handlers)
