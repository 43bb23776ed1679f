"""The latest decisions as lines: which project, who decided what, known since when."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from projects.models import Decision, DecisionKind, SplitForm
from projects.money import Amount, Basis, Total


@dataclass(frozen=True)
class Line:
    """One decision; `amount` of its only part in cash, or `total` of several; else neither."""

    url: str
    title: str
    language: str
    on: datetime.date
    is_dated: bool  # else `on` is the day since which it is known
    what: str
    amount: Amount | None
    total: Total | None
    is_proposed: bool
    has_in_kind: bool  # whether it also gives in kind, which is in no sum here


def latest_decisions(count: int) -> list[Line]:
    """Return the last decisions in force of public projects, the latest first, in two queries."""
    decisions = (
        Decision.objects.public()
        .current()
        .select_related("project", "organisation", "partnership")
        .prefetch_related("splits")
        .order_by(F("in_force_from").desc(), "-pk")
    )
    return [line(decision) for decision in decisions[:count]]


def line(decision: Decision) -> Line:
    """Return one decision as a line, read with its project, its body and its splits."""
    project = decision.project
    title, language = project.in_language("title")
    splits = decision.splits.all()
    amounts = [split.value for split in splits if split.form == SplitForm.CASH]
    is_proposed = decision.kind == DecisionKind.PRIORITISED
    basis = Basis.PROPOSED_SUPPORT if is_proposed else Basis.REGISTERED_SUPPORT
    return Line(
        url=project.get_absolute_url(),
        title=project.acronym or title,
        language="" if project.acronym or language == get_language() else language,
        on=decision.in_force_from,
        is_dated=decision.decided_on is not None,
        what=_what(decision),
        amount=amounts[0] if len(amounts) == 1 else None,
        total=Total.summing(amounts, basis=basis) if len(amounts) > 1 else None,
        is_proposed=is_proposed,
        has_in_kind=len(amounts) < len(splits),
    )


def _what(decision: Any) -> str:
    kind = capfirst(decision.get_kind_display())
    return _("%(decision)s by %(body)s") % {"decision": kind, "body": decision.body}
