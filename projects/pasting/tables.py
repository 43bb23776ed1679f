"""Reads a pasted table into rows of plain values that a person can mend."""

from collections.abc import Iterable
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from projects.importing import reading, recognising, records, written
from projects.importing.cells import Problem, Sheet
from projects.importing.parts import Money
from projects.importing.questions import Question
from projects.importing.recognising import Mapping
from projects.importing.records import Record
from projects.importing.refusing import FileRefusedError
from projects.money import Amount, AmountError, parse

__all__ = ["MOST_ROWS", "FileRefusedError", "Pasted", "PastedRow", "read"]

LONGEST_AMOUNT = 100
"""Characters of an amount that could not be read."""
MOST_ROWS = 100
"""Rows that one person can look through on one page."""
UNTITLED = ("projekt", "sökande", "belopp", "plats")
"""What the columns are taken for where no row of headings says it."""
TITLES = frozenset({"title_sv", "title_en"})
PREFERRED = ("proposed", "eu", "granted", "national", "private")
"""Which amount of a row counts where it has several."""


@dataclass(frozen=True, kw_only=True)
class PastedRow:
    """What one row says of a project; `places` are names as written, `notes` whole sentences.

    `unread` is what stands for an amount and is none; only an empty cell, or one that says
    so, is an amount that nobody knows.
    """

    title: str
    lead_name: str = ""
    lead_number: str = ""
    amount: Amount
    unread: str = ""
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


def read(text: str, answers: AnyMapping[str, str]) -> Pasted:
    """Return what a pasted table says. Raises FileRefusedError for what is no table of rows."""
    if not text.strip():
        raise FileRefusedError("nothing_pasted")
    sheet = reading.pasted(text)
    mapping = recognising.recognise(sheet)
    notes = []
    problems: Iterable[Problem] = mapping.problems
    asked = mapping.questions
    if not _has_headings(mapping):
        mapping = recognising.recognise(_headed(sheet))
        notes.append(_("No headings: the columns were taken for project, lead, amount and place."))
        problems = [_of_column(problem) for problem in mapping.problems]
        asked = tuple(replace(one, heading=_column(one.where.column)) for one in mapping.questions)
    if len(mapping.places) > MOST_ROWS:
        raise FileRefusedError("too_many_rows", most=str(MOST_ROWS))
    notes += [problem.message for problem in problems]
    if any(answers.get(one.key) not in one.choices for one in asked):
        return Pasted((), tuple(notes), asked)
    found = list(records.records(mapping.sheet, mapping, answers))
    if not found:
        raise FileRefusedError("only_headings")
    funds = {one.value for record in found for one in _funds(record)}
    if len(funds) > 1:
        said = {"funds": ", ".join(sorted(funds))}
        notes.append(
            _("The rows name several funds (%(funds)s): paste those of one at a time.") % said
        )
    fund = funds.pop() if len(funds) == 1 else ""
    rows = tuple(_row(record, mapping) for record in found)
    return Pasted(rows, tuple(notes), asked, fund)


def _has_headings(mapping: Mapping) -> bool:
    """Tell whether the first row is one of headings, rather than a project in words alone."""
    known = set(mapping.targets.values())
    return mapping.header is not None and (len(known) > 1 or bool(known & TITLES))


def _column(place: int) -> str:
    return _("column %(number)s") % {"number": place + 1}


def _of_column(problem: Problem) -> Problem:
    """Return what is wrong with a column, named by its place: nobody wrote its heading."""
    if problem.where is None or "heading" not in dict(problem.values):
        return problem
    return replace(problem, values=(("heading", _column(problem.where.column)),))


def _headed(sheet: Sheet) -> Sheet:
    return replace(sheet, rows=(UNTITLED, *sheet.rows), first_row=0)


def _funds(record: Record) -> Iterable[records.Value[str]]:
    return filter(None, [record.fund, *(money.fund for money in record.amounts)])


def _row(record: Record, mapping: Mapping) -> PastedRow:
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
        unread=_unread(record, mapping, chosen),
        case_number=record.case_numbers[0].value if record.case_numbers else "",
        places=", ".join(dict.fromkeys(names)),
        notes=tuple(notes),
    )


def _chosen(amounts: Iterable[Money]) -> Money | None:
    return min(amounts, key=lambda one: PREFERRED.index(one.target), default=None)


def _unread(record: Record, mapping: Mapping, chosen: Money | None) -> str:
    """Return what stands where an amount was looked for before the chosen one, and is none."""
    before = PREFERRED[: PREFERRED.index(chosen.target)] if chosen else PREFERRED
    sheet, columns = mapping.sheet, mapping.targets
    cells = [
        (before.index(target), written.one_line(row[place]))
        for row in (sheet.rows[number - sheet.first_row] for number in record.rows)
        for place, target in columns.items()
        if target in before and place < len(row)
    ]
    texts = [text[:LONGEST_AMOUNT] for _rank, text in sorted(cells) if text]
    texts = [text for text in texts if text.strip("0., ") or not chosen]
    return _with_currency(texts[0], record) if texts else ""


def _with_currency(text: str, record: Record) -> str:
    """Return a text with the currency that makes it no amount, where it alone would read as one."""
    try:
        amount = parse(text)
    except AmountError:
        return text
    values = [dict(problem.values) for problem in record.problems]
    currency = next((one["currency"] for one in values if one.get("currency")), "")
    if not currency and amount.kronor:
        currency = "?"
    return f"{text} {currency}".strip()
