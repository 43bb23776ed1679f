"""What a proposal changes, field by field, as whoever approves it reads it."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from projects.entering import (
    CORRECTION,
    REPLACING,
    Row,
    RowRefusedError,
    last_words,
    replaced,
    rows_of,
)
from projects.ledger import Split
from projects.models import (
    Decision,
    DecisionKind,
    Entry,
    GrantSplit,
    Payment,
    Project,
    Proposal,
    ProposalKind,
    Role,
)
from projects.models.amounts import stored_amount
from projects.money import Amount
from projects.proposed import Content, plain
from projects.templatetags.figures import amount_text, date_text

NOTHING = "–"
DETAILS = ("decided_on", "case_number", "reference", "eu_rate", "source", "reason_sv", "reason_en")


@dataclass(frozen=True)
class Difference:
    """One field: what stands in the registry, and what would."""

    label: str
    before: str
    after: str


def differences(proposal: Proposal) -> list[Difference]:
    """Return what changes if the proposal is approved now, in the reader's language.

    Raises ObjectDoesNotExist where something that it names is gone.
    """
    project = proposal.project
    if proposal.kind == ProposalKind.PUBLICATION:
        return list(_whole(project))
    content = Content.of(proposal.content, project)
    return [
        *_rows(project, content.rows),
        *_facts(project, content.facts),
        *_lead(project, content),
        *(_payment(one) for one in content.payments),
    ]


def facts_before(proposal: Proposal) -> dict[str, list[Any]]:
    """Return each fact that changes, as [before, after], as texts and keys that can be kept."""
    content = Content.of(proposal.content, proposal.project)
    found = {
        name: [plain(_fact(proposal.project, name)), plain(value)]
        for name, value in content.facts.items()
    }
    if content.lead:
        found["lead"] = [_leads(proposal.project), str(content.lead)]
    return found


def _rows(project: Project, rows: tuple[Row, ...]) -> Iterator[Difference]:
    told: set[Any] = set()
    for row in rows:
        earlier = _replaced(project, row)
        if row.matter not in told:
            told.add(row.matter)
            yield from _decision(row, earlier)
            yield from _left_out(row, rows, earlier)
        if row.split:
            before = _like(row.split, earlier)
            yield Difference(
                _item(row.split),
                amount_text(before.value) if before else NOTHING,
                amount_text(row.split.amount),
            )


def _replaced(project: Project, row: Row) -> Decision | None:
    if row.kind not in REPLACING:
        return None
    try:
        return replaced(last_words(project), row, 0)
    except RowRefusedError:
        return None


def _decision(row: Row, earlier: Decision | None) -> Iterator[Difference]:
    """Tell what a decision says beside its amounts; of one it replaces, only what is new."""
    body = str(row.organisation or row.partnership or row.group_sv)
    yield Difference(
        _("Decision"), _kind_of(earlier) if earlier else NOTHING, f"{_kind(row.kind)}, {body}"
    )
    for name in DETAILS:
        after, before = getattr(row, name), getattr(earlier, name) if earlier else None
        if name == "decided_on" and row.kind == CORRECTION:
            continue
        if after != before and (after or before):
            label = capfirst(str(Decision._meta.get_field(name).verbose_name))  # type: ignore[union-attr]
            yield Difference(label, _words(before), _words(after))


def _left_out(row: Row, rows: tuple[Row, ...], earlier: Decision | None) -> Iterator[Difference]:
    """Tell of items that the earlier decision has and the new one does not: no longer granted."""
    if earlier is None:
        return
    named = [one.split for one in rows if one.split and one.matter == row.matter]
    for split in earlier.splits.all():
        if not any(_is_like(one, split) for one in named):
            yield Difference(_item(split), amount_text(split.value), NOTHING)


def _like(split: Split, earlier: Decision | None) -> GrantSplit | None:
    found = earlier.splits.all() if earlier else ()
    return next((one for one in found if _is_like(split, one)), None)


def _is_like(split: Split, other: GrantSplit) -> bool:
    names = ("funder", "group_sv", "fund", "form")
    return all(getattr(split, name) == getattr(other, name) for name in names)


def _item(split: Split | GrantSplit) -> str:
    fund = split.fund.code if split.fund else _("fund not stated")
    form = "" if split.form == "cash" else ", " + _("in kind")
    return f"{split.funder or split.group_sv}, {fund}{form}"


def _kind(kind: str) -> str:
    return _("correction") if kind == CORRECTION else str(DecisionKind(kind).label)


def _kind_of(decision: Decision) -> str:
    said = str(decision.get_kind_display())
    return f"{said} ({_('correction')})" if decision.entry == Entry.CORRECTION else said


def _facts(project: Project, new: dict[str, Any]) -> Iterator[Difference]:
    for name, value in new.items():
        label = capfirst(str(Project._meta.get_field(name).verbose_name))  # type: ignore[union-attr]
        yield Difference(label, _words(_fact(project, name)), _words(value))


def _fact(project: Project, name: str) -> Any:
    is_cost = name in {"total_cost", "eligible_cost"}
    return stored_amount(project, name) if is_cost else getattr(project, name)


def _lead(project: Project, content: Content) -> Iterator[Difference]:
    if content.lead:
        day = date_text(content.lead_from) if content.lead_from else NOTHING
        words = _("%(lead)s, from %(day)s") % {"lead": content.lead, "day": day}
        yield Difference(_("Lead"), _leads(project), words)


def _leads(project: Project) -> str:
    standing = project.participations.filter(role=Role.LEAD, until_on=None)
    return ", ".join(str(one.organisation or one.group_sv) for one in standing) or NOTHING


def _payment(payment: Payment) -> Difference:
    item = _item(payment.split)
    day = date_text(payment.paid_on)
    if payment.takes_back_id:
        label = _("Payment %(day)s, %(item)s, entered by mistake") % {"day": day, "item": item}
        return Difference(label, _signed(-payment.amount), NOTHING)
    label = _("Payment %(day)s, %(item)s") % {"day": day, "item": item}
    return Difference(label, NOTHING, _signed(payment.amount))


def _signed(kronor: Any) -> str:
    words = amount_text(Amount(abs(kronor)))
    return _("%(amount)s paid back") % {"amount": words} if kronor < 0 else words


def _whole(project: Project) -> Iterator[Difference]:
    """Tell all that a project will say when the public sees it first."""
    for name in ("title_sv", "purpose_sv", "starts_on", "ends_on", "total_cost", "eligible_cost"):
        value = _fact(project, name)
        if value and not (isinstance(value, Amount) and value.is_unknown):
            yield from _facts_new(name, value)
    yield Difference(_("Lead"), NOTHING, _leads(project))
    rows = project.project_places.select_related("place").order_by("pk")
    places = ", ".join(str(row.place) for row in rows)
    yield Difference(_("Places"), NOTHING, places or NOTHING)
    yield from _rows(project, tuple(rows_of(project)))
    for note in project.missing_facts.all():
        yield Difference(str(note.get_fact_display()), NOTHING, note.note_sv)


def _facts_new(name: str, value: Any) -> Iterator[Difference]:
    label = capfirst(str(Project._meta.get_field(name).verbose_name))  # type: ignore[union-attr]
    yield Difference(label, NOTHING, _words(value))


def _words(value: Any) -> str:
    if isinstance(value, Amount):
        return amount_text(value)
    if isinstance(value, datetime.date):
        return str(date_text(value))
    if isinstance(value, Model):
        return str(value)
    return NOTHING if value in (None, "") else str(value)
