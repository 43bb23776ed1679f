import datetime
from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.models.changes import tells_pages
from projects.rules import choices_are_known, moments_are_plausible, refuse, text_is_clean

# Letters of any script and what parts a name: nothing that CSV, JSON or HTML escapes in more
# ways than the search for a name knows. Two words or more: a surname alone is of many people.
_SIGN = r"[^\u0001-\u0020!-&(-,/-@\u005b-\u0060\u007b-\u00bf]"
_LETTER = r"[^\u0001-\u0040\u005b-\u0060\u007b-\u00bf]"
_WORD = rf"{_SIGN}*{_LETTER}{_SIGN}*"
NAME = rf"^{_WORD}( {_WORD})+$"


class RedactionState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    APPROVED = "approved", _("being carried out")
    DONE = "done", _("carried out")
    DECLINED = "declined", _("not carried out")


OPEN = (RedactionState.WAITING, RedactionState.APPROVED)
"""While the name has to be known."""


class LegalGround(models.TextChoices):
    ERASURE = "erasure", _("Article 17 of the General Data Protection Regulation: erasure")
    OBJECTION = "objection", _("Article 21 of the General Data Protection Regulation: objection")
    NOT_NEEDED = (
        "not_needed",
        _("Article 5 of the General Data Protection Regulation: the name is not needed"),
    )
    PROTECTED = (
        "protected",
        _("Chapters 21 and 22 of the Secrecy Act: protected personal data"),
    )
    SECRET = "secret", _("The Public Access to Information and Secrecy Act: another rule")


KEPT = f"""
    IF TG_OP = 'DELETE' OR OLD.state IN ('done', 'declined')
        OR (NEW.ground, NEW.case_number, NEW.by_id, NEW.made_at)
            IS DISTINCT FROM (OLD.ground, OLD.case_number, OLD.by_id, OLD.made_at)
        OR NEW.name <> '' AND NEW.name <> OLD.name
        OR OLD.state = 'approved' AND (NEW.state, NEW.decided_by_id, NEW.decided_at)
            IS DISTINCT FROM (OLD.state, OLD.decided_by_id, OLD.decided_at)
            AND NEW.state <> 'done'
    THEN
        {refuse("redaction_is_kept", "That a name was redacted, why and by whom stays on record.")}
    END IF;
    RETURN NEW;
"""


class RedactionQuerySet(models.QuerySet):
    def carried_out(self) -> Self:
        return self.filter(state=RedactionState.DONE)

    def left(self) -> Self:
        """Return those that are approved and not carried through yet, the oldest first."""
        return self.filter(state=RedactionState.APPROVED).order_by("pk")


class Redaction(models.Model):
    """That a person's name goes everywhere: one person asks for it and another approves.

    `name` is known only until it is done, or declined. No history is kept of this table, for
    it would keep the name. `texts` counts columns of rows, `files` files of kept releases.
    """

    name = models.CharField(
        _("name to remove"),
        max_length=100,
        blank=True,
        help_text=_(
            "As it is written, such as first name and surname. Capitals, line breaks and a "
            "genitive s make no difference. A longer name that it is a part of stays."
        ),
    )
    ground = models.CharField(_("legal ground"), max_length=10, choices=LegalGround)
    case_number = models.CharField(
        _("case number of ours"),
        max_length=40,
        blank=True,
        help_text=_("Where the request is filed. Never the name."),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name=_("asked for by"),
    )
    made_at = models.DateTimeField(_("asked for at"), db_default=Now(), editable=False)
    state = models.CharField(
        _("state"),
        max_length=8,
        choices=RedactionState,
        default=RedactionState.WAITING,
        editable=False,
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("answered by"),
    )
    decided_at = models.DateTimeField(_("answered at"), null=True, editable=False)
    done_at = models.DateTimeField(_("carried out at"), null=True, editable=False)
    texts = models.PositiveIntegerField(_("texts"), default=0, editable=False)
    files = models.PositiveIntegerField(_("files of releases"), default=0, editable=False)

    objects = RedactionQuerySet.as_manager()

    class Meta:
        verbose_name = _("redaction of a name")
        verbose_name_plural = _("redacted names")
        ordering = ["-pk"]
        triggers = [
            pgtrigger.Trigger(
                name="redaction_is_kept",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=KEPT,
            ),
            tells_pages(),
        ]
        constraints = [
            text_is_clean("redaction", "name", "case_number"),
            choices_are_known("redaction", state=RedactionState.values, ground=LegalGround.values),
            moments_are_plausible("redaction", "made_at", "decided_at", "done_at"),
            models.CheckConstraint(
                condition=Q(state__in=OPEN, name__regex=NAME) | Q(~Q(state__in=OPEN), name=""),
                name="redaction_knows_the_name_while_open",
                violation_error_message=_(
                    "Write first name and surname, with a space between: letters, hyphens, full "
                    "stops and apostrophes."
                ),
            ),
            models.CheckConstraint(
                condition=Q(state=RedactionState.WAITING, decided_by=None, decided_at=None)
                | Q(
                    ~Q(state=RedactionState.WAITING),
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
                name="redaction_answer_has_who_and_when",
                violation_error_message=_("An answer says who gave it, and when."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=[RedactionState.WAITING, RedactionState.DECLINED])
                | ~Q(decided_by=F("by")),
                name="redaction_is_approved_by_another",
                violation_error_message=_("Somebody else has to approve it."),
            ),
            models.CheckConstraint(
                condition=Q(state=RedactionState.DONE, done_at__isnull=False)
                | Q(~Q(state=RedactionState.DONE), done_at=None),
                name="redaction_done_has_a_time",
                violation_error_message=_("What is done has a time."),
            ),
            models.CheckConstraint(
                condition=~Q(case_number__icontains=F("name")) | Q(name=""),
                name="redaction_case_number_has_no_name",
                violation_error_message=_("The case number stays on record: leave the name out."),
            ),
        ]

    def __str__(self) -> str:
        return f"N{self.pk:06d}"

    @property
    def done_on(self) -> datetime.date | None:
        """The day it was carried out, as calendars in Sweden have it."""
        return timezone.localdate(self.done_at) if self.done_at else None
