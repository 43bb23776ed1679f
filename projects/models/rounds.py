from typing import Self

import pghistory
from django.apps import apps
from django.db import models
from django.db.models import Count, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from projects.models.base import Bilingual, Slugged
from projects.models.changes import tells, tells_pages
from projects.ordering import swedish_key
from projects.rules import choices_are_known, dates_are_plausible, exactly_one, text_is_clean


@pghistory.track(exclude=["sort_key"])
class Partnership(Slugged, Bilingual):
    """A structural fund partnership: it ranks applications and never pays."""

    name_sv = models.CharField(_("name in Swedish"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    area = models.ForeignKey(
        "projects.Place",
        on_delete=models.PROTECT,
        verbose_name=_("area"),
        related_name="partnerships",
    )
    secretariat = models.ForeignKey(
        "projects.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("secretariat"),
        related_name="partnerships",
    )
    sort_key = swedish_key("name_sv")

    class Meta(Slugged.Meta):
        abstract = False
        triggers = [*Slugged.Meta.triggers, tells_pages()]
        verbose_name = _("partnership")
        verbose_name_plural = _("partnerships")
        ordering = ["sort_key", "pk"]
        constraints = [
            *Slugged.Meta.constraints,
            text_is_clean("partnership", "name_sv", "name_en"),
        ]

    def __str__(self) -> str:
        return self.said("name")

    def get_absolute_url(self) -> str:
        return reverse("projects:partnership", args=[self.slug])


class RoundKind(models.TextChoices):
    PRIORITISATION = "prioritisation", _("prioritisation")
    DECISION = "decision", _("decision")


class RoundQuerySet(models.QuerySet):
    """Questions to ask of many rounds; every answer can be chained."""

    def with_counts(self) -> Self:
        """Add `held`, the published projects of each, and `announced`, how many were said to be.

        `announced` is the latest number stated of the whole round; None where none is.
        """
        decisions = apps.get_model("projects", "Decision").objects.public().placing()
        decisions = decisions.filter(round=OuterRef("pk"))
        held = decisions.order_by().values(one=Value(1)).annotate(n=Count("project", distinct=True))
        stated = apps.get_model("projects", "StatedFigure").objects.filter(
            round=OuterRef("pk"), quantity="projects", fund=None, funder=None, place=None
        )
        return self.annotate(
            held=Coalesce(Subquery(held.values("n")), 0),
            announced=Subquery(stated.order_by("-stated_on", "-pk").values("amount")[:1]),
        )


@pghistory.track()
class Round(Slugged, Bilingual):
    """A meeting at which a body ranked or decided several applications at once."""

    kind = models.CharField(_("kind"), max_length=14, choices=RoundKind)
    partnership = models.ForeignKey(
        Partnership,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="rounds",
        verbose_name=_("partnership"),
    )
    organisation = models.ForeignKey(
        "projects.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="rounds",
        verbose_name=_("organisation"),
    )
    name_sv = models.CharField(_("name in Swedish"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    call_sv = models.CharField(_("call in Swedish"), max_length=200, blank=True)
    call_en = models.CharField(_("call in English"), max_length=200, blank=True)
    summary_sv = models.TextField(_("summary in Swedish"), blank=True)
    summary_en = models.TextField(_("summary in English"), blank=True)
    met_on = models.DateField(_("met on"), null=True, blank=True)

    objects = RoundQuerySet.as_manager()

    class Meta(Slugged.Meta):
        abstract = False
        triggers = [*Slugged.Meta.triggers, tells(organisation="organisation_id")]
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        ordering = [models.F("met_on").desc(nulls_last=True), "pk"]
        constraints = [
            *Slugged.Meta.constraints,
            text_is_clean(
                "round", "name_sv", "name_en", "call_sv", "call_en", "summary_sv", "summary_en"
            ),
            choices_are_known("round", kind=RoundKind.values),
            dates_are_plausible("round", "met_on"),
            exactly_one(
                "round",
                "has_one_body",
                "partnership",
                "organisation",
                message=_("A round is held by one partnership or one organisation."),
            ),
        ]

    def __str__(self) -> str:
        return self.said("name")

    def get_absolute_url(self) -> str:
        return reverse("projects:round", args=[self.slug])

    @property
    def body(self) -> "Partnership | models.Model":
        """The partnership or organisation that held the round."""
        return self.partnership or self.organisation  # type: ignore[return-value]
