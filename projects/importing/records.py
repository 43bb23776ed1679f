"""The projects of a sheet, one record each: the contract between reading and applying.

Whoever applies a file calls, in this order:

    sheets = reading.sheets(content, filename)     # list[Sheet]; raises reading.FileRefusedError
    sheet = reading.pasted(text)                   # Sheet, of text pasted from a table
    mapping = recognising.recognise(sheet, saved)  # Mapping; `saved` is what `as_saved` gave
    mapping.with_targets({3: "lead_name"})         # the same with columns put right
    mapping.questions                              # to answer: {question.key: choice}
    mapping.as_saved(answers)                      # plain values, to keep by name
    for record in records.records(sheet, mapping, answers): ...

`records` may be called again for the same sheet; it holds no more than one record at a time,
unless rows of one project stand apart in the file.
"""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from projects.importing.cells import Cell, Kind, Problem, Value
from projects.money import Amount


@dataclass(frozen=True, slots=True)
class Day:
    """A date as far as a file tells it.

    `precision` is "day", "month" or "year". Of a month or a year `on` is the first day where
    something starts and the last where it ends, as `Project` keeps it.
    """

    on: datetime.date
    precision: str = "day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """An organisation as a file tells it.

    `number` is ten digits that pass the check of Swedish organisation numbers; any other is a
    problem of the record and left out. `kind` is the file's word for what it is where it has a
    column for that ("Ideell förening"), and may stand without a name. `is_person` says that
    the number is a personal identity number, which is never kept: nor should the name be.
    """

    name: Value[str] | None = None
    number: Value[str] | None = None
    kind: Value[str] | None = None
    is_person: bool = False

    def __bool__(self) -> bool:
        return bool(self.name or self.number or self.kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """One row of money: an amount and what the file says of it alone.

    `target` is the column's: "granted" (support, no more said), "eu" (support out of an EU
    fund), "national" (public support that is not), "private" or "proposed" (prioritised, not
    granted). An unknown amount is a value like any other. What is None here holds for the
    whole record.
    """

    target: str
    amount: Value[Amount]
    funder: Party | None = None
    fund: Value[str] | None = None
    programme: Value[str] | None = None
    decided_on: Value[datetime.date] | None = None
    case_number: Value[str] | None = None
    kind: Value[str] | None = None

    @property
    def at(self) -> Cell:
        return self.amount.at


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One project as a file tells it, from one row or several. None is: the file does not say.

    `rows` are numbers of rows in the file. `case_numbers` are the project's own numbers with
    whoever keeps the list, the first of them its key; `references` are of decisions
    (diarienummer). `eu_rate` is in percent. `places` are codes of `Place`, each once;
    `unmatched_places` words that name no place we know. `round_body` and `round_on` say which
    meeting of whom. `status` and `kind` are the file's words. `problems` are of this record
    alone; what concerns whole columns stands in `Mapping.problems`.
    """

    sheet: str
    rows: tuple[int, ...]
    case_numbers: tuple[Value[str], ...] = ()
    references: tuple[Value[str], ...] = ()
    title_sv: Value[str] | None = None
    title_en: Value[str] | None = None
    purpose_sv: Value[str] | None = None
    purpose_en: Value[str] | None = None
    acronym: Value[str] | None = None
    kind: Value[str] | None = None
    lead: Party | None = None
    funder: Party | None = None
    fund: Value[str] | None = None
    programme: Value[str] | None = None
    priority: Value[str] | None = None
    amounts: tuple[Money, ...] = ()
    total_cost: Value[Amount] | None = None
    eligible_cost: Value[Amount] | None = None
    eu_rate: Value[Decimal] | None = None
    starts_on: Value[Day] | None = None
    ends_on: Value[Day] | None = None
    decided_on: Value[datetime.date] | None = None
    places: tuple[Value[str], ...] = ()
    unmatched_places: tuple[Value[str], ...] = ()
    round_body: Value[str] | None = None
    round_on: Value[datetime.date] | None = None
    status: Value[str] | None = None
    web: Value[str] | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Whether nothing forbids taking the record in and no question is open."""
        return all(problem.kind is Kind.NOTE for problem in self.problems)
