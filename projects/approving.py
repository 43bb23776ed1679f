"""Two persons: what one enters about public money, another approves.

The first publication of a project and every later change of its money wait as a proposal
until somebody who may publish, and who did not enter it, says yes. Nothing of it stands in
the registry before that. Code that loads rows calls `publishing` and the ledger directly:
the rule is of people, and of the back office.
"""

import datetime
from typing import Any

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from projects import publishing
from projects.differences import as_read, differences, facts_before
from projects.entering import CORRECTION, enter
from projects.keyholders import is_held
from projects.ledger import state_figure
from projects.models import (
    DatePrecision,
    LoneApproval,
    Project,
    Proposal,
    ProposalKind,
    ProposalState,
    Role,
)
from projects.models.amounts import amount_columns
from projects.money import Amount
from projects.proposed import Content
from projects.refusals import REFUSALS, in_words
from projects.settlement import lock, settle

MAY_APPROVE = "projects.publish_project"
BACKEND = "django.contrib.auth.backends.ModelBackend"


class ChangedSinceReadError(Exception):
    """What is to be approved is not what was read: it has to be read once more."""

    def __str__(self) -> str:
        return _("Something has changed since you read this. Read it once more.")


def approvers() -> QuerySet[Any]:
    """Return the people who may approve."""
    people = get_user_model().objects
    return people.with_perm(MAY_APPROVE, backend=BACKEND).filter(is_active=True, is_staff=True)


def needs_second_person(project: Project) -> bool:
    """Whether a change of this project's money waits for somebody else."""
    return bool(settings.TWO_PERSONS) and project.was_ever_public


def is_alone() -> bool:
    """Whether only one person may approve at all."""
    return approvers().count() == 1


def may_approve_alone(user: Any) -> bool:
    """Whether a person may approve what they entered themselves, with a reason for the public.

    They may where nobody else could, and they chose it; what others chose before is not theirs.
    """
    chosen = LoneApproval.objects.filter(by=user).order_by("-pk").first()
    is_chosen = chosen is not None and chosen.is_on
    return is_chosen and is_alone() and user.has_perm(MAY_APPROVE)


def must_choose(user: Any) -> bool:
    """Whether to ask the only person who may approve how it shall be."""
    asked = bool(settings.TWO_PERSONS) and user.has_perm(MAY_APPROVE)
    return asked and not LoneApproval.objects.filter(by=user).exists() and is_alone()


def choose_alone(*, by: Any, is_on: bool) -> LoneApproval:
    """Remember what the only person who may approve chose."""
    return LoneApproval.objects.create(by=by, is_on=is_on)


def entered_by(project: Project) -> set[int]:
    """Return the keys of those who entered any of a project: none of them publishes it first.

    Each of them left a note of what they changed; a step towards the public is noted in words.
    """
    entries = LogEntry.objects.filter(
        content_type__app_label="projects",
        content_type__model="project",
        object_id=str(project.pk),
        change_message__startswith="[{",
    )
    return set(entries.values_list("user_id", flat=True))


@transaction.atomic
def propose(*, project: Project, by: Any, note: str = "", kind: str = "", **what: Any) -> Proposal:
    """Let a change wait; `what` is that of `Content`. Nothing public changes before it is approved.

    The kind follows from the rows unless it is given. Raises ValidationError where there is
    nothing to propose.
    """
    content = Content(**{name: _as_kept(value) for name, value in what.items()})
    if not content and kind != ProposalKind.PUBLICATION:
        raise ValidationError(_("There is nothing to approve: nothing was changed."))
    return Proposal.objects.create(
        project=project,
        by=by,
        note=note,
        kind=kind or _kind(content),
        content=content.as_json(),
    )


