"""The only ways to write the ledger: record a decision, state a figure.

Both end by settling the project, so that its stored bounds always equal what
its account adds up to.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from projects.models import (
    Decision,
    Entry,
    Fund,
    GrantSplit,
    Organisation,
    Partnership,
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


@transaction.atomic
def record_decision(
    *,
    project: Project,
    kind: str,
    source: Source,
    organisation: Organisation | None = None,
    partnership: Partnership | None = None,
    group_sv: str = "",
    group_en: str = "",
    round: Round | None = None,  # noqa: A002
    decided_on: datetime.date | None = None,
    case_number: str = "",
    reference: str = "",
    eu_rate: Decimal | None = None,
    reason_sv: str = "",
    reason_en: str = "",
    supersedes: Decision | None = None,
    entry: str = Entry.DECISION,
    recorded_at: datetime.datetime | None = None,
    splits: Iterable[Split] = (),
) -> Decision:
    """Add one decision with its splits to the ledger and settle the project.

    A decision of unknown date holds from the day its source is known; a
    correction from the day of what it corrects. A decision restates all its
    splits: what it leaves out is no longer granted. Raises IntegrityError, with
    the name of the rule, for what the database refuses.
    """
    lock(project)
    corrected = supersedes if entry == Entry.CORRECTION else None
    decision = Decision(
        project=project,
        kind=kind,
        source=source,
        organisation=organisation,
        partnership=partnership,
        group_sv=group_sv,
        group_en=group_en,
        round=round,
        decided_on=corrected.decided_on if corrected else decided_on,
        in_force_from=corrected.in_force_from if corrected else decided_on or source.known_on,
        case_number=case_number,
        reference=reference,
        eu_rate=eu_rate,
        reason_sv=reason_sv,
        reason_en=reason_en,
        supersedes=supersedes,
        entry=entry,
    )
    if recorded_at:
        decision.recorded_at = recorded_at
    decision.save(force_insert=True)
    GrantSplit.objects.bulk_create(_row(decision, split) for split in splits)
    settle(project)
    return decision


def _row(decision: Decision, split: Split) -> GrantSplit:
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
