"""From an uploaded file to the records in it, as the person said they are to be read."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from projects.importing import reading
from projects.importing.cells import Kind, Problem, Sheet
from projects.importing.matching import Organisations, Registers
from projects.importing.planning import Plan, Planner
from projects.importing.questions import Question
from projects.importing.recognising import Mapping, likeliest, recognise
from projects.importing.records import Record, records
from projects.importing.wanted import Defaults, Reader
from projects.models import Import
from projects.rules import CONTROL_CHARACTERS

# NUL and half a character besides: PostgreSQL keeps neither.
UNPRINTABLE = re.compile(CONTROL_CHARACTERS.removesuffix("]") + r"\x00\ud800-\udfff]")


@dataclass
class Opened:
    """A file whose columns are recognised; `answers` are by the key of a question."""

    file: Import
    sheets: list[Sheet]
    sheet: Sheet
    mapping: Mapping
    answers: dict[str, str]

    @property
    def open_questions(self) -> list[Question]:
        return [one for one in self.mapping.questions if one.key not in self.answers]

    @property
    def errors(self) -> list[Problem]:
        """What keeps the sheet as a whole from being read."""
        return [one for one in self.mapping.problems if one.kind is Kind.ERROR]

    def records(self) -> Iterator[Record]:
        return records(self.sheet, self.mapping, self.answers)

    def planner(self) -> Planner:
        """Return what judges the records against the registry as it is now."""
        defaults = Defaults(
            funder=self.file.funder, fund=self.file.fund, programme=self.file.programme
        )
        return Planner(
            Reader(
                defaults=defaults,
                organisations=Organisations(self.file.choices),
                registers=Registers(),
            )
        )

    def plans(self, planner: Planner) -> Iterable[list[Plan]]:
        return planner.plans(self.records())


def opened(file: Import) -> Opened:
    """Read an import's file. Raises FileRefusedError."""
    content = bytes(file.content or b"")
    sheets = [_printable(sheet) for sheet in reading.sheets(content, file.file_name)]
    sheet = next((one for one in sheets if file.sheet and one.name == file.sheet), None)
    sheet = sheet or likeliest(sheets)
    saved = file.mapping or None
    mapping = recognise(sheet, saved)
    kept = {question.key: mapping.answers.get(question.key, "") for question in mapping.questions}
    answers = {
        question.key: kept[question.key]
        for question in mapping.questions
        if kept[question.key] in question.choices
    }
    return Opened(file, sheets, sheet, mapping, answers)


def _printable(sheet: Sheet) -> Sheet:
    """Return a sheet without what no column keeps; a JSON file can spell every character."""
    sheet = replace(sheet, name=sheet.name[:200])
    names = (sheet.name, *sheet.names)
    cells = (cell for row in sheet.rows for cell in row if isinstance(cell, str))
    if not any(map(UNPRINTABLE.search, names)) and not any(map(UNPRINTABLE.search, cells)):
        return sheet
    return replace(
        sheet,
        name=_without(sheet.name),
        names=tuple(map(_without, sheet.names)),
        rows=[[_without(cell) for cell in row] for row in sheet.rows],
    )


def _without[T](cell: T) -> T | str:
    return UNPRINTABLE.sub("", cell) if isinstance(cell, str) else cell


def digest(content: bytes) -> str:
    """Return the SHA-256 of a file in 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()
