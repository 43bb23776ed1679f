"""A dry run in plain text, for whoever imports by command; in the language that is active."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from projects.importing.cells import Kind, Problem
from projects.importing.matching import NEW, Proposal
from projects.importing.messages import CHOICES, QUESTIONS
from projects.importing.opening import Opened
from projects.models import ImportedRow, RowVerdict

MOST_NOTES = 10
"""Places that one kind of note is told of; the rest are counted."""


def report(it: Opened, proposals: list[Proposal]) -> str:
    """Return what is to be said of a file that was checked."""
    parts = [_columns(it), _questions(it), _proposals(it, proposals), _records(it), _counts(it)]
    return "\n".join(line for part in parts for line in part)


def _columns(it: Opened) -> Iterator[str]:
    yield f"{it.file.file_name}: {it.sheet.name}"
    for column in it.mapping.columns:
        yield f"  {column.title or '–'}: {column.target or '–'}"
    for problem in it.mapping.problems:
        yield _line(problem)


def _line(problem: Problem) -> str:
    where = f"{problem.where}: " if problem.where and problem.where.row else ""
    return f"  [{problem.kind.value}] {where}{problem.message}"


def _questions(it: Opened) -> Iterator[str]:
    for question in it.open_questions:
        yield str(QUESTIONS[question.code]) % {"heading": question.heading}
        for choice in question.choices:
            yield f"  --answer '{question.key}={choice}': {CHOICES[choice]}"


def _proposals(it: Opened, proposals: list[Proposal]) -> Iterator[str]:
    for one in proposals:
        if one.key in it.file.choices:
            continue
        yield _("Who is “%(name)s”, in row %(row)s?") % {"name": one.name, "row": one.rows[0]}
        for token, name in one.candidates.items():
            yield f"  --answer '{one.key}={token}': {name}"
        yield f"  --answer '{one.key}={NEW}': " + _("a new organisation")


def _records(it: Opened) -> Iterator[str]:
    """Yield every error and change, and of each kind of note the first few places.

    What waits for an answer was asked about once for all rows.
    """
    notes: dict[str, list[Problem]] = {}
    for row in ImportedRow.objects.filter(file=it.file):
        problems = [Problem.from_json(one) for one in row.problems]
        for problem in problems:
            if problem.kind is Kind.NOTE:
                notes.setdefault(problem.code, []).append(problem)
        told = [_line(one) for one in problems if one.kind is Kind.ERROR]
        told += [f"  {name}: {', '.join(a)} → {', '.join(b)}" for name, a, b in row.changes]
        if told:
            yield f"{row.rows} {row.title} ({RowVerdict(row.verdict).label})"
            yield from told
    for found in notes.values():
        yield from map(_line, found[:MOST_NOTES])
        if len(found) > MOST_NOTES:
            yield "  " + _("… and %(count)s more of the same.") % {"count": len(found) - MOST_NOTES}


def _counts(it: Opened) -> Iterator[str]:
    for verdict in RowVerdict:
        if count := it.file.counts.get(verdict.value):
            yield f"{verdict.label}: {count}"
