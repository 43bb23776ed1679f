import hashlib
import json
from collections.abc import Mapping
from typing import Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.rules import choices_are_known, exactly_one, moments_are_plausible, text_is_clean


class WarningRule(models.TextChoices):
    """What may be wrong without being impossible: it is pointed out, never refused."""

    FIGURES_CONTRADICT = "figures_contradict", _("stated figures contradict the rows")
    PAID_OVER_GRANTED = "paid_over_granted", _("more is paid than was granted")
    EU_SHARE_ABOVE_CAP = "eu_share_above_cap", _("EU share above the programme's highest")
    AMOUNT_IS_CASE_NUMBER = "amount_is_case_number", _("amount with the digits of a case number")
    AMOUNT_IS_UNUSUAL = "amount_is_unusual", _("amount a hundred times the usual one")
    TITLE_IS_PURPOSE = "title_is_purpose", _("title and purpose are the same")
    NAME_HAS_NUMBERS = "name_has_numbers", _("one name with two organisation numbers")


def fingerprint(facts: Mapping[str, str]) -> str:
    """Return 32 hexadecimal digits that change with any of the values a warning speaks of.

    What only says the same in English (`…_en`) is none of them.
    """
    told = {name: value for name, value in facts.items() if not name.endswith("_en")}
    text = json.dumps(told, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


class PlausibilityWarningQuerySet(models.QuerySet):
    """Questions to ask of many warnings; every answer can be chained."""

    def open(self) -> Self:
        """Return those that nobody has accepted."""
        return self.filter(~Exists(acceptances()))

    def accepted(self) -> Self:
        return self.filter(Exists(acceptances()))


def acceptances() -> models.QuerySet:
    """Return the acceptances of the warning of an outer query."""
    same = {name: OuterRef(name) for name in ("rule", "fingerprint")}
    about = Q(project=OuterRef("project")) | Q(organisation=OuterRef("organisation"))
    return AcceptedWarning.objects.filter(about, **same)


class PlausibilityWarning(models.Model):
    """What may be wrong with a project or an organisation as it stands; derived.

    `facts` holds the values it speaks of, in no language: kronor as digits, names as they
    are entered. Written by `warnings_kept`; a warning that stays keeps its key.
    """

    project = models.ForeignKey(
        "projects.Project",
        on_delete=models.CASCADE,
        null=True,
        related_name="warnings",
        verbose_name=_("project"),
    )
    organisation = models.ForeignKey(
        "projects.Organisation",
        on_delete=models.CASCADE,
        null=True,
        related_name="warnings",
        verbose_name=_("organisation"),
    )
    rule = models.CharField(_("kind"), max_length=24, choices=WarningRule)
    fingerprint = models.CharField(max_length=32)
    facts = models.JSONField(default=dict)
    found_at = models.DateTimeField(_("found"), default=timezone.now)

    objects = PlausibilityWarningQuerySet.as_manager()

    class Meta:
        verbose_name = _("warning")
        verbose_name_plural = _("warnings")
        ordering = ["-pk"]
        indexes = [models.Index("rule", models.F("id").desc(), name="warning_of_a_rule")]
        constraints = [
            text_is_clean("warning", "fingerprint"),
            choices_are_known("warning", rule=WarningRule.values),
            moments_are_plausible("warning", "found_at"),
            exactly_one(
                "warning",
                "is_about_one_thing",
                "project",
                "organisation",
                message=_("A warning is about a project or an organisation."),
            ),
            models.UniqueConstraint(
                fields=["project", "organisation", "rule", "fingerprint"],
                nulls_distinct=False,
                name="warning_is_given_once",
                violation_error_message=_("This warning is given already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_rule_display()}: {self.about}"

    @property
    def about(self) -> models.Model | None:
        """The project or the organisation that it warns of."""
        return self.project or self.organisation


@pghistory.track()
class AcceptedWarning(models.Model):
    """That somebody looked at a warning and says why it is right as it stands.

    It silences the warning as long as the values that it speaks of stay the same. To
    withdraw it is to delete it: its versions tell who accepted what, and until when.
    """

    project = models.ForeignKey(
        "projects.Project",
        on_delete=models.CASCADE,
        null=True,
        related_name="accepted_warnings",
        verbose_name=_("project"),
    )
    organisation = models.ForeignKey(
        "projects.Organisation",
        on_delete=models.CASCADE,
        null=True,
        related_name="accepted_warnings",
        verbose_name=_("organisation"),
    )
    rule = models.CharField(_("kind"), max_length=24, choices=WarningRule)
    fingerprint = models.CharField(max_length=32)
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("accepted by"),
    )
    at = models.DateTimeField(_("accepted"), default=timezone.now)

    class Meta:
        verbose_name = _("accepted warning")
        verbose_name_plural = _("accepted warnings")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["fingerprint"], name="accepted_warning_fingerprint")]
        constraints = [
            text_is_clean("accepted_warning", "fingerprint", "reason"),
            choices_are_known("accepted_warning", rule=WarningRule.values),
            moments_are_plausible("accepted_warning", "at"),
            exactly_one(
                "accepted_warning",
                "is_about_one_thing",
                "project",
                "organisation",
                message=_("A warning is about a project or an organisation."),
            ),
            models.CheckConstraint(
                condition=Q(reason__gt=""),
                name="accepted_warning_has_a_reason",
                violation_error_message=_("Say why it is right as it stands."),
            ),
            models.UniqueConstraint(
                fields=["project", "organisation", "rule", "fingerprint"],
                nulls_distinct=False,
                name="warning_is_accepted_once",
                violation_error_message=_("Somebody has accepted this warning already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_rule_display()}: {self.project or self.organisation}"
