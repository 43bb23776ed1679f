import datetime
from typing import Self

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.models.changes import tells_pages
from projects.rules import dates_are_plausible, text_is_clean

# Nobody can look up again what has no address, or was read on no day.
INCOMPLETE = Q(url="") | Q(retrieved__isnull=True)


class SourceQuerySet(models.QuerySet):
    """Questions to ask of many sources; every answer can be chained."""

    def incomplete(self) -> Self:
        """Return those without an address or the day they were read."""
        return self.filter(INCOMPLETE)


@pghistory.track()
class Source(models.Model):
    """Where a fact was read: a page, a file, a set of minutes."""

    title = models.CharField(_("title"), max_length=300)
    publisher = models.CharField(_("publisher"), max_length=200)
    url = models.URLField(_("web address"), max_length=500, blank=True)
    dated = models.DateField(
        _("dated"), null=True, blank=True, help_text=_("The day the source itself gives.")
    )
    retrieved = models.DateField(_("retrieved"), null=True, blank=True)
    sha256 = models.CharField(
        _("checksum (SHA-256)"),
        max_length=64,
        blank=True,
        help_text=_("Of the file as retrieved, so that a later change can be seen."),
    )

    objects = SourceQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(models.F("id").desc(), condition=INCOMPLETE, name="source_incomplete")
        ]
        triggers = [tells_pages()]
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["title", "pk"]
        constraints = [
            text_is_clean("source", "title", "publisher", "url"),
            dates_are_plausible("source", "dated", "retrieved"),
            models.CheckConstraint(
                condition=Q(dated__isnull=False) | Q(retrieved__isnull=False),
                name="source_has_a_date",
                violation_error_message=_(
                    "Give the day of the source, or the day you read it: facts of unknown date "
                    "count from it."
                ),
            ),
            models.CheckConstraint(
                condition=Q(sha256="") | Q(sha256__regex=r"^[0-9a-f]{64}$"),
                name="source_checksum_is_sha256",
                violation_error_message=_("A SHA-256 checksum is 64 of the characters 0-9, a-f."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.publisher})"

    @property
    def known_on(self) -> datetime.date:
        """The day from which what the source says was known; the day it gives goes first."""
        return self.dated or self.retrieved  # type: ignore[return-value]
