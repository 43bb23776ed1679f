"""What readers report as wrong, and what became of it."""

import datetime
from typing import Any, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from projects.models.base import Bilingual
from projects.models.changes import tells_pages_of_shown
from projects.rules import choices_are_known, exactly_one, moments_are_plausible, text_is_clean


class ReportState(models.TextChoices):
    NEW = "new", _("new")
    IN_PROGRESS = "in_progress", _("in progress")
    ANSWERED = "answered", _("answered")
    REJECTED = "rejected", pgettext_lazy("report", "rejected")


OPEN = [ReportState.NEW, ReportState.IN_PROGRESS]
CLOSED = [ReportState.ANSWERED, ReportState.REJECTED]

SUBJECTS = ("project", "round", "article")
"""What a report is about: one of these."""
TYPED = ("wrong", "right", "source", "email")
"""The columns that hold what the reporter typed; history keeps none of them."""


class ErrorReportQuerySet(models.QuerySet):
    """Questions to ask of many reports; every answer can be chained."""

    def waiting(self) -> Self:
        """Return those that nobody has closed."""
        return self.filter(state__in=OPEN)

    def shown(self) -> Self:
        """Return those whose answer the public reads, the latest first."""
        return self.filter(is_public=True).order_by("-closed_at", "-pk")

    def outdated(self) -> Self:
        """Return those whose reporter's words have been kept for as long as they may be."""
        before = timezone.now() - datetime.timedelta(days=settings.REPORT_KEPT_DAYS)
        return self.filter(erased_at__isnull=True, closed_at__lte=before)

    def erase(self) -> int:
        """Remove what the reporters typed, and return of how many reports."""
        return self.update(erased_at=Now(), **dict.fromkeys(TYPED, ""))


# What a person typed can be erased whole, for the history of changes never held it.
@pghistory.track(exclude=["key", *TYPED])
class ErrorReport(Bilingual):
    """A case: somebody who reads the site says that something on a page is wrong.

    What they typed is never shown to the public and is erased some time after the case is
    closed. The public may read `answer`, and `matter`: what was reported, in our words.
    """

    key = models.CharField(max_length=64, unique=True, editable=False)
    project = models.ForeignKey(
        "projects.Project",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="error_reports",
        verbose_name=_("project"),
    )
    round = models.ForeignKey(
        "projects.Round",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="error_reports",
        verbose_name=_("round"),
    )
    article = models.ForeignKey(
        "news.Article",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="error_reports",
        verbose_name=_("article"),
    )
    language = models.CharField(
        _("language"), max_length=5, choices=settings.LANGUAGES, editable=False
    )
    reported_at = models.DateTimeField(_("reported at"), db_default=Now(), editable=False)
    wrong = models.TextField(_("what is wrong"), editable=False, blank=True)
    right = models.TextField(_("what is right"), editable=False, blank=True)
    source = models.TextField(_("how they know"), editable=False, blank=True)
    email = models.EmailField(_("e-mail for the answer"), editable=False, blank=True)
    erased_at = models.DateTimeField(_("erased at"), null=True, editable=False)
    state = models.CharField(
        _("state"), max_length=11, choices=ReportState, default=ReportState.NEW
    )
    matter_sv = models.TextField(
        _("what was reported, in Swedish"),
        max_length=500,
        blank=True,
        help_text=_(
            "In your own words, for the public: what the reporter wrote is never shown. Name "
            "nobody."
        ),
    )
    matter_en = models.TextField(_("what was reported, in English"), max_length=500, blank=True)
    answer_sv = models.TextField(_("answer in Swedish"), max_length=2000, blank=True)
    answer_en = models.TextField(_("answer in English"), max_length=2000, blank=True)
    is_public = models.BooleanField(
        _("show the answer on the page that it is about"), default=False
    )
    closed_at = models.DateTimeField(_("closed at"), null=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("dealt with by"),
    )

    objects = ErrorReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("reported error")
        verbose_name_plural = _("reported errors")
        ordering = ["-pk"]
        triggers = [tells_pages_of_shown("is_public")]
        indexes = [
            models.Index(fields=["state"], name="errorreport_open", condition=Q(state__in=OPEN)),
        ]
        constraints = [
            text_is_clean(
                "errorreport",
                "key",
                *TYPED,
                *("matter_sv", "matter_en", "answer_sv", "answer_en"),
            ),
            choices_are_known(
                "errorreport",
                state=ReportState.values,
                language=[code for code, _name in settings.LANGUAGES],
            ),
            moments_are_plausible("errorreport", "reported_at", "erased_at", "closed_at"),
            exactly_one(
                "errorreport",
                "is_about_one_thing",
                *SUBJECTS,
                message=_("A report is about one project, round or article."),
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True, wrong__gt="")
                | Q(erased_at__isnull=False, **dict.fromkeys(TYPED, "")),
                name="errorreport_says_something_until_erased",
                violation_error_message=_("A report says what is wrong, until it is erased."),
            ),
            models.CheckConstraint(
                condition=~Q(state=ReportState.ANSWERED) | Q(answer_sv__gt=""),
                name="errorreport_answered_has_an_answer",
                violation_error_message=_("Write the answer in Swedish."),
            ),
            models.CheckConstraint(
                condition=Q(is_public=False) | Q(state__in=CLOSED, answer_sv__gt=""),
                name="errorreport_shown_has_an_answer",
                violation_error_message=_(
                    "What is shown is answered or rejected, with an answer in Swedish."
                ),
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN, closed_at__isnull=True)
                | Q(state__in=CLOSED, closed_at__isnull=False),
                name="errorreport_closed_has_a_time",
                violation_error_message=_("What is closed has a time."),
            ),
        ]

    def __str__(self) -> str:
        return self.case_number

    @property
    def case_number(self) -> str:
        """The number that the reporter was given."""
        return f"F{self.pk:06d}"

    @property
    def subject(self) -> Any:
        """The project, round or article that it is about."""
        return self.project or self.round or self.article

    @property
    def is_rejected(self) -> bool:
        """Whether what it reports as wrong stands as it is."""
        return self.state == ReportState.REJECTED

    @property
    def closed_on(self) -> datetime.date | None:
        """The day it was closed, as calendars in Sweden have it."""
        return timezone.localdate(self.closed_at) if self.closed_at else None

    def close_or_open(self, by: Any) -> None:
        """Note who dealt with it, and from when it is closed, without saving."""
        self.by = by
        if self.state in OPEN:
            self.closed_at = None
        elif self.closed_at is None:
            self.closed_at = timezone.now()


def noting_answers(rows: QuerySet[Any], name: str) -> QuerySet[Any]:
    """Return the same projects, rounds or articles, each with whether an answer stands on it."""
    answered = ErrorReport.objects.filter(is_public=True, **{name: OuterRef("pk")})
    return rows.annotate(has_answers=Exists(answered))


def answers_on(row: Any) -> list[ErrorReport]:
    """Return what stands on the page of a row that came through `noting_answers`."""
    return list(row.error_reports.shown()) if row.has_answers else []
