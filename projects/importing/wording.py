"""What became of the records of a file, in words for whoever looks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from projects.importing.cells import Kind, Problem
from projects.importing.wanted import COLUMNS
from projects.models import DecisionKind, ImportedRow, Organisation, Place, Project, Role


@dataclass(frozen=True)
class Change:
    """One value that a file changes."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Said:
    """One record with its changes and problems in words; `errors` keep it from being taken in."""

    row: ImportedRow
    changes: Sequence[Change]
    errors: Sequence[str]
    notes: Sequence[str]


def said(rows: Iterable[ImportedRow]) -> list[Said]:
    """Return records in words, by a fixed number of queries."""
    rows = list(rows)
    names = _names(rows)
    return [
        Said(
            row,
            [
                Change(label_of(name), _words(name, before, names), _words(name, after, names))
                for name, before, after in row.changes
            ],
            [sentence(one) for one in problems(row) if one.kind is not Kind.NOTE],
            [sentence(one) for one in problems(row) if one.kind is Kind.NOTE],
        )
        for row in rows
    ]


def problems(row: ImportedRow) -> list[Problem]:
    return [Problem.from_json(one) for one in row.problems]


def sentence(problem: Problem) -> str:
    """Return a problem with the address of its cell."""
    has_cell = problem.where and problem.where.row
    return f"{problem.where}: {problem.message}" if has_cell else problem.message


def label_of(name: str) -> str:
    """Return what to call a value that a file may change, see `Wanted.values`."""
    if name in COLUMNS:
        return str(getattr(Project._meta.get_field(name), "verbose_name", name))
    if name == "lead":
        return str(Role.LEAD.label)
    if name == "places":
        return _("places")
    return str(DecisionKind(name.split("|")[1]).label)


def _names(rows: Iterable[ImportedRow]) -> dict[str, str]:
    """Return the names of the organisations and places that changes speak of, by their tokens."""
    told = {one for row in rows for change in row.changes for part in change[1:] for one in part}
    keys = [int(one[4:]) for one in told if one.startswith("org:")]
    found = {
        f"org:{key}": name
        for key, name in Organisation.objects.filter(pk__in=keys).values_list("pk", "name")
    }
    places = Place.objects.filter(code__in=told)
    return found | dict(places.values_list("code", "name_sv"))


def _words(name: str, values: Sequence[str], names: dict[str, str]) -> str:
    if name in COLUMNS:
        return values[0] if values else ""
    if name in ("lead", "places"):
        return ", ".join(names.get(one, one.partition(":")[2] or one) for one in values)
    return ", ".join(filter(None, values))
