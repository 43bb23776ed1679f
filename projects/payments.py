"""What was paid out of each split, and what is left of what was granted; kronor throughout."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from projects.accounts import Account
from projects.funding import Funding, Item, identity
from projects.models import Payment
from projects.money import ANY_SUM, Interval, kronor, ore

NOTHING_PAID = Decimal(0)


@dataclass(frozen=True)
class Paid:
    """What was paid of one funding item, less what was paid back.

    `left` is what remains of the grant, None where that is not known or the item has ended.
    `excess` is how much more was paid than was granted at most; 0 where it was not.
    """

    item: Item
    paid: Decimal
    count: int
    left: Interval | None
    excess: Decimal

    @property
    def size(self) -> Decimal:
        return abs(self.paid)


@dataclass(frozen=True)
class Payments:
    """What was paid to a project: item by item, in all, and the day of the last payment."""

    rows: Sequence[Paid]
    paid: Decimal
    last: datetime.date

    @property
    def exceeding(self) -> list[Paid]:
        return [row for row in self.rows if row.excess]


def standing(payments: Iterable[Payment]) -> list[Payment]:
    """Return the payments that count: none that was taken back, nor what took it back."""
    rows = list(payments)
    mistakes = {one.takes_back_id for one in rows if one.takes_back_id}
    return [one for one in rows if one.pk not in mistakes and not one.takes_back_id]


def payments(
    account: Account,
    funding: Funding,
    unsaved: Iterable[Payment] = (),
    on: datetime.date | None = None,
) -> Payments | None:
    """Return what was paid to a project; None where no payment is registered.

    An amended grant is the same item: what was paid before the amendment counts. Payments
    that are `unsaved` count as if they were stored, those after a day `on` not at all.
    """
    stored = account.project.payments.all() if account.project.pk else ()
    counted = standing([*stored, *unsaved])
    made = [one for one in counted if on is None or one.paid_on <= on]
    if not made:
        return None
    by_item: dict[tuple, list[Payment]] = defaultdict(list)
    parts = {part.split.pk: part for part in account.parts}
    for payment in made:
        part = parts[payment.split_id]
        by_item[part.decision.matter, *identity(part.split)].append(payment)
    ended = [item for item in funding.ended if _key(item) in by_item]
    rows = [_paid(account, item, by_item[_key(item)]) for item in [*funding.cash, *ended]]
    return Payments(rows, _sum(made), max(one.paid_on for one in made))


def _key(item: Item) -> tuple:
    return item.decision.matter, *identity(item.split)


def _paid(account: Account, item: Item, made: Sequence[Payment]) -> Paid:
    paid = _sum(made)
    granted = account.reconciliation.of(frozenset([item.part.index]))
    if item.ended_by or granted == ANY_SUM:
        return Paid(item, paid, len(made), None, NOTHING_PAID)
    low = max(0, granted.low - ore(paid))
    high = None if granted.high is None else granted.high - ore(paid)
    if high is not None and high < 0:
        return Paid(item, paid, len(made), Interval(0, 0), kronor(-high))
    return Paid(item, paid, len(made), Interval(low, high), NOTHING_PAID)


def _sum(made: Iterable[Payment]) -> Decimal:
    return sum((one.amount for one in made), NOTHING_PAID)
