"""Sends what mailboxes are told of changed figures, each letter once."""

import logging
from dataclasses import dataclass
from enum import Enum
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from news.models import Watch, WatchMessage
from news.watching import look

logger = logging.getLogger(__name__)


class Outcome(Enum):
    """What became of one letter."""

    SENT = "sent"
    ELSEWHERE = "elsewhere"
    """Another process has it, or it has been sent."""
    REFUSED = "refused"
    AWAY = "away"
    """The mail server does not answer."""


@dataclass
class Post:
    """What one round to the post came to."""

    written: int = 0
    sent: int = 0
    failed: int = 0


def go_round() -> Post:
    """Write what is owed, and send all that waits; what fails is kept for the next round.

    Each letter is written in a transaction of its own before any is sent. Where the mail
    server does not answer, the rest waits too.
    """
    post = Post()
    for key in list(Watch.objects.open().order_by("pk").values_list("pk", flat=True)):
        post.written += look(key) is not None
    for key in list(WatchMessage.objects.waiting().order_by("pk").values_list("pk", flat=True)):
        outcome = send(key)
        post.sent += outcome is Outcome.SENT
        post.failed += outcome in (Outcome.REFUSED, Outcome.AWAY)
        if outcome is Outcome.AWAY:
            break
    return post


@transaction.atomic
def send(key: int) -> Outcome:
    """Send one letter, and mark it as sent.

    It is locked meanwhile. Whoever is killed between the mail server's yes and the mark
    leaves it unsent: it is then sent twice rather than never, both times under the same
    Message-ID.
    """
    rows = WatchMessage.objects.waiting().select_related("watch")
    message = rows.select_for_update(of=("self",), skip_locked=True).filter(pk=key).first()
    if message is None:
        return Outcome.ELSEWHERE
    try:
        mail(message).send()
    except (SMTPResponseException, SMTPRecipientsRefused, ValueError) as refused:
        return _failed(message, refused, Outcome.REFUSED)
    except OSError as away:
        return _failed(message, away, Outcome.AWAY)
    message.sent_at, message.failure = timezone.now(), ""
    message.save(update_fields=["sent_at", "failure"])
    return Outcome.SENT


def _failed(message: WatchMessage, error: Exception, outcome: Outcome) -> Outcome:
    message.failure = _reason(error)
    message.save(update_fields=["failure"])
    logger.error("Letter %s of watch %s: %s", message.pk, message.watch_id, message.failure)
    return outcome


def mail(message: WatchMessage) -> EmailMessage:
    """Return the letter as it is handed to the mail server."""
    host = urlsplit(settings.SITE_URL).hostname
    return EmailMessage(
        subject=message.title,
        body=message.text,
        to=[message.watch.mailbox],
        headers={
            "Message-ID": f"<watch-{message.watch_id}-{message.pk}@{host}>",
            # So that absence notes and other machines leave it unanswered.
            "Auto-Submitted": "auto-generated",
        },
    )


def _reason(error: Exception) -> str:
    """Return in one line why a letter was not sent."""
    plain = "".join(one if one.isprintable() else " " for one in str(error))
    return f"{type(error).__name__}: {' '.join(plain.split())}"[:300]
