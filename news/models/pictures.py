from collections.abc import Iterable
from typing import Any

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from news.pictures import STEM, Stored, file_name
from projects.models.base import Bilingual
from projects.models.changes import tells_pages
from projects.rules import moments_are_plausible, refuse, text_is_clean

DESCRIBE_THE_PICTURE = _("Describe the picture for those who cannot see it.")
DESCRIBED_OR_DECORATIVE = _(
    "A picture has an alternative text or is marked as decorative: one of the two."
)

IN_TEXT = 960
"""Width in pixels of the file that a text names; browsers choose among all of them."""

# What a version showed that the public may have read; a version that is gone may be restored.
KEEP_WHILE_SHOWN = f"""
    IF EXISTS (
        SELECT 1 FROM news_article a
        WHERE a.picture_id = OLD.id OR a.text_pictures @> ARRAY[OLD.stem]::varchar[]
    ) OR EXISTS (
        SELECT 1 FROM news_articleevent e
        WHERE e.state IN ('published', 'withdrawn')
        AND (e.picture_id = OLD.id OR e.text_pictures @> ARRAY[OLD.stem]::varchar[])
    ) THEN
        {refuse("picture_is_kept_while_shown", "An article shows the picture, or did.")}
    END IF;
    RETURN OLD;
"""  # noqa: S608 - our own words


class PictureQuerySet(models.QuerySet):
    """Questions to ask of many pictures."""

    def by_stem(self, stems: Iterable[str]) -> dict[str, "Picture"]:
        """Return the pictures of these hashes by hash; asks nothing where there are none."""
        wanted = list(stems)
        found: Any = self.filter(stem__in=wanted) if wanted else []
        return {one.stem: one for one in found}


@pghistory.track()
class Picture(Bilingual):
    """A picture that articles show, kept once whatever shows it."""

    stem = models.CharField(_("name of the files"), max_length=32, unique=True, editable=False)
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    widths = ArrayField(models.PositiveIntegerField(), verbose_name=_("widths"), editable=False)
    alt_sv = models.CharField(_("alternative text in Swedish"), max_length=300, blank=True)
    alt_en = models.CharField(_("alternative text in English"), max_length=300, blank=True)
    is_decorative = models.BooleanField(
        _("decorative"),
        default=False,
        help_text=_("It tells nothing that the text does not: it is not read out."),
    )
    credit = models.CharField(_("credit"), max_length=120, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="pictures",
        verbose_name=_("uploaded by"),
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), db_default=Now(), editable=False)

    objects = PictureQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["-pk"]
        triggers = [
            tells_pages(),
            pgtrigger.Trigger(
                name="kept_while_shown",
                when=pgtrigger.Before,
                operation=pgtrigger.Delete,
                func=KEEP_WHILE_SHOWN,
            ),
        ]
        constraints = [
            text_is_clean("picture", "stem", "alt_sv", "alt_en", "credit"),
            moments_are_plausible("picture", "uploaded_at"),
            models.CheckConstraint(
                condition=Q(stem__regex=f"^{STEM}$"),
                name="picture_is_named_by_a_hash",
                violation_error_message=_("The file of the picture has another name than ours."),
            ),
            models.CheckConstraint(
                condition=Q(width__gt=0, height__gt=0, widths__len__gt=0),
                name="picture_has_a_size",
                violation_error_message=_("The size of the picture is not known."),
            ),
            models.CheckConstraint(
                condition=Q(is_decorative=False, alt_sv__gt="")
                | Q(is_decorative=True, alt_sv="", alt_en=""),
                name="picture_is_described_or_decorative",
                violation_error_message=DESCRIBED_OR_DECORATIVE,
            ),
        ]

    def __str__(self) -> str:
        return self.said("alt") or str(_("Decorative picture"))

    def take(self, stored: Stored) -> None:
        """Take the files of a stored picture, without saving."""
        self.stem, self.width, self.height = stored.stem, stored.width, stored.height
        self.widths = list(stored.widths)

    def address(self, width: int, kind: str = "webp") -> str:
        """Return where one of the widths is fetched."""
        return default_storage.url(file_name(self.stem, width, self.widths, kind))

    @property
    def widest(self) -> int:
        return self.widths[-1]

    @property
    def tallest(self) -> int:
        """The height of the widest file."""
        return max(1, round(self.height * self.widest / self.width))

    @property
    def url(self) -> str:
        """The address of the widest file."""
        return self.address(self.widest)

    @property
    def thumbnail(self) -> str:
        """The address of the narrowest file."""
        return self.address(self.widths[0])

    @property
    def fallback(self) -> str:
        """The address for a browser that does not choose, and for the text of an article."""
        return self.address(self._in_text())

    def srcset(self, kind: str = "webp") -> str:
        """Return every width with its address, as the attribute has them."""
        return ", ".join(f"{self.address(width, kind)} {width}w" for width in self.widths)

    @property
    def avif_srcset(self) -> str:
        """The same of the smaller format; nothing where none was made."""
        name = file_name(self.stem, self.widest, self.widths, "avif")
        return self.srcset("avif") if default_storage.exists(name) else ""

    def caption(self, language: str) -> str:
        """Return whose picture it is, as a text says it; nothing where that is not known."""
        with override(language):
            return f"{gettext('Picture')}: {self.credit}" if self.credit else ""

    def figure(self, language: str) -> SafeString:
        """Return the figure as it stands in the text of an article, in a language."""
        words = self.caption(language)
        caption = format_html("<figcaption>{}</figcaption>", words) if words else ""
        width = self._in_text()
        return format_html(
            '<figure><img src="{}" alt="{}" width="{}" height="{}">{}</figure>',
            self.fallback,
            getattr(self, f"alt_{language}") or self.alt_sv,
            width,
            max(1, round(self.height * width / self.width)),
            caption,
        )

    def _in_text(self) -> int:
        return IN_TEXT if IN_TEXT in self.widths else self.widest
