"""The sums of a day in a file, added up while its rows are written."""

import datetime
from collections.abc import Sequence
from decimal import Decimal

from projects.accounts import Account
from projects.downloads.columns import Column, Row
from projects.looking_back import Accounts, accounts_of
from projects.money import Basis, Total

ORE = Decimal("0.01")


class LookingBack:
    """What the public projects of a file got by a day; `total` is of those read so far."""

    def __init__(self, on: datetime.date) -> None:
        self.on = on
        self.total = Total.empty(Basis.REGISTERED_SUPPORT, on)

    def accounts(self, keys: Sequence[int]) -> Accounts:
        """Return the accounts of some more projects, in a fixed number of queries."""
        found = accounts_of(keys)
        for account in found.values():
            self.total += account.total(Basis.REGISTERED_SUPPORT, self.on)
        return found


def as_it_was(row: Row, columns: Sequence[Column], account: Account, on: datetime.date) -> Row:
    """Return the row of a project with its sums of a day in place of those of today."""
    cells = list(row)
    for place, column in enumerate(columns):
        if column.sum:
            basis, part = column.sum
            total = account.total(basis, on)
            # A project has its own columns for registered support, and nought where it has none.
            is_told = total.projects or basis is Basis.REGISTERED_SUPPORT
            value = getattr(total, part) if is_told else None
            cells[place] = value.quantize(ORE) if isinstance(value, Decimal) else value
    return cells
