from collections.abc import Collection

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from projects.models.base import Bilingual
from projects.models.changes import tells
from projects.models.completeness import stays_complete
from projects.models.project import Project
from projects.rules import (
    choices_are_known,
    dates_are_plausible,
    exactly_one,
    not_before,
    text_is_clean,
)


class Role(models.TextChoices):
    LEAD = "lead", _("lead")
    PARTNER = "partner", _("partner")
    TARGET_GROUP = "target_group", _("target group")


@pghistory.track()
class Participation(Bilingual):
    """That an organisation, or a group the source leaves unnamed, takes part in a project."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="participations")
    organisation = models.ForeignKey(
        "projects.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="participations",
        verbose_name=_("organisation"),
    )
    group_sv = models.CharField(
        _("unnamed group in Swedish"),
        max_length=200,
        blank=True,
        help_text=_("For example: kust- och inlandskommuner. Invent no names."),
    )
    group_en = models.CharField(_("unnamed group in English"), max_length=200, blank=True)
    role = models.CharField(_("role"), max_length=12, choices=Role)
    note_sv = models.CharField(
        _("part of it, in Swedish"),
        max_length=200,
        blank=True,
        help_text=_("Such as the departments that took part."),
    )
    note_en = models.CharField(_("part of it, in English"), max_length=200, blank=True)
    from_on = models.DateField(_("from"), null=True, blank=True)
    until_on = models.DateField(_("until, included"), null=True, blank=True)

    class Meta:
        verbose_name = _("participant")
        triggers = [stays_complete(), tells("project_id", "organisation_id")]
        verbose_name_plural = _("participants")
        ordering = ["pk"]
        constraints = [
            text_is_clean("participation", "group_sv", "group_en", "note_sv", "note_en"),
            choices_are_known("participation", role=Role.values),
            dates_are_plausible("participation", "from_on", "until_on"),
            exactly_one(
                "participation",
                "names_one_participant",
                "organisation",
                "group_sv",
                message=_("Name an organisation or an unnamed group, and only one of them."),
            ),
            not_before(
                "participation",
                "ends_after_it_starts",
                first="from_on",
                last="until_on",
                message=_("Taking part cannot end before it begins."),
            ),
            ExclusionConstraint(
                name="participation_one_lead_at_a_time",
                expressions=[
                    (
                        Func(
                            F("project_id"),
                            F("project_id"),
                            Value("[]"),
                            function="int8range",
                            output_field=BigIntegerRangeField(),
                        ),
                        "&&",
                    ),
                    (
                        Func(
                            F("from_on"),
                            F("until_on"),
                            Value("[]"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        "&&",
                    ),
                ],
                condition=Q(role=Role.LEAD),
                violation_error_message=_("A project has one lead at a time."),
            ),
            models.UniqueConstraint(
                fields=["project", "organisation", "role", "from_on"],
                nulls_distinct=False,
                condition=Q(organisation__isnull=False),
                name="participation_is_entered_once",
                violation_error_message=_("This organisation already has this role."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation or self.said("group"))

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Refuse what a constraint will; a project that is not saved yet has no other lead.

        The range of a number that is not yet given would meet those of all projects.
        """
        left_out = set(exclude or ())
        if self.project_id is None:
            left_out |= {"project", "project_id"}
        super().validate_constraints(exclude=left_out)
