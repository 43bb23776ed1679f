import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.rules import moments_are_plausible, text_is_clean

KEPT_FOR = datetime.timedelta(days=30)
"""How long a draft that nobody came back to is kept."""


class KeptDraftQuerySet(models.QuerySet):
    def outdated(self) -> "KeptDraftQuerySet":
        return self.filter(saved_at__lt=timezone.now() - KEPT_FOR)


class KeptDraft(models.Model):
    """What somebody has typed in the form of an article and not saved, seen by them alone.

    It belongs to the article whose form it is or, where the article is new, to the key of
    the form. `content` is what the form would send.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    article = models.ForeignKey(
        "news.Article", on_delete=models.CASCADE, null=True, related_name="kept_drafts"
    )
    key = models.CharField(max_length=22, blank=True)
    content = models.TextField()
    saved_at = models.DateTimeField(db_default=Now())

    objects = KeptDraftQuerySet.as_manager()

    class Meta:
        ordering = ["-saved_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(article=None, key__gt="") | Q(article__isnull=False, key=""),
                name="keptdraft_is_of_an_article_or_of_a_form",
                violation_error_message=_("A draft belongs to an article or to a new form."),
            ),
            models.UniqueConstraint(
                fields=["user", "article", "key"],
                nulls_distinct=False,
                name="keptdraft_is_kept_once",
                violation_error_message=_("This draft is kept already."),
            ),
            text_is_clean("keptdraft", "key", "content"),
            moments_are_plausible("keptdraft", "saved_at"),
        ]

    def __str__(self) -> str:
        return self.typed.get("title_sv", "").strip() or str(_("Without a title"))

    @property
    def typed(self) -> QueryDict:
        """What the form would send, to be read and changed."""
        return QueryDict(self.content, mutable=True)
