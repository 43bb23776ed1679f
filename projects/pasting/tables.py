"""Reads a pasted table into rows of plain values that a person can mend."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from projects.importing import reading, recognising, records
from projects.importing.cells import Sheet
from projects.importing.parts import Money
from projects.importing.questions import Question
from projects.importing.records import Record
from projects.importing.refusing import FileRefusedError
from projects.money import Amount

__all__ = ["MOST_ROWS", "FileRefusedError", "Pasted", "PastedRow", "read"]

MOST_ROWS = 100
"""Rows that one person can look through on one page."""
UNTITLED = ("projekt", "sökande", "belopp", "plats")
"""What the columns are taken for where no row of headings says it."""
PREFERRED = ("proposed", "eu", "granted", "national", "private")
"""Which amount of a row counts where it has several."""


@dataclass(frozen=True, kw_only=True)
class PastedRow:
    """What one row says of a project; `places` are names as written, `notes` whole sentences."""

    title: str
    lead_name: str = ""
    lead_number: str = ""
    amount: Amount
    case_number: str = ""
    places: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pasted:
    """The rows of a table, what there is to say of it as a whole, and what it leaves open.

    With a question that is not answered there are no rows. `fund` is the one that all
    rows name, or empty.
    """

    rows: tuple[PastedRow, ...]
    notes: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    fund: str = ""


def read(text: str, answers: Mapping[str, str]) -> Pasted:
    """Return what a pasted table says. Raises FileRefusedError for what is no table of rows."""
    sheet = reading.pasted(text)
    mapping = recognising.recognise(sheet)
    notes = []
    if mapping.header is None:
        mapping = recognising.recognise(_headed(sheet))
        notes.append(_("No headings: the columns were taken for project, lead, amount and place."))
    if len(mapping.places) > MOST_ROWS:
        raise FileRefusedError("too_many_rows", most=str(MOST_ROWS))
    notes += [problem.message for problem in mapping.problems]
    asked = mapping.questions
    if any(answers.get(one.key) not in one.choices for one in asked):
        return Pasted((), tuple(notes), asked)
    found = list(records.records(mapping.sheet, mapping, answers))
    if not found:
        raise FileRefusedError("empty")
    funds = {one.value for record in found for one in _funds(record)}
    if len(funds) > 1:
        said = {"funds": ", ".join(sorted(funds))}
        notes.append(
            _("The rows name several funds (%(funds)s): paste those of one at a time.") % said
        )
    fund = funds.pop() if len(funds) == 1 else ""
    return Pasted(tuple(_row(record) for record in found), tuple(notes), asked, fund)


def _headed(sheet: Sheet) -> Sheet:
    return replace(sheet, rows=(UNTITLED, *sheet.rows), first_row=0)


def _funds(record: Record) -> Iterable[records.Value[str]]:
    return filter(None, [record.fund, *(money.fund for money in record.amounts)])


def _row(record: Record) -> PastedRow:
    lead, chosen = record.lead, _chosen(record.amounts)
    title = record.title_sv or record.title_en
    notes = [problem.message for problem in record.problems if problem.code != "only_a_title"]
    if len(record.amounts) > 1:
        notes.append(_("The row has several amounts; one of them was taken."))
    names = [one.written for one in record.places] + [one.value for one in record.unmatched_places]
    return PastedRow(
        title=title.value.strip() if title else "",
        lead_name=lead.name.value.strip() if lead and lead.name and not lead.is_person else "",
        lead_number=lead.number.value if lead and lead.number else "",
        amount=chosen.amount.value if chosen else Amount.unknown(),
        case_number=record.case_numbers[0].value if record.case_numbers else "",
        places=", ".join(dict.fromkeys(names)),
        notes=tuple(notes),
    )


def _chosen(amounts: Iterable[Money]) -> Money | None:
    return min(amounts, key=lambda one: PREFERRED.index(one.target), default=None)
