"""What a column leaves open, and what it settles by itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from projects.importing import amounts, dates, written
from projects.importing.cells import Cell, Content
from projects.importing.headings import UNITS, Heading
from projects.importing.messages import CHOICES, QUESTIONS
from projects.importing.targets import TARGETS, Form
from projects.money import AmountError
from projects.templatetags.figures import amount_text, number

KRONOR = Decimal(1)
SURELY_KRONOR = 10**6
"""A figure from which a column is kronor: so many thousands would be a billion."""
EXAMPLES = 3

_DECIMALS = {"decimal_comma": ",", "decimal_point": "."}


@dataclass(frozen=True, slots=True)
class Question:
    """Something that one column leaves open; an answer is one of `choices`.

    `suggested` is the likeliest of them, or empty. `examples` are cells as written.
    """

    key: str
    code: str
    where: Cell
    field: str
    choices: tuple[str, ...]
    suggested: str = ""
    examples: tuple[str, ...] = ()
    heading: str = ""

    @property
    def message(self) -> str:
        return str(QUESTIONS[self.code]) % {"heading": self.heading}

    @property
    def labels(self) -> tuple[tuple[str, str | Promise], ...]:
        """The choices with their words and what they make of the file's figure, for a form."""
        return tuple((choice, self._label(choice)) for choice in self.choices)

    def _label(self, choice: str) -> str | Promise:
        read = _read_by(choice, self.examples[0]) if self.examples else ""
        if not read:
            return CHOICES[choice]
        words = {"choice": CHOICES[choice], "written": self.examples[0], "read": read}
        return _("%(choice)s: %(written)s is %(read)s") % words


def _read_by(choice: str, written: str) -> str:
    """Return what a figure of the file becomes by a choice, empty where another is open still."""
    figure = amounts.figure(written)
    if choice in _DECIMALS:
        mark = _DECIMALS[choice]
        return number(amounts.digits(figure, mark))
    if choice not in UNITS or figure.is_open:
        return ""
    try:
        return amount_text(amounts.amount(figure, decimal="", unit=UNITS[choice])[0])
    except AmountError:
        return ""


@dataclass(frozen=True, slots=True)
class Way:
    """How the cells of a column are read. None or empty: nobody has said, or it is not needed."""

    unit: Decimal | None = None
    decimal: str = ""
    order: str = ""
    is_fraction: bool | None = None
    zero_is_unknown: bool | None = None
    currency: str = ""


@dataclass(slots=True)
class Evidence:
    """What the cells of one column show, gathered cell by cell."""

    heading: Heading
    target: str
    decimals: set[str] = field(default_factory=set)
    groups: set[str] = field(default_factory=set)
    open_marks: list[str] = field(default_factory=list)
    bare: list[str] = field(default_factory=list)
    largest: Decimal = Decimal(0)
    zeros: list[str] = field(default_factory=list)
    orders: set[str] = field(default_factory=lambda: set(dates.ORDERS))
    short_dates: list[str] = field(default_factory=list)
    serials: int = 0
    below_one: list[str] = field(default_factory=list)
    above_one: int = 0
    percents: int = 0

    @property
    def proven_decimal(self) -> str:
        """The mark of decimals that holds for every cell, empty where nobody can tell.

        That "4,3" has a comma for its decimals says nothing of the point in "4.300".
        """
        if len(self.decimals) != 1:
            return ""
        [decimal] = self.decimals
        told = {decimal, *self.groups}
        marks = {character for text in self.open_marks for character in text if character in ".,"}
        return decimal if marks <= told else ""

    def add(self, content: Content) -> None:
        form = TARGETS[self.target].form
        if form is Form.MONEY:
            self._add_money(content)
        elif form is Form.DATE:
            self._add_date(content)
        elif form is Form.RATE:
            self._add_rate(content)

    def _add_money(self, content: Content) -> None:
        if not isinstance(content, str | int | Decimal) or not written.text(content):
            return
        try:
            figure = amounts.figure(content)
        except amounts.ForeignCurrencyError:
            return
        if figure.decimal:
            self.decimals.add(figure.decimal)
        if figure.groups:
            self.groups.add(figure.groups)
        if figure.is_open:
            self.open_marks.append(figure.text)
        digits = "".join(character for character in figure.text if character.isdigit())
        if not digits or len(digits) > 20:
            return
        if not digits.strip("0"):
            self.zeros.append(figure.text)
        elif figure.is_bare:
            self.bare.append(figure.text)
            self.largest = max(self.largest, _size(figure))

    def _add_date(self, content: Content) -> None:
        if isinstance(content, str):
            possible = dates.orders(content)
            if possible:
                self.orders &= set(possible)
                self.short_dates.append(content)
        if dates.is_serial(content):
            self.serials += 1

    def _add_rate(self, content: Content) -> None:
        found = written.rate(content)
        if found is None:
            return
        number, is_percent = found
        if is_percent:
            self.percents += 1
        elif number > 1:
            self.above_one += 1
        elif number:
            self.below_one.append(written.one_line(content))


