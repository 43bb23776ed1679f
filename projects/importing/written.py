"""Text as cells hold it: what means nothing, what was lost, numbers of cases, rates."""

import html
import re
from decimal import Decimal
from functools import lru_cache

from projects.importing.cells import Content

_UNKNOWN = frozenset(
    {"okänt", "okänd", "unknown", "uppgift saknas", "belopp saknas", "ej angivet"}
    | {"inte angivet", "not stated", "not known"}
)
_NOTHING = _UNKNOWN | frozenset(
    {"-", "--", "---", "–", "—", ".", "..", "?", "n/a", "na", "#n/a", "#saknas!", "#value!"}
    | {"#ref!", "#värdefel!", "#referens!", "null", "none", "nil", "nan", "saknas", "ej"}
    | {"inget diarienummer", "diarienummer saknas", "not available", "ej aktuellt"}
)
_CONTROLS = re.compile(r"[\x00-\x09\x0c-\x1f\x7f\x85\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
LONGEST_NUMBERS = 300
"""Characters of a cell with case numbers."""
LOST = "¿"
"""Stands where a dash or a quotation mark was lost on the way."""

_BLOCK = re.compile(r"</?(?:p|br|li|ul|ol|div|h[1-6]|tr)\b[^<>]{0,300}>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][a-z0-9]{0,10}\b[^<>]{0,300}>", re.IGNORECASE)
_MARKUP = re.compile(
    r"</?(?:p|br|li|ul|ol|div|span|strong|em|b|i|a|h[1-6]|script)\b[^<>]{0,300}>"
    r"|&(?:[a-z]{2,8}|#[0-9]{1,6});",
    re.IGNORECASE,
)
_COMPARE = re.compile(r"\(?\b(?:jfr|jämför|se även|cf)\b\.?[^)]*\)?", re.IGNORECASE)
_PARTS = re.compile(r"[,;\n]|\s/\s*|/\s|\s+(?:och|samt|and|&)\s+|(?<=[0-9])\s+(?=[0-9])")
_JOINED = re.compile(r"([0-9][0-9-]*-[0-9]{2,4})/([0-9][0-9-]*-[0-9]{2,4})")
_RATE = re.compile(r"([0-9]{1,3}(?:[.,][0-9]{1,12})?) ?(%|procent|percent)?\*{0,3}")


def text(content: Content) -> str:
    """Return what a cell says in one clean string, line breaks kept; empty where nothing."""
    if content is None or isinstance(content, bool):
        return "" if content is None else str(content)
    if isinstance(content, Decimal):
        return f"{content.normalize():f}"
    written = str(content)
    return _cleaned_once(written) if len(written) <= _SHORT else _cleaned(written)


def _cleaned(written: str) -> str:
    if written.isalnum():
        plain = written
    else:
        lines = _CONTROLS.sub(" ", written.replace("\r\n", "\n").replace("\v", "\n")).split("\n")
        plain = "\n".join(" ".join(line.split()) for line in lines).strip()
    return "" if means_nothing(plain) else plain


_SHORT = 60
_cleaned_once = lru_cache(maxsize=8192)(_cleaned)
"""Lists repeat themselves: names of places, of funders, of programmes."""


def means_nothing(plain: str) -> bool:
    """Tell whether a cell's text stands for the lack of a value, as "-" does."""
    return plain.casefold() in _NOTHING


def says_unknown(content: Content) -> bool:
    """Tell whether a cell says in words that what belongs in it is not known."""
    return isinstance(content, str) and " ".join(content.split()).casefold() in _UNKNOWN


def one_line(content: Content) -> str:
    plain = text(content)
    return plain.replace("\n", " ") if "\n" in plain else plain


def case_numbers(written: str) -> tuple[tuple[str, ...], str]:
    """Return the numbers in a cell, and what in it only points to another case ("jfr …").

    A cell of more than LONGEST_NUMBERS characters holds none.
    """
    return _case_numbers(written) if len(written) <= LONGEST_NUMBERS else ((), "")


@lru_cache(maxsize=1024)
def _case_numbers(written: str) -> tuple[tuple[str, ...], str]:
    compared = " ".join(match.strip("() ") for match in _COMPARE.findall(written))
    own = _JOINED.sub(r"\1, \2", _COMPARE.sub(" ", written))
    parts = (" ".join(part.split()).strip(" .") for part in _PARTS.split(own))
    numbers = [part for part in parts if part and not means_nothing(part)]
    return tuple(dict.fromkeys(numbers)), compared


def without_markup(plain: str) -> str:
    """Return a text without the tags and entities of HTML, a line for each block."""
    if not _MARKUP.search(plain):
        return plain
    lines = _TAG.sub("", _BLOCK.sub("\n", plain))
    return text(re.sub(r"\n{3,}", "\n\n", html.unescape(lines)))


def rate(content: Content) -> tuple[Decimal, bool] | None:
    """Return the number in a cell, and whether a sign says that it is in percent."""
    if isinstance(content, int | Decimal):
        return (Decimal(content), False) if content >= 0 else None
    match = _RATE.fullmatch(one_line(content))
    if match is None:
        return None
    return Decimal(match[1].replace(",", ".")), bool(match[2])
