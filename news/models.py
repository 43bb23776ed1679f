import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from projects.models.base import Bilingual, Publishable, PublishableQuerySet
from projects.rules import dates_are_plausible, moments_are_plausible, text_is_clean


class ArticleQuerySet(PublishableQuerySet):
    """Questions to ask of many articles; every answer can be chained."""

    def latest_first(self) -> "ArticleQuerySet":
        return self.order_by("-published_at", "-pk")


@pghistory.track()
class Article(Publishable, Bilingual):
    """A piece of news about projects, rounds or organisations, written by an editor."""

    kicker_sv = models.CharField(_("kicker in Swedish"), max_length=60, blank=True)
    kicker_en = models.CharField(_("kicker in English"), max_length=60, blank=True)
    title_sv = models.CharField(_("title in Swedish"), max_length=150)
    title_en = models.CharField(_("title in English"), max_length=150, blank=True)
    lead_sv = models.TextField(_("lead in Swedish"), max_length=600)
    lead_en = models.TextField(_("lead in English"), max_length=600, blank=True)
    body_sv = models.TextField(_("text in Swedish"))
    body_en = models.TextField(_("text in English"), blank=True)
    picture = models.ImageField(
        _("picture"),
        upload_to="news/",
        blank=True,
        width_field="picture_width",
        height_field="picture_height",
    )
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

    objects = ArticleQuerySet.as_manager()

    class Meta(Publishable.Meta):
        abstract = False
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
                "picture_alt_sv",
                "picture_alt_en",
                "picture_credit",
                "byline_sv",
                "byline_en",
                "withdrawn_reason_sv",
                "withdrawn_reason_en",
            ),
            dates_are_plausible("article", "event_on"),
            moments_are_plausible("article", "published_at", "withdrawn_at"),
            models.CheckConstraint(
                condition=Q(picture="") | Q(picture_alt_sv__gt=""),
                name="article_picture_has_alternative_text",
                violation_error_message=_("Describe the picture for those who cannot see it."),
            ),
        ]

    def __str__(self) -> str:
        return self.said("title")

    def get_absolute_url(self) -> str:
        return reverse("news:article", args=[self.slug])
