"""What a proposal changes, field by field, as whoever approves it reads it."""

import datetime
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

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
    DatePrecision,
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
from projects.models.figures import BASES
from projects.money import Amount
from projects.overtaking import last_word_on
from projects.proposed import Content, plain
from projects.templatetags.figures import amount_text, date_text, period_text

NOTHING = "–"
DAYS = ("starts_on", "ends_on")
SHOWN = {DatePrecision.YEAR: 4, DatePrecision.MONTH: 7, DatePrecision.DAY: 10}
"""Characters of a day in ISO 8601 that are known."""
DETAILS = (
    *("round", "decided_on", "case_number", "reference", "eu_rate", "source"),
    *("group_en", "reason_sv", "reason_en"),
)
OWN = (
    *("acronym", "title_sv", "title_en", "slug", "kind", "priority", "purpose_sv", "purpose_en"),
    *("results_sv", "results_en", "starts_on", "ends_on", "total_cost", "eligible_cost"),
    *("specific_objective_code", "specific_objective_sv", "specific_objective_en", "postcode"),
)
"""What a project says of itself, in the order of its form."""


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
        return whole(project)
    content = Content.of(proposal.content, project)
    return [
        *_rows(project, content.rows),
        *_facts(project, content.facts),
        *_lead(project, content),
        *(_payment(one) for one in content.payments),
        *(_figure(one) for one in content.figures),
    ]


def whole(project: Project) -> list[Difference]:
    """Return all that a project will say when the public sees it first."""
    return list(_whole(project))


def as_read(about: Proposal | Project) -> str:
    """Return a text that changes with what one reads of a proposal, or of a whole project.

    It is the same in every language, and empty where something that is named is gone.
    """
    with override(settings.LANGUAGE_CODE):
        try:
            found = whole(about) if isinstance(about, Project) else differences(about)
        except ObjectDoesNotExist:
            return ""
    return hashlib.sha256(repr(found).encode()).hexdigest()[:20]


def facts_before(proposal: Proposal) -> dict[str, list[Any]]:
    """Return each fact that changes, as [before, after], as texts and keys that can be kept."""
    content = Content.of(proposal.content, proposal.project)
    found = {
        name: [_before(proposal.project, name), plain(value)]
        for name, value in content.facts.items()
    }
    if content.lead:
        found["lead"] = [_leads(proposal.project), str(content.lead)]
    return found


def _before(project: Project, name: str) -> Any:
    """Return a fact as it is kept; of a day known to the month or the year no more than that."""
    kept = plain(_fact(project, name))
    if name in DAYS and kept:
        return kept[: SHOWN[DatePrecision(getattr(project, f"{name}_precision"))]]
    return kept


def _rows(
    project: Project, rows: tuple[Row, ...], *, is_first: bool = False
) -> Iterator[Difference]:
    """Tell of decisions and their items; `is_first` where nothing of them was public before."""
    told: set[Any] = set()
    for row in rows:
        earlier = None if is_first else _replaced(project, row)
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
            yield from _beside(row.split, before)


def _beside(split: Split, before: GrantSplit | None) -> Iterator[Difference]:
    """Tell what an item says beside its amount, where that is new."""
    for name in ("programme", "group_en"):
        new, old = getattr(split, name), getattr(before, name) if before else None
        if new != old and (new or old):
            field: Any = GrantSplit._meta.get_field(name)
            label = f"{_item(split)}, {field.verbose_name}"
            yield Difference(label, _words(old), _words(new))


def _replaced(project: Project, row: Row) -> Decision | None:
    if row.kind not in REPLACING:
        return None
    if row.replaces:
        return last_word_on(row.replaces)
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
            is_day = name == "decided_on" and earlier is not None
            yield Difference(label, _day(earlier) if is_day else _words(before), _words(after))


def _day(decision: Decision | None) -> str:
    """Return the day of a decision, or since when one of unknown day is known."""
    if decision is None or decision.decided_on:
        return _words(decision and decision.decided_on)
    day = date_text(decision.in_force_from)
    return _("date unknown, known since %(day)s") % {"day": day}


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
        yield Difference(label, _said(project, name), _words(value))


def _said(project: Project, name: str) -> str:
    """Return what a project says, a day as far as it is known."""
    value = _fact(project, name)
    if name in DAYS and value:
        return str(date_text(value, getattr(project, f"{name}_precision")))
    if name == "kind" and value:
        return str(project.get_kind_display())
    return _words(value)


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


def _figure(facts: dict[str, Any]) -> Difference:
    """Tell of a figure that a source prints, by what `ledger.state_figure` is told."""
    day = date_text(facts["stated_on"])
    about = [facts[name] for name in ("funder", "fund", "place") if facts.get(name)]
    said = [amount_text(facts["amount"]), dict(BASES)[facts["basis"]], *about, facts["source"]]
    if facts["words"]:
        said.insert(1, f"”{facts['words']}”")
    label = _("Stated figure, %(day)s") % {"day": day}
    return Difference(label, NOTHING, ", ".join(map(str, said)))


def _whole(project: Project) -> Iterator[Difference]:
    for name in OWN:
        value = _fact(project, name)
        if value and not (isinstance(value, Amount) and value.is_unknown):
            label = capfirst(str(Project._meta.get_field(name).verbose_name))  # type: ignore[union-attr]
            yield Difference(label, NOTHING, _said(project, name))
    yield from _participants(project)
    yield from _places(project)
    yield from _rows(project, tuple(rows_of(project)), is_first=True)
    for figure in project.stated_figures.select_related("funder", "fund", "place", "source"):
        names = ("stated_on", "funder", "fund", "place", "basis", "source", "words")
        yield _figure({"amount": figure.value} | {name: getattr(figure, name) for name in names})
    for field in project.interventions.all():
        share = "" if field.share is None else f"{field.share} %"
        yield Difference(
            _("Intervention field"), NOTHING, " ".join(filter(None, [field.code, share]))
        )
    for note in project.missing_facts.all():
        yield _in_both(str(note.get_fact_display()), note, "note")


def _participants(project: Project) -> Iterator[Difference]:
    rows = project.participations.select_related("organisation").order_by("pk")
    if not any(row.role == Role.LEAD for row in rows):
        yield Difference(_("Lead"), NOTHING, NOTHING)
    for row in rows:
        said = [str(row.organisation or row.group_sv), row.group_en, row.note_sv, row.note_en]
        if row.from_on or row.until_on:
            said.append(str(period_text(row.from_on, row.until_on)))
        yield Difference(str(row.get_role_display()), NOTHING, ", ".join(filter(None, said)))


def _places(project: Project) -> Iterator[Difference]:
    rows = project.project_places.select_related("place", "source").order_by("pk")
    for row in rows:
        said = [str(row.place), str(row.get_meaning_display()), str(row.source or "")]
        yield Difference(_("Place"), NOTHING, ", ".join(filter(None, said)))
    if not rows:
        yield Difference(_("Places"), NOTHING, NOTHING)


def _in_both(label: str, row: Any, name: str) -> Difference:
    """Tell a text in both languages, as far as there are two."""
    texts = [getattr(row, f"{name}_{language}") for language, _name in settings.LANGUAGES]
    return Difference(label, NOTHING, " / ".join(filter(None, texts)))


def _words(value: Any) -> str:
    if isinstance(value, Amount):
        return amount_text(value)
    if isinstance(value, datetime.date):
        return str(date_text(value))
    if isinstance(value, Model):
        return str(value)
    return NOTHING if value in (None, "") else str(value)
