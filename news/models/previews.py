import pghistory
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.rules import moments_are_plausible


class PreviewLinkQuerySet(models.QuerySet):
    def live(self) -> "PreviewLinkQuerySet":
        """Return those that still lead somewhere."""
        return self.filter(until__gt=timezone.now())


@pghistory.track()
class PreviewLink(models.Model):
    """The one link by which somebody without an account reads an article before it is public.

    It goes by a key of its own: deleting the row, or giving it another key, takes the link
    back, whoever has it.
    """

    article = models.OneToOneField(
        "news.Article", on_delete=models.CASCADE, related_name="preview_link"
    )
    key = models.UUIDField(unique=True)
    until = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        ordering = ["pk"]
        constraints = [moments_are_plausible("previewlink", "until")]

    def __str__(self) -> str:
        return str(self.article)

    @property
    def is_live(self) -> bool:
        return self.until > timezone.now()
