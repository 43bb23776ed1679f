"""One row of a sheet: its cells by what they mean, each read as its column says."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from projects.identifiers import swedish_number
from projects.importing import amounts, dates, personal, places, written
from projects.importing.cells import Cell, Content, Kind, Problem, Value
from projects.importing.questions import Way
from projects.importing.targets import CASE, COUNTRY, TARGETS, Form
from projects.money import Amount, AmountError

_NAMES = {"lead_name": "lead_number", "funder_name": "funder_number"}
_CENT = Decimal("0.01")
_HUNDRED = Decimal(100)
_LONGEST_PLACES = 5000
"""Characters of a cell with places; all municipalities of the country take 2,700."""


@dataclass(slots=True)
class Row:
    """What one row says: single values by target, the rest in lists.

    `numbers` are case numbers and references, `money` amounts by target, `people` the targets
    whose number turned out to be a personal identity number.
    """

    number: int
    single: dict[str, Value[Any]] = field(default_factory=dict)
    numbers: dict[str, list[Value[str]]] = field(default_factory=dict)
    money: dict[str, Value[Amount]] = field(default_factory=dict)
    places: list[Value[str]] = field(default_factory=list)
    unmatched: list[Value[str]] = field(default_factory=list)
    people: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    is_empty: bool = True

    @property
    def key(self) -> str:
        """The first case number of the row, by which rows of one project find one another."""
        return self.numbers[CASE][0].value if self.numbers.get(CASE) else ""

    @property
    def has_title(self) -> bool:
        return "title_sv" in self.single or "title_en" in self.single

    def tell(self, code: str, kind: Kind, at: Cell, target: str = "", **values: str) -> None:
        self.problems.append(Problem(code, kind, at, target, tuple(values.items())))


class Spot(NamedTuple):
    """One cell to read: where it stands, what it holds, what it means and how it is read."""

    at: Cell
    content: Content
    target: str
    way: Way


def read(number: int, spots: Iterable[Spot]) -> Row:
    """Return what the cells of a row say."""
    row = Row(number)
    for spot in spots:
        form = TARGETS[spot.target].form
        if written.text(spot.content):
            row.is_empty = False
            _READERS[form](row, spot)
        elif form is Form.MONEY and written.says_unknown(spot.content):
            _keep_amount(row, spot.target, Value(Amount.unknown(), spot.at, str(spot.content)))
        elif form is Form.CURRENCY:
            row.single.setdefault(spot.target, Value("", spot.at))
    _without_other_currency(row)
    return row


def _keep(row: Row, target: str, value: Value[Any]) -> None:
    """Keep a value, or tell that another column says something else."""
    kept = row.single.setdefault(target, value)
    if kept.value != value.value:
        told = {"written": value.written[:100], "kept": kept.written[:100]}
        row.tell("cells_differ", Kind.NOTE, value.at, target, **told)


def _keep_amount(row: Row, target: str, value: Value[Amount]) -> None:
    """Keep an amount; two of one kind in a row are an error, since one would be lost."""
    if row.money.setdefault(target, value) is not value:
        row.tell("second_amount", Kind.ERROR, value.at, target, written=value.written)


def _text(row: Row, spot: Spot) -> None:
    at, content, target = spot.at, spot.content, spot.target
    marked = written.text(content)
    if target in _NAMES and personal.names_one(marked):
        row.people.add(_NAMES[target])
        row.tell("person", Kind.NOTE, at, target)
        return
    text = written.without_markup(marked)
    kept = personal.cut(text)
    if text != marked:
        row.tell("markup_removed", Kind.NOTE, at, target)
    if kept != text:
        row.tell("personal_cut", Kind.NOTE, at, target)
    if written.LOST in kept:
        row.tell("lost_character", Kind.NOTE, at, target)
    if not target.startswith("purpose"):
        kept = " ".join(kept.split())
    if kept:
        _keep(row, target, Value(kept, at, kept))


def _numbers(row: Row, spot: Spot) -> None:
    at, content, target = spot.at, spot.content, spot.target
    text = written.one_line(content)
    if len(text) > written.LONGEST_NUMBERS:
        row.tell("not_a_case_number", Kind.ERROR, at, target, written=text[:60])
        return
    found, compared = written.case_numbers(text)
    if not text.isdigit() and personal.is_identity(text):
        row.tell("personal_cut", Kind.NOTE, at, target)
        return
    if len(found) > 1:
        row.tell("several_numbers", Kind.NOTE, at, target, written=text)
    if compared:
        row.tell("compared_number", Kind.NOTE, at, target, written=compared)
    values = row.numbers.setdefault(target, [])
    values += [Value(each, at, text) for each in found]


def _organisation_number(row: Row, spot: Spot) -> None:
    at, content, target = spot.at, spot.content, spot.target
    text = written.one_line(content)
    digits = text.rsplit("-", 1)[-1] if text.upper().startswith("SE-") else text
    found = swedish_number(digits)
    if found:
        _keep(row, target, Value(found, at, text))
    elif personal.is_identity(digits):
        row.people.add(target)
        row.tell("person", Kind.NOTE, at, target)
    else:
        row.tell("not_an_organisation_number", Kind.NOTE, at, target, written=text[:60])


def _money(row: Row, spot: Spot) -> None:
    at, content, target, way = spot.at, spot.content, spot.target, spot.way
    text = written.one_line(content)[:100]
    try:
        figure = amounts.figure(content)
    except amounts.ForeignCurrencyError as error:
        row.tell("foreign_currency", Kind.ERROR, at, target, currency=str(error), written=text)
        return
    if way.currency:
        code = "foreign_column_cell" if way.currency == "?" else "foreign_currency"
        row.tell(code, Kind.ERROR, at, target, currency=way.currency, written=text)
        return
    if figure.is_bare and way.unit is None:
        row.tell("unit_open", Kind.QUESTION, at, target, written=text)
        return
    if figure.is_open and not way.decimal:
        row.tell("marks_open", Kind.QUESTION, at, target, written=text)
        return
    try:
        amount, is_rounded = amounts.amount(
            figure, decimal=way.decimal, unit=way.unit or Decimal(1)
        )
    except AmountError as error:
        row.tell(_AMOUNT_ERRORS[error.code], Kind.ERROR, at, target, written=text)
        return
    if is_rounded:
        row.tell("rounded_to_ore", Kind.NOTE, at, target, written=text)
    _keep_money(row, target, Value(amount, at, text), way)


_AMOUNT_ERRORS = {
    "empty": "not_an_amount",
    "not_a_number": "not_an_amount",
    "negative": "negative_amount",
    "too_large": "too_large_amount",
    "too_many_decimals": "too_many_decimals",
    "ambiguous": "not_an_amount",
}


def _keep_money(row: Row, target: str, value: Value[Amount], way: Way) -> None:
    if value.value.kronor == 0:
        if way.zero_is_unknown is None:
            row.tell("zero_open", Kind.QUESTION, value.at, target, written=value.written)
            return
        if way.zero_is_unknown:
            value = Value(Amount.unknown(), value.at, value.written)
        elif not target.endswith("_cost"):
            return
    _keep_amount(row, target, value)


def _rate(row: Row, spot: Spot) -> None:
    at, content, target, way = spot.at, spot.content, spot.target, spot.way
    text = written.one_line(content)[:60]
    found = written.rate(content)
    if found is None:
        row.tell("not_a_rate", Kind.NOTE, at, target, written=text)
        return
    number, is_percent = found
    if not is_percent and number <= 1:
        if way.is_fraction is None and number:
            row.tell("rate_open", Kind.QUESTION, at, target, written=text)
            return
        number *= _HUNDRED if way.is_fraction else 1
    if number > _HUNDRED:
        row.tell("not_a_rate", Kind.NOTE, at, target, written=text)
        return
    _keep(row, target, Value(number.quantize(_CENT), at, text))


def _date(row: Row, spot: Spot) -> None:
    at, content, target, way = spot.at, spot.content, spot.target, spot.way
    text = written.one_line(content)[:60]
    if dates.orders(content) and not way.order:
        row.tell("order_open", Kind.QUESTION, at, target, written=text)
        return
    try:
        found = dates.day(content, order=way.order or "dmy", is_end=target == "ends_on")
    except dates.DateError as error:
        row.tell(error.code, Kind.ERROR, at, target, written=text)
        return
    if target in ("starts_on", "ends_on"):
        _keep(row, target, Value(found, at, text))
    elif found.precision == "day":
        _keep(row, target, Value(found.on, at, text))
    else:
        row.tell("not_a_whole_date", Kind.NOTE, at, target, written=text)


def _places(row: Row, spot: Spot) -> None:
    at, content, target = spot.at, spot.content, spot.target
    text = written.text(content)
    if target == COUNTRY:
        _country(row, text, at)
        return
    if len(text) > _LONGEST_PLACES:
        row.tell("unknown_place", Kind.NOTE, at, target, written=f"{text[:100]} …")
        return
    found = places.named(text, target)
    row.places += [Value(code, at, text[:200]) for code in found.codes]
    row.unmatched += [Value(word[:200], at, text[:200]) for word in found.unmatched]
    for word, names in found.mended:
        row.tell("place_read_as", Kind.NOTE, at, target, written=word[:100], names=names[:300])
    for word in found.unmatched:
        row.tell("unknown_place", Kind.NOTE, at, target, written=word[:100])


def _country(row: Row, text: str, at: Cell) -> None:
    """Tell of another country; Sweden is where every project is, so it says nothing."""
    if places.named(text, COUNTRY).unmatched:
        row.unmatched.append(Value(text[:200], at, text[:200]))
        row.tell("other_country", Kind.NOTE, at, COUNTRY, written=text[:100])


def _currency(row: Row, spot: Spot) -> None:
    at, content, target = spot.at, spot.content, spot.target
    row.single.setdefault(target, Value(written.one_line(content), at))


def _left_out(row: Row, spot: Spot) -> None:
    """Keep nothing of a person."""


def _without_other_currency(row: Row) -> None:
    """Drop the money of a row that says it is not in kronor, or says nothing where others do."""
    currency = row.single.pop("currency", None)
    if currency is None or currency.value.upper().rstrip(".") in ("SEK", "KR", "KRONOR"):
        return
    if not currency.value and not row.money:
        return
    row.money.clear()
    row.problems = [problem for problem in row.problems if problem.kind is not Kind.QUESTION]
    code = "other_currency" if currency.value else "no_currency"
    row.tell(code, Kind.ERROR, currency.at, "currency", currency=currency.value[:20])


_READERS: dict[Form, Callable[[Row, Spot], None]] = {
    Form.TEXT: _text,
    Form.NUMBERS: _numbers,
    Form.ORGANISATION_NUMBER: _organisation_number,
    Form.MONEY: _money,
    Form.RATE: _rate,
    Form.DATE: _date,
    Form.PLACES: _places,
    Form.CURRENCY: _currency,
    Form.LEFT_OUT: _left_out,
}