def _as_kept(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _kind(content: Content) -> str:
    if any(row.kind == CORRECTION for row in content.rows):
        return ProposalKind.CORRECTION
    is_decision = content.rows or content.lead or not content.facts.keys() <= COSTS
    return ProposalKind.AMENDMENT if is_decision else ProposalKind.MONEY


COSTS = {"total_cost", "eligible_cost"}


@transaction.atomic
def ask_for_publication(project: Project, *, by: Any) -> None:
    """Send a draft to review, as a proposal of whoever sends it. Raises ValidationError."""
    publishing.send_to_review(project)
    if settings.TWO_PERSONS:
        propose(project=project, by=by, kind=ProposalKind.PUBLICATION)


@transaction.atomic
def give_up_publication(project: Project, *, by: Any, comment: str = "") -> None:
    """Make a project in review a draft again; whoever did not propose it says why.

    Raises ValidationError, as `publishing.return_to_draft` does.
    """
    publishing.return_to_draft(project)
    for waiting in project.proposals.waiting().filter(kind=ProposalKind.PUBLICATION):
        is_own = waiting.by_id == by.pk
        state = ProposalState.TAKEN_BACK if is_own else ProposalState.RETURNED
        if not is_own and not comment.strip():
            raise ValidationError(_("Say what has to be put right."))
        _answer(waiting, state, by, comment=comment)


@transaction.atomic
def draft_again(project: Project) -> bool:
    """Let a scheduled project that is about to change be approved anew; tell whether it was one.

    What the public will see at its hour is what somebody else said yes to, and nothing else.
    """
    lock(project)
    project.refresh_from_db(fields=["state", "published_at"])
    if not (settings.TWO_PERSONS and project.is_scheduled):
        return False
    publishing.return_to_draft(project)
    return True


@transaction.atomic
def publish(
    project: Project, *, by: Any, at: datetime.datetime | None = None, seen: str | None = None
) -> None:
    """Publish a project as somebody who did not enter it.

    `seen` is what `as_read` said when it was read; None is of somebody who reads it now.
    Raises ValidationError where it lacks something, or where it was never public and this
    person entered it, and ChangedSinceReadError.
    """
    lock(project)
    project.refresh_from_db()
    is_first = settings.TWO_PERSONS and not project.was_ever_public
    waiting = project.proposals.waiting().filter(kind=ProposalKind.PUBLICATION).first()
    own = entered_by(project) | ({waiting.by_id} if waiting else set())
    if is_first and by.pk in own:
        raise ValidationError(
            _("You entered this yourself: send it to review, and somebody else publishes it.")
        )
    if is_first:
        _check_key(by, own, since=waiting.made_at if waiting else None)
    if is_first and seen is not None and seen != as_read(project):
        raise ChangedSinceReadError
    publishing.publish(project, at=at)
    if waiting and waiting.by_id == by.pk:
        # One person is enough here: nobody was asked in the end.
        _answer(waiting, ProposalState.TAKEN_BACK, by)
    elif waiting:
        _answer(waiting, ProposalState.APPROVED, by, outcome=_told(waiting))


@transaction.atomic
def approve(
    proposal: Proposal,
    *,
    by: Any,
    seen: str | None = None,
    self_reason_sv: str = "",
    self_reason_en: str = "",
) -> None:
    """Do what was proposed; a second approval of the same does nothing.

    `seen` is as of `publish`. Raises ValidationError where this person entered it and may not
    approve alone, where no reason is given for doing so, or where the ledger as it is now
    refuses it, and ChangedSinceReadError.
    """
    proposal = _locked(proposal)
    if proposal.state == ProposalState.APPROVED:
        return
    _check_waiting(proposal)
    if not by.has_perm(MAY_APPROVE):
        raise ValidationError(_("You may not approve."))
    is_self = is_own(proposal, by)
    if is_self:
        _check_alone(by, self_reason_sv)
    else:
        is_first = proposal.kind == ProposalKind.PUBLICATION
        entered = entered_by(proposal.project) if is_first else set()
        _check_key(by, {proposal.by_id, *entered}, since=proposal.made_at)
    if seen is not None and seen != as_read(proposal):
        raise ChangedSinceReadError
    outcome = _done(proposal)
    reasons = {}
    if is_self:
        reasons = {"self_reason_sv": self_reason_sv, "self_reason_en": self_reason_en}
    _answer(proposal, ProposalState.APPROVED, by, outcome=outcome, **reasons)


def is_own(proposal: Proposal, user: Any) -> bool:
    """Whether a person proposed this, or entered the project that is to be published."""
    is_first = proposal.kind == ProposalKind.PUBLICATION
    return proposal.by_id == user.pk or (is_first and user.pk in entered_by(proposal.project))


def _check_key(by: Any, own: set[int], since: datetime.datetime | None = None) -> None:
    """Refuse a second person whom the first could sign in as."""
    if is_held(by, by=own, since=since):
        raise ValidationError(
            _(
                "Whoever entered this set your password, and could sign in as you: change it, or "
                "let somebody else approve."
            )
        )


def _check_alone(by: Any, reason: str) -> None:
    if not may_approve_alone(by):
        raise ValidationError(_("Nobody approves their own entry."))
    if not reason.strip():
        raise ValidationError(
            {"self_reason_sv": _("Say to the public why nobody else approved it.")}
        )


@transaction.atomic
def send_back(proposal: Proposal, *, by: Any, comment: str) -> None:
    """Return a proposal with what has to be put right. Raises ValidationError."""
    proposal = _locked(proposal)
    _check_waiting(proposal)
    if not by.has_perm(MAY_APPROVE):
        raise ValidationError(_("You may not approve."))
    if not comment.strip():
        raise ValidationError({"comment": _("Say what has to be put right.")})
    if proposal.kind == ProposalKind.PUBLICATION:
        publishing.return_to_draft(proposal.project)
    _answer(proposal, ProposalState.RETURNED, by, comment=comment)


@transaction.atomic
def take_back(proposal: Proposal, *, by: Any) -> None:
    """Let go of one's own proposal. Raises ValidationError."""
    proposal = _locked(proposal)
    _check_waiting(proposal)
    if proposal.by_id != by.pk:
        raise ValidationError(_("Only whoever made a proposal takes it back."))
    if proposal.kind == ProposalKind.PUBLICATION:
        publishing.return_to_draft(proposal.project)
    _answer(proposal, ProposalState.TAKEN_BACK, by)


def _locked(proposal: Proposal) -> Proposal:
    """Return the proposal as it is now; project and proposal wait for nobody else from here on."""
    lock(proposal.project)
    rows = Proposal.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("project").get(pk=proposal.pk)


def _check_waiting(proposal: Proposal) -> None:
    if not proposal.is_waiting:
        raise ValidationError(_("This has been answered already."))


def _answer(proposal: Proposal, state: str, by: Any, **columns: Any) -> None:
    proposal.state, proposal.decided_by, proposal.decided_at = state, by, timezone.now()
    for name, value in columns.items():
        setattr(proposal, name, value)
    proposal.save()


def _told(proposal: Proposal) -> dict[str, Any]:
    """Return what a proposal changes, in both languages, to be read when it is long done."""
    told: dict[str, Any] = {"facts": facts_before(proposal)}
    for language, _name in settings.LANGUAGES:
        with override(language):
            told[language] = [[one.label, one.before, one.after] for one in differences(proposal)]
    return told


def _done(proposal: Proposal) -> dict[str, Any]:
    """Do what is proposed, and return what that changed."""
    project = proposal.project
    try:
        content = Content.of(proposal.content, project)
        outcome = _told(proposal)
    except ObjectDoesNotExist as gone:
        raise ValidationError(_("Something that it names has been taken away since.")) from gone
    if proposal.kind == ProposalKind.PUBLICATION:
        publishing.publish(project, at=content.at)
    else:
        write(project, content)
    return outcome


@transaction.atomic
def write(project: Project, content: Content) -> None:
    """Enter what needs no approval, or has it. Raises ValidationError for what is refused."""
    try:
        _write(project, content)
    except REFUSALS as refused:
        raise ValidationError(in_words(refused)) from refused


@transaction.atomic
def try_out(project: Project, content: Content) -> None:
    """Write what is to wait and take it back again, so that it is refused now if it would be.

    Raises RowRefusedError for a row, and what the database raises for all else.
    """
    _write(Project.objects.get(pk=project.pk), content)
    transaction.set_rollback(True)


def _write(project: Project, content: Content) -> None:
    if content.rows:
        enter(project=project, rows=content.rows)
    _set_facts(project, content.facts)
    if content.lead:
        _change_lead(project, content)
    for payment in content.payments:
        payment.save(force_insert=True)
    for figure in content.figures:
        state_figure(project=project, **figure)
    settle(project)
    connection.check_constraints()


def _set_facts(project: Project, facts: dict[str, Any]) -> None:
    if not facts:
        return
    project.refresh_from_db()
    for name, value in facts.items():
        columns = amount_columns(name, value) if isinstance(value, Amount) else {name: value}
        if isinstance(value, datetime.date):
            # A decision sets a day, whatever was known before: the month, or the year alone.
            columns[f"{name}_precision"] = DatePrecision.DAY
        for column, plain in columns.items():
            setattr(project, column, plain)
    project.save()


def _change_lead(project: Project, content: Content) -> None:
    """Let a new lead begin, and the one until then end the day before."""
    first = content.lead_from
    if first is None:
        raise ValidationError(_("Say from which day there is a new lead."))
    standing = project.participations.filter(role=Role.LEAD, until_on=None)
    standing.update(until_on=first - datetime.timedelta(days=1))
    project.participations.create(role=Role.LEAD, organisation=content.lead, from_on=first)
