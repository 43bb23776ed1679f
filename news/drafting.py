"""Drafts that the server keeps while somebody types: put aside, found again, let go of."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone

from news.models import Article, KeptDraft
from projects.keys import is_key
from projects.models import SentForm
from spin_registry.sending import LONGEST, ONCE, SECRET, read_key

DRAFT = "draft"
"""The hidden field of a form, and the parameter of its address, that name a kept draft."""
MOST_SHOWN = 5


class TooLongError(Exception):
    """The form holds more than is kept."""


def keep_draft(sent: QueryDict, *, user: Any, article: Article | None) -> KeptDraft | None:
    """Keep what a form holds, over what was kept of it before.

    None where the form has been saved meanwhile, or carries no key by which to know it
    again. Raises TooLongError.
    """
    whose, key = read_key(sent.get(ONCE, ""))
    key = key if whose == user.pk else ""
    if key and SentForm.objects.filter(key=key).exclude(leads_to="").exists():
        return None
    KeptDraft.objects.outdated().delete()
    values = {"content": _content(sent), "saved_at": timezone.now()}
    known = named(sent.get(DRAFT, ""), user=user, article=article)
    if known is None and article is None and not key:
        return None
    if known is None:
        place: dict[str, Any] = {"article": article, "key": "" if article else key}
        return KeptDraft.objects.update_or_create(user=user, **place, defaults=values)[0]
    KeptDraft.objects.filter(pk=known.pk).update(**values)
    known.refresh_from_db()
    return known


def _content(sent: QueryDict) -> str:
    content = QueryDict(mutable=True)
    for name, values in sent.lists():
        if name != DRAFT and not any(secret in name for secret in SECRET):
            content.setlist(name, values)
    text = content.urlencode()
    if len(text) > LONGEST:
        raise TooLongError
    return text


def named(number: str, *, user: Any, article: Article | None) -> KeptDraft | None:
    """Return the person's own draft of that number, of this article or of a new one."""
    if not is_key(number):
        return None
    return KeptDraft.objects.filter(pk=int(number), user=user, article=article).first()


def waiting(*, user: Any, article: Article | None) -> QuerySet[KeptDraft]:
    """Return the person's own drafts of an article, or of new ones, latest first."""
    return KeptDraft.objects.filter(user=user, article=article)[:MOST_SHOWN]


def forget(sent: QueryDict, *, user: Any, article: Article) -> None:
    """Let go of what was kept of a form that has now been saved."""
    own = Q(article=article)
    _whose, key = read_key(sent.get(ONCE, ""))
    if key:
        own |= Q(article=None, key=key)
    restored = named(sent.get(DRAFT, ""), user=user, article=None)
    if restored is not None:
        own |= Q(pk=restored.pk)
    KeptDraft.objects.filter(own, user=user).delete()
