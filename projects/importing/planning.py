"""What to do with each record of a file: a verdict, and the changes that it would make.

Nothing is written here. What the file says is held against what the registry holds and what
an earlier file said: a value that the registry holds and no import wrote is a person's, and
is kept.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from projects.approving import needs_second_person
from projects.importing.cells import Cell, Kind, Problem
from projects.importing.matching import Projects, existing, title_of
from projects.importing.proposing import may_be_proposed
from projects.importing.records import Record
from projects.importing.standing import standing, value_of
from projects.importing.wanted import COLUMNS, Reader, Wanted, plain
from projects.models import (
    DecisionKind,
    ImportedRow,
    PlaceMeaning,
    Project,
    Proposal,
    Role,
    RowVerdict,
)

BATCH = 200
"""Records that are held against the registry at a time."""


@dataclass(kw_only=True)
class Plan:
    """What one record is, and what it changes: values of `Wanted.values` by their names.

    `earlier` are the values of the last file that told of the project.
    """

    place: int
    record: Record
    wanted: Wanted
    verdict: str
    project: Project | None = None
    earlier: Mapping[str, list[str]] = field(default_factory=dict)
    changes: list[tuple[str, list[str], list[str]]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    proposal: Proposal | None = None

    @property
    def names(self) -> set[str]:
        """The names of what changes."""
        return {name for name, _before, _after in self.changes}

    def is_as_told(self, name: str) -> bool:
        """Whether what changes stands as the last file said it, and so nobody's hand changed it."""
        before = next(before for one, before, _after in self.changes if one == name)
        return before == self.earlier.get(name)

    @property
    def at(self) -> Cell | None:
        """Where the record begins: its case number, else its title."""
        numbers = self.record.case_numbers
        said = numbers[0] if numbers else self.record.title_sv or self.record.title_en
        return said.at if said else None


class Planner:
    """Judges the records of one file, in their order.

    `made` are the keys of the projects that the file made itself on the way: no later record
    of it is about them.
    """

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.seen: dict[object, int] = {}
        self.made: set[int] = set()

    def plans(self, records: Iterable[Record]) -> Iterator[list[Plan]]:
        """Yield the plans of one batch of records after another."""
        place = 0
        for batch in _batches(records):
            yield self._batch(place, batch)
            place += len(batch)

    def _batch(self, place: int, records: Sequence[Record]) -> list[Plan]:
        wanted = [self.reader.read(record) for record in records]
        known = Projects(records)
        bodies = map(_bodies, wanted)
        found = [known.of(*pair) - self.made for pair in zip(records, bodies, strict=True)]
        projects = existing({key for keys in found for key in keys if len(keys) == 1})
        earlier = _earlier(projects)
        return [
            self._plan(
                Plan(place=place + number, record=record, wanted=said, verdict=RowVerdict.NEW),
                [projects[key] for key in keys if len(keys) == 1],
                keys,
                earlier,
            )
            for number, (record, said, keys) in enumerate(zip(records, wanted, found, strict=True))
        ]

    def _plan(
        self,
        plan: Plan,
        projects: Sequence[Project],
        keys: set[int],
        earlier: Mapping[tuple[int, str], dict[str, list[str]]],
    ) -> Plan:
        plan.problems = [*plan.record.problems, *plan.wanted.problems]
        if len(keys) > 1:
            values = (("projects", ", ".join(f"P{key:06}" for key in sorted(keys))),)
            plan.problems.append(Problem("several_projects", Kind.ERROR, plan.at, values=values))
        plan.problems += self._repeated(plan, keys)
        if any(one.kind is not Kind.NOTE for one in plan.problems):
            plan.verdict = RowVerdict.ERROR
        elif not projects:
            plan.problems += _lacking(plan)
        else:
            plan.project = projects[0]
            plan.earlier = earlier.get((plan.project.pk, number_of(plan.record)), {})
            self._compare(plan, plan.project, plan.earlier)
        return plan

    def _repeated(self, plan: Plan, keys: set[int]) -> Iterator[Problem]:
        """Yield that the file told of this project before."""
        row = plan.record.rows[0]
        told: set[object] = set(keys) if len(keys) == 1 else set()
        for body in _bodies(plan.wanted):
            numbers = [value.value for value in plan.record.case_numbers]
            told |= {(body, number) for number in numbers}
            if not numbers:
                told.add((body, title_of(plan.record), plan.wanted.lead))
        for one in told:
            if self.seen.setdefault(one, row) != row:
                values = (("row", str(self.seen[one])),)
                yield Problem("twice_in_file", Kind.ERROR, plan.at, values=values)
                return

    def _compare(self, plan: Plan, project: Project, base: Mapping[str, list[str]]) -> None:
        """Tell what of a project the file changes, and what a person's word keeps it from."""
        for name, said in plan.wanted.values.items():
            before = stored(project, name, plan.wanted)
            if base.get(name) == said or before == said:
                continue
            is_imports = not any(before) or before == base.get(name)
            is_fixed = project.was_ever_public and not may_be_proposed(plan.wanted, name, before)
            if is_fixed or project.is_scheduled:
                plan.problems.append(self._kept("public_kept", plan, name, before, said))
            elif is_imports or (project.was_ever_public and name.startswith("decision")):
                plan.changes.append((name, before, said))
            else:
                plan.problems.append(self._kept("person_kept", plan, name, before, said))
        plan.verdict = RowVerdict.CHANGED if plan.changes else RowVerdict.UNCHANGED
        if plan.changes and needs_second_person(project):
            plan.verdict = RowVerdict.WAITS

    def _kept(
        self, code: str, plan: Plan, name: str, before: list[str], said: list[str]
    ) -> Problem:
        record = plan.record
        at: Cell | None = getattr(getattr(record, name, None), "at", None)
        if name == "places":
            at = record.places[0].at
        elif name == "lead" and record.lead and record.lead.name:
            at = record.lead.name.at
        elif name.startswith("decision") and record.amounts:
            at = record.amounts[0].at
        values = (("stored", self._short(before)), ("written", self._short(said)))
        return Problem(code, Kind.NOTE, at or plan.at, name.partition("|")[0], values)

    def _short(self, value: list[str]) -> str:
        """Return a value in few words, organisations by their names."""
        names = self.reader.organisations.names
        said = (names.get(one, one.removeprefix("group:")) for one in value if one)
        return ", ".join(said)[:80]


