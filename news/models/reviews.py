import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from projects.rules import moments_are_plausible, text_is_clean


@pghistory.track()
class ReviewComment(models.Model):
    """What a reviewer asked for when an article was returned to whoever wrote it."""

    article = models.ForeignKey(
        "news.Article", on_delete=models.CASCADE, related_name="review_comments"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    words = models.TextField(_("comment"), max_length=2000)

    class Meta:
        verbose_name = _("comment of a review")
        verbose_name_plural = _("comments of reviews")
        ordering = ["-pk"]
        constraints = [
            text_is_clean("reviewcomment", "words"),
            moments_are_plausible("reviewcomment", "at"),
            models.CheckConstraint(
                condition=Q(words__gt=""),
                name="reviewcomment_says_something",
                violation_error_message=_("Say what has to be put right."),
            ),
        ]

    def __str__(self) -> str:
        return self.words
