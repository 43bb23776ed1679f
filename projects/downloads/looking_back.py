"""The sums of a day in a file, added up while its rows are written."""

import datetime
from collections.abc import Sequence

from projects.accounts import Accounts
from projects.looking_back import accounts_of
from projects.money import Basis, Total


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
