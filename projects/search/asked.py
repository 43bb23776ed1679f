"""What was typed in the search box, understood.

Every word must be there. A word of three letters or more is found as the beginning of
longer ones, the last word from two letters on; of more than five, the last word alone.
"Quotation marks", of any kind that keyboards and word processors write, ask for a phrase, a
minus leaves out, OR (or ELLER) between two asks for either.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from projects.search.words import FOLDED, FOLDED_STEM, MAX_WORDS, STEM, clean, fold, stems, words_of

SHORTEST_BEGINNING = 3
SHORTEST_LAST = 2
MOST_BEGINNINGS = 5
"""Words that may all be beginnings. Each reads every word that begins so: twenty cost a second."""
EITHER = {"OR", "ELLER"}

_QUOTES = str.maketrans(dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02", '"'))
_TOKEN = re.compile(r'(?P<minus>-*)"(?P<phrase>[^"]*)"?|(?P<plain>[^\s"]+)')


@dataclass(frozen=True)
class Lexeme:
    """One lexeme to look for; `is_beginning` also finds those that begin with it."""

    text: str
    is_beginning: bool = False


@dataclass(frozen=True)
class Term:
    """One word, or several that follow one another; what is quoted is meant to the letter."""

    words: tuple[str, ...]
    is_quoted: bool = False
    is_beginning: bool = False

    def lexemes(self, *, folded: bool) -> list[Lexeme]:
        """Return what finds a single word; `folded` also what only looks like it without dots."""
        word = self.words[0]
        if self.is_quoted:
            return [Lexeme(word)]
        found = [Lexeme(word, self.is_beginning), *_of_stems(word, STEM, "")]
        if folded and fold(word) == word:
            found.append(Lexeme(FOLDED + word, self.is_beginning))
            found += _of_stems(word, FOLDED_STEM, FOLDED)
        return found


def _of_stems(word: str, mark: str, plain: str) -> Iterator[Lexeme]:
    """Return what finds the stems of a word, also where they stand as words themselves."""
    for stem in stems(word):
        yield Lexeme(mark + stem)
        if stem != word:
            yield Lexeme(plain + stem)


@dataclass(frozen=True)
class Asked:
    """What a search asks for: one of each group, and nothing that is excluded.

    `whole` is what a name must be to be the very thing that was asked for.
    """

    text: str = ""
    groups: tuple[tuple[Term, ...], ...] = ()
    excluded: tuple[Term, ...] = ()
    whole: str = field(default="", compare=False)

    def __bool__(self) -> bool:
        return bool(self.groups or self.excluded)

    @property
    def may_fold(self) -> bool:
        """Whether any word could also be one with dots, rings or accents; quoted, it could not."""
        return any(
            fold(term.words[0]) == term.words[0]
            for group in self.groups
            for term in group
            if not term.is_quoted and len(term.words) == 1
        )

    def is_said_in(self, text: str) -> bool:
        """Whether a text in small letters has what is asked for, words as parts of longer ones."""

        def has(term: Term) -> bool:
            return all(word in text for word in term.words)

        wanted = all(any(map(has, group)) for group in self.groups)
        return bool(self.groups) and wanted and not any(map(has, self.excluded))

    @property
    def words(self) -> list[str]:
        """The words that are looked for, those of phrases included."""
        return [word for group in self.groups for term in group for word in term.words]


def asked(text: str) -> Asked:
    """Return what a text asks for; false where it holds no word."""
    text = clean(text)
    groups: list[list[Term]] = []
    excluded: list[Term] = []
    joins, left = False, MAX_WORDS
    for is_excluded, is_phrase, words in _tokens(text):
        words = words[:left]
        left -= len(words)
        if words == [EITHER_SIGN]:
            joins = bool(groups)
            left += 1
        elif not words:
            continue
        elif is_excluded:
            excluded.append(Term(tuple(words), is_quoted=is_phrase))
        else:
            _add(groups, _terms(words, is_phrase=is_phrase, joins=joins), joins=joins)
            joins = False
    left_out, whole = tuple(dict.fromkeys(excluded)), " ".join(words_of(text))
    return Asked(text, _with_beginnings(groups), left_out, whole)


EITHER_SIGN = "|"


def _tokens(text: str) -> Iterator[tuple[bool, bool, list[str]]]:
    """Return whether each token is excluded, whether it is a phrase, and its words."""
    for match in _TOKEN.finditer(text.translate(_QUOTES)):
        plain = match["plain"]
        if plain in EITHER:
            yield False, False, [EITHER_SIGN]
        elif plain is not None:
            yield plain.startswith("-"), False, words_of(plain)
        else:
            yield bool(match["minus"]), True, words_of(match["phrase"])


def _terms(words: list[str], *, is_phrase: bool, joins: bool) -> list[Term]:
    """Return the words as terms of their own, or as one where they belong together."""
    if is_phrase or joins:
        return [Term(tuple(words), is_quoted=is_phrase)]
    return [Term((word,)) for word in words]


def _add(groups: list[list[Term]], terms: list[Term], *, joins: bool) -> None:
    if joins:
        groups[-1] += terms
    else:
        groups += [[term] for term in terms]


def _with_beginnings(groups: list[list[Term]]) -> tuple[tuple[Term, ...], ...]:
    """Return the groups, each once, with the words that may begin longer ones marked."""
    are_few = sum(map(len, groups)) <= MOST_BEGINNINGS
    last = groups[-1] if groups else []
    marked = (
        tuple(
            replace(term, is_beginning=_is_beginning(term, is_last=group is last))
            if are_few or (group is last and term == last[-1])
            else term
            for term in dict.fromkeys(group)
        )
        for group in groups
    )
    return tuple(dict.fromkeys(marked))


def _is_beginning(term: Term, *, is_last: bool) -> bool:
    shortest = SHORTEST_LAST if is_last else SHORTEST_BEGINNING
    return not term.is_quoted and len(term.words) == 1 and len(term.words[0]) >= shortest
