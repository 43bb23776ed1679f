"""The ledger of a project: decisions, their splits, what was paid, what was corrected."""

import datetime

from projects.accounts import Account, Part
from projects.models import Decision, Entry, GrantSplit, Payment
from projects.money import ANY_SUM, Basis
from projects.open_data.parties import body_data, funder_data, named_data, source_data
from projects.open_data.values import Data, amount_data, day, kronor, moment, text

COUNTED = [basis for basis in Basis if basis is not Basis.TOTAL_COST]


def decision_data(account: Account, decision: Decision, on: datetime.date | None = None) -> Data:
    """Return one entry of the ledger with its splits.

    It holds from `in_force_from` until before `in_force_until`, which is null while
    nothing replaces it. Where `decided_on` is null, it is in force since its source is known.
    """
    successor = account.chains.successors.get(decision.pk)
    return {
        "id": decision.pk,
        "project": account.project.reference,
        "kind": decision.kind,
        "entry": decision.entry,
        "body": body_data(decision),
        "round": named_data(decision.round),
        "decided_on": day(decision.decided_on),
        "in_force_from": day(decision.in_force_from),
        "in_force_until": day(account.chains.until(decision)),
        "case_number": decision.case_number or None,
        "reference": decision.reference or None,
        "eu_rate": kronor(decision.eu_rate),
        "reason": text(decision, "reason"),
        "supersedes": decision.supersedes_id,
        "superseded_by": successor.pk if successor else None,
        "source": source_data(decision.source),
        "recorded_at": moment(decision.recorded_at),
        "splits": [split_data(account, split, on) for split in decision.splits.all()],
    }


def split_data(account: Account, split: GrantSplit, on: datetime.date | None = None) -> Data:
    """Return what one funder gives by one decision.

    `counts_in` are the sums it is part of now, or was on a day.
    """
    part = next((one for one in account.parts if one.split.pk == split.pk), None)
    left = account.reconciliation.of(frozenset([part.index])) if part else None
    return {
        "id": split.pk,
        "project": account.project.reference,
        "decision": split.decision_id,
        "funder": funder_data(split),
        "fund": named_data(split.fund),
        "programme": named_data(split.programme),
        "form": split.form,
        "amount": amount_data(split.value, None if left == ANY_SUM else left),
        "counts_in": _counted(account, part, on),
    }


def _counted(account: Account, part: Part | None, on: datetime.date | None) -> list[str]:
    if part is None or not part.holds(on):
        return []
    return [basis.value for basis in COUNTED if part.index in account.covered(basis, on)]


def payment_data(payment: Payment) -> Data:
    """Return what was paid out of a split, or paid back where the amount is negative."""
    return {
        "id": payment.pk,
        "split": payment.split_id,
        "amount": kronor(payment.amount),
        "paid_on": day(payment.paid_on),
        "period_from": day(payment.period_from),
        "period_until": day(payment.period_until),
        "reference": payment.reference or None,
        "takes_back": payment.takes_back_id,
        "reason": text(payment, "reason"),
        "source": source_data(payment.source),
        "recorded_at": moment(payment.recorded_at),
    }


def corrections_data(account: Account) -> list[Data]:
    """Return what was entered wrongly and is corrected: decisions first, then payments."""
    rows: list[tuple[str, Decision | Payment, int | None]] = [
        ("decision", one, one.supersedes_id)
        for one in account.decisions
        if one.entry == Entry.CORRECTION
    ]
    rows += [
        ("payment", one, one.takes_back_id)
        for one in account.project.payments.all()
        if one.takes_back_id
    ]
    return [
        {
            "kind": kind,
            "id": row.pk,
            "corrects": corrected,
            "reason": text(row, "reason"),
            "recorded_at": moment(row.recorded_at),
        }
        for kind, row, corrected in rows
    ]
