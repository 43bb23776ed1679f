"""The only ways to write the ledger: record a decision, state a figure, enter a payment.

The first two end by settling the project, so that its stored bounds always equal what
its account adds up to.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Required, TypedDict, Unpack

from django.db import transaction

from projects.models import (
    Decision,
    Entry,
    Fund,
    GrantSplit,
    Organisation,
    Partnership,
    Payment,
    Place,
    Programme,
    Project,
    Quantity,
    Round,
    Source,
    SplitForm,
    StatedFigure,
)
from projects.models.amounts import amount_columns
from projects.money import Amount, Basis
from projects.settlement import lock, settle


@dataclass(frozen=True, kw_only=True)
class Split:
    """A part of a decision before it is recorded; an unknown amount is `Amount(None)`."""

    amount: Amount
    funder: Organisation | None = None
    group_sv: str = ""
    group_en: str = ""
    fund: Fund | None = None
    programme: Programme | None = None
    form: str = SplitForm.CASH


class DecisionFacts(TypedDict, total=False):
    """What a decision says of itself: the columns of `Decision` that its source decides."""

    project: Required[Project]
    kind: Required[str]
    source: Required[Source]
    organisation: Organisation | None
    partnership: Partnership | None
    group_sv: str
    group_en: str
    round: Round | None
    decided_on: datetime.date | None
    case_number: str
    reference: str
    eu_rate: Decimal | None
    reason_sv: str
    reason_en: str
    supersedes: Decision | None
    entry: str
    recorded_at: datetime.datetime


@transaction.atomic
def record_decision(*, splits: Iterable[Split] = (), **facts: Unpack[DecisionFacts]) -> Decision:
    """Add one decision with its splits to the ledger and settle the project.

    A decision of unknown date holds from the day its source is known; a
    correction from the day of what it corrects. A decision restates all its
    splits: what it leaves out is no longer granted. Raises IntegrityError, with
    the name of the rule, for what the database refuses.
    """
    project = facts["project"]
    lock(project)
    decision = enter_decision(splits=splits, **facts)
    settle(project)
    return decision


def enter_decision(*, splits: Iterable[Split] = (), **facts: Unpack[DecisionFacts]) -> Decision:
    """Add one decision with its splits, for whoever settles the project once all is entered."""
    decision = Decision(**facts)
    decision.in_force_from = decision.decided_on or decision.source.known_on
    if decision.entry == Entry.CORRECTION and decision.supersedes:
        decision.decided_on = decision.supersedes.decided_on
        decision.in_force_from = decision.supersedes.in_force_from
    decision.save(force_insert=True)
    GrantSplit.objects.bulk_create(unsaved_split(decision, split) for split in splits)
    return decision


def unsaved_split(decision: Decision, split: Split) -> GrantSplit:
    """Return a split of a decision as it will be recorded."""
    return GrantSplit(
        project_id=decision.project_id,
        decision=decision,
        funder=split.funder,
        group_sv=split.group_sv,
        group_en=split.group_en,
        fund=split.fund,
        programme=split.programme,
        form=split.form,
        **amount_columns("amount", split.amount),
    )


@transaction.atomic
def state_figure(
    *,
    amount: Amount,
    basis: Basis,
    stated_on: datetime.date,
    source: Source,
    project: Project | None = None,
    round: Round | None = None,  # noqa: A002
    funder: Organisation | None = None,
    fund: Fund | None = None,
    place: Place | None = None,
    quantity: str = Quantity.MONEY,
    words: str = "",
) -> StatedFigure:
    """Add a figure that a source prints, and settle the project it is about, if it is about one."""
    if project:
        lock(project)
    figure = StatedFigure.objects.create(
        project=project,
        round=round,
        funder=funder,
        fund=fund,
        place=place,
        quantity=quantity,
        basis=basis.value,
        words=words,
        stated_on=stated_on,
        source=source,
        **amount_columns("amount", amount),
    )
    if project:
        settle(project)
    return figure


class PaymentFacts(TypedDict, total=False):
    """What a source says of a payment beside its amount."""

    paid_on: Required[datetime.date]
    source: Required[Source]
    period_from: datetime.date | None
    period_until: datetime.date | None
    reference: str
    reason_sv: str
    reason_en: str


def record_payment(*, split: GrantSplit, amount: Decimal, **facts: Unpack[PaymentFacts]) -> Payment:
    """Add what was paid out of a split, or paid back where the amount is negative; kronor.

    No sum of what was granted changes. Raises IntegrityError, with the name of the rule,
    for what the database refuses.
    """
    payment = unsaved_payment(split=split, amount=amount, **facts)
    payment.save(force_insert=True)
    return payment


def unsaved_payment(
    *, split: GrantSplit, amount: Decimal, **facts: Unpack[PaymentFacts]
) -> Payment:
    """Return a payment as it will be recorded."""
    return Payment(project_id=split.project_id, split=split, amount=amount, **facts)


def take_back_payment(mistake: Payment, *, reason_sv: str, reason_en: str = "") -> Payment:
    """Say that a payment was never made as entered; neither row counts from now on."""
    taken_back = unsaved_return(mistake, reason_sv=reason_sv, reason_en=reason_en)
    taken_back.save(force_insert=True)
    return taken_back


def unsaved_return(mistake: Payment, *, reason_sv: str, reason_en: str = "") -> Payment:
    """Return what takes a payment back, as it will be recorded."""
    return Payment(
        project_id=mistake.project_id,
        split_id=mistake.split_id,
        amount=-mistake.amount,
        paid_on=mistake.paid_on,
        source_id=mistake.source_id,
        takes_back=mistake,
        reason_sv=reason_sv,
        reason_en=reason_en,
    )
