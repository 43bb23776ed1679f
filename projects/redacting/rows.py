"""The name in the database: in every text of every table, those of history included.

Amounts, dates and keys are no texts, and are never touched.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pgtrigger
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models import TextField
from django.db.models.functions import Cast
from django.http import QueryDict
from pghistory.models import Context, Event

from news.models import KeptDraft
from projects.models import Change, Project, Redaction, SentForm
from projects.models.project import DERIVED
from projects.redacting.names import Name, spoken
from projects.search.words import words_of
from projects.settlement import settle

APPS = ("projects", "news")
OTHERS: list[type[models.Model]] = [LogEntry, Context]
"""What stands in tables of the packages that we use. Accounts of staff are not redacted."""
TEXTS = (models.CharField, models.TextField, models.JSONField, ArrayField)
TYPED: list[tuple[type[models.Model], str]] = [(SentForm, "content"), (KeptDraft, "content")]
"""Forms as they were sent: percent-encoded, so that PostgreSQL cannot look for a name."""

MOST_EXCERPTS = 3
AROUND = 40
"""Characters of a text that are shown on either side of the name."""


@dataclass
class Found:
    """How many texts of one kind of row hold the name, and some of them."""

    label: str
    is_history: bool
    count: int = 0
    excerpts: list[str] = field(default_factory=list)


def found(name: Name) -> list[Found]:
    """Return where the name stands; changes nothing."""
    counted: dict[tuple[str, bool], Found] = {}
    for model, _key, old, new in _texts_with(name):
        of = _told(model)
        kind = counted.setdefault((of, _is_history(model)), Found(of, _is_history(model)))
        for column, value in new.items():
            kind.count += 1
            if len(kind.excerpts) < MOST_EXCERPTS:
                kind.excerpts.append(_excerpt(name, old[column], value))
    return sorted(counted.values(), key=lambda one: (one.is_history, one.label))


def remove(name: Name) -> int:
    """Remove the name from every row, within a transaction; return of how many texts.

    Raises IntegrityError where two rows that must differ would say the same without it.
    """
    count = 0
    with pgtrigger.ignore(*_guards()):
        for model, key in [(model, key) for model, key, _old, _new in _texts_with(name)]:
            # Read once more, locked: somebody may have saved the row since.
            row = model._base_manager.select_for_update(no_key=True).filter(pk=key)
            for texts in row.values(*_columns()[model]):
                if new := _changes(name, model, texts):
                    row.update(**new)
                    count += len(new)
    if not count:
        return 0
    for project in _found_by(name):
        settle(project)
    # History tells nobody of its changes, but what the site said at a moment is read from it; and
    # the folder of the index holds what rows said before, until the index is made anew.
    Change.objects.create(is_sweeping=True)
    return count


def _texts_with(
    name: Name,
) -> Iterator[tuple[type[models.Model], Any, dict[str, Any], dict[str, Any]]]:
    """Yield each row with the name: its model, key, texts as they are, and those without it."""
    for model, columns in _columns().items():
        rows = model._base_manager.order_by("pk")
        looked_at = [one for one in columns if (model, one) not in TYPED]
        if len(looked_at) == len(columns):
            rows = rows.annotate(
                **{f"text_{one}": Cast(one, TextField()) for one in looked_at}
            ).filter(_any_is_like(name, looked_at))
        for row in rows.values("pk", *columns).iterator(chunk_size=500):
            key = row.pop("pk")
            if changed := _changes(name, model, row):
                yield model, key, row, changed


def _changes(name: Name, model: type[models.Model], row: dict[str, Any]) -> dict[str, Any]:
    """Return those of the texts of a row that hold the name, without it."""
    new = {one: _without(name, model, one, value) for one, value in row.items()}
    return {one: value for one, value in new.items() if value != row[one]}


def _any_is_like(name: Name, columns: list[str]) -> models.Q:
    found = models.Q()
    for one in columns:
        found |= models.Q(**{f"text_{one}__iregex": name.rough})
    return found


def _without(name: Name, model: type[models.Model], column: str, value: Any) -> Any:
    of = model._meta.get_field(column)
    if not value:
        return value
    if (model, column) in TYPED:
        return _typed_without(name, value)
    if isinstance(of, models.CharField):
        return name.removed(value, spoken(column), of.max_length)
    return name.removed_within(value, spoken(column))


def _typed_without(name: Name, content: str) -> str:
    """Return what a form sent, percent-encoded, without the name."""
    before = QueryDict(content, mutable=True)
    after = before.copy()
    for one, values in before.lists():
        after.setlist(one, [name.removed(value, spoken(one)) for value in values])
    return after.urlencode() if after != before else content


@cache
def _columns() -> dict[type[models.Model], list[str]]:
    """Return every table of ours that has texts, with their columns."""
    every = [model for app in APPS for model in apps.get_app_config(app).get_models()]
    return {
        model: columns
        for model in [*every, *OTHERS]
        if model._meta.managed and model is not Redaction and (columns := _texts_of(model))
    }


def _texts_of(model: type[models.Model]) -> list[str]:
    derived = DERIVED if model is Project else frozenset()
    return [
        one.name
        for one in model._meta.concrete_fields
        if isinstance(one, TEXTS)
        and not (one.choices or one.generated or one.primary_key)
        and one.name not in derived
    ]


def _guards() -> list[str]:
    """Return the triggers that keep rows as they are: what history and pages need stays on."""
    return [
        trigger.get_uri(model)
        for model, trigger in pgtrigger.registered()
        if "RAISE EXCEPTION" in str(trigger.func or "")
    ]


def _found_by(name: Name) -> models.QuerySet[Project]:
    """Return the projects whose words, kept for searching, may be those of the name."""
    rows = Project.objects.only("pk").order_by("pk")
    for part in name.parts:
        for word in words_of(part):
            rows = rows.filter(words__regex=rf"(^|\s){re.escape(word)}s?(\s|$)")
    return rows


def _is_history(model: type[models.Model]) -> bool:
    return issubclass(model, Event | Context | LogEntry)


def _told(model: type[models.Model]) -> str:
    """Return what rows of a table are called; those of history as the rows whose past it is."""
    tracked = getattr(model, "pgh_tracked_model", None)
    return str((tracked or model)._meta.verbose_name_plural)


def _excerpt(name: Name, old: Any, new: Any) -> str:
    """Return the name with some words around it, or the new value where it is no plain text."""
    text = old if isinstance(old, str) else str(old)
    match = name.pattern.search(text)
    if not match:
        return str(new)[: 2 * AROUND]
    start, end = max(0, match.start() - AROUND), match.end() + AROUND
    cut = text[start:end].replace("\n", " ")
    return f"{'…' if start else ''}{cut}{'…' if end < len(text) else ''}"


def without_limits() -> None:
    """Let this transaction take the time that it needs."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0")
