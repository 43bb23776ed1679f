"""The money of one project as its page tells it: items, their sum, what changed, what is proposed.

Kronor throughout; in kind stands apart from cash and a proposal apart from both.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from projects.accounts import GIVEN, Account, Part
from projects.charts import Kind, SplitBar, split_bar
from projects.models import (
    Decision,
    DecisionKind,
    Entry,
    FundLevel,
    GrantSplit,
    OrganisationKind,
    Sector,
)
from projects.money import ANY_SUM, Amount, Basis, Interval, Precision, Total
from projects.naming import Named, named, payer_of
from projects.templatetags.figures import precision_words

LEVEL_WORDS = {
    Kind.EU: pgettext_lazy("kind of support", "EU"),
    Kind.STATE: pgettext_lazy("kind of support", "state"),
    Kind.REGION: pgettext_lazy("kind of support", "regional"),
    Kind.MUNICIPALITY: pgettext_lazy("kind of support", "municipal"),
    Kind.PRIVATE: pgettext_lazy("kind of support", "private"),
    Kind.OTHER: pgettext_lazy("kind of support", "other"),
}
AND = gettext_lazy("and")


@dataclass(frozen=True)
class Change:
    """That an amount was another before, by a later decision or by a correction of ours.

    `on` is the day of the decision, or of its being known, or of the correction.
    """

    is_correction: bool
    on: datetime.date
    is_dated: bool
    earlier: Amount
    reason: Named


@dataclass(frozen=True)
class Item:
    """One split with what the registry knows of it; `interval` is what is left open, if anything.

    `ended_by` is the decision that took it away, None while it stands.
    """

    part: Part
    payer: Named
    kind: Kind
    interval: Interval | None
    changes: Sequence[Change]
    is_proposed: bool = False
    ended_by: Decision | None = None

    @property
    def split(self) -> GrantSplit:
        return self.part.split

    @property
    def decision(self) -> Decision:
        return self.part.decision

    @property
    def amount(self) -> Amount:
        return self.split.value

    @property
    def short_label(self) -> str:
        """Who pays out of what: "Tillväxtverket, ERUF"."""
        fund = self.split.fund.code if self.split.fund else ""
        return ", ".join(filter(None, [str(self.payer), fund]))

    @property
    def label(self) -> str:
        if self.split.fund is None:
            return _("%(payer)s, fund not stated") % {"payer": self.payer}
        return self.short_label

    @property
    def note(self) -> str:
        return "" if self.amount.is_unknown else precision_words(self.amount)


@dataclass(frozen=True)
class Funding:
    """All items of a project with their sums."""

    total: Total
    cash: Sequence[Item]
    in_kind: Sequence[Item]
    with_in_kind: Total
    proposed: Total
    proposals: Sequence[Item]
    ended: Sequence[Item]
    bar: SplitBar | None

    @property
    def standing(self) -> list[Item]:
        """Every item that holds, granted ones first."""
        return [*self.cash, *self.in_kind, *self.proposals]

    @property
    def items(self) -> list[Item]:
        return [*self.standing, *self.ended]

    @property
    def changes(self) -> list[tuple[Item, Change]]:
        return [(item, change) for item in self.standing for change in item.changes]

    @property
    def levels(self) -> str:
        """Where the cash comes from, in words: "EU and regional"; nothing where none is known."""
        kinds = {item.kind for item in self.cash}
        if kinds == {Kind.OTHER}:
            return ""
        words = [str(LEVEL_WORDS[kind]) for kind in LEVEL_WORDS if kind in kinds]
        return f" {AND} ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))

    @property
    def is_rounded(self) -> bool:
        return any(item.amount.step is not None for item in self.cash)


def funding(account: Account, on: datetime.date | None = None) -> Funding:
    """Return what a project's account holds, or held on a day, as its page shows it."""
    cash = account.covered(Basis.REGISTERED_SUPPORT, on)
    all_given = account.covered(Basis.TOTAL_FUNDING, on)
    proposed = account.covered(Basis.PROPOSED_SUPPORT, on)
    items = _items(account, sorted(cash), is_proposed=False)
    return Funding(
        total=account.total(Basis.REGISTERED_SUPPORT, on),
        cash=items,
        in_kind=_items(account, sorted(all_given - cash), is_proposed=False),
        with_in_kind=account.total(Basis.TOTAL_FUNDING, on),
        proposed=account.total(Basis.PROPOSED_SUPPORT, on),
        proposals=_items(account, sorted(proposed), is_proposed=True),
        ended=_ended(account, on),
        bar=_bar(account, items),
    )


