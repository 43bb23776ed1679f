from typing import Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from projects.models.base import Bilingual
from projects.rules import choices_are_known, moments_are_plausible, refuse, text_is_clean


class ProposalKind(models.TextChoices):
    PUBLICATION = "publication", _("publication")
    AMENDMENT = "amendment", _("new decision")
    CORRECTION = "correction", _("correction")
    MONEY = "money", _("payment, cost or stated figure")


class ProposalState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    APPROVED = "approved", _("approved")
    RETURNED = "returned", _("returned")
    TAKEN_BACK = "taken_back", _("taken back")


KEPT = f"""
    IF TG_OP = 'DELETE' AND OLD.kind = 'publication' THEN RETURN OLD; END IF;
    IF TG_OP = 'DELETE' OR OLD.state <> 'waiting'
        OR (NEW.project_id, NEW.kind, NEW.content, NEW.note, NEW.by_id, NEW.made_at)
            IS DISTINCT FROM
            (OLD.project_id, OLD.kind, OLD.content, OLD.note, OLD.by_id, OLD.made_at)
    THEN
        {refuse("proposal_is_kept", "What was proposed, and what became of it, stays as it is.")}
    END IF;
    RETURN NEW;
"""


class ProposalQuerySet(models.QuerySet):
    """Questions to ask of many proposals; every answer can be chained."""

    def waiting(self) -> Self:
        return self.filter(state=ProposalState.WAITING)

    def approved(self) -> Self:
        return self.filter(state=ProposalState.APPROVED)

    def unanswered(self) -> Self:
        """Leave out those after which their project got another."""
        later = Proposal.objects.filter(project=OuterRef("project"), pk__gt=OuterRef("pk"))
        return self.exclude(Exists(later))

    def self_approved(self) -> Self:
        """Return those that whoever proposed them approved, of projects that are or were public."""
        alone = self.approved().filter(self_reason_sv__gt="")
        shown = Q(project__state="published") | Q(project__state="withdrawn")
        return alone.filter(shown, project__published_at__lte=Now())


@pghistory.track()
class Proposal(Bilingual):
    """What one person wants entered and another has to approve: a publication, or money.

    `content` is what `proposed.Content` holds; nothing of it stands in the registry before
    it is approved. `outcome` is what it changed, told when it was approved.
    """

    project = models.ForeignKey(
        "projects.Project",
        on_delete=models.CASCADE,
        related_name="proposals",
        verbose_name=_("project"),
    )
    kind = models.CharField(_("kind"), max_length=11, choices=ProposalKind)
    content = models.JSONField(_("content"), default=dict, blank=True)
    note = models.TextField(_("note to whoever approves"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("proposed by"),
    )
    made_at = models.DateTimeField(_("proposed at"), db_default=Now())
    state = models.CharField(
        _("state"), max_length=10, choices=ProposalState, default=ProposalState.WAITING
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )
    decided_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    comment = models.TextField(_("comment"), blank=True)
    self_reason_sv = models.TextField(_("why nobody else approved it, in Swedish"), blank=True)
    self_reason_en = models.TextField(_("why nobody else approved it, in English"), blank=True)
    outcome = models.JSONField(default=dict, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("to approve")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["made_at"], condition=Q(state="waiting"), name="proposal_waiting")
        ]
        constraints = [
            text_is_clean("proposal", "note", "comment", "self_reason_sv", "self_reason_en"),
            choices_are_known("proposal", kind=ProposalKind.values, state=ProposalState.values),
            moments_are_plausible("proposal", "made_at", "decided_at"),
            models.CheckConstraint(
                condition=Q(
                    state=ProposalState.WAITING, decided_by__isnull=True, decided_at__isnull=True
                )
                | Q(~Q(state=ProposalState.WAITING), decided_by__isnull=False)
                & Q(decided_at__isnull=False),
                name="proposal_answer_has_who_and_when",
                violation_error_message=_("An answer says who gave it, and when."),
            ),
            models.CheckConstraint(
                condition=~Q(state=ProposalState.APPROVED)
                | ~Q(decided_by=F("by"))
                | Q(self_reason_sv__gt=""),
                name="proposal_is_approved_by_another",
                violation_error_message=_(
                    "Nobody approves their own entry, unless they say why to the public."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(state=ProposalState.TAKEN_BACK) | Q(decided_by=F("by")),
                name="proposal_is_taken_back_by_its_author",
                violation_error_message=_("Only whoever made a proposal takes it back."),
            ),
            models.CheckConstraint(
                condition=~Q(state=ProposalState.RETURNED) | Q(comment__gt=""),
                name="proposal_is_returned_with_a_comment",
                violation_error_message=_("Say what has to be put right."),
            ),
            models.UniqueConstraint(
                fields=["project"],
                condition=Q(state=ProposalState.WAITING, kind=ProposalKind.PUBLICATION),
                name="proposal_one_publication_waits",
                violation_error_message=_("Its publication is proposed already."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="proposal_is_kept",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=KEPT,
            )
        ]

    def __str__(self) -> str:
        return f"{capfirst(self.get_kind_display())}: {self.project}"

    @property
    def is_waiting(self) -> bool:
        return self.state == ProposalState.WAITING

    @property
    def is_self_approved(self) -> bool:
        return self.state == ProposalState.APPROVED and self.self_reason_sv != ""


@pghistory.track()
class LoneApproval(models.Model):
    """That the only person who may approve chose to approve their own entries, or not to."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    is_on = models.BooleanField()

    class Meta:
        ordering = ["pk"]
        constraints = [moments_are_plausible("loneapproval", "at")]

    def __str__(self) -> str:
        return f"{self.by} {self.at}"
