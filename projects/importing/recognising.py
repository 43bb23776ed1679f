"""Finds the header row of a sheet and what its columns mean; both can be put right."""

from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from projects.importing import grouping, headings, personal, places, written
from projects.importing.cells import FOREIGN_FORMAT, Cell, Kind, Problem, Sheet
from projects.importing.headings import Heading
from projects.importing.questions import Evidence, Question, Reading, Way
from projects.importing.targets import CASE, COUNTRY, PERSONAL, REFERENCE, TARGETS, Form

SAMPLES = 3
_MANY = (Form.PLACES, Form.NUMBERS)
"""Forms of which several columns may mean the same."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its place from 0, its heading, its meaning (or empty), and a few cells."""

    place: int
    heading: Heading
    target: str
    samples: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return " ".join(self.heading.text.split())


@dataclass(frozen=True)
class Mapping:
    """What the columns of a sheet mean.

    `header` is the place of the header row in `sheet.rows`, None where there is none.
    `answers` came with a saved mapping. `problems` concern whole columns or the sheet.
    """

    sheet: Sheet = field(repr=False)
    header: int | None
    columns: tuple[Column, ...]
    answers: dict[str, str] = field(default_factory=dict)

    @property
    def first(self) -> int:
        """The place in `sheet.rows` of the first row below the header."""
        return 0 if self.header is None else self.header + 1

    @cached_property
    def sums(self) -> tuple[int, ...]:
        """The places of rows that add the others up, and are left out."""
        rows = self.sheet.rows
        return tuple(n for n in range(self.first, len(rows)) if grouping.is_sum(rows[n]))

    @cached_property
    def places(self) -> tuple[int, ...]:
        """The places in `sheet.rows` of the rows that may hold projects."""
        rows, sums = self.sheet.rows, set(self.sums)
        again = rows[self.header] if self.header is not None else None
        return tuple(
            n
            for n in range(self.first, len(rows))
            if n not in sums and any(rows[n]) and rows[n] != again
        )

    @property
    def targets(self) -> dict[int, str]:
        """The meaning of each column that has one, by its place."""
        return {column.place: column.target for column in self.columns if column.target}

    def with_targets(self, targets: AnyMapping[int, str]) -> "Mapping":
        """Return the mapping with columns given other meanings, empty for none.

        A column about persons stays one. ValueError for a meaning that does not exist.
        """
        unknown = set(targets.values()) - set(TARGETS) - {""}
        if unknown:
            raise ValueError(f"no such targets: {sorted(unknown)}")
        columns = tuple(
            column
            if column.target == PERSONAL
            else replace(column, target=targets.get(column.place, column.target))
            for column in self.columns
        )
        return replace(self, columns=columns)

    @cached_property
    def readings(self) -> dict[int, Reading]:
        """How each column with a meaning is read, by its place."""
        seen = {
            column.place: Evidence(column.heading, column.target)
            for column in self.columns
            if column.target and TARGETS[column.target].form in (Form.MONEY, Form.DATE, Form.RATE)
        }
        for number in self.places:
            row = self.sheet.rows[number]
            for place, evidence in seen.items():
                if place < len(row) and row[place] is not None:
                    evidence.add(row[place])
        has_currency = any(column.target == "currency" for column in self.columns)
        in_swedish = any(column.heading.is_swedish for column in self.columns)
        is_abroad = self._is_abroad
        return {
            place: Reading(evidence, self._at(place), in_swedish, has_currency, is_abroad)
            for place, evidence in seen.items()
        }

    @property
    def _is_abroad(self) -> bool:
        """Whether a column of countries, or how numbers are shown, tells of another country."""
        if any(problem.code == FOREIGN_FORMAT for problem in self.sheet.problems):
            return True
        columns = [column.place for column in self.columns if column.target == COUNTRY]
        rows = (self.sheet.rows[number] for number in self.places)
        cells = {written.one_line(row[c]) for row in rows for c in columns if c < len(row)}
        return any(places.named(cell, COUNTRY).unmatched for cell in cells)

    @property
    def questions(self) -> tuple[Question, ...]:
        """What has to be answered before every cell can be read."""
        return tuple(
            question for reading in self.readings.values() for question in reading.questions
        )

    def ways(self, answers: AnyMapping[str, str]) -> dict[int, Way]:
        given = {**self.answers, **answers}
        return {place: reading.way(given) for place, reading in self.readings.items()}

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        found = list(self.sheet.problems)
        if self.header is None:
            found.append(Problem("no_header", Kind.ERROR, Cell(self.sheet.name, 0, 0)))
        elif len({column.heading.target for column in self.columns} - {""}) < 2:
            found.append(Problem("header_guessed", Kind.NOTE, self.sheet.cell(self.header, 0)))
        found += [problem for column in self.columns for problem in self._of(column)]
        found += [Problem("sum_row", Kind.NOTE, self.sheet.cell(n, 0)) for n in self.sums]
        targets = {column.target for column in self.columns}
        if self.header is not None and not targets & {"title_sv", "title_en"}:
            found.append(Problem("no_title_column", Kind.ERROR, field="title_sv"))
        return tuple(found)

    def _of(self, column: Column) -> list[Problem]:
        where = self._at(column.place)
        told = (("heading", column.title),)
        if column.target == PERSONAL:
            return [Problem("personal_column", Kind.NOTE, where, PERSONAL, told)]
        if not column.target:
            return [_left_out(column, where)] if column.title else []
        reading = self.readings.get(column.place)
        if reading is None:
            return []
        found = []
        if column.heading.currency:
            currency = (("currency", column.heading.currency.upper()),)
            found.append(
                Problem("foreign_column", Kind.ERROR, where, column.target, told + currency)
            )
        elif reading.unit_is_assumed and reading.evidence.bare:
            found.append(Problem("kronor_assumed", Kind.NOTE, where, column.target, told))
        if reading.evidence.serials:
            found.append(Problem("serial_dates", Kind.NOTE, where, column.target, told))
        return found

    def _at(self, place: int) -> Cell:
        name = self.sheet.names[place] if self.sheet.names else ""
        return Cell(self.sheet.name, 0, place, name)

    def as_saved(self, answers: AnyMapping[str, str]) -> dict[str, dict[str, str]]:
        """Return plain values that `recognise` takes for another file of the same kind."""
        targets = {column.title: column.target for column in self.columns if column.title}
        keys = {question.key for question in self.questions}
        given = {**self.answers, **answers}
        return {
            "targets": targets,
            "answers": {key: choice for key, choice in given.items() if key in keys},
        }


