"""Marks in a text the words that a search was for."""

import re
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString

from projects.search.asked import Asked, Term
from projects.search.words import fold, stems

BEFORE, AFTER = 60, 140
"""Characters of a longer text that are quoted around the first word found."""

_LIKE = {
    "a": "aàáâãåä",
    "c": "cç",
    "e": "eèéêë",
    "i": "iìíîï",
    "n": "nñ",
    "o": "oòóôõöø",
    "u": "uùúûü",
    "y": "yýÿ",
}
_START, _END, _REST = r"(?<![^\W_])", r"(?![^\W_])", r"[^\W_]*"


class Marker:
    """What marks the words of one search; a phrase is marked word by word."""

    def __init__(self, asked: Asked) -> None:
        terms = [term for group in asked.groups for term in group]
        # The longest first: an alternative that matches ends the search for others.
        patterns = sorted({one for term in terms for one in _patterns(term)}, key=len, reverse=True)
        self._stems = {stem for term in terms for stem in _stems(term)}
        self._pattern = re.compile(_START + f"(?:{'|'.join(patterns)})", re.IGNORECASE)
        self._whole = {word for term in terms for word in term.words}
        self._beginnings = tuple(term.words[0] for term in terms if term.is_beginning)

    def finds(self, text: str) -> bool:
        """Whether any word of a text would be marked."""
        return self._first(text, 0) is not None

    def marked(self, text: str) -> SafeString:
        """Return a text with its words marked."""
        return SafeString("".join(self._pieces(text)))

    def quoted(self, text: str) -> SafeString | str:
        """Return the part of a text around the first word found, marked; nothing without one."""
        first = self._first(text, 0)
        if first is None:
            return ""
        start, end = _around(text, first.start(), first.end())
        words = " ".join(text[start:end].split())
        before, after = "… " * (start > 0), " …" * (end < len(text))
        return SafeString(f"{before}{self.marked(words)}{after}")

    def _pieces(self, text: str) -> list[str]:
        pieces, place = [], 0
        while (found := self._first(text, place)) is not None:
            pieces += [escape(text[place : found.start()]), f"<mark>{escape(found[0])}</mark>"]
            place = found.end()
        return [*pieces, escape(text[place:])]

    def _first(self, text: str, place: int) -> re.Match[str] | None:
        for found in self._pattern.finditer(text, place):
            if self._is_meant(found[0].lower()):
                return found
        return None

    def _is_meant(self, word: str) -> bool:
        """Whether a word that looks alike is one: a stem may begin other words as well."""
        folded = fold(word)
        return (
            word.startswith(self._beginnings)
            or folded.startswith(self._beginnings)
            or word in self._whole
            or folded in self._whole
            or any(
                stem in self._stems or fold(stem) in self._stems for stem in (word, *stems(word))
            )
        )


@lru_cache(maxsize=500)
def marker(asked: Asked) -> Marker | None:
    """Return what marks the words of a search; None where it has none to mark."""
    return Marker(asked) if asked.groups else None


def _stems(term: Term) -> tuple[str, ...]:
    return () if term.is_quoted or len(term.words) > 1 else stems(term.words[0])


def _patterns(term: Term) -> list[str]:
    """Return what the words of a term look like, with the letters that fold to theirs."""
    found = [_letters(word) + _END for word in term.words]
    if term.is_beginning:
        found.append(_letters(term.words[0]) + _REST)
    return found + [_letters(stem) + _REST for stem in _stems(term)]


def _letters(word: str) -> str:
    return "".join(f"[{_LIKE[one]}]" if one in _LIKE else re.escape(one) for one in word)


def _around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where a quotation begins and ends, between words."""
    start = text.find(" ", start - BEFORE, start) + 1 or start if start > BEFORE else 0
    is_long = end + AFTER < len(text)
    return start, max(text.rfind(" ", end, end + AFTER), end) if is_long else len(text)
