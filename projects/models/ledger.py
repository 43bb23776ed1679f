import datetime
from typing import Any, Self

import pghistory
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.models.base import Bilingual, project_is_public
from projects.models.changes import tells
from projects.models.completeness import stays_complete
from projects.models.ledger_rules import append_only, decision_fits
from projects.rules import (
    choices_are_known,
    dates_are_plausible,
    exactly_one,
    moments_are_plausible,
    text_is_clean,
)


class DecisionKind(models.TextChoices):
    PRIORITISED = "prioritised", _("prioritised")
    GRANTED = "granted", _("granted")
    COFUNDING_PROMISED = "cofunding_promised", _("co-funding promised")
    REJECTED = "rejected", _("rejected")
    AMENDED = "amended", _("amended")
    REVOKED = "revoked", _("revoked")
    CLOSED = "closed", _("closed")


# Kinds that change an earlier decision; counted beside it, its money would count twice.
CHANGING = [DecisionKind.AMENDED, DecisionKind.REVOKED, DecisionKind.CLOSED]

# Kinds whose splits are money given; a prioritisation only proposes.
GIVING = [
    DecisionKind.GRANTED,
    DecisionKind.COFUNDING_PROMISED,
    DecisionKind.AMENDED,
    DecisionKind.CLOSED,
]


class Entry(models.TextChoices):
    DECISION = "decision", _("decision")
    CORRECTION = "correction", _("correction")


class DecisionQuerySet(models.QuerySet):
    """Questions to ask of the ledger; every answer can be chained."""

    def in_force(self, on: datetime.date) -> Self:
        """Return what was true on a day: of each matter the last entry in force that day."""
        return self.filter(~_replaced(in_force_from__lte=on), in_force_from__lte=on)

    def as_published(self, at: datetime.datetime) -> Self:
        """Return what this site said at a moment: of each matter the last entry known to it.

        Nothing of a project that was not public yet, or is withdrawn since before then.
        """
        silent = Q(project__state="withdrawn", project__withdrawn_at__lte=at)
        return self.filter(
            ~_replaced(recorded_at__lte=at), recorded_at__lte=at, project__published_at__lte=at
        ).exclude(silent)

    def current(self) -> Self:
        """Return the last word on each matter, whatever its day."""
        return self.filter(superseded_by__isnull=True)

    def public(self) -> Self:
        """Return those of projects that the public sees now."""
        return self.filter(project_is_public())

    def placing(self) -> Self:
        """Return those that put a project in their round: no rejection, and no mistake of ours."""
        mistaken = Q(superseded_by__entry=Entry.CORRECTION)
        return self.exclude(mistaken).exclude(kind=DecisionKind.REJECTED)

    def in_order(self) -> Self:
        """Return the oldest first; on one day a prioritisation goes before a grant."""
        return self.order_by("in_force_from", "pk")


def _replaced(**by_then: Any) -> Exists:
    """Ask whether a later entry of the same matter meets a condition."""
    later = Decision.objects.filter(matter=OuterRef("matter"), pk__gt=OuterRef("pk"), **by_then)
    return Exists(later)


@pghistory.track()
class Decision(Bilingual):
    """One entry of the ledger: who decided what about a project, when, and where it is read.

    In force from `decided_on`, or where that is unknown from the day its source
    is known, until the decision that supersedes it. Append-only once public.
    """

    project = models.ForeignKey(
        "projects.Project", on_delete=models.CASCADE, related_name="decisions"
    )
    kind = models.CharField(_("kind"), max_length=18, choices=DecisionKind)
    organisation = models.ForeignKey(
        "projects.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name=_("decided by organisation"),
    )
    partnership = models.ForeignKey(
        "projects.Partnership",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name=_("decided by partnership"),
    )
    group_sv = models.CharField(_("unnamed group in Swedish"), max_length=200, blank=True)
    group_en = models.CharField(_("unnamed group in English"), max_length=200, blank=True)
    round = models.ForeignKey(
        "projects.Round",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name=_("round"),
    )
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    in_force_from = models.DateField(_("in force from"), editable=False)
    case_number = models.CharField(_("case number"), max_length=60, blank=True)
    reference = models.CharField(_("decision reference"), max_length=60, blank=True)
    eu_rate = models.DecimalField(
        _("EU rate, percent"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    reason_sv = models.TextField(_("reason in Swedish"), blank=True)
    reason_en = models.TextField(_("reason in English"), blank=True)
    source = models.ForeignKey(
        "projects.Source",
        on_delete=models.PROTECT,
        related_name="decisions",
        verbose_name=_("source"),
    )
    supersedes = models.OneToOneField(
        "self",
        on_delete=models.RESTRICT,
        null=True,
        blank=True,
        related_name="superseded_by",
        verbose_name=_("replaces"),
    )
    entry = models.CharField(_("entry"), max_length=10, choices=Entry, default=Entry.DECISION)
    # The first entry of the chain, written by a trigger.
    matter = models.BigIntegerField(editable=False)
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["in_force_from", "pk"]
        indexes = [models.Index(fields=["matter"], name="decision_matter")]
        constraints = [
            text_is_clean(
                "decision",
                "group_sv",
                "group_en",
                "case_number",
                "reference",
                "reason_sv",
                "reason_en",
            ),
            choices_are_known("decision", kind=DecisionKind.values, entry=Entry.values),
            dates_are_plausible("decision", "decided_on", "in_force_from"),
            moments_are_plausible("decision", "recorded_at"),
            exactly_one(
                "decision",
                "has_one_body",
                "organisation",
                "partnership",
                "group_sv",
                message=_("One organisation, partnership or unnamed group decided."),
            ),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True) | Q(in_force_from=F("decided_on")),
                name="decision_is_in_force_from_its_day",
                violation_error_message=_("A decision is in force from the day it was made."),
            ),
            models.CheckConstraint(
                condition=Q(partnership__isnull=True)
                | Q(kind__in=[DecisionKind.PRIORITISED, DecisionKind.REJECTED]),
                name="decision_partnership_never_grants",
                violation_error_message=_("A partnership ranks applications; it grants nothing."),
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=CHANGING) | Q(supersedes__isnull=False),
                name="decision_amends_another",
                violation_error_message=_("Say which decision is amended, revoked or closed."),
            ),
            models.CheckConstraint(
                condition=Q(entry=Entry.DECISION) | Q(supersedes__isnull=False, reason_sv__gt=""),
                name="decision_correction_has_a_reason",
                violation_error_message=_("Say what is corrected, and why."),
            ),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True) | Q(supersedes__lt=F("id")),
                name="decision_supersedes_an_earlier_entry",
                violation_error_message=_("A decision can only replace one entered before it."),
            ),
            models.CheckConstraint(
                condition=Q(eu_rate__isnull=True) | Q(eu_rate__range=(0, 100)),
                name="decision_eu_rate_is_a_percentage",
                violation_error_message=_("A share lies between 0 and 100 percent."),
            ),
        ]
        triggers = [
            append_only(),
            stays_complete(),
            *decision_fits(),
            tells("project_id", "organisation_id"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.body}"

    @property
    def body(self) -> Any:
        """The organisation or partnership that decided, or the words for an unnamed group."""
        return self.organisation or self.partnership or self.said("group")

    @property
    def is_giving(self) -> bool:
        """Whether its splits are money given."""
        return self.kind in GIVING