def ledger(account: Account) -> list[tuple[Decision, list[tuple[GrantSplit, Interval | None]]]]:
    """Return every decision as entered, each split with the stretch its page leaves open."""
    left = {part.split.pk: _open_stretch(account, part) for part in account.parts}
    return [
        (decision, [(split, left.get(split.pk)) for split in decision.splits.all()])
        for decision in account.decisions
    ]


def _items(account: Account, indices: Iterable[int], *, is_proposed: bool) -> list[Item]:
    earlier = {decision.pk: decision for decision in account.decisions}
    return [
        Item(
            part=part,
            payer=payer_of(part.split),
            kind=kind_of(part.split),
            interval=_open_stretch(account, part),
            changes=_changes(part, earlier),
            is_proposed=is_proposed,
        )
        for part in (account.parts[index] for index in indices)
    ]


def _open_stretch(account: Account, part: Part) -> Interval | None:
    """Return what a part can be where its own words leave that open; None where nothing is said."""
    found = account.reconciliation.of(frozenset([part.index]))
    says_nothing = found == ANY_SUM
    is_said = part.split.value.precision is Precision.AT_MOST and found.low == 0
    return None if found.is_exact or says_nothing or is_said else found


def _bar(account: Account, items: Sequence[Item]) -> SplitBar | None:
    """Return the stacked bar of the cash; None where it would show one exact part alone."""
    if len(items) < 2 and all(item.interval is None for item in items):
        return None
    parts = [(item.short_label, item.kind.value, _drawn(account, item)) for item in items]
    total = account.reconciliation.of(frozenset(item.part.index for item in items))
    return split_bar(parts, total)


def _drawn(account: Account, item: Item) -> Interval | None:
    """Return what of a part a bar can draw; None where nothing is certain of it."""
    if item.amount.interval() is None and item.interval is None:
        return None
    return account.reconciliation.of(frozenset([item.part.index]))


def _ended(account: Account, on: datetime.date | None) -> list[Item]:
    """Return what was granted once and is no more: revoked, or left out by an amendment."""
    later = {one.supersedes_id: one for one in account.decisions if one.supersedes_id}
    found = []
    for part in account.parts:
        successor = later.get(part.decision.pk)
        if (
            successor is None
            or not _is_over(part, on)
            or part.kind not in GIVEN
            or _same(part.split, successor)
        ):
            continue
        payer, kind = payer_of(part.split), kind_of(part.split)
        found.append(Item(part, payer, kind, None, (), ended_by=successor))
    return found


def _is_over(part: Part, on: datetime.date | None) -> bool:
    """Answer whether a part no longer held on a day; None asks whether it still holds."""
    return part.until_on is not None and (on is None or part.until_on <= on)


def _changes(part: Part, by_id: dict[int, Decision]) -> list[Change]:
    """Return how a part came to its amount, the latest change first."""
    found: list[Change] = []
    decision, shown = part.decision, part.split.value
    while decision.supersedes_id:
        earlier = by_id[decision.supersedes_id]
        before = _same(part.split, earlier)
        if before and before.value != shown and earlier.kind != DecisionKind.PRIORITISED:
            shown = before.value
            found.append(_change(decision, shown))
        decision = earlier
    return found


def _change(decision: Decision, earlier: Amount) -> Change:
    is_correction = decision.entry == Entry.CORRECTION
    recorded_on = timezone.localdate(decision.recorded_at)
    return Change(
        is_correction=is_correction,
        on=recorded_on if is_correction else decision.in_force_from,
        is_dated=is_correction or decision.decided_on is not None,
        earlier=earlier,
        reason=named(decision, "reason"),
    )


def _same(split: GrantSplit, decision: Decision) -> GrantSplit | None:
    """Return the split of another decision that is of the same funder, fund and form."""
    wanted = identity(split)
    return next((one for one in decision.splits.all() if identity(one) == wanted), None)


def identity(split: GrantSplit) -> tuple:
    """Return what stays the same of a split when another decision restates it."""
    return split.funder_id, split.group_sv, split.fund_id, split.form


def kind_of(split: GrantSplit) -> Kind:
    """Return where money comes from: the fund says so, else who pays, where that tells."""
    if split.fund is not None:
        known = {level.value: level.value for level in Kind}
        return Kind(known.get(FundLevel(split.fund.level).value, Kind.OTHER.value))
    if split.funder is None:
        return Kind.OTHER
    own = {
        OrganisationKind.REGION: Kind.REGION,
        OrganisationKind.MUNICIPALITY: Kind.MUNICIPALITY,
        OrganisationKind.MUNICIPAL_ASSOCIATION: Kind.MUNICIPALITY,
    }
    private = Kind.PRIVATE if split.funder.sector == Sector.PRIVATE else Kind.OTHER
    return own.get(OrganisationKind(split.funder.kind), private)
