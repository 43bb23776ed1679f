import datetime
from typing import Any, Self

import pghistory
from django.db import models
from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Subquery, Value, When
from django.utils.translation import gettext_lazy as _

from projects.models.amounts import kronor_field, precision_field, stored_amount
from projects.models.base import Bilingual
from projects.models.changes import tells
from projects.models.ledger import Decision, DecisionKind
from projects.models.ledger_rules import append_only, split_fits
from projects.money import Amount
from projects.rules import amount_is_sound, choices_are_known, exactly_one, text_is_clean

GRANTING = [DecisionKind.GRANTED, DecisionKind.COFUNDING_PROMISED]
ALTERING = [DecisionKind.AMENDED, DecisionKind.CLOSED]


GRANTED, PROPOSED = "granted", "proposed"
"""What a split counts as."""


class SplitForm(models.TextChoices):
    CASH = "cash", _("cash")
    IN_KIND = "in_kind", _("in kind")


class GrantSplitQuerySet(models.QuerySet):
    """Questions to ask of many splits; every answer can be chained."""

    def standing(self) -> Self:
        """Return those of the last word on each matter, whatever its day.

        Not by a join that finds nothing: PostgreSQL takes that for one row, and plans for it.
        """
        return self.filter(~Exists(Decision.objects.filter(supersedes=OuterRef("decision"))))

    def given(self) -> Self:
        """Return those of them that are money given: an amended or closed grant is a grant."""
        granted = Decision.objects.filter(matter=OuterRef("decision__matter"), kind__in=GRANTING)
        altered = Q(Exists(granted), decision__kind__in=ALTERING)
        return self.standing().filter(Q(decision__kind__in=GRANTING) | altered)

    def in_force(self, on: datetime.date) -> Self:
        """Return those of the decisions in force on a day."""
        return self.filter(decision__in=Decision.objects.in_force(on))

    def counted(self, on: datetime.date | None = None) -> Self:
        """Add `counts_as`: GRANTED, PROPOSED, or null for neither; today, or on a day.

        What is proposed counts until the one who would pay has decided.
        """
        theirs = Decision.objects.filter(
            project=OuterRef("project"), organisation=OuterRef("funder")
        )
        standing = theirs.in_force(on) if on else theirs.current()
        answers = standing.annotate(meaning=_meaning()).exclude(meaning=DecisionKind.PRIORITISED)
        is_proposed = Q(meaning=DecisionKind.PRIORITISED) & ~Exists(answers)
        return self.alias(meaning=_meaning("decision__")).annotate(
            counts_as=Case(
                When(meaning__in=GRANTING, then=Value(GRANTED)),
                When(is_proposed, then=Value(PROPOSED)),
                output_field=CharField(),
            )
        )


def _meaning(of: str = "") -> Case:
    """Return the kind of a decision, or of what it alters: an amended grant is a grant."""
    before = Decision.objects.filter(matter=OuterRef(f"{of}matter"), pk__lt=OuterRef(f"{of}pk"))
    kinds = before.exclude(kind__in=ALTERING).order_by("-pk").values("kind")
    return Case(
        When(**{f"{of}kind__in": ALTERING}, then=Subquery(kinds[:1])),
        default=F(f"{of}kind"),
        output_field=CharField(),
    )


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

    objects = GrantSplitQuerySet.as_manager()

    class Meta:
        verbose_name = _("grant split")
        verbose_name_plural = _("grant splits")
        ordering = ["pk"]
        indexes = [
            # What is usual in a programme is asked whenever a project of it is saved.
            models.Index(
                fields=["programme", "-id"],
                include=["project", "amount"],
                condition=models.Q(amount__gt=0),
                name="split_latest_of_programme",
            )
        ]
        constraints = [
            text_is_clean("split", "group_sv", "group_en"),
            choices_are_known("split", form=SplitForm.values),
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
        triggers = [append_only(), *split_fits(), tells("project_id", "funder_id")]

    def __str__(self) -> str:
        return f"{self.payer}, {self.fund or '–'}"

    @property
    def payer(self) -> Any:
        """The organisation that pays, or the words for an unnamed group."""
        return self.funder or self.said("group")

    @property
    def value(self) -> Amount:
        return stored_amount(self, "amount")
