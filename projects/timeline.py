"""What happened to a project, in order: decisions, what was stated, its first and last day."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from projects.accounts import Account
from projects.models import (
    Decision,
    DecisionKind,
    Entry,
    GrantSplit,
    Payment,
    Project,
    Proposal,
    Round,
    SplitForm,
    StatedFigure,
)
from projects.naming import Named, body_of, named, payer_of
from projects.payments import standing
from projects.proposed import amount_kept
from projects.templatetags.figures import amount_text, date_text
from projects.verdicts import Sign, Verdict

TITLES: dict[str, Promise] = {
    DecisionKind.PRIORITISED: pgettext_lazy("timeline", "Prioritised"),
    DecisionKind.GRANTED: pgettext_lazy("timeline", "Granted"),
    DecisionKind.COFUNDING_PROMISED: pgettext_lazy("timeline", "Co-funding promised"),
    DecisionKind.REJECTED: pgettext_lazy("timeline", "Rejected"),
    DecisionKind.AMENDED: pgettext_lazy("timeline", "Amended"),
    DecisionKind.REVOKED: pgettext_lazy("timeline", "Revoked"),
    DecisionKind.CLOSED: pgettext_lazy("timeline", "Closed"),
}
# On one day a project is ranked before it begins, and begins before it is granted money.
PRIORITISES, BEGINS, DECIDES, PAYS, STATES, CORRECTS, ENDS = range(7)
GRAVEST = [Sign.CONTRADICTS, Sign.UNTESTABLE, Sign.ROUNDING, Sign.AGREES]


@dataclass(frozen=True)
class Event:
    """One entry of the timeline.

    `body` did it, or it was done `to` somebody. `mark` is how it is drawn: decided (a filled
    dot), since (known since that day), ranked, said, or span for the project's own days.
    `decision` is what can be asked for.
    """

    mark: str
    on: datetime.date
    rank: int
    title: str
    precision: str = "day"
    body: Named | None = None
    to: Named | None = None
    splits: Sequence[GrantSplit] = ()
    is_proposal: bool = False
    round: Round | None = None
    figures: Sequence[StatedFigure] = ()
    paid: Decimal | None = None
    notes: Sequence[Named] = field(default=())
    decision: Decision | None = None


def timeline(
    account: Account, verdicts: Sequence[Verdict], approved: Sequence[Proposal] = ()
) -> list[Event]:
    """Return the events of a project, the oldest first; `approved` are its approved proposals."""
    events = [
        *_own_days(account.project),
        *_decisions(account.decisions),
        *_payments(account),
        *_statements(verdicts),
        *_facts(approved),
        *_self_approvals(approved),
    ]
    return sorted(events, key=lambda event: (event.on, event.rank))


def _own_days(project: Project) -> Iterable[Event]:
    if project.starts_on:
        title = _("The project begins")
        yield Event("span", project.starts_on, BEGINS, title, project.starts_on_precision)
    if project.ends_on:
        title = _("The project ends")
        yield Event("span", project.ends_on, ENDS, title, project.ends_on_precision)


def _decisions(decisions: Sequence[Decision]) -> Iterable[Event]:
    by_id = {decision.pk: decision for decision in decisions}
    corrected = {one.supersedes_id for one in decisions if one.entry == Entry.CORRECTION}
    for decision in decisions:
        earlier = by_id.get(decision.supersedes_id) if decision.supersedes_id else None
        if decision.entry == Entry.CORRECTION and earlier:
            yield _correction(decision, earlier)
        if decision.pk not in corrected:
            yield _decision(decision, earlier)


def _decision(decision: Decision, earlier: Decision | None) -> Event:
    is_ranked = decision.kind == DecisionKind.PRIORITISED
    mark = "decided" if decision.decided_on else "since"
    return Event(
        mark="ranked" if is_ranked and decision.decided_on else mark,
        on=decision.in_force_from,
        rank=PRIORITISES if is_ranked else DECIDES,
        title=str(TITLES[decision.kind]),
        body=body_of(decision),
        splits=list(decision.splits.all()),
        is_proposal=is_ranked,
        round=decision.round,
        notes=_notes(decision, earlier),
        decision=decision,
    )


def _notes(decision: Decision, earlier: Decision | None) -> list[Named]:
    found = []
    if decision.kind == DecisionKind.PRIORITISED:
        found.append(Named(_("A proposal, no support yet.")))
    if not decision.decided_on:
        found.append(Named(_("Decision date unknown.")))
    if any(split.fund is None and split.form == SplitForm.CASH for split in decision.splits.all()):
        found.append(Named(_("Fund not stated.")))
    if decision.entry == Entry.CORRECTION:
        words = {"day": date_text(timezone.localdate(decision.recorded_at))}
        return [*found, Named(_("As corrected in the registry %(day)s.") % words)]
    if earlier and earlier.splits.all():
        found.append(Named(_("Earlier: %(amounts)s.") % {"amounts": _amounts(earlier)}))
    if decision.reason_sv:
        found.append(named(decision, "reason"))
    return found


def _correction(decision: Decision, earlier: Decision) -> Event:
    notes = [named(decision, "reason")]
    if earlier.splits.all():
        words = {"amounts": _amounts(earlier)}
        notes.insert(0, Named(_("Shown until then: %(amounts)s.") % words))
    return Event(
        mark="said",
        on=timezone.localdate(decision.recorded_at),
        rank=CORRECTS,
        title=_("Corrected in the registry"),
        notes=notes,
    )


def _payments(account: Account) -> Iterable[Event]:
    """Tell of every payment that counts, and of every mistake when it was taken back."""
    made = list(account.project.payments.all())
    splits = {part.split.pk: part.split for part in account.parts}
    for payment in standing(made):
        payer = payer_of(splits[payment.split_id])
        yield Event(
            mark="decided",
            on=payment.paid_on,
            rank=PAYS,
            title=_("Paid back") if payment.is_paid_back else _("Paid out"),
            body=None if payment.is_paid_back else payer,
            to=payer if payment.is_paid_back else None,
            paid=abs(payment.amount),
            notes=_period(payment),
        )
    for row in made:
        if row.takes_back_id:
            words = {"amount": amount_text(abs(row.amount)), "day": date_text(row.paid_on)}
            shown = _("Shown until then: a payment of %(amount)s on %(day)s.") % words
            yield Event(
                mark="said",
                on=timezone.localdate(row.recorded_at),
                rank=CORRECTS,
                title=_("Corrected in the registry"),
                notes=[Named(shown), named(row, "reason")],
            )


def _period(payment: Payment) -> list[Named]:
    if not (payment.period_from and payment.period_until):
        return []
    words = {"first": date_text(payment.period_from), "last": date_text(payment.period_until)}
    return [Named(_("For costs from %(first)s to %(last)s.") % words)]


def _amounts(decision: Decision) -> str:
    return ", ".join(amount_text(split.value) for split in decision.splits.all())


def _statements(verdicts: Sequence[Verdict]) -> Iterable[Event]:
    """Tell what each source stated on a day as one event."""
    groups: dict[tuple, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        groups[verdict.figure.stated_on, verdict.figure.source_id].append(verdict)
    for (stated_on, _source), group in groups.items():
        gravest = min(group, key=lambda verdict: GRAVEST.index(verdict.sign))
        title = _("%(publisher)s states") % {"publisher": group[0].figure.source.publisher}
        yield Event(
            "said",
            stated_on,
            STATES,
            title,
            figures=[verdict.figure for verdict in group],
            notes=[Named(gravest.title)],
        )


FACTS: dict[str, Promise] = {
    "title_sv": gettext_lazy("Title"),
    "title_en": gettext_lazy("Title in English"),
    "starts_on": gettext_lazy("First day"),
    "ends_on": gettext_lazy("Last day"),
    "total_cost": gettext_lazy("Total cost"),
    "eligible_cost": gettext_lazy("Total eligible cost"),
    "lead": gettext_lazy("Lead"),
}


def _facts(approved: Sequence[Proposal]) -> Iterable[Event]:
    """Tell what decisions changed of the project beside its money."""
    for proposal in approved:
        notes = []
        for name, (before, after) in proposal.outcome.get("facts", {}).items():
            said = {"before": _kept(name, before), "after": _kept(name, after)}
            words = {"fact": FACTS[name], **said}
            notes.append(Named(_("%(fact)s: %(after)s. Earlier: %(before)s.") % words))
        if notes:
            yield Event("said", day_of(proposal), DECIDES, _("Changed by decision"), notes=notes)


def day_of(proposal: Proposal) -> datetime.date:
    """Return the day of the decision that a proposal brought, else that of its approval."""
    rows = proposal.content.get("rows", [])
    said = proposal.content.get("lead_from") or (rows and rows[0].get("decided_on"))
    return datetime.date.fromisoformat(said) if said else answered_on(proposal)


def answered_on(proposal: Proposal) -> datetime.date:
    assert proposal.decided_at is not None  # noqa: S101 - a constraint sees to it
    return timezone.localdate(proposal.decided_at)


def _kept(name: str, value: Any) -> str:
    """Return a fact as it was kept, in words; a day may be known to the month or the year."""
    if isinstance(value, dict):
        return amount_text(amount_kept(value))
    if name in {"starts_on", "ends_on"} and value:
        precision = ("year", "month", "day")[value.count("-")]
        whole = f"{value}-01-01"[:10]
        return str(date_text(datetime.date.fromisoformat(whole), precision))
    return str(value) if value not in (None, "") else "–"


def _self_approvals(approved: Sequence[Proposal]) -> Iterable[Event]:
    """Tell where nobody but whoever entered something approved it, and why."""
    for proposal in approved:
        if proposal.is_self_approved:
            title = _("Approved without a second person")
            notes = [named(proposal, "self_reason")]
            yield Event("said", answered_on(proposal), CORRECTS, title, notes=notes)
