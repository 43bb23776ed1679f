import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.rules import moments_are_plausible, text_is_clean

KEPT_FOR = datetime.timedelta(hours=24)
"""How long a form that was sent is remembered."""


class SentFormQuerySet(models.QuerySet):
    def outdated(self) -> "SentFormQuerySet":
        return self.filter(sent_at__lt=timezone.now() - KEPT_FOR)


class SentForm(models.Model):
    """A form of the back office that somebody sent, known by the key that it carries.

    Either it was saved, and `leads_to` says where whoever sends it again is led; or its sender
    was signed out, and `content` (as in a POST) waits to be shown to the same person again.
    """

    key = models.CharField(max_length=22, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=300)
    content = models.TextField(blank=True)
    leads_to = models.TextField(blank=True)
    row = models.CharField(max_length=40, blank=True)
    sent_at = models.DateTimeField(db_default=Now())

    objects = SentFormQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["sent_at"], name="sent_form_sent_at")]
        constraints = [
            models.CheckConstraint(
                condition=Q(content="") | Q(leads_to=""),
                name="sentform_is_kept_or_saved",
                violation_error_message=_("What was saved is not kept as well."),
            ),
            text_is_clean("sentform", "key", "path", "content", "leads_to", "row"),
            moments_are_plausible("sentform", "sent_at"),
        ]

    def __str__(self) -> str:
        return f"{self.path} {self.sent_at}"
