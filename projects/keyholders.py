"""Who set the password that somebody signs in with: who could sign in as them.

Every password that is set by somebody else, or by oneself, leaves a note in the log of the back
office, and so does an account that is made. A password set by code leaves none.
"""

import datetime
from collections.abc import Collection
from typing import Any

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet

PASSWORD = [{"changed": {"fields": ["password"]}}]
"""What the back office notes of a password that was set."""


def note_own_password(user: Any) -> None:
    """Note that somebody chose their own password: nobody else knows it any longer."""
    LogEntry.objects.log_actions(user.pk, [user], CHANGE, PASSWORD)


def is_held(user: Any, *, by: Collection[int], since: datetime.datetime | None = None) -> bool:
    """Whether any of these people set the password that a user has, or one of theirs `since`."""
    others = set(by) - {user.pk}
    entries = _entries(user)
    last = entries.order_by("-action_time", "-pk").first()
    if user.has_usable_password() and last is not None and last.user_id in others:
        return True
    return since is not None and entries.filter(user__in=others, action_time__gte=since).exists()


def _entries(user: Any) -> QuerySet[LogEntry]:
    about = ContentType.objects.get_for_model(get_user_model())
    entries = LogEntry.objects.filter(content_type=about, object_id=str(user.pk))
    return entries.filter(Q(action_flag=ADDITION) | Q(change_message__contains='"password"'))
