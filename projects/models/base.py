"""What several models share: two languages, a permanent slug, a state of publication."""

import datetime
from typing import Self

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from projects.rules import refuse

ADDRESS = r"^[-a-zA-Z0-9_]+$"


class Bilingual(models.Model):
    """Text for the public in two columns, `…_sv` and `…_en`."""

    class Meta:
        abstract = True

    def in_language(self, field: str) -> tuple[str, str]:
        """Return a text and the language it is in: the reader's, else Swedish."""
        language = get_language() or "sv"
        text = getattr(self, f"{field}_{language}", "")
        if text:
            return text, language
        return getattr(self, f"{field}_sv"), "sv"

    def said(self, field: str) -> str:
        """Return a text in the reader's language, else in Swedish."""
        return self.in_language(field)[0]


def address_is_plain() -> models.CheckConstraint:
    """Refuse an address that would not be one part of a path."""
    return models.CheckConstraint(
        condition=Q(slug__regex=ADDRESS),
        name="%(class)s_address_is_plain",
        violation_error_message=_("An address is made of letters a-z, digits and hyphens."),
    )


class Slugged(models.Model):
    """A row with a public address of its own that never changes."""

    slug = models.SlugField(
        _("address"),
        max_length=80,
        unique=True,
        help_text=_("The last part of the page's address. It cannot be changed later."),
    )

    class Meta:
        abstract = True
        constraints = [address_is_plain()]
        triggers = [
            pgtrigger.Trigger(
                name="address_is_permanent",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("slug"),
                condition=pgtrigger.Q(old__slug__df=pgtrigger.F("new__slug")),
                func=refuse("address_is_permanent", "A public address cannot be changed."),
            )
        ]


class PublicationState(models.TextChoices):
    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


def project_is_public() -> Q:
    """Return the condition of rows with a `project` that the public sees now."""
    return Q(project__state=PublicationState.PUBLISHED, project__published_at__lte=timezone.now())


class PublishableQuerySet(models.QuerySet):
    """Questions about what the public may see; every answer can be chained."""

    def published(self) -> Self:
        """Return what the public sees now; a future time is not yet."""
        return self.filter(state=PublicationState.PUBLISHED, published_at__lte=timezone.now())

    def withdrawn(self) -> Self:
        """Return what the public once saw and now meets as gone."""
        return self.filter(state=PublicationState.WITHDRAWN, published_at__lte=timezone.now())

    def ever_public(self) -> Self:
        return self.filter(
            state__in=[PublicationState.PUBLISHED, PublicationState.WITHDRAWN],
            published_at__lte=timezone.now(),
        )


# clock_timestamp() rather than now(), which stands still while a transaction lasts.
EVER_PUBLIC_SQL = (
    "{row}.state IN ('published', 'withdrawn') AND {row}.published_at <= clock_timestamp()"
)

KEEP_PUBLIC = f"""
    IF TG_OP = 'DELETE' THEN
        IF {EVER_PUBLIC_SQL.format(row="OLD")} THEN
            {refuse("public_rows_are_kept", "What was public is withdrawn, never deleted.")}
        END IF;
        RETURN OLD;
    END IF;
    IF {EVER_PUBLIC_SQL.format(row="OLD")} AND (
        NEW.state NOT IN ('published', 'withdrawn')
        OR NEW.published_at IS DISTINCT FROM OLD.published_at
        OR NEW.slug IS DISTINCT FROM OLD.slug
    ) THEN
        {refuse("public_rows_are_kept", "What was public keeps its address and its first day.")}
    END IF;
    RETURN NEW;
"""


class Publishable(models.Model):
    """A row with an editorial life: draft, in review, published, withdrawn.

    Scheduled is published with a future time. What was public once never goes
    back to draft, keeps its address and is never deleted: a trigger sees to it.
    """

    slug = models.SlugField(
        _("address"),
        max_length=80,
        unique=True,
        help_text=_("The last part of the page's address. It is fixed once the page is public."),
    )
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=PublicationState,
        default=PublicationState.DRAFT,
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    withdrawn_reason_sv = models.TextField(_("reason in Swedish"), blank=True)
    withdrawn_reason_en = models.TextField(_("reason in English"), blank=True)

    class Meta:
        abstract = True
        constraints = [
            address_is_plain(),
            models.CheckConstraint(
                condition=Q(state__in=PublicationState.values),
                name="%(class)s_state_is_known",
                violation_error_message=_("The value is not one of the choices."),
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[PublicationState.DRAFT, PublicationState.IN_REVIEW],
                    published_at__isnull=True,
                )
                | Q(
                    state__in=[PublicationState.PUBLISHED, PublicationState.WITHDRAWN],
                    published_at__isnull=False,
                ),
                name="%(class)s_published_has_a_time",
                violation_error_message=_("What is published has a time of publication."),
            ),
            models.CheckConstraint(
                condition=~Q(state=PublicationState.WITHDRAWN)
                | Q(withdrawn_at__isnull=False, withdrawn_reason_sv__gt=""),
                name="%(class)s_withdrawn_has_a_reason",
                violation_error_message=_("Say when and why it was withdrawn."),
            ),
            models.CheckConstraint(
                condition=~Q(state=PublicationState.WITHDRAWN)
                | Q(withdrawn_at__gte=F("published_at")),
                name="%(class)s_withdrawn_once_it_was_public",
                violation_error_message=_("Only what was public can be withdrawn."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="public_rows_are_kept",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=KEEP_PUBLIC,
            )
        ]

    @property
    def is_published(self) -> bool:
        return self.state == PublicationState.PUBLISHED and self._is_past()

    @property
    def is_scheduled(self) -> bool:
        return self.state == PublicationState.PUBLISHED and not self._is_past()

    @property
    def is_withdrawn(self) -> bool:
        return self.state == PublicationState.WITHDRAWN

    @property
    def was_ever_public(self) -> bool:
        return self.published_at is not None and self._is_past()

    def show(self, at: datetime.datetime | None = None) -> None:
        """Make it public from a moment, now by default, without saving.

        What was public before keeps its first day and loses the note of its withdrawal.
        """
        if not self.was_ever_public:
            self.published_at = at or timezone.now()
        self.state = PublicationState.PUBLISHED
        self.withdrawn_at = None
        self.withdrawn_reason_sv = self.withdrawn_reason_en = ""

    def take_back(self, *, reason_sv: str, reason_en: str = "") -> None:
        """Take it from the public, without saving, leaving its address to say when and why."""
        self.state = PublicationState.WITHDRAWN
        self.withdrawn_at = timezone.now()
        self.withdrawn_reason_sv = reason_sv.strip()
        self.withdrawn_reason_en = reason_en.strip()

    def _is_past(self) -> bool:
        return self.published_at is not None and self.published_at <= timezone.now()
