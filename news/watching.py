"""What a watched figure was and is, and whether the words on the page still agree with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Self

from django.db import transaction
from django.utils import timezone

from news import watch_letters
from news.models import Watch, WatchMessage
from projects.accounts import Account
from projects.models import Decision, Entry, Project
from projects.money import Amount, Basis, Interval, Total, ore
from projects.round_verdicts import projects_of
from projects.settlement import with_accounts
from projects.verdicts import Sign, agrees

RELATED = ("project", "round", "funder")


@dataclass(frozen=True)
class Reading:
    """What the registry says of a figure: its bounds, and by project the amounts that it adds.

    The amounts alone tell whether a decision has changed it: a source that narrows the
    bounds changes nothing that anybody quoted.
    """

    total: Total
    amounts: dict[str, list[str]]

    def as_kept(self) -> dict[str, Any]:
        """Return the same as JSON; amounts are strings."""
        total = self.total
        return {
            "basis": total.basis.value,
            "at_least": str(total.at_least),
            "at_most": None if total.at_most is None else str(total.at_most),
            "unknown_parts": total.unknown_parts,
            "is_approximate": total.is_approximate,
            "projects": total.projects,
            "amounts": self.amounts,
        }

    @classmethod
    def kept(cls, said: dict[str, Any]) -> Self:
        """Read what `as_kept` wrote."""
        at_most = said["at_most"]
        total = Total(
            at_least=Decimal(said["at_least"]),
            at_most=None if at_most is None else Decimal(at_most),
            unknown_parts=said["unknown_parts"],
            is_approximate=said["is_approximate"],
            basis=Basis(said["basis"]),
            on=None,
            projects=said["projects"],
        )
        return cls(total, said["amounts"])


def accounts_of(watch: Watch) -> list[Account]:
    """Return the accounts that a watch reads: of its project, or of its round's, if public."""
    if watch.round:
        projects = projects_of(watch.round)
    else:
        projects = Project.objects.published().filter(pk=watch.subject.pk)
    return [Account.of(project) for project in with_accounts(projects.order_by("pk"))]


def read(watch: Watch, accounts: Sequence[Account], on: Any = None) -> Reading:
    """Return what the registry says of a watched figure, of a day or (None) by the last word."""
    basis = Basis(watch.basis)
    totals = [account.total(basis, on, watch.funder) for account in accounts]
    return Reading(
        total=Total.over((_undated(one) for one in totals), basis=basis),
        amounts={
            str(account.project.pk): account.amounts(chosen)
            for account in accounts
            if (chosen := account.covered(basis, on, watch.funder))
        },
    )


def _undated(total: Total) -> Total:
    return Total(
        total.at_least,
        total.at_most,
        total.unknown_parts,
        total.is_approximate,
        total.basis,
        None,
        total.projects,
    )


def sign_of(stated: Amount, total: Total) -> Sign:
    """Return whether quoted words agree with what the registry says."""
    interval = stated.interval()
    if interval is None:
        return Sign.UNTESTABLE
    held = Interval(ore(total.at_least), None if total.at_most is None else ore(total.at_most))
    sign = agrees(held, interval)
    is_open = total.unknown_parts or total.is_approximate
    return Sign.UNTESTABLE if is_open and sign is not Sign.CONTRADICTS else sign


def first_reading(watch: Watch) -> Reading:
    """Return what a new watch goes out from: today's figure if the words fit that, else the day's.

    A page may quote what the registry came to know of only later.
    """
    accounts = accounts_of(watch)
    today = read(watch, accounts)
    fits = sign_of(watch.value, today.total) in (Sign.AGREES, Sign.ROUNDING)
    return today if fits else read(watch, accounts, watch.quoted_on)


@transaction.atomic
def look(key: int) -> WatchMessage | None:
    """Write the message that a watch owes its mailbox, unsent; None where there is nothing new.

    The watch is locked meanwhile: of two processes one looks, and the other passes on.
    """
    rows = Watch.objects.open().select_related(*RELATED)
    watch = rows.select_for_update(of=("self",), skip_locked=True).filter(pk=key).first()
    if watch is None:
        return None
    last = watch.last_message
    told = Reading.kept(last.figure if last else watch.figure)
    accounts = accounts_of(watch)
    now = read(watch, accounts)
    is_silent = watch.project is not None and not (accounts or watch.is_withdrawn)
    if is_silent or now.amounts == told.amounts:
        return None
    changed = [one for one in accounts if _differs(one, now, told)]
    return _write(watch, told, now, _cause(watch, changed))


def _differs(account: Account, now: Reading, told: Reading) -> bool:
    key = str(account.project.pk)
    return now.amounts.get(key) != told.amounts.get(key)


def _cause(watch: Watch, accounts: Sequence[Account]) -> Decision | None:
    """Return the last decision by which the figure came to be what it is; None if there is none."""
    found = [_last_change(watch, account) for account in accounts]
    return max(filter(None, found), key=lambda one: one.pk, default=None)


def _last_change(watch: Watch, account: Account) -> Decision | None:
    def amounts(count: int) -> list[str]:
        then = account.with_entries(account.decisions[:count])
        return then.amounts(then.covered(Basis(watch.basis), None, watch.funder))

    for count in range(len(account.decisions), 0, -1):
        if amounts(count) != amounts(count - 1):
            return account.decisions[count - 1]
    return None


def _write(watch: Watch, told: Reading, now: Reading, cause: Decision | None) -> WatchMessage:
    if watch.is_withdrawn:
        cause = None
    sign = sign_of(watch.value, now.total)
    letter = watch_letters.letter(
        watch=watch,
        before=told.total,
        now=now.total,
        sign=sign,
        cause=cause,
        changed_on=_changed_on(watch, cause),
    )
    is_told = cause is not None and watch.messages.filter(decision=cause).exists()
    return WatchMessage.objects.create(
        watch=watch,
        decision=None if is_told else cause,
        changed_on=_changed_on(watch, cause),
        figure=now.as_kept(),
        sign=sign.value,
        title=letter.title,
        text=letter.text,
    )


def _changed_on(watch: Watch, cause: Decision | None) -> Any:
    """Return the day of a change: of the decision, of its being put right, or of the withdrawal."""
    if cause is None:
        withdrawn_at = watch.project.withdrawn_at if watch.project else None
        return timezone.localdate(withdrawn_at) if withdrawn_at else timezone.localdate()
    if cause.entry == Entry.CORRECTION:
        return timezone.localdate(cause.recorded_at)
    return cause.in_force_from
