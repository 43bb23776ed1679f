"""What a record says of its project, in the columns that the registry keeps it in."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.utils import timezone

from projects.importing.cells import Kind, Problem, Value
from projects.importing.matching import Organisations, Registers, title_of
from projects.importing.parts import Money, Party
from projects.importing.records import Record
from projects.models import DecisionKind, Fund, Organisation, Programme, Project, ProjectKind
from projects.models.amounts import amount_columns
from projects.money import Amount

GROUPS = {
    "national": "offentlig medfinansiering",
    "private": "privat medfinansiering",
}
"""Who gives money that a file attributes to no one; for the public, so in Swedish."""

KINDS = {
    "förstudie": ProjectKind.PRE_STUDY,
    "forstudie": ProjectKind.PRE_STUDY,
    "pre-study": ProjectKind.PRE_STUDY,
    "genomförande": ProjectKind.IMPLEMENTATION,
    "genomförandeprojekt": ProjectKind.IMPLEMENTATION,
    "implementation": ProjectKind.IMPLEMENTATION,
}

TEXTS = ("title_sv", "title_en", "purpose_sv", "purpose_en", "acronym")
COSTS = ("total_cost", "eligible_cost")
DAYS = ("starts_on", "ends_on")
COLUMNS: dict[str, tuple[str, ...]] = {
    **{name: (name,) for name in (*TEXTS, "kind", "priority")},
    **{name: (name, f"{name}_precision") for name in DAYS},
    **{name: (name, f"{name}_precision", f"{name}_step") for name in COSTS},
}
"""The columns of `Project` in which each fact stands."""


@dataclass(frozen=True, kw_only=True)
class Defaults:
    """What holds for a whole file where it says nothing itself."""

    funder: Organisation | None = None
    fund: Fund | None = None
    programme: Programme | None = None


@dataclass(frozen=True, kw_only=True)
class WantedSplit:
    """Money before anything is written: who gives it is a token, see `matching`."""

    funder: str
    amount: Amount
    fund: Fund | None = None
    programme: Programme | None = None


@dataclass(frozen=True, kw_only=True)
class WantedDecision:
    kind: str
    body: str
    decided_on: datetime.date | None = None
    case_number: str = ""
    reference: str = ""
    eu_rate: Decimal | None = None
    splits: tuple[WantedSplit, ...] = ()
    turn: int = 1

    @property
    def key(self) -> str:
        """What tells it from the other decisions of the project."""
        return f"decision|{self.kind}|{self.body}|{self.case_number}|{self.turn}"

    @property
    def value(self) -> list[str]:
        """What a later file is compared by: the day and the amounts."""
        day = self.decided_on.isoformat() if self.decided_on else ""
        return [day, *sorted(amount_text(split.amount) for split in self.splits)]


@dataclass(kw_only=True)
class Wanted:
    """All that a record says of its project; `columns` are by the names of COLUMNS."""

    columns: dict[str, list[Any]] = field(default_factory=dict)
    costs: dict[str, Amount] = field(default_factory=dict)
    lead: str = ""
    places: tuple[str, ...] = ()
    decisions: list[WantedDecision] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def values(self) -> dict[str, list[str]]:
        """The same as plain texts, to be kept and compared."""
        found = {name: [plain(one) for one in columns] for name, columns in self.columns.items()}
        if self.lead:
            found["lead"] = [self.lead]
        if self.places:
            found["places"] = sorted(self.places)
        return found | {one.key: one.value for one in self.decisions}


def plain(value: Any) -> str:
    """Return a column's value as text; nothing is the empty text."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(getattr(value, "pk", value))


def amount_text(amount: Amount) -> str:
    """Return an amount as plain text: kronor, and its precision where it is not exact."""
    if amount.kronor is None:
        return "?"
    precision = "" if amount.precision == "exact" else f" {amount.precision.value}"
    step = "" if amount.step is None else f" {amount.step:.2f}"
    return f"{amount.kronor:.2f}{precision}{step}"