def _size(figure: amounts.Figure) -> Decimal:
    text = figure.text
    if not figure.is_number:
        whole = text.split(figure.decimal)[0] if figure.decimal else text
        text = "".join(character for character in whole if character.isdigit()) or "0"
    return Decimal(text)


@dataclass(frozen=True)
class Reading:
    """How a whole column is read, and what has to be asked before it can be."""

    evidence: Evidence
    where: Cell
    in_swedish: bool
    currency_is_told: bool
    is_abroad: bool = False

    @property
    def _column(self) -> str:
        return " ".join(self.evidence.heading.text.split()) or f"#{self.where.column}"

    @cached_property
    def settled(self) -> Way:
        """What the heading and the cells say themselves."""
        seen = self.evidence
        way = Way(unit=seen.heading.unit, currency=seen.heading.currency.upper())
        if way.unit is None and (not seen.bare or self.currency_is_told or self.unit_is_assumed):
            way = replace(way, unit=KRONOR)
        way = replace(way, decimal=seen.proven_decimal)
        if len(seen.orders) == 1 or not dates.differ(seen.short_dates, seen.orders):
            way = replace(way, order=min(seen.orders, default="dmy"))
        if not (seen.below_one and (seen.above_one or seen.percents)):
            way = replace(way, is_fraction=bool(seen.below_one))
        return way

    @property
    def unit_is_assumed(self) -> bool:
        """Whether a Swedish file tells no unit, but figures that can only be kronor."""
        seen = self.evidence
        return (
            seen.heading.unit is None
            and self.in_swedish
            and not self.is_abroad
            and not self.currency_is_told
            and seen.largest >= SURELY_KRONOR
        )

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        seen, settled = self.evidence, self.settled
        asked = []
        if settled.currency:
            return ()
        if settled.unit is None:
            units = ("kr", "tkr", "mnkr", "foreign")
            asked.append(self._asked("unit", units, seen.bare, "foreign" * self.is_abroad))
        if seen.open_marks and not settled.decimal:
            asked.append(self._asked("marks", tuple(_DECIMALS), seen.open_marks))
        if seen.zeros:
            meanings = ("zero_unknown", "zero_nothing")
            asked.append(self._asked("zero", meanings, seen.zeros, "zero_unknown"))
        if seen.short_dates and not settled.order:
            possible = tuple(order for order in dates.ORDERS if order in seen.orders)
            asked.append(self._asked("order", possible or dates.ORDERS, seen.short_dates))
        if settled.is_fraction is None:
            asked.append(self._asked("rate", ("fraction", "percent"), seen.below_one, "fraction"))
        return tuple(asked)

    def _asked(
        self, code: str, choices: tuple[str, ...], cells: Iterable[str], suggested: str = ""
    ) -> Question:
        return Question(
            key=f"{code}:{self._column}",
            code=code,
            where=self.where,
            field=self.evidence.target,
            choices=choices,
            suggested=suggested,
            examples=tuple(dict.fromkeys(cells))[:EXAMPLES],
            heading=self._column,
        )

    def way(self, answers: Mapping[str, str]) -> Way:
        """Return how the column is read once the questions have these answers."""
        way = self.settled
        for question in self.questions:
            answer = answers.get(question.key, "")
            if answer not in question.choices:
                continue
            if question.code == "unit":
                way = self._with_unit(way, answer)
            elif question.code == "marks":
                way = replace(way, decimal=_DECIMALS[answer])
            elif question.code == "zero":
                way = replace(way, zero_is_unknown=answer == "zero_unknown")
            elif question.code == "order":
                way = replace(way, order=answer)
            else:
                way = replace(way, is_fraction=answer == "fraction")
        return way

    def _with_unit(self, way: Way, answer: str) -> Way:
        if answer == "foreign":
            return replace(way, currency="?")
        return replace(way, unit=UNITS[answer])
