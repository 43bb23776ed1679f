"""Payments for tests, out of the grants of public projects."""

import datetime
from decimal import Decimal
from typing import Any

from projects.ledger import record_payment
from projects.models import Decision, Payment
from tests.factories import ProjectFactory, SourceFactory, grant, make_public


def pay(decision: Decision, amount: str | int | Decimal = 1000, **facts: Any) -> Payment:
    """Pay a sum out of the only split of a decision, whose project must be public."""
    facts = {"paid_on": datetime.date(2018, 1, 31)} | facts
    if "source" not in facts:
        facts["source"] = SourceFactory()
    return record_payment(split=decision.splits.get(), amount=Decimal(amount), **facts)


def paid_out() -> Payment:
    """A payment of 1000 kr out of the grant of a public project."""
    project = ProjectFactory()
    decision = grant(project)
    make_public(project)
    return pay(decision)
