"""What a heading says: the meaning of its column, its unit, and whether it is about persons."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from projects.importing.cells import Content
from projects.importing.targets import PERSONAL, TARGETS, Form

ROWS_LOOKED_AT = 30
"""Rows from the top among which the header row is looked for."""
LONGEST_HEADING = 300
"""Characters; a longer cell is text, not a heading."""

UNITS = {
    "kr": Decimal(1),
    "kronor": Decimal(1),
    "sek": Decimal(1),
    "tkr": Decimal(1000),
    "kkr": Decimal(1000),
    "ksek": Decimal(1000),
    "tsek": Decimal(1000),
    "mnkr": Decimal(10**6),
    "mkr": Decimal(10**6),
    "msek": Decimal(10**6),
}
CURRENCIES = frozenset(
    {"eur", "euro", "euros", "meur", "teur", "keur", "gbp", "usd", "nok", "dkk", "isk"}
    | {"chf", "pln", "czk", "huf", "ron", "bgn"}
)
SIGNS = {"€": "eur", "£": "gbp", "$": "usd"}

_PERSONAL = re.compile(
    r"\b(e ?post\w*|e ?mail\w*|mail|mejl|telefon\w*|tel|tfn|mobil\w*|phone|telephone|fax"
    r"|kontakt\w*|contact\w*|projektledare\w*|project leader|project manager|handläggare\w*"
    r"|personnummer|personnr|person nr|surname|förnamn|efternamn|first name|last name"
    r"|full name|name of applicant|co applicants?|sponsors?|firmatecknare|ansvarig person"
    r"|ansvarig(?=$)|recipient ind|recipient individual|case officer|ansprechpartner)\b"
)
_ALSO_ELSEWHERE = frozenset(
    {"fond", "land", "namn", "organisation", "program", "projekt", "projekt id", "region", "slut"}
    | {"start", "status", "titel", "webb"}
)
"""Swedish headings that other languages have too."""
_ABOUT_A_PERSON_OR_NOT = re.compile(r"\b(number of|antal)\b")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as it was understood.

    `target` is empty where it means nothing known. `unit` is in kronor and None where none
    is told; `currency` is a foreign one. `is_swedish`: known by a Swedish wording.
    """

    text: str
    target: str = ""
    unit: Decimal | None = None
    currency: str = ""
    is_swedish: bool = False

    @property
    def is_personal(self) -> bool:
        return self.target == PERSONAL


def plain(text: str) -> str:
    """Return words in lower case with one space between: "Eu_StödSEK*" is "eu stöd sek"."""
    for sign, name in SIGNS.items():
        text = text.replace(sign, f" {name} ")
    text = re.sub(r"(?<=[a-zåäö])(?=[A-ZÅÄÖ])", " ", text[:LONGEST_HEADING])
    return " ".join(re.findall(r"[^\W_]+", text.lower()))


@cache
def _meanings() -> dict[str, tuple[str, bool]]:
    known: dict[str, tuple[str, bool]] = {}
    for key, target in TARGETS.items():
        swedish = {name.strip() for name in target.swedish.split(",")}
        for name in target.names():
            known.setdefault(name, (key, name in swedish - _ALSO_ELSEWHERE))
    return known


def read(text: str, *, is_path: bool = False) -> Heading:
    """Return what a heading tells; a bilingual one ("Titel / Title") by any of its parts.

    The parts of a path in a JSON file mean nothing by themselves.
    """
    whole = plain(text)
    if not whole or len(text) > LONGEST_HEADING:
        return Heading(text)
    if _PERSONAL.search(whole) and not _ABOUT_A_PERSON_OR_NOT.search(whole):
        return Heading(text, PERSONAL)
    words = whole.split()
    unit = next((UNITS[word] for word in words if word in UNITS), None)
    currency = next((word for word in words if word in CURRENCIES), "")
    for wording in _wordings("" if is_path else text, whole):
        meaning = _meanings().get(wording)
        if meaning:
            target, is_swedish = meaning
            if TARGETS[target].form is not Form.MONEY:
                unit, currency = None, ""
            return Heading(text, target, unit, currency, is_swedish)
    return Heading(text, unit=unit, currency=currency)


def _wordings(text: str, whole: str) -> list[str]:
    """Return the ways to read a heading, the fullest first, each once."""
    bare = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", text)
    parts = [plain(part) for part in re.split(r"[/|\n]", bare)]
    candidates = [whole, plain(bare), *parts]
    measured = [
        " ".join(w for w in wording.split() if w not in UNITS and w not in CURRENCIES)
        for wording in candidates
    ]
    return list(dict.fromkeys(wording for wording in [*candidates, *measured] if wording))


def header_place(rows: Sequence[Sequence[Content]], kept: Iterable[str] = ()) -> int | None:
    """Return the place of the header row among the first rows, None where there is none.

    It is the first of those with the most headings whose meaning is known, at least two;
    `kept` are headings that somebody gave a meaning before. Where no row has two, it is the
    first that fills as many cells as any, with words alone.
    """
    known = set(kept)
    first = rows[:ROWS_LOOKED_AT]
    counts = [_headings_in(row, known) for row in first]
    most = max(counts, default=0)
    if most > 1:
        return counts.index(most)
    widest = max((_filled(row) for row in first), default=0)
    return next(
        (place for place, row in enumerate(first) if _filled(row) == widest and _is_words(row)),
        None,
    )


def _headings_in(row: Sequence[Content], known: set[str]) -> int:
    """Return how many different meanings the cells of a row have as headings."""
    words = [cell for cell in row if isinstance(cell, str)]
    meanings = {read(word).target for word in words}
    return len(meanings - {""}) + len({" ".join(word.split()) for word in words} & known)


def _filled(row: Sequence[Content]) -> int:
    return sum(cell is not None and cell != "" for cell in row)


def _is_words(row: Sequence[Content]) -> bool:
    """Tell whether a row holds two cells or more, each of them words rather than a value."""
    cells = [cell for cell in row if cell is not None and cell != ""]
    words = [cell for cell in cells if isinstance(cell, str) and _WORD.match(cell)]
    return len(words) == len(cells) > 1


_WORD = re.compile(r"[^\W\d]{2}")
