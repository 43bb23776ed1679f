from decimal import Decimal

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from projects.models.base import Bilingual, Slugged
from projects.models.changes import (
    tells_all,
    tells_projects_of_money_under,
    tells_projects_under,
)
from projects.ordering import swedish_key
from projects.rules import choices_are_known, text_is_clean


class FundLevel(models.TextChoices):
    EU = "eu", _("EU")
    EU_AND_STATE = "eu_and_state", _("EU and state, undivided")
    STATE = "state", pgettext_lazy("level of a fund", "state")
    REGION = "region", _("region")
    MUNICIPALITY = "municipality", _("municipality")
    PRIVATE = "private", _("private")


@pghistory.track()
class Fund(Slugged, Bilingual):
    """Where money comes from: a European fund, a state appropriation, an own budget."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name_sv = models.CharField(_("name in Swedish"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    level = models.CharField(_("level"), max_length=12, choices=FundLevel)

    class Meta(Slugged.Meta):
        abstract = False
        triggers = [*Slugged.Meta.triggers, tells_all()]
        verbose_name = _("fund")
        verbose_name_plural = _("funds")
        ordering = ["code"]
        constraints = [
            *Slugged.Meta.constraints,
            text_is_clean("fund", "code", "name_sv", "name_en"),
            choices_are_known("fund", level=FundLevel.values),
        ]

    def __str__(self) -> str:
        return self.code


@pghistory.track(exclude=["sort_key"])
class Programme(Slugged, Bilingual):
    """The plan under which money is granted, for a period of years."""

    code = models.CharField(
        _("programme code (CCI)"), max_length=20, unique=True, null=True, blank=True
    )
    name_sv = models.CharField(_("name in Swedish"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    first_year = models.PositiveSmallIntegerField(_("first year"))
    last_year = models.PositiveSmallIntegerField(_("last year, included"))
    authority = models.ForeignKey(
        "projects.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("managing authority"),
        related_name="programmes",
    )
    funds = models.ManyToManyField(Fund, verbose_name=_("funds"), related_name="programmes")
    highest_eu_share = models.DecimalField(
        _("highest EU share, percent"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    sort_key = swedish_key("name_sv")

    class Meta(Slugged.Meta):
        abstract = False
        triggers = [*Slugged.Meta.triggers, tells_projects_of_money_under()]
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["-first_year", "sort_key", "pk"]
        constraints = [
            *Slugged.Meta.constraints,
            text_is_clean("programme", "code", "name_sv", "name_en"),
            models.CheckConstraint(
                condition=Q(
                    first_year__gte=1990, last_year__lte=2100, last_year__gte=F("first_year")
                ),
                name="programme_period_is_plausible",
                violation_error_message=_("The period ends no earlier than it begins, 1990-2100."),
            ),
            models.CheckConstraint(
                condition=Q(highest_eu_share__isnull=True) | Q(highest_eu_share__range=(0, 100)),
                name="programme_eu_share_is_a_percentage",
                violation_error_message=_("A share lies between 0 and 100 percent."),
            ),
        ]

    def __str__(self) -> str:
        return self.said("name")

    def get_absolute_url(self) -> str:
        return reverse("projects:programme", args=[self.slug])

    @property
    def eu_share(self) -> Decimal | None:
        """The highest EU share as a part of the whole; None where it is unknown."""
        return None if self.highest_eu_share is None else self.highest_eu_share / 100


@pghistory.track()
class Priority(Slugged, Bilingual):
    """A heading within a programme under which projects apply; sources word it in many ways."""

    programme = models.ForeignKey(
        Programme,
        on_delete=models.PROTECT,
        related_name="priorities",
        verbose_name=_("programme"),
    )
    code = models.CharField(_("code"), max_length=20, blank=True)
    name_sv = models.CharField(_("name in Swedish"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    aliases = ArrayField(
        models.CharField(max_length=200),
        default=list,
        blank=True,
        verbose_name=_("other wordings in sources"),
    )

    class Meta(Slugged.Meta):
        abstract = False
        triggers = [*Slugged.Meta.triggers, tells_projects_under()]
        verbose_name = _("priority")
        verbose_name_plural = _("priorities")
        ordering = ["programme", "code", "name_sv"]
        constraints = [
            *Slugged.Meta.constraints,
            text_is_clean("priority", "code", "name_sv", "name_en", "aliases"),
            models.UniqueConstraint(
                fields=["programme", "name_sv"],
                name="priority_is_named_once_in_a_programme",
                violation_error_message=_("The programme has a priority of that name."),
            ),
        ]

    def __str__(self) -> str:
        """The name with its programme: many programmes have a priority of the same name."""
        return f"{self.said('name')} ({self.programme})"
