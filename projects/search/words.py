"""The words of a text, and the forms of each under which it is found.

Both executors are given what is computed here and nothing else, so that they find the
same projects: PostgreSQL's document and the index hold the same lexemes, stemmed once, by
the same stemmer, whatever the server's dictionaries are.

A word `skolan` leaves these lexemes: the word itself, `=skol` for each of its stems
(Swedish, English), and where it has letters that a plain keyboard lacks, `~` before the
folded word and `^` before its folded stems. A word never holds one of those signs.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import Stemmer

MAX_CHARACTERS = 200
MAX_WORDS = 20
MAX_DOCUMENT = 100_000
"""Characters of one kind of text that are searched; PostgreSQL refuses a document of a megabyte."""
MAX_DOCUMENT_WORDS = 12_000
"""PostgreSQL counts positions no further than 16 383."""
MAX_OCCURRENCES = 250
"""PostgreSQL keeps no more than 255 positions of one lexeme."""
LONGEST_WORD = 60
MOST_KNOWN = 200_000
"""Words whose forms a process remembers, before it starts anew."""

STEM, FOLDED, FOLDED_STEM = "=", "~", "^"
GAP = "|"
"""Stands between two texts: no phrase reaches over it. Never a word."""
LABELS = "ABC"
"""PostgreSQL's weights for titles, names and running text."""

_WORD = re.compile(r"[^\W_]+")
_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "ß": "ss", "đ": "d", "ł": "l", "þ": "th"})
_STEMMERS = [Stemmer.Stemmer("swedish"), Stemmer.Stemmer("english")]


def clean(text: str) -> str:
    """Return what was typed without control, bidi and zero-width characters, at most 200 long."""
    composed = unicodedata.normalize("NFC", text[: MAX_CHARACTERS * 4])
    visible = (
        " " if unicodedata.category(character) == "Cc" else character
        for character in composed
        if unicodedata.category(character) != "Cf"
    )
    return " ".join("".join(visible).split())[:MAX_CHARACTERS]


def words(text: str) -> list[str]:
    """Return the words of what was typed, in small letters, at most 20; signs only separate."""
    return words_of(clean(text))[:MAX_WORDS]


def words_of(text: str) -> list[str]:
    """Return every word of a text, in small letters; one of over 60 characters is cut there."""
    lowered = unicodedata.normalize("NFC", text[:MAX_DOCUMENT]).lower()
    return [word[:LONGEST_WORD] for word in _WORD.findall(lowered)]


def fold(word: str) -> str:
    """Return a word without dots, rings and accents, as a plain keyboard writes it.

    One word still: a ligature that falls apart into several, with spaces, is put together.
    """
    if word.isascii():
        return word
    apart = unicodedata.normalize("NFKD", word.translate(_LETTERS))
    return "".join(filter(str.isalnum, apart))


@lru_cache(maxsize=20_000)
def stems(word: str) -> tuple[str, ...]:
    """Return the Swedish stem of a word and, where it is another, the English one."""
    if not word.isalpha():
        return (word,)
    return tuple(dict.fromkeys(stemmer.stemWord(word) for stemmer in _STEMMERS))


def forms(word: str) -> str:
    """Return the lexemes of a word beside the word itself, parted by spaces.

    A stem that is the word as it stands is not said again: who looks for a stem looks for
    the plain word, too.
    """
    return _known[word]


class _Forms(dict[str, str]):
    """The forms of the words met so far. Millions are asked for, which a plain dict is best at."""

    def __missing__(self, word: str) -> str:
        if len(self) >= MOST_KNOWN:
            self.clear()
        kept, folded = stems(word), fold(word)
        found = [STEM + stem for stem in kept if stem != word]
        if folded != word:
            found.append(FOLDED + folded)
            found += [FOLDED_STEM + fold(stem) for stem in kept if fold(stem) != folded]
        self[word] = " ".join(dict.fromkeys(found))
        return self[word]


_known = _Forms()


def stream(titles: Iterable[str], names: Iterable[str], texts: Iterable[str]) -> str:
    """Return the words of a project, in three lines: titles, names and numbers, running text.

    Empty and repeated texts are left out; a GAP stands after each. This is what
    `Project.words` stores, and what document and index are made of.
    """
    seen: dict[str, int] = {}
    lines, left = [], MAX_DOCUMENT_WORDS
    for kind in (titles, names, texts):
        line: list[str] = []
        for text in dict.fromkeys(filter(None, kind)):
            line += [*words_of(text), GAP]
        lines.append(" ".join(_bounded(line[:left], seen)))
        left = max(0, left - len(line))
    return "\n".join(lines)


def _bounded(line: Sequence[str], seen: dict[str, int]) -> Iterator[str]:
    """Return the words of a line; a gap stands for each that PostgreSQL has no room for."""
    for word in line:
        seen[word] = times = seen.get(word, 0) + 1
        yield word if times <= MAX_OCCURRENCES else GAP


def vector(stream: str) -> str:
    """Return PostgreSQL's document of a stream as the text of a tsvector, labelled A, B, C."""
    places: dict[str, list[str]] = {}
    position = 0
    for label, line in zip(LABELS, stream.split("\n"), strict=True):
        for word in line.split():
            position += 1
            if word != GAP:
                places.setdefault(word, []).append(f"{position}{label}")
    # The first label of a word is its best; where a form stands nobody asks.
    best: dict[str, str] = {}
    for word, found in places.items():
        for form in forms(word).split():
            best[form] = min(best.get(form, "Z"), found[0][-1])
    lexemes = [f"'{word}':{','.join(found)}" for word, found in places.items()]
    return " ".join(lexemes + [f"'{form}':1{label}" for form, label in best.items()])


def indexed(stream: str) -> list[str]:
    """Return what the index holds of a stream: titles; titles and names; all of it.

    Each is the words in order, then their forms, parted by spaces.
    """
    texts: list[str] = []
    said, formed, known = "", "", set[str]()
    for line in [*stream.split("\n"), "", ""][: len(LABELS)]:
        new = set(line.split()) - known
        known |= new
        said = f"{said} {line}"
        formed = f"{formed} {' '.join([_known[word] for word in new])}"
        texts.append(f"{said} {GAP} {formed}")
    return texts


def named(names: Iterable[str]) -> list[str]:
    """Return the whole names that a project goes by, as `whole` writes what is asked for."""
    return list(dict.fromkeys(filter(None, map(whole, names))))


def whole(text: str) -> str:
    """Return a text as its words alone, parted by spaces."""
    return " ".join(words_of(text))
