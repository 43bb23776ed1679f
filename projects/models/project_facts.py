import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.models.base import Bilingual
from projects.models.changes import tells
from projects.models.completeness import stays_complete
from projects.models.project import Project
from projects.rules import choices_are_known, text_is_clean


class PlaceMeaning(models.TextChoices):
    CARRIED_OUT_IN = "carried_out_in", _("carried out in")
    AFFECTS = "affects", _("affects")
    SEAT = "seat", _("seat")


@pghistory.track()
class ProjectPlace(models.Model):
    """What a project has to do with a place; the whole county is one row."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="project_places")
    place = models.ForeignKey(
        "projects.Place",
        on_delete=models.PROTECT,
        related_name="project_places",
        verbose_name=_("place"),
    )
    meaning = models.CharField(_("meaning"), max_length=14, choices=PlaceMeaning)
    source = models.ForeignKey(
        "projects.Source",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="project_places",
        verbose_name=_("source"),
    )

    class Meta:
        verbose_name = _("project place")
        triggers = [stays_complete(), tells("project_id")]
        verbose_name_plural = _("project places")
        ordering = ["pk"]
        constraints = [
            choices_are_known("project_place", meaning=PlaceMeaning.values),
            models.UniqueConstraint(
                fields=["project", "place", "meaning"],
                name="project_place_is_entered_once",
                violation_error_message=_("This place is entered with this meaning already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.place)


class Fact(models.TextChoices):
    DECISION = "decision", _("a decision")
    LEAD = "lead", _("a lead")
    PERIOD = "period", _("a period")
    PLACE = "place", _("a place")


@pghistory.track()
class MissingFact(Bilingual):
    """That a fact every project should have is unknown, with a note that says so in public."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="missing_facts")
    fact = models.CharField(_("fact"), max_length=8, choices=Fact)
    note_sv = models.CharField(_("note to the public in Swedish"), max_length=300)
    note_en = models.CharField(_("note to the public in English"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("unknown fact")
        triggers = [stays_complete(), tells("project_id")]
        verbose_name_plural = _("unknown facts")
        ordering = ["pk"]
        constraints = [
            text_is_clean("missing_fact", "note_sv", "note_en"),
            choices_are_known("missing_fact", fact=Fact.values),
            models.CheckConstraint(
                condition=Q(note_sv__gt=""),
                name="missing_fact_has_a_note",
                violation_error_message=_("Say in public why it is unknown."),
            ),
            models.UniqueConstraint(
                fields=["project", "fact"],
                name="missing_fact_is_entered_once",
                violation_error_message=_("This is marked unknown already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_fact_display()}: {self.said('note')}"
