import datetime
from typing import Self

import pghistory
from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from news.pictures import Picture, avif_of
from projects.models.base import Bilingual, PublicationState, Publishable, PublishableQuerySet
from projects.models.changes import tells_pages
from projects.rules import dates_are_plausible, moments_are_plausible, text_is_clean

LONGEST_BODY = 50_000
"""Characters of HTML; the sanitiser takes seconds over a megabyte of nested lists."""

SEARCHED = ["title_sv", "title_en", "lead_sv", "lead_en"]

DESCRIBE_THE_PICTURE = _("Describe the picture for those who cannot see it.")
ADDRESS_NEEDS_A_LETTER = _("Give the address a letter too: digits alone would be a year.")


class ArticleQuerySet(PublishableQuerySet):
    """Questions to ask of many articles; every answer can be chained."""

    def latest_first(self) -> Self:
        return self.order_by("-published_at", "-pk")

    def searched_texts(self) -> list[tuple[int, str]]:
        """Return keys and what a search looks in, in small letters, in the order asked for."""
        rows = self.values_list("pk", *SEARCHED)
        return [(key, "\n".join(texts).lower()) for key, *texts in rows]

    def of_year(self, year: int) -> Self:
        """Return those published in a year, as clocks in Sweden count it."""
        return self.filter(published_at__year=year)

    def with_picture(self, name: str) -> Self:
        """Return those that show the picture of a file's name, in whichever format."""
        return self.filter(picture=f"{name.rpartition('.')[0]}.webp")

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
    # No ImageField: that one decodes what was sent before any limit of ours is asked.
    picture = models.FileField(_("picture"), blank=True, editable=False)
    picture_width = models.PositiveIntegerField(null=True, editable=False)
    picture_height = models.PositiveIntegerField(null=True, editable=False)
    picture_alt_sv = models.CharField(_("alternative text in Swedish"), max_length=300, blank=True)
    picture_alt_en = models.CharField(_("alternative text in English"), max_length=300, blank=True)
    picture_credit = models.CharField(_("picture credit"), max_length=120, blank=True)
    byline_sv = models.CharField(
        _("byline in Swedish"),
        max_length=120,
        blank=True,
        help_text=_("A function, such as Registrets redaktion; a person's name only by choice."),
    )
    byline_en = models.CharField(_("byline in English"), max_length=120, blank=True)
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
        indexes = [models.Index(fields=["published_at"], name="article_published_at")]
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
                "picture",
                "picture_alt_sv",
                "picture_alt_en",
                "picture_credit",
                "byline_sv",
                "byline_en",
                "withdrawn_reason_sv",
                "withdrawn_reason_en",
            ),
            dates_are_plausible("article", "event_on"),
            moments_are_plausible("article", "published_at", "withdrawn_at", "edited_at"),
            models.CheckConstraint(
                condition=Q(picture="") | Q(picture_alt_sv__gt=""),
                name="article_picture_has_alternative_text",
                violation_error_message=DESCRIBE_THE_PICTURE,
            ),
            models.CheckConstraint(
                condition=Q(picture="")
                | Q(picture_width__isnull=False, picture_width__gt=0)
                & Q(picture_height__isnull=False, picture_height__gt=0),
                name="article_picture_has_a_size",
                violation_error_message=_("The size of the picture is not known."),
            ),
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
    def picture_avif(self) -> str:
        """Return the address of the picture's smaller format, or nothing where there is none."""
        name = avif_of(self.picture.name) if self.picture.name else ""
        return default_storage.url(name) if name else ""

    def show_picture(self, picture: Picture | None) -> None:
        """Take a stored picture, or none, without saving the article."""
        self.picture = picture.name if picture else ""
        self.picture_width = picture.width if picture else None
        self.picture_height = picture.height if picture else None

    @property
    def last_changed_at(self) -> datetime.datetime | None:
        """When the public text last changed; None while it never was public."""
        return self.edited_at or self.published_at
