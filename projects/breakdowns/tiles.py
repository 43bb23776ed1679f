"""The counties as tiles: equal squares, arranged about as the counties lie."""

import re
from dataclasses import dataclass

from projects.breakdowns.parts import Breakdown, Part, address
from projects.filters import ProjectFilter
from projects.models import Place, PlaceKind

ROWS: list[list[str | None]] = [
    [None, None, None, "25"],
    [None, None, "23", "24"],
    [None, "20", "21", "22"],
    ["17", "18", "19", "03"],
    ["14", "05", "04", "01"],
    ["13", "06", "08", "09"],
    ["12", "07", "10", None],
]
"""Codes of counties, north first, west to the left."""
LETTERS = {
    "01": "AB",
    "03": "C",
    "04": "D",
    "05": "E",
    "06": "F",
    "07": "G",
    "08": "H",
    "09": "I",
    "10": "K",
    "12": "M",
    "13": "N",
    "14": "O",
    "17": "S",
    "18": "T",
    "19": "U",
    "20": "W",
    "21": "X",
    "22": "Y",
    "23": "Z",
    "24": "AC",
    "25": "BD",
}
"""The old letter of each county, which Swedes know from number plates and signs."""

SOFT_HYPHEN = "\u00ad"
BEGINNING = re.compile("^(Väster|Väst|Söder|Öster)(?=[a-zåäö])")
"""Where a long name may be divided in a narrow tile."""


@dataclass(frozen=True)
class Tile:
    """One county; `part` is None where the selection has no money there, `url` may be empty."""

    letter: str
    label: str
    url: str
    part: Part | None


def tiles(counties: Breakdown, selection: ProjectFilter) -> list[list[Tile | None]]:
    """Return the rows of the map, None where no county lies."""
    parts = {part.value: part for part in counties.parts}
    names: dict[str, str] = dict(
        Place.objects.filter(kind=PlaceKind.COUNTY).values_list("code", "short_sv")
    )

    def tile(code: str) -> Tile:
        url = address("county", code, selection)
        label = BEGINNING.sub(rf"\1{SOFT_HYPHEN}", names.get(code, code))
        return Tile(LETTERS[code], label, url, parts.get(code))

    return [[tile(code) if code else None for code in row] for row in ROWS]
