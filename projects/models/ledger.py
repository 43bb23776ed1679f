import datetime
from typing import Any, Self

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.models.amounts import kronor_field, precision_field, stored_amount
from projects.models.base import EVER_PUBLIC_SQL, Bilingual
from projects.models.completeness import stays_complete
from projects.money import Amount
from projects.rules import (
    amount_is_sound,
    dates_are_plausible,
    exactly_one,
    moments_are_plausible,
    refuse,
    text_is_clean,
)

APPEND_ONLY = f"""
    IF EXISTS (
        SELECT 1 FROM projects_project p
        WHERE p.id = OLD.project_id AND {EVER_PUBLIC_SQL.format(row="p")}
    ) THEN
        {refuse("ledger_is_append_only", "The ledger of a public project only grows.")}
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""


def append_only() -> pgtrigger.Trigger:
    """Refuse UPDATE and DELETE once the project was ever public."""
    return pgtrigger.Trigger(
        name="ledger_is_append_only",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func=APPEND_ONLY,
    )


class DecisionKind(models.TextChoices):
    PRIORITISED = "prioritised", _("prioritised")
    GRANTED = "granted", _("granted")
    COFUNDING_PROMISED = "cofunding_promised", _("co-funding promised")
    REJECTED = "rejected", _("rejected")
    AMENDED = "amended", _("amended")
    REVOKED = "revoked", _("revoked")
    CLOSED = "closed", _("closed")


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
        """Return what was true on a day: in force from that day or before, not yet superseded."""
        later = Decision.objects.filter(supersedes=OuterRef("pk"), in_force_from__lte=on)
        return self.filter(~Exists(later), in_force_from__lte=on)

    def as_published(self, at: datetime.datetime) -> Self:
        """Return what this site said at a moment: recorded by then, not superseded by then."""
        later = Decision.objects.filter(supersedes=OuterRef("pk"), recorded_at__lte=at)
        return self.filter(~Exists(later), recorded_at__lte=at, project__published_at__lte=at)

    def current(self) -> Self:
        """Return the last word on each matter, whatever its day."""
        return self.filter(superseded_by__isnull=True)

    def public(self) -> Self:
        """Return those of projects that the public sees now."""
        return self.filter(project__state="published", project__published_at__lte=timezone.now())

    def in_order(self) -> Self:
        """Return the oldest first; on one day a prioritisation goes before a grant."""
        return self.order_by("in_force_from", "pk")


SUPERSEDES_ITS_OWN = f"""
    IF NEW.in_force_from > current_date + 1 THEN
        {refuse("decision_is_not_in_the_future", "A decision is entered once it is made.")}
    END IF;
    IF NEW.supersedes_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM projects_decision d
        WHERE d.id = NEW.supersedes_id AND d.project_id = NEW.project_id
          AND d.organisation_id IS NOT DISTINCT FROM NEW.organisation_id
          AND d.partnership_id IS NOT DISTINCT FROM NEW.partnership_id
          AND d.group_sv = NEW.group_sv
    ) THEN
        {
    refuse(
        "decision_supersedes_its_own_kind", "A decision replaces one of the same project and body."
    )
}
    END IF;
    IF NEW.entry = 'correction' AND EXISTS (
        SELECT 1 FROM projects_decision d
        WHERE d.id = NEW.supersedes_id AND d.in_force_from <> NEW.in_force_from
    ) THEN
        {refuse("correction_keeps_the_date", "A correction takes the date of what it corrects.")}
    END IF;
    RETURN NEW;
"""


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
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["in_force_from", "pk"]
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
                condition=~Q(kind__in=[DecisionKind.AMENDED, DecisionKind.REVOKED])
                | Q(supersedes__isnull=False),
                name="decision_amends_another",
                violation_error_message=_("Say which decision is amended or revoked."),
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
            pgtrigger.Trigger(
                name="supersedes_its_own",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=SUPERSEDES_ITS_OWN,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.body}"

    @property
    def body(self) -> Any:
        """The organisation or partnership that decided, or the words for an unnamed group."""
        return self.organisation or self.partnership or self.said("group")

    @property
    def is_giving(self) -> bool:
        return self.kind in GIVING


class SplitForm(models.TextChoices):
    CASH = "cash", _("cash")
    IN_KIND = "in_kind", _("in kind")


SPLIT_FITS = f"""
    IF NOT EXISTS (
        SELECT 1 FROM projects_decision d
        WHERE d.id = NEW.decision_id AND d.project_id = NEW.project_id
    ) THEN
        {refuse("split_is_of_its_decisions_project", "A split belongs to its decision's project.")}
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM projects_decision d
        WHERE d.id = NEW.decision_id AND (
            d.kind = 'prioritised' OR (
                d.organisation_id IS NOT DISTINCT FROM NEW.funder_id
                AND d.group_sv = NEW.group_sv
            )
        )
    ) THEN
        {refuse("split_funder_is_the_decisions_body", "Who decides is who pays.")}
    END IF;
    RETURN NEW;
"""


@pghistory.track()
class GrantSplit(Bilingual):
    """What one funder gives out of one fund by one decision; null is an unknown amount."""

    project = models.ForeignKey("projects.Project", on_delete=models.CASCADE, related_name="splits")
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="splits")
    funder = models.ForeignKey(
        "projects.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="splits",
        verbose_name=_("funder"),
    )
    group_sv = models.CharField(_("unnamed funders in Swedish"), max_length=200, blank=True)
    group_en = models.CharField(_("unnamed funders in English"), max_length=200, blank=True)
    fund = models.ForeignKey(
        "projects.Fund",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="splits",
        verbose_name=_("fund"),
    )
    programme = models.ForeignKey(
        "projects.Programme",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="splits",
        verbose_name=_("programme"),
    )
    form = models.CharField(_("form"), max_length=7, choices=SplitForm, default=SplitForm.CASH)
    amount = kronor_field(_("amount"))
    amount_precision = precision_field()
    amount_step = kronor_field(_("rounded to"))

    class Meta:
        verbose_name = _("grant split")
        verbose_name_plural = _("grant splits")
        ordering = ["pk"]
        constraints = [
            text_is_clean("split", "group_sv", "group_en"),
            amount_is_sound("split"),
            exactly_one(
                "split",
                "has_one_funder",
                "funder",
                "group_sv",
                message=_("Name a funder or an unnamed group, and only one of them."),
            ),
            models.UniqueConstraint(
                fields=["decision", "funder", "group_sv", "fund", "form"],
                nulls_distinct=False,
                name="split_is_one_per_funder_fund_and_form",
                violation_error_message=_("This funder, fund and form is entered already."),
            ),
        ]
        triggers = [
            append_only(),
            pgtrigger.Trigger(
                name="split_fits_its_decision",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=SPLIT_FITS,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payer}, {self.fund or '–'}"

    @property
    def payer(self) -> Any:
        """The organisation that pays, or the words for an unnamed group."""
        return self.funder or self.said("group")

    @property
    def value(self) -> Amount:
        return stored_amount(self, "amount")
