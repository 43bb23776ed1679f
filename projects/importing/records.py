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
from collections.abc import Iterator
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, replace
from decimal import Decimal

from projects.importing import grouping, joining
from projects.importing.cells import Cell, Kind, Problem, Sheet, Value
from projects.importing.parts import Day, Money, Party
from projects.importing.recognising import Mapping
from projects.money import Amount

__all__ = ["Day", "Money", "Party", "Record", "records"]


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


def records(
    sheet: Sheet, mapping: Mapping, answers: AnyMapping[str, str] | None = None
) -> Iterator[Record]:
    """Yield the projects of a sheet, each as soon as its last row is read.

    `answers` are by the key of a question. A record that an open question touches carries it
    as a problem and lacks the value. Rows with one case number are one project, as is a row
    without number and title that follows one; rows of sums are left out.
    """
    ways = mapping.ways(answers or {})
    for rows in grouping.grouped(sheet, mapping.targets, ways, mapping.places):
        joined = joining.join(rows)
        record = Record(
            sheet=sheet.name,
            rows=tuple(row.number for row in rows),
            problems=tuple(joined.problems),
            **joined.fields,
        )
        wrong = tuple(_wrong(record, sheet.cell(record.rows[0] - sheet.first_row, 0)))
        yield replace(record, problems=record.problems + wrong) if wrong else record


def _wrong(record: Record, at: Cell) -> Iterator[Problem]:
    """Yield what is wrong with a record as a whole."""
    starts, ends = record.starts_on, record.ends_on
    if starts and ends and ends.value.on < starts.value.on:
        values = (("starts", starts.written), ("ends", ends.written))
        yield Problem("ends_before_start", Kind.ERROR, ends.at, "ends_on", values)
    if not (record.title_sv or record.title_en):
        yield Problem("no_title", Kind.ERROR, at, "title_sv")
    elif not (record.case_numbers or record.lead is not None or record.amounts or starts):
        yield Problem("only_a_title", Kind.ERROR, at, "title_sv")
