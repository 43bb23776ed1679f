"""What counts as a name in a text, and what is written where it stood."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from unicodedata import normalize
from urllib.parse import quote

from projects.search.words import fold

SIGNS = {"sv": "[namn borttaget]", "en": "[name removed]"}
SHORT_SIGN = "[…]"
"""Where the other has no room; no name is shorter."""

_PARTED = r"(?:[\s\u00a0\u00ad\u2009\u202f'’\-]|&nbsp;|&#x27;|&#39;|\\[nrt])+"
_PARTED_AFTER_INITIAL = _PARTED.replace("’", "’.")
_PARTED_IN_ADDRESSES = r"(?:[-_.+]|%20)+"
# In JSON as text, a line may have ended just before: the n there is no letter.
_NO_LETTER_BEFORE = r"(?:(?<![^\W\d_])|(?<=\\[nrt]))"
_NO_LETTER_AFTER = r"(?=s?(?![^\W\d_]))"  # an s may follow: the genitive
# Lars-Anna Ek and Anna Ek-Berg are others; the Anna Ek-prize is hers.
_NO_LONGER_NAME_BEFORE = r"(?<![^\W\d_]-)"
_NO_LONGER_NAME_AFTER = r"(?!s?-(?-i:[A-ZÀ-ÖØ-Þ]))"


@dataclass(frozen=True)
class Name:
    """The name of a person, as it is looked for; two words or more.

    `number` is that of its redaction: what stands in an address instead ends in it, so that
    the addresses of two rows whose names went stay apart, in files as in the database.
    """

    words: str
    number: int

    @cached_property
    def parts(self) -> list[str]:
        """The words of it, without what parts them."""
        return [one for one in re.split(r"[\s'’.\-]+", normalize("NFC", self.words)) if one]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Finds it as it stands in an address, such as anna-ek, and as it is spelled."""
        address = _PARTED_IN_ADDRESSES.join(map(_in_an_address, self.parts))
        spelled = "".join(
            f"{_spelled(one)}{_PARTED_AFTER_INITIAL if len(one) == 1 else _PARTED}"
            for one in self.parts[:-1]
        )
        spelled = f"{_NO_LONGER_NAME_BEFORE}{spelled}{_spelled(self.parts[-1])}"
        either = rf"(?:(?P<address>{address})|{spelled}{_NO_LONGER_NAME_AFTER})"
        return re.compile(_NO_LETTER_BEFORE + either + _NO_LETTER_AFTER, re.IGNORECASE)

    @cached_property
    def rough(self) -> str:
        """A pattern of PostgreSQL's that finds at least every text with the name, in any locale.

        What is no ASCII letter it takes for some characters, as many as it may be written with.
        """
        loose = ["".join(one if one.isascii() else ".{1,6}" for one in part) for part in self.parts]
        return ".+".join(loose)

    def is_in(self, text: str) -> bool:
        return bool(self.pattern.search(text))

    def removed(self, text: str, language: str = "sv", room: int | None = None) -> str:
        """Return a text without the name, no longer than `room`."""
        found = self._removed(text, SIGNS[language], f"borttaget-namn-{self.number}")
        if room is not None and len(found) > room:
            found = self._removed(text, SHORT_SIGN, f"n{self.number}")[:room]
        return found

    def _removed(self, text: str, sign: str, in_addresses: str) -> str:
        return self.pattern.sub(lambda match: in_addresses if match["address"] else sign, text)

    def removed_within(self, value: Any, language: str = "sv") -> Any:
        """Return a value of JSON with the name removed from every text, keys included."""
        if isinstance(value, str):
            return self.removed(value, language)
        if isinstance(value, list):
            return [self.removed_within(one, language) for one in value]
        if isinstance(value, Mapping):
            return {
                self.removed(key, language): self.removed_within(one, spoken(key, language))
                for key, one in value.items()
            }
        return value


def spoken(column: str, otherwise: str = "sv") -> str:
    """Return the language that a column is written in, by its name."""
    return "en" if column.endswith("_en") else "sv" if column.endswith("_sv") else otherwise


def _spelled(part: str) -> str:
    """Return a pattern of a word: its letters whole, their marks apart, or as JSON escapes them."""
    escaped = (json.dumps(one)[1:-1] for one in (part, part.lower(), part.upper()))
    found = {part, normalize("NFD", part), *escaped}
    return f"(?:{'|'.join(map(re.escape, sorted(found)))})"


def _in_an_address(part: str) -> str:
    """Return a pattern of a word as addresses have it: without dots, or percent-encoded."""
    found = {fold(part.lower()), part.lower(), quote(part.lower()), quote(part)}
    return f"(?:{'|'.join(map(re.escape, sorted(found)))})"
