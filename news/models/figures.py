"""Figures of articles, each bound to the record that it speaks of, and notes of what changed."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from projects.models import BASES, Quantity
from projects.models.base import Bilingual
from projects.models.changes import tells_pages
from projects.money import Basis
from projects.rules import (
    choices_are_known,
    dates_are_plausible,
    exactly_one,
    moments_are_plausible,
    text_is_clean,
)

FACT = "{fact}"
"""Where an editor's own words leave room for what the registry says."""


class BoundFigure(models.Model):
    """A figure that an article quotes: its words, what they speak of, and the day they mean.

    Derived from the article's texts by `news.figures.keeping`, which keeps `bound_at` of
    what stays: from then on what the registry learns anew is told beside the article.
    """

    article = models.ForeignKey("news.Article", on_delete=models.CASCADE, related_name="figures")
    language = models.CharField(max_length=2)
    field = models.CharField(max_length=5)
    number = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=200)
    # The reference as it stands in the text; the columns below follow a merged organisation.
    written = models.CharField(max_length=200)
    # The words around it, which may suggest what is counted.
    sentence = models.TextField(blank=True)
    project = models.ForeignKey(
        "projects.Project", on_delete=models.PROTECT, null=True, related_name="quoted_by"
    )
    round = models.ForeignKey(
        "projects.Round", on_delete=models.PROTECT, null=True, related_name="quoted_by"
    )
    funder = models.ForeignKey(
        "projects.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    fund = models.ForeignKey("projects.Fund", on_delete=models.PROTECT, null=True, related_name="+")
    quantity = models.CharField(max_length=8, choices=Quantity, default=Quantity.MONEY)
    basis = models.CharField(max_length=18, choices=BASES, blank=True)
    spoke_of = models.DateField()
    bound_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("figure in an article")
        verbose_name_plural = _("figures in articles")
        ordering = ["language", "number"]
        constraints = [
            text_is_clean("boundfigure", "language", "field", "words", "written", "sentence"),
            moments_are_plausible("boundfigure", "bound_at"),
            choices_are_known("boundfigure", quantity=Quantity.values),
            dates_are_plausible("boundfigure", "spoke_of"),
            exactly_one(
                "boundfigure",
                "is_about_one_thing",
                "project",
                "round",
                message=_("A figure is about a project or a round."),
            ),
            models.CheckConstraint(
                condition=Q(quantity=Quantity.MONEY, basis__in=list(Basis))
                | Q(quantity=Quantity.PROJECTS, basis="", round__isnull=False),
                name="boundfigure_counts_money_or_projects",
                violation_error_message=_("Only a round counts projects; money has a basis."),
            ),
            models.UniqueConstraint(
                fields=["article", "language", "number"],
                name="boundfigure_has_one_place",
                violation_error_message=_("Two figures stand in one place."),
            ),
        ]

    def __str__(self) -> str:
        return self.words


@pghistory.track()
class FigureNote(Bilingual):
    """An editor's own words around the fact that a decision changed what an article quotes.

    The fact itself is never typed: `{fact}` stands where the registry's sentence goes.
    """

    article = models.ForeignKey("news.Article", on_delete=models.CASCADE, related_name="notes")
    decision = models.ForeignKey("projects.Decision", on_delete=models.PROTECT, related_name="+")
    words_sv = models.CharField(_("words in Swedish"), max_length=600, default=FACT)
    words_en = models.CharField(_("words in English"), max_length=600, default=FACT)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+"
    )
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("note of a change")
        verbose_name_plural = _("notes of changes")
        triggers = [tells_pages()]
        constraints = [
            text_is_clean("figurenote", "words_sv", "words_en"),
            moments_are_plausible("figurenote", "at"),
            models.UniqueConstraint(
                fields=["article", "decision"],
                name="figurenote_is_one_for_each_decision",
                violation_error_message=_("The note on this decision is written already."),
            ),
            models.CheckConstraint(
                condition=Q(words_sv__contains=FACT, words_en__contains=FACT),
                name="figurenote_holds_the_fact",
                violation_error_message=_("Leave {fact} in the words: the registry fills it in."),
            ),
        ]

    def __str__(self) -> str:
        return self.said("words")
