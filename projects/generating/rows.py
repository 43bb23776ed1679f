"""Made-up projects as lines for the tables that hold them."""

from collections.abc import Iterator
from itertools import count

from projects.generating.copying import Table, kronor
from projects.generating.drafts import Draft, draw, source_after
from projects.generating.grants import REVOKED, STEP, Decided
from projects.generating.registers import Registers
from projects.models import (
    Decision,
    GrantSplit,
    MissingFact,
    Participation,
    Project,
    ProjectPlace,
    StatedFigure,
    Subtotal,
)
from projects.money import Basis
from projects.search import words

PROJECTS = Table.of(
    Project,
    *("id", "slug", "state", "published_at", "acronym", "title_sv", "title_en", "purpose_sv"),
    *("kind", "starts_on", "ends_on", "total_cost", "priority_id"),
    *("at_least", "at_most", "unknown_parts", "is_granted", "decided_on", "cancelled_on"),
    *("words", "search", "named"),
)
PARTICIPATIONS = Table.of(Participation, "id", "project_id", "organisation_id", "role")
PLACES = Table.of(ProjectPlace, "id", "project_id", "place_id", "meaning")
MISSING = Table.of(MissingFact, "id", "project_id", "fact", "note_sv", "note_en")
DECISIONS = Table.of(
    Decision,
    *("id", "project_id", "kind", "organisation_id", "partnership_id", "decided_on"),
    *("in_force_from", "case_number", "reference", "source_id", "supersedes_id", "matter"),
    "recorded_at",
)
SPLITS = Table.of(
    GrantSplit,
    *("id", "project_id", "decision_id", "funder_id", "fund_id", "programme_id", "form"),
    *("amount", "amount_precision", "amount_step"),
)
FIGURES = Table.of(
    StatedFigure,
    *("id", "project_id", "basis", "amount", "amount_precision", "amount_step", "words"),
    *("stated_on", "source_id"),
)
SUBTOTALS = Table.of(
    Subtotal, "id", "project_id", "basis", "funder_id", "at_least", "at_most", "unknown_parts"
)
TABLES = [PROJECTS, PARTICIPATIONS, PLACES, MISSING, DECISIONS, SPLITS, FIGURES, SUBTOTALS]
"""In the order in which they refer to one another."""

Line = tuple[Table, str]


def slug_of(number: int) -> str:
    return f"exempel-{number:06}"