class Reader:
    """Reads records against the registers, with the same defaults for all of a file."""

    def __init__(
        self, *, defaults: Defaults, organisations: Organisations, registers: Registers
    ) -> None:
        self.defaults = defaults
        self.organisations = organisations
        self.registers = registers

    def read(self, record: Record) -> Wanted:
        """Return what a record says; its problems are added to by what the registers lack."""
        wanted = Wanted()
        wanted.columns = dict(_columns(record))
        wanted.costs = {name: said.value for name in COSTS if (said := getattr(record, name))}
        programme = self._programme(record.programme, wanted)
        self._add_priority(record, programme, wanted)
        if record.lead:
            wanted.lead = self._who(record.lead, record, wanted)
        wanted.places = tuple(value.value for value in record.places)
        self._add_decisions(record, programme, wanted)
        wanted.problems += _misfits(record, wanted)
        return wanted

    def _who(self, party: Party, record: Record, wanted: Wanted) -> str:
        token = self.organisations.token(party, record.rows[0])
        if not token and party.name and not party.is_person:
            name = " ".join(party.name.value.split())
            proposal = self.organisations.proposals[f"organisation:{name}"]
            values = (("names", ", ".join(proposal.candidates.values())), ("written", name))
            wanted.problems.append(
                Problem("organisation_open", Kind.QUESTION, party.name.at, "lead_name", values)
            )
        return token

    def _programme(self, said: Value[str] | None, wanted: Wanted) -> Programme | None:
        if said is None:
            return self.defaults.programme
        found = self.registers.programme(said.value)
        if found is None:
            wanted.problems.append(_unknown("programme", said))
        return found or self.defaults.programme

    def _fund(self, said: Value[str] | None, wanted: Wanted) -> Fund | None:
        if said is None:
            return self.defaults.fund
        found = self.registers.fund(said.value)
        if found is None:
            wanted.problems.append(_unknown("fund", said))
        return found or self.defaults.fund

    def _add_priority(self, record: Record, programme: Programme | None, wanted: Wanted) -> None:
        if record.priority is None or programme is None:
            return
        found = self.registers.priority(programme, record.priority.value)
        if found is None:
            wanted.problems.append(_unknown("priority", record.priority))
        else:
            wanted.columns["priority"] = [found]

    def _add_decisions(self, record: Record, programme: Programme | None, wanted: Wanted) -> None:
        targets = {money.target for money in record.amounts}
        if {"granted", "eu"} <= targets:
            wanted.problems.append(
                Problem("granted_and_eu", Kind.ERROR, record.amounts[0].at, "granted")
            )
        found: dict[tuple[Any, ...], list[WantedSplit]] = {}
        for money in record.amounts:
            split = self._split(money, record, programme, wanted)
            if split:
                found.setdefault(self._matter(money, split, record), []).append(split)
        for matter, splits in found.items():
            wanted.decisions += _decisions(matter, splits, record)

    def _split(
        self, money: Money, record: Record, programme: Programme | None, wanted: Wanted
    ) -> WantedSplit | None:
        party = money.funder or (None if money.target in GROUPS else record.funder)
        if party:
            funder = self._who(party, record, wanted)
        elif money.target in GROUPS:
            funder = f"group:{GROUPS[money.target]}"
        else:
            funder = f"org:{self.defaults.funder.pk}" if self.defaults.funder else ""
            if not funder:
                wanted.problems.append(Problem("no_funder", Kind.ERROR, money.at, money.target))
        if not funder:
            return None
        is_ours = money.target not in GROUPS
        fund = self._fund(money.fund or record.fund, wanted) if is_ours else None
        own = self._programme(money.programme, wanted) if money.programme else programme
        return WantedSplit(
            funder=funder,
            amount=money.amount.value,
            fund=fund,
            programme=own if is_ours else None,
        )

    def _matter(self, money: Money, split: WantedSplit, record: Record) -> tuple[Any, ...]:
        """Return kind, body, day and case number of the decision that a part belongs to."""
        day = money.decided_on or record.decided_on
        number = money.case_number or (record.case_numbers[0] if record.case_numbers else None)
        is_proposed = money.target == "proposed" or record.round_body is not None
        if is_proposed and money.target not in GROUPS:
            day = record.round_on or day
            body = self.registers.body(record.round_body.value) if record.round_body else ""
            kind = DecisionKind.PRIORITISED
            return kind, body or split.funder, day and day.value, number and number.value
        if money.target in GROUPS:
            return DecisionKind.COFUNDING_PROMISED, split.funder, day and day.value, None
        return DecisionKind.GRANTED, split.funder, day and day.value, number and number.value


