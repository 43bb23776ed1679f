"""The versions of an article: who wrote what when, how they differ, and how one comes back."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ForeignKey, GeneratedField
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from news import publishing
from news.differences import Difference, differences
from news.models import Article, Picture
from projects.models import PublicationState
from projects.models.base import Publishable

MOST = 300
"""Versions that are told of, the latest."""
AT_ONCE = datetime.timedelta(minutes=1)
"""What lies between the saving of what is published at once and its first minute, at most."""
OWN = {"id", "author", "identity", "edited_at", "version"}
"""Columns of an article that are neither its text nor its state."""
READ = [
    *(f"{name}_{language}" for language in ("sv", "en") for name in ("kicker", "title", "lead")),
    *(f"{name}_{language}" for language in ("sv", "en") for name in ("body", "byline")),
    *("heading_figures", "picture", "event_on"),
]
"""What is compared, in the order in which it is told."""


@dataclass(frozen=True)
class Version:
    """An article as it was from a moment on; `event` is the row that history keeps."""

    number: int
    event: Any
    by: str
    changed: list[str]

    @property
    def at(self) -> datetime.datetime:
        return self.event.pgh_created_at

    @property
    def standing(self) -> str:
        """Return its state in words, as it was then."""
        at = self.event.published_at
        if self.event.state == PublicationState.PUBLISHED and at > self.at + AT_ONCE:
            return _("scheduled")
        return str(PublicationState(self.event.state).label)


def labels() -> dict[str, str]:
    """Return the fields that are compared and what they are called."""
    own = {field.name: field for field in Article._meta.concrete_fields}
    return {name: capfirst(str(own[name].verbose_name)) for name in READ}


def contents() -> list[str]:
    """Return the columns that make up what an article says."""
    editorial = {field.name for field in Publishable._meta.get_fields()}
    return [
        field.attname
        for field in Article._meta.concrete_fields
        if field.name not in OWN | editorial and not isinstance(field, GeneratedField)
    ]


def versions_of(article: Article) -> list[Version]:
    """Return the versions of an article, the first first; two queries.

    What changed neither text nor state, a count or a date of its own, is no version.
    """
    events = Article.pgh_event_model.objects.filter(pgh_obj_id=article.pk)  # type: ignore[attr-defined]
    latest = list(events.select_related("pgh_context").order_by("-pgh_id")[:MOST])[::-1]
    names = _names(latest)
    found: list[Version] = []
    for event in latest:
        before = found[-1].event if found else None
        if before is None or _is_other(before, event):
            changed = [one.label for one in compared(before, event)] if before else []
            found.append(Version(len(found) + 1, event, names.get(_user(event), ""), changed))
    return found


def _is_other(before: Any, after: Any) -> bool:
    told = [*contents(), "state", "published_at", "slug"]
    return any(getattr(before, name) != getattr(after, name) for name in told)


def _user(event: Any) -> Any:
    return event.pgh_context.metadata.get("user") if event.pgh_context else None


def _names(events: Iterable[Any]) -> dict[Any, str]:
    users = {_user(event) for event in events} - {None}
    return {one.pk: one.get_username() for one in get_user_model().objects.filter(pk__in=users)}


def compared(before: Any, after: Any) -> list[Difference]:
    """Return what differs between two rows that hold an article, or one of its versions."""
    named = labels()
    return differences(read(before, named), read(after, named), named)


def read(row: Any, names: Iterable[str]) -> dict[str, Any]:
    """Return what a row holds, as it is compared: of what it refers to its name."""
    return {name: _value(row, name) for name in names} if row is not None else {}


def _value(row: Any, name: str) -> Any:
    field = Article._meta.get_field(name)
    if not isinstance(field, ForeignKey):
        return getattr(row, name)
    key = getattr(row, field.attname)
    related: Any = field.related_model
    return str(related._base_manager.filter(pk=key).first() or key) if key else ""


def chosen(versions: Sequence[Version], key: int) -> Version | None:
    """Return the version of a key of history."""
    return next((one for one in versions if one.event.pgh_id == key), None)


@transaction.atomic
def restore(article: Article, version: Version, *, seen: int) -> None:
    """Let an article say again what a version said; this makes a new version.

    `seen` is the count of the article when whoever restores read the difference. Raises
    ValidationError where somebody has saved it since, nothing differs, or a public article
    would lack what it needs.
    """
    publishing.lock(article)
    if article.version != seen:
        raise ValidationError(_("Somebody saved the article since you read this. Read it again."))
    if not any(getattr(article, name) != getattr(version.event, name) for name in contents()):
        raise ValidationError(_("The article says that already."))
    picture = version.event.picture_id
    if picture and not Picture.objects.filter(pk=picture).exists():
        raise ValidationError(_("The picture of that version is no longer in the library."))
    for name in contents():
        setattr(article, name, getattr(version.event, name))
    missing = publishing.lacking(article) if article.published_at else {}
    if missing:
        raise ValidationError(list(missing.values()))
    publishing.note_edit(article)
    publishing.save(article)
