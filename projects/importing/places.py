"""Names of places in cells, as codes of the places that ship with the registry."""

import csv
import re
from dataclasses import dataclass
from functools import cache, lru_cache

from projects.reference import PLACES

_NUTS3 = {
    "SE110": "01",
    "SE121": "03",
    "SE122": "04",
    "SE123": "05",
    "SE124": "18",
    "SE125": "19",
    "SE211": "06",
    "SE212": "07",
    "SE213": "08",
    "SE214": "09",
    "SE221": "10",
    "SE224": "12",
    "SE231": "13",
    "SE232": "14",
    "SE311": "17",
    "SE312": "20",
    "SE313": "21",
    "SE321": "22",
    "SE322": "23",
    "SE331": "24",
    "SE332": "25",
}
"""NUTS 2021, level 3: in Sweden the counties. Source: Regulation (EU) 2016/2066."""
_LONGEST_LIST = 400
"""Characters of names written together that are looked through."""
_MISSPELT = {"stenungssund": "stenungsund"}
"""Met in published lists."""
_PARTS = re.compile(r"[,;|\n]|\s+(?:och|samt|and|&)\s+|\s/\s")
_EDGES = re.compile(r"^(?:region|regionen|hela|the whole of)\s+|\s+(?:region|med flera|m\.?fl\.?)$")
_COUNTRY = frozenset({"se", "sverige", "sweden", "swe", "helasverige", "helalandet", "nationellt"})

KINDS = {
    "county": ("county",),
    "municipality": ("municipality",),
    "place": ("county", "municipality", "nuts2"),
    "country": (),
}


@dataclass(frozen=True, slots=True)
class Found:
    """What a cell names: codes, words that name nothing known, and words that were mended."""

    codes: tuple[str, ...]
    unmatched: tuple[str, ...]
    mended: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Names:
    """Squashed names by kind of place, and what the places are called."""

    by_kind: dict[str, dict[str, str]]
    short_municipalities: dict[str, str]
    called: dict[str, str]

    def knows(self, word: str) -> bool:
        """Tell whether a word is a code, or a name but for case, spaces and hyphens."""
        key = _squashed(word)
        return word.upper() in self.called or any(key in names for names in self.by_kind.values())


@lru_cache(maxsize=2048)
def named(written: str, target: str) -> Found:
    """Return the places of a cell; `target` says which kind of place its column holds."""
    found: list[str] = []
    unmatched, mended = [], []
    for part in _PARTS.split(written):
        word = " ".join(part.split())
        if not word:
            continue
        codes = _codes(word, target)
        if codes:
            found += codes
            if codes != ["SE"] and not word.isdigit() and not _names().knows(word):
                names = ", ".join(_names().called[code] for code in codes)
                mended.append((word, names))
        else:
            unmatched.append(word)
    return Found(tuple(found), tuple(unmatched), tuple(mended))


def counties_told_by_their_parts(codes: list[str]) -> set[str]:
    """Return the counties among the codes of which a municipality is there too."""
    return {code[:2] for code in codes if len(code) == 4 and code.isdigit()} & set(codes)


def _codes(word: str, target: str) -> list[str]:
    key = _squashed(word)
    if key in _COUNTRY:
        return ["SE"]
    if target == "country":
        return []
    code = _by_code(word, target)
    if code:
        return [code]
    found = _by_name(key, target) or _by_name(_squashed(_EDGES.sub("", word.lower())), target)
    if found:
        return [found]
    return _run_together(key) if target != "county" else []


def _by_code(word: str, target: str) -> str:
    code = _NUTS3.get(word.upper(), word.upper())
    if code.isdigit():
        code = code.zfill({"county": 2, "municipality": 4}.get(target, len(code)))
    return code if code in _names().called else ""


def _by_name(key: str, target: str) -> str:
    """Return the one place of a name; none where it names a county and a municipality."""
    key = _MISSPELT.get(key, key)
    found = {
        kind: names[key]
        for kind, names in _names().by_kind.items()
        if kind in KINDS[target] and key in names
    }
    if target == "place" and {"county", "municipality"} <= set(found):
        return ""
    return next(iter(found.values()), "")


def _run_together(key: str) -> list[str]:
    """Return the municipalities whose short names are written together in a word, if one way."""
    if len(key) > _LONGEST_LIST:
        return []
    names = _names().short_municipalities
    ways: list[list[list[str]]] = [[] for _ in range(len(key) + 1)]
    ways[0].append([])
    for end in range(1, len(key) + 1):
        for start in range(max(0, end - 20), end):
            if ways[start] and key[start:end] in names:
                ways[end] += [[*way, names[key[start:end]]] for way in ways[start][:2]]
    whole = [way for way in ways[-1] if len(way) > 1]
    return whole[0] if len(whole) == 1 else []


def _squashed(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.lower())


@cache
def _names() -> _Names:
    with PLACES.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    names = _Names({"nuts2": {}, "county": {}, "municipality": {}}, {}, {})
    for row in rows:
        code = row["code"]
        names.called[code] = row["short_sv"]
        for name in (row["name_sv"], row["short_sv"], row["name_en"]):
            if row["kind"] in names.by_kind:
                names.by_kind[row["kind"]].setdefault(_squashed(name), code)
        if row["kind"] == "municipality":
            names.short_municipalities[_squashed(row["short_sv"])] = code
    return names
