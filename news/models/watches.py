from typing import Any, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from projects.models import PublicationState
from projects.models.amounts import kronor_field, precision_field, stored_amount
from projects.models.figures import BASES
from projects.money import Amount, Basis
from projects.rules import (
    amount_is_sound,
    choices_are_known,
    dates_are_plausible,
    exactly_one,
    moments_are_plausible,
    text_is_clean,
)

WATCHED = [(value, label) for value, label in BASES if value != Basis.TOTAL_COST]
"""What a watched figure may count; a total cost is changed by no decision."""


class WatchQuerySet(models.QuerySet):
    """Questions to ask of many watches; every answer can be chained."""

    def open(self) -> Self:
        """Return those that nobody has ended."""
        return self.filter(ended_at__isnull=True)

    def changed(self) -> Self:
        """Return those whose record has changed since they were set."""
        return self.filter(Exists(_told()))

    def with_last_message(self) -> Self:
        """Add what the last message of each told: `changed_on` and `changed_sign`, or None."""
        last = _told().order_by("-pk")
        return self.annotate(
            changed_on=Subquery(last.values("changed_on")[:1]),
            changed_sign=Subquery(last.values("sign")[:1]),
        )


def _told() -> models.QuerySet:
    """Return what was told of a watch, within a query of watches, since it was set."""
    return WatchMessage.objects.filter(watch=OuterRef("pk"), written_at__gte=OuterRef("set_at"))


@pghistory.track()
class Watch(models.Model):
    """That a page elsewhere quotes a figure, and whom to write to when the record changes.

    `figure` is what the registry said of it when the watch was set (`watching.Reading`).
    """

    page = models.URLField(
        _("page that quotes the figure"),
        max_length=500,
        help_text=_("Its address, with https://. The registry never reads the page."),
    )
    project = models.ForeignKey(
        "projects.Project",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="watches",
        verbose_name=_("project"),
    )
    round = models.ForeignKey(
        "projects.Round",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="watches",
        verbose_name=_("round"),
        help_text=_("Of a round the sum of its published projects is watched."),
    )
    basis = models.CharField(
        _("what is counted"),
        max_length=18,
        choices=WATCHED,
        default=Basis.REGISTERED_SUPPORT.value,
    )
    funder = models.ForeignKey(
        "projects.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="watches",
        verbose_name=_("only this funder"),
    )
    words = models.CharField(
        _("as quoted"),
        max_length=100,
        help_text=_("The amount as the page prints it: 14,1 miljoner kronor."),
    )
    amount = kronor_field(_("amount"), editable=False)
    amount_precision = precision_field()
    amount_step = kronor_field(_("rounded to"), editable=False)
    quoted_on = models.DateField(_("quoted on"), help_text=_("The day of the page, 2018-06-20."))
    mailbox = models.EmailField(
        _("mailbox to write to"),
        help_text=_(
            "A function mailbox, such as webb@region.example. Never a person’s own: it is kept "
            "here and in the history of changes."
        ),
    )
    figure = models.JSONField(editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        editable=False,
        related_name="watches",
        verbose_name=_("set by"),
    )
    # Anew where what is watched is another figure: what was told before then is history.
    set_at = models.DateTimeField(_("set at"), db_default=Now(), editable=False)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True, editable=False)

    objects = WatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("watch")
        verbose_name_plural = _("watches")
        ordering = ["-pk"]
        constraints = [
            text_is_clean("watch", "page", "words", "mailbox"),
            choices_are_known("watch", basis=[value for value, _label in WATCHED]),
            dates_are_plausible("watch", "quoted_on"),
            moments_are_plausible("watch", "set_at", "ended_at"),
            amount_is_sound("watch"),
            exactly_one(
                "watch",
                "is_about_one_thing",
                "project",
                "round",
                message=_("A watch is about a project or a round."),
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=False),
                name="watch_quotes_an_amount",
                violation_error_message=_("Write the amount as the page prints it."),
            ),
            models.CheckConstraint(
                condition=Q(page__regex=r"^https://[^\s<>]+$"),
                name="watch_page_is_an_https_address",
                violation_error_message=_("The address of the page begins with https://."),
            ),
            models.CheckConstraint(
                condition=Q(mailbox__regex=r"^[^\s@,;:<>()\"]+@[^\s@,;:<>()\"]+$"),
                name="watch_mailbox_is_one_address",
                violation_error_message=_("Write one mail address and nothing else."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject}: {self.words}"

    @property
    def subject(self) -> Any:
        """The project or round whose figure is quoted."""
        return self.project or self.round

    @property
    def value(self) -> Amount:
        return stored_amount(self, "amount")

    @property
    def last_message(self) -> "WatchMessage | None":
        """What the mailbox was told last since the watch was set; None while nothing."""
        return self.messages.filter(written_at__gte=self.set_at).order_by("pk").last()

    @property
    def is_withdrawn(self) -> bool:
        """Whether what it is about has been taken from the public."""
        return self.project is not None and self.project.state == PublicationState.WITHDRAWN


class WatchMessageQuerySet(models.QuerySet):
    """Questions to ask of many messages; every answer can be chained."""

    def waiting(self) -> Self:
        """Return those still to be sent: not those of a watch that was ended or set anew since."""
        return self.filter(
            sent_at__isnull=True, watch__ended_at__isnull=True, written_at__gte=F("watch__set_at")
        )


class WatchMessage(models.Model):
    """What a mailbox is told of one change of a watched record: written first, then sent.

    `decision` is the change; None where a project was withdrawn. `sign` says whether
    the quoted words agree with `figure`, what the record says since.
    """

    watch = models.ForeignKey(Watch, on_delete=models.PROTECT, related_name="messages")
    decision = models.ForeignKey(
        "projects.Decision",
        on_delete=models.PROTECT,
        null=True,
        related_name="watch_messages",
        verbose_name=_("decision"),
    )
    changed_on = models.DateField(_("changed on"))
    figure = models.JSONField()
    sign = models.CharField(max_length=1)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"))
    written_at = models.DateTimeField(_("written at"), db_default=Now())
    sent_at = models.DateTimeField(_("sent at"), null=True)
    failure = models.CharField(_("failure"), max_length=300, blank=True)

    objects = WatchMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message to a mailbox")
        verbose_name_plural = _("messages to mailboxes")
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["id"], condition=Q(sent_at__isnull=True), name="watch_message_waiting"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["watch", "decision"],
                name="watchmessage_is_one_per_change",
                violation_error_message=_("The mailbox has been told of this change."),
            ),
            choices_are_known("watchmessage", sign=["=", "≈", "?", "≠"]),
            text_is_clean("watchmessage", "title", "text", "failure"),
            dates_are_plausible("watchmessage", "changed_on"),
            moments_are_plausible("watchmessage", "written_at", "sent_at"),
            models.CheckConstraint(
                condition=~Q(title__regex=r"[\r\n\t]"),
                name="watchmessage_title_is_one_line",
                violation_error_message=_("The title of a letter is one line."),
            ),
        ]

    def __str__(self) -> str:
        return self.title
