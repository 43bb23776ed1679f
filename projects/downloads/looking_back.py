"""The sums of a day in a file, added up while its rows are written."""

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal

from projects.accounts import Account
from projects.downloads.columns import Column, Row
from projects.keys import Among
from projects.models import Project
from projects.money import Basis, Total
from projects.settlement import with_accounts

ORE = Decimal("0.01")

type Accounts = Mapping[int, Account]
"""The accounts of projects by their keys."""


class LookingBack:
    """What the public projects of a file got by a day; `total` is of those read so far."""

    def __init__(self, on: datetime.date) -> None:
        self.on = on
        self.total = Total.empty(Basis.REGISTERED_SUPPORT, on)

    def accounts(self, keys: Sequence[int]) -> Accounts:
        """Return the accounts of some more projects, in a fixed number of queries."""
        projects = Project.objects.published().filter(Among("pk", keys)).order_by()
        found = {project.pk: Account.of(project) for project in with_accounts(projects)}
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