def _decisions(
    matter: tuple[Any, ...], splits: list[WantedSplit], record: Record
) -> Iterator[WantedDecision]:
    """Yield the decisions of one matter: a second one for what would stand twice in the first."""
    kind, body, day, number = matter
    turns: list[list[WantedSplit]] = []
    for split in splits:
        same = (split.funder, split.fund)
        for turn in turns:
            if same not in [(one.funder, one.fund) for one in turn]:
                turn.append(split)
                break
        else:
            turns.append([split])
    is_own = kind != DecisionKind.COFUNDING_PROMISED
    decision = WantedDecision(
        kind=kind,
        body=body,
        decided_on=day,
        case_number=number or "",
        reference=record.references[0].value if is_own and record.references else "",
        eu_rate=record.eu_rate.value if is_own and record.eu_rate else None,
    )
    for place, turn in enumerate(turns, start=1):
        yield replace(decision, splits=tuple(turn), turn=place)


def _columns(record: Record) -> Iterator[tuple[str, list[Any]]]:
    for name in TEXTS:
        said = getattr(record, name)
        if said and said.value.strip():
            yield name, [said.value.strip()]
    if not record.title_sv and title_of(record):
        yield "title_sv", [title_of(record)]
    if record.kind and (kind := KINDS.get(record.kind.value.strip().casefold())):
        yield "kind", [kind.value]
    for name in DAYS:
        if said := getattr(record, name):
            yield name, [said.value.on, said.value.precision]
    for name in COSTS:
        said = getattr(record, name)
        if said and not said.value.is_unknown:
            yield name, list(amount_columns(name, said.value).values())


def _unknown(what: str, said: Value[str]) -> Problem:
    return Problem(f"unknown_{what}", Kind.NOTE, said.at, what, (("written", said.written),))


def _misfits(record: Record, wanted: Wanted) -> Iterator[Problem]:
    """Yield what no column of the registry has room for."""
    for name, (value, *_rest) in wanted.columns.items():
        most = getattr(Project._meta.get_field(name), "max_length", None)
        said = getattr(record, name, None)
        if isinstance(value, str) and most and len(value) > most:
            values = (("most", str(most)), ("written", value[:40]))
            yield Problem("too_long", Kind.ERROR, said and said.at, name, values)
    for decision in wanted.decisions:
        if decision.decided_on and decision.decided_on > timezone.localdate():
            at = record.decided_on.at if record.decided_on else None
            day = decision.decided_on.isoformat()
            yield Problem("in_the_future", Kind.ERROR, at, "decided_on", (("day", day),))
        for number in (decision.case_number, decision.reference):
            if len(number) > LONGEST_NUMBER:
                values = (("most", str(LONGEST_NUMBER)), ("written", number[:40]))
                yield Problem("too_long", Kind.ERROR, None, "case_number", values)
    for token in {wanted.lead, *(split.funder for one in wanted.decisions for split in one.splits)}:
        if len(token.partition(":")[2]) > LONGEST_NAME:
            values = (("most", str(LONGEST_NAME)), ("written", token.partition(":")[2][:40]))
            yield Problem("too_long", Kind.ERROR, None, "lead_name", values)


LONGEST_NUMBER = 60
LONGEST_NAME = 200
