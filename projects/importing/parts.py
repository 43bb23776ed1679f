"""What a record is made of: days, organisations and rows of money."""

import datetime
from dataclasses import dataclass

from projects.importing.cells import Cell, Value
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
