"""What was meant by a word that no project has: a word that some have, one slip away."""

import re
from collections.abc import Iterator
from dataclasses import replace

from projects.search.asked import asked
from projects.search.executor import Answers
from projects.search.query import Query

LETTERS = "abcdefghijklmnopqrstuvwxyzåäöé"
SHORTEST = 4
"""Shorter words are one slip away from too much."""
LONGEST = 30
MOST_TRIED = 5


def meant(query: Query, answers: Answers) -> str:
    """Return the words of a search that found nothing, with those that nobody has exchanged.

    Empty where no such exchange finds a project that the public sees.
    """
    text = query.asked.text
    for word in dict.fromkeys(query.asked.words):
        if SHORTEST <= len(word) <= LONGEST and not _finds(word, answers):
            better = _better(word, answers)
            if better:
                text = _exchanged(text, word, better)
    if text == query.asked.text:
        return ""
    found = answers.count(replace(query, asked=asked(text)))
    return text if found else ""


def _finds(words: str, answers: Answers) -> bool:
    return bool(answers.count(Query(asked=asked(words), is_asked=True)))


def _better(word: str, answers: Answers) -> str:
    """Return a common word that is one slip away and that a public project has.

    Common as far as the executor counts: PostgreSQL knows no words commoner than a hundred
    projects, and the index counts drafts, too.
    """
    known = answers.known(set(slips(word)))
    ranked = sorted(known, key=lambda one: (-known[one], one))
    return next((one for one in ranked[:MOST_TRIED] if _finds(f'"{one}"', answers)), "")


def slips(word: str) -> Iterator[str]:
    """Return every word that one letter left out, added, exchanged or swapped would make of it."""
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        if after:
            yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        for letter in LETTERS:
            yield before + letter + after
            if after:
                yield before + letter + after[1:]


def _exchanged(text: str, word: str, better: str) -> str:
    """Return a text with a word of it exchanged where it stands by itself, not within another."""
    alone = rf"(?<![^\W_]){re.escape(word)}(?![^\W_])"
    return re.sub(alone, better, text, flags=re.IGNORECASE)
