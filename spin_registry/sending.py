"""Forms that are sent once: twice is once, and what comes after the session ended is kept.

Each form carries a key that is signed for whoever it was shown to. A key that was saved is
known, and sending the form again leads where the first sending led; a form that comes from
somebody who was signed out waits under its key until the same person is back.
"""

import secrets
from typing import Any
from urllib.parse import urlencode

from django.core import signing
from django.db import transaction
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.encoding import escape_uri_path

from projects.models.sent_forms import KEPT_FOR, SentForm

ONCE = "once"
KEPT = "kept"
SALT = "spin_registry.sending"
LONGEST = 1_000_000
"""Characters of a form that is kept; a longer one is not."""
SECRET = ("password", "csrfmiddlewaretoken")


def new_key(user: Any) -> str:
    """Return a key for one form that is shown to a person."""
    return signing.dumps([user.pk, secrets.token_urlsafe(16)], salt=SALT)


def read_key(text: str) -> tuple[Any, str]:
    """Return for whom a form was made and its key; (None, "") of what we did not sign lately."""
    try:
        user, key = signing.loads(text, salt=SALT, max_age=KEPT_FOR)
    except signing.BadSignature:
        return None, ""
    return user, key


def claim(request: HttpRequest) -> SentForm | None:
    """Return the sending of this form, locked until the transaction ends; None without a key.

    Somebody who sends the same form meanwhile waits here.
    """
    user, key = read_key(request.POST.get(ONCE, ""))
    if not key or user != request.user.pk:
        return None
    SentForm.objects.bulk_create(
        [SentForm(key=key, user_id=user, path=_path(request))],
        ignore_conflicts=True,
    )
    return SentForm.objects.select_for_update(no_key=True).get(key=key)


def settle_sending(sending: SentForm, leads_to: str, row: Any) -> None:
    """Remember that a form was saved, and let go of those sent long ago."""
    SentForm.objects.filter(pk=sending.pk).update(
        content="", leads_to=leads_to, row=str(row or "")[:40], sent_at=timezone.now()
    )
    SentForm.objects.outdated().delete()


def forget(sending: SentForm) -> None:
    """Let a form that could not be saved be sent again; one that was kept stays kept."""
    SentForm.objects.filter(pk=sending.pk, content="").delete()


def keep(request: HttpRequest) -> str:
    """Keep the form that somebody sent who is not signed in; return the address to come back to.

    It is kept only where it was made for a person who was signed in: the address is else that
    of the page alone. Passwords and files are not kept.
    """
    user, key = read_key(request.POST.get(ONCE, ""))
    content = QueryDict(mutable=True)
    for name, values in request.POST.lists():
        if not any(secret in name for secret in SECRET):
            content.setlist(name, values)
    text = content.urlencode()
    if not key or len(text) > LONGEST:
        return request.get_full_path()
    with transaction.atomic():
        SentForm.objects.outdated().delete()
        SentForm.objects.bulk_create(
            [SentForm(key=key, user_id=user, path=_path(request))], ignore_conflicts=True
        )
        SentForm.objects.filter(key=key, leads_to="").update(content=text)
    asked = request.GET.copy()
    asked[KEPT] = key
    return f"{request.path}?{urlencode(list(asked.items()))}"


def kept(request: HttpRequest) -> QueryDict | None:
    """Return the content that is kept for a person and this page, if its address asks for it."""
    key = request.GET.get(KEPT, "")
    if request.method != "GET" or not key.isascii() or not key.isprintable() or len(key) > 22:
        return None
    waiting = SentForm.objects.filter(key=key, user=request.user.pk, path=_path(request))
    content = waiting.exclude(content="").values_list("content", flat=True).first()
    return QueryDict(content) if content else None


def _path(request: HttpRequest) -> str:
    return escape_uri_path(request.path)[:300]