class Writer:
    """Turns projects into lines, and counts the keys of each table on from where it stands."""

    def __init__(self, registers: Registers, seed: int, first: dict[Table, int]) -> None:
        self.registers = registers
        self.organisations = [one.pk for one in registers.organisations]
        self.funds = [one.pk for one in registers.funds]
        self.seed = seed
        self.first_project = first[PROJECTS]
        self.keys = {table: count(start) for table, start in first.items()}

    def lines(self, numbers: range) -> dict[Table, list[str]]:
        """Return the lines of some projects, for each table."""
        found: dict[Table, list[str]] = {table: [] for table in TABLES}
        for number in numbers:
            draft = draw(self.registers, self.seed, number)
            project = self.first_project + number
            for table, line in self._all(draft, project):
                found[table].append(line)
        return found

    def _all(self, draft: Draft, project: int) -> Iterator[Line]:
        yield PROJECTS, self._project(draft, project)
        yield from self._facts(draft, project)
        yield from self._decisions(draft, project)
        yield from self._sums(draft, project)

    def _row(self, table: Table, *values: object) -> Line:
        return table, table.line(next(self.keys[table]), *values)

    def _project(self, draft: Draft, project: int) -> str:
        ledger, texts = draft.ledger, draft.texts
        total = ledger.registered
        return PROJECTS.line(
            project,
            slug_of(draft.number),
            "published",
            draft.published_at,
            texts.acronym,
            texts.title_sv,
            texts.title_en,
            texts.purpose_sv,
            draft.kind,
            draft.starts_on,
            draft.ends_on,
            kronor(draft.total_cost),
            draft.priority and draft.priority.pk,
            kronor(total.low),
            kronor(total.high),
            total.unknown,
            ledger.is_granted,
            # The last word: what is revoked is decided by what revokes it.
            draft.days[-1].in_force_from if ledger.is_revoked else draft.last_day,
            draft.days[-1].in_force_from if ledger.is_revoked else None,
            *self._search(draft, f"P{project:06}"),
        )

    def _search(self, draft: Draft, reference: str) -> tuple[str, str, list[str]]:
        """Return what `settlement.search_columns` would write: words, search, named."""
        texts = draft.texts
        titles = [texts.acronym, texts.title_sv, texts.title_en]
        names = [reference]
        for day in draft.days:
            names += [day.case_number, day.reference]
        parts = [part for one in draft.ledger.decisions for part in one.parts]
        organisations = [self.registers.organisations[part.funder] for part in parts]
        for organisation in organisations + draft.taking_part:
            names += [organisation.name, organisation.name_en]
        stream = words.stream(titles, names, [texts.purpose_sv])
        numbers = [day.case_number for day in draft.days] + [day.reference for day in draft.days]
        return stream, words.vector(stream), words.named([reference, *titles, *numbers])

    def _facts(self, draft: Draft, project: int) -> Iterator[Line]:
        for place, organisation in enumerate(draft.taking_part):
            role = "partner" if place else "lead"
            yield self._row(PARTICIPATIONS, project, organisation.pk, role)
        for meaning, where in draft.places:
            yield self._row(PLACES, project, where.pk, meaning)
        if draft.ends_on is None:
            notes = "Slutdatum är okänt.", "The last day is unknown."
            yield self._row(MISSING, project, "period", *notes)

    def _decisions(self, draft: Draft, project: int) -> Iterator[Line]:
        for one, day in zip(draft.ledger.decisions, draft.days, strict=True):
            key = next(self.keys[DECISIONS])
            earlier = key - 1 if one.kind == REVOKED else None
            values = (
                *(key, project, one.kind),
                None if one.funder is None else self.organisations[one.funder],
                draft.partnership.pk if one.funder is None else None,
                *(day.decided_on, day.in_force_from, day.case_number, day.reference),
                *(day.source.pk, earlier, earlier or key, draft.published_at),
            )
            yield DECISIONS, DECISIONS.line(*values)
            yield from self._splits(draft, one, project, key)

    def _splits(self, draft: Draft, one: Decided, project: int, decision: int) -> Iterator[Line]:
        for part in one.parts:
            yield self._row(
                SPLITS,
                *(project, decision, self.organisations[part.funder], self.funds[part.fund]),
                draft.priority.programme_id if draft.priority and part.is_from_eu else None,
                "in_kind" if part.in_kind else "cash",
                kronor(part.amount),
                *(("rounded", kronor(STEP)) if part.is_rounded else ("exact", None)),
            )

    def _sums(self, draft: Draft, project: int) -> Iterator[Line]:
        ledger = draft.ledger
        if ledger.stated is not None:
            yield self._row(
                FIGURES,
                *(project, Basis.REGISTERED_SUPPORT.value, kronor(ledger.stated)),
                *("rounded", kronor(STEP), _printed(ledger.stated)),
                *(draft.stated_on, source_after(self.registers, draft.stated_on).pk),
            )
        for basis, funder, total in ledger.sums():
            whose = None if funder is None else self.organisations[funder]
            bounds = kronor(total.low), kronor(total.high), total.unknown
            yield self._row(SUBTOTALS, project, basis.value, whose, *bounds)
        if draft.total_cost is not None:
            cost = kronor(draft.total_cost)
            yield self._row(SUBTOTALS, project, Basis.TOTAL_COST.value, None, cost, cost, 0)


def _printed(ore: int) -> str:
    """Return a sum as a press release prints it: 14,1 miljoner kronor."""
    return f"{ore / 100_000_000:.1f} miljoner kronor".replace(".", ",")