def _left_out(column: Column, where: Cell) -> Problem:
    told = [("heading", column.title)]
    code = "column_left_out"
    if column.heading.currency and column.heading.target:
        code = "foreign_column_left_out"
        told.append(("currency", column.heading.currency.upper()))
    elif column.heading.target:
        code = "column_again"
    return Problem(code, Kind.NOTE, where, values=tuple(told))


def recognise(sheet: Sheet, saved: AnyMapping[str, AnyMapping[str, str]] | None = None) -> Mapping:
    """Return what the columns of a sheet mean, by `saved` where a heading is known there."""
    kept = (saved or {}).get("targets", {})
    header = headings.header_place(sheet.rows, kept)
    width = max((len(row) for row in sheet.rows), default=0)
    row = sheet.rows[header] if header is not None else ()
    is_path = bool(sheet.names)
    read = [headings.read(_cell(row, place), is_path=is_path) for place in range(width)]
    targets = _targets(read, kept)
    first = 0 if header is None else header + 1
    columns = tuple(
        Column(place, heading, target, _samples(sheet, place, first))
        for place, (heading, target) in enumerate(zip(read, targets, strict=True))
    )
    return Mapping(sheet, header, columns, dict((saved or {}).get("answers", {})))


def likeliest(sheets: Sequence[Sheet]) -> Sheet:
    """Return the sheet that holds the projects: the first of those with most known columns."""
    return max(sheets, key=lambda sheet: len(set(recognise(sheet).targets.values())))


def _targets(read: Sequence[Heading], kept: AnyMapping[str, str]) -> list[str]:
    """Return the meaning of each column; of several with one meaning, kronor come first.

    In a list without case numbers the reference is what tells its projects apart.
    """
    found = [""] * len(read)
    taken: set[str] = set()
    for place in sorted(range(len(read)), key=lambda place: bool(read[place].currency)):
        heading = read[place]
        saved = kept.get(" ".join(heading.text.split()))
        target = heading.target if saved is None or heading.is_personal else saved
        if target not in TARGETS:
            continue
        if target in taken and TARGETS[target].form not in (*_MANY, Form.LEFT_OUT):
            continue
        taken.add(target)
        found[place] = target
    if CASE not in taken and REFERENCE in taken and not kept:
        found[found.index(REFERENCE)] = CASE
    return found


def _cell(row: Sequence[object], place: int) -> str:
    cell = row[place] if place < len(row) else None
    return cell if isinstance(cell, str) else ""


def _samples(sheet: Sheet, place: int, first: int) -> tuple[str, ...]:
    found: list[str] = []
    for row in sheet.rows[first : first + 200]:
        text = personal.cut(written.one_line(row[place])) if place < len(row) else ""
        if text and text not in found:
            found.append(text[:80])
        if len(found) == SAMPLES:
            break
    return tuple(found)
