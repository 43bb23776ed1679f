import datetime

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.models.base import Bilingual
from projects.models.changes import tells_pages
from projects.rules import moments_are_plausible, refuse, text_is_clean


@pghistory.track()
class Correction(Bilingual):
    """What was corrected in an article after the public had read it; never taken back."""

    article = models.ForeignKey(
        "news.Article", on_delete=models.PROTECT, related_name="corrections"
    )
    at = models.DateTimeField(db_default=Now())
    words_sv = models.TextField(_("correction in Swedish"), max_length=1000)
    words_en = models.TextField(_("correction in English"), max_length=1000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-pk"]
        constraints = [
            text_is_clean("correction", "words_sv", "words_en"),
            moments_are_plausible("correction", "at"),
            models.CheckConstraint(
                condition=Q(words_sv__gt=""),
                name="correction_says_something",
                violation_error_message=_("Say in Swedish what is corrected."),
            ),
        ]
        triggers = [
            tells_pages(),
            pgtrigger.Trigger(
                name="correction_is_kept",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=refuse("correction_is_kept", "A correction stays as it was published."),
            ),
        ]

    def __str__(self) -> str:
        return self.said("words")

    @property
    def on(self) -> datetime.date:
        """The day of the correction, as calendars in Sweden have it."""
        return timezone.localdate(self.at)