def _batches(records: Iterable[Record]) -> Iterator[list[Record]]:
    left = iter(records)
    while batch := list(islice(left, BATCH)):
        yield batch


def _lacking(plan: Plan) -> Iterator[Problem]:
    """Yield what a new project lacks before it can be published."""
    wanted = plan.wanted
    known = {
        "decision": wanted.decisions,
        "lead": wanted.lead,
        "period": {"starts_on", "ends_on"} <= wanted.columns.keys(),
        "place": wanted.places,
    }
    for fact, is_known in known.items():
        if not is_known:
            yield Problem(f"lacks_{fact}", Kind.NOTE, plan.at)


def number_of(record: Record) -> str:
    return record.case_numbers[0].value if record.case_numbers else ""


def _bodies(wanted: Wanted) -> list[str]:
    """Return who decided by the file; co-funders do not tell one project from another."""
    own = (one for one in wanted.decisions if one.kind != DecisionKind.COFUNDING_PROMISED)
    return list(dict.fromkeys(one.body for one in own))


def _earlier(projects: Iterable[int]) -> dict[tuple[int, str], dict[str, list[str]]]:
    """Return what the last file said of each project, by its key and the case number there."""
    rows = ImportedRow.objects.standing().filter(project__in=list(projects)).order_by("file_id")
    told = rows.values_list("project_id", "case_number", "values")
    return {(key, number): values for key, number, values in told}


def stored(project: Project, name: str, wanted: Wanted) -> list[str]:
    """Return what the registry holds of what a file says, worded as `Wanted.values`."""
    if name in COLUMNS:
        value = getattr(project, f"{name}_id" if name == "priority" else name)
        if value in (None, ""):
            return []
        return [plain(value), *(plain(getattr(project, one)) for one in COLUMNS[name][1:])]
    if name == "lead":
        leads = [one for one in project.participations.all() if one.role == Role.LEAD]
        tokens = [
            f"org:{one.organisation_id}" if one.organisation_id else f"group:{one.group_sv}"
            for one in leads
        ]
        return tokens[-1:]
    if name == "places":
        rows = project.project_places.all()
        return sorted(one.place.code for one in rows if one.meaning == PlaceMeaning.CARRIED_OUT_IN)
    [decision] = [one for one in wanted.decisions if one.key == name]
    found = standing(project, decision)
    return value_of(found, decision) if found else []
