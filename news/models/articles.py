import datetime
from typing import Any, Self

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.contrib.postgres.indexes import GinIndex
from django.db import models, transaction
from django.db.models import Exists, F, Func, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from news.figures.keeping import keep_figures
from news.models.figures import BoundFigure, FigureNote
from news.models.pictures import Picture
from news.pictures import stem_of
from projects.models import Decision
from projects.models.base import Bilingual, PublicationState, Publishable, PublishableQuerySet
from projects.models.changes import tells_pages
from projects.rules import dates_are_plausible, moments_are_plausible, text_is_clean

LONGEST_BODY = 50_000
"""Characters of HTML; the sanitiser takes seconds over a megabyte of nested lists."""

SEARCHED = ["title_sv", "title_en", "lead_sv", "lead_en"]

ADDRESS_NEEDS_A_LETTER = _("Give the address a letter too: digits alone would be a year.")


class ArticleQuerySet(PublishableQuerySet):
    """Questions to ask of many articles; every answer can be chained."""

    def latest_first(self) -> Self:
        return self.order_by("-published_at", "-pk")

    def searched_texts(self) -> list[tuple[int, str]]:
        """Return keys and what a search looks in, in small letters, in the order asked for."""
        rows = self.values_list("pk", *SEARCHED)
        return [(key, "\n".join(texts).lower()) for key, *texts in rows]

    def with_picture(self, name: str) -> Self:
        """Return those that show the picture of a file's name, above their text or in it."""
        stem = stem_of(name)
        above = Subquery(Picture.objects.filter(stem=stem).values("pk")[:1])
        return self.filter(Q(picture=above) | Q(text_pictures__contains=[stem]))

    def quoting_what_changed(self) -> Self:
        """Return those that quote a sum which later decisions concern that no note is kept of.

        Later than the text: entered since it was bound, or in force since that or publication.
        """
        in_force = Q(
            in_force_from__gt=OuterRef("spoke_of"), in_force_from__lte=timezone.localdate()
        )
        younger = Q(in_force_from__gt=OuterRef("bound_at__date")) | Q(
            in_force_from__gt=OuterRef("article__published_at__date")
        )
        later = (
            Decision.objects.filter(project=OuterRef("project"))
            .filter(in_force & younger | Q(recorded_at__gt=OuterRef("bound_at")))
            .exclude(
                Exists(
                    FigureNote.objects.filter(
                        article=OuterRef(OuterRef("article")), decision=OuterRef("pk")
                    )
                )
            )
        )
        quoting = BoundFigure.objects.filter(Exists(later), project__isnull=False)
        return self.filter(pk__in=quoting.values("article"))

    def years(self) -> list[int]:
        """Return the years in which any were published, latest first."""
        moments = self.order_by().datetimes("published_at", "year", order="DESC")
        return [moment.year for moment in moments]


@pghistory.track()
class Article(Publishable, Bilingual):
    """A piece of news about projects, rounds or organisations, written by an editor."""

    kicker_sv = models.CharField(_("kicker in Swedish"), max_length=60, blank=True)
    kicker_en = models.CharField(_("kicker in English"), max_length=60, blank=True)
    title_sv = models.CharField(_("title in Swedish"), max_length=150)
    title_en = models.CharField(_("title in English"), max_length=150, blank=True)
    lead_sv = models.TextField(_("lead in Swedish"), max_length=600, blank=True)
    lead_en = models.TextField(_("lead in English"), max_length=600, blank=True)
    body_sv = models.TextField(_("text in Swedish"), max_length=LONGEST_BODY, blank=True)
    body_en = models.TextField(_("text in English"), max_length=LONGEST_BODY, blank=True)
    picture = models.ForeignKey(
        "news.Picture",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("picture"),
    )
    text_pictures = models.GeneratedField(
        expression=Func(F("body_sv"), F("body_en"), function="news_pictures_in"),
        output_field=ArrayField(models.CharField(max_length=32)),
        db_persist=True,
    )
    byline_sv = models.CharField(
        _("byline in Swedish"),
        max_length=120,
        blank=True,
        help_text=_("A function, such as Registrets redaktion; a person's name only by choice."),
    )
    byline_en = models.CharField(_("byline in English"), max_length=120, blank=True)
    heading_figures = models.TextField(_("figures in title and lead"), max_length=4_000, blank=True)
    event_on = models.DateField(_("date of the event"), null=True, blank=True)
    projects = models.ManyToManyField(
        "projects.Project", blank=True, related_name="articles", verbose_name=_("projects")
    )
    rounds = models.ManyToManyField(
        "projects.Round", blank=True, related_name="articles", verbose_name=_("rounds")
    )
    organisations = models.ManyToManyField(
        "projects.Organisation",
        blank=True,
        related_name="articles",
        verbose_name=_("organisations"),
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="articles",
        verbose_name=_("written by"),
    )
    # What feeds know the article by, whatever becomes of host and address.
    identity = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    edited_at = models.DateTimeField(_("edited at"), null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ArticleQuerySet.as_manager()

    class Meta(Publishable.Meta):
        abstract = False
        triggers = [*Publishable.Meta.triggers, tells_pages()]
        indexes = [
            models.Index(fields=["published_at"], name="article_published_at"),
            GinIndex(fields=["text_pictures"], name="article_text_pictures"),
        ]
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = [F("published_at").desc(nulls_first=True), "-pk"]
        permissions = [("publish_article", _("Can publish and withdraw articles"))]
        constraints = [
            *Publishable.Meta.constraints,
            text_is_clean(
                "article",
                "kicker_sv",
                "kicker_en",
                "title_sv",
                "title_en",
                "lead_sv",
                "lead_en",
                "body_sv",
                "body_en",
                "heading_figures",
                "byline_sv",
                "byline_en",
                "withdrawn_reason_sv",
                "withdrawn_reason_en",
            ),
            dates_are_plausible("article", "event_on"),
            moments_are_plausible("article", "published_at", "withdrawn_at", "edited_at"),
            models.CheckConstraint(
                condition=Q(slug__regex=r"[A-Za-z]"),
                name="article_address_holds_a_letter",
                violation_error_message=ADDRESS_NEEDS_A_LETTER,
            ),
            models.CheckConstraint(
                condition=Q(state__in=[PublicationState.DRAFT, PublicationState.IN_REVIEW])
                | Q(title_sv__gt="", lead_sv__gt="", body_sv__gt=""),
                name="article_is_complete_when_published",
                violation_error_message=_("A published article has a title, a lead and a text."),
            ),
        ]

    def __str__(self) -> str:
        return self.said("title")

    def save(self, **options: Any) -> None:
        """Save the article, and keep beside it which figures its texts quote."""
        with transaction.atomic():
            super().save(**options)
            keep_figures(self)

    def get_absolute_url(self) -> str:
        return reverse("news:article", args=[self.slug])

    @property
    def published_on(self) -> datetime.date | None:
        """The day of publication, as calendars in Sweden have it."""
        return timezone.localdate(self.published_at) if self.published_at else None

    @property
    def edited_on(self) -> datetime.date | None:
        """The day on which the public text was last changed; None where it never was."""
        return timezone.localdate(self.edited_at) if self.edited_at else None

    @property
    def last_changed_at(self) -> datetime.datetime | None:
        """When the public text last changed; None while it never was public."""
        return self.edited_at or self.published_at
