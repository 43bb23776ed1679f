"""Makes the index of this host, and says which registry and code it was made from.

A new index is made beside the one that is used, in a folder of its own, and then takes
its place at once: `current` names it. Who is reading the old one goes on until it looks.
"""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from platform import python_version
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import connection
from django.db.models import Min, Model
from django.utils import timezone

from news.models import Article
from projects.downloads.lines import lines_of
from projects.models import Change, Organisation, Project, PublicationState
from projects.search import index, lines, organisations
from projects.search.documents import Document, documents
from projects.search.index import State
from projects.search.lines import Adding
from projects.search.places import closures

BATCH = 2_000
"""Projects read at a time."""
CURRENT = "current"
SOURCES = [
    *(f"projects/search/{name}.py" for name in ("words", "documents", "index", "places")),
    *("projects/search/organisations.py", "projects/search/query.py", "projects/money/*.py"),
    "projects/search/lines.py",
    *(f"projects/downloads/{name}.py" for name in ("lines", "projects", "expressions")),
    *(f"projects/downloads/{name}.py" for name in ("columns", "writing")),
    *(f"projects/models/{name}.py" for name in ("base", "splits", "statuses")),
    *(f"projects/{name}.py" for name in ("orders", "ordering", "rows", "printing", "wording")),
    *("projects/models/project.py", "projects/urls.py", "projects/templatetags/figures.py"),
    "spin_registry/locale/*/LC_MESSAGES/django.mo",
]
"""What decides what the index holds, printed rows and finished lines included."""


def folder() -> Path:
    return Path(settings.INDEX_ROOT)


type Reading = Callable[[date, datetime], Iterator[list[Document]]]
"""Returns all projects, as they are on a day and at a moment, a batch at a time."""


def build(read: Reading | None = None) -> int:
    """Make the index anew from all projects, let it be used, and return how many it holds.

    Waits for another that is being made.
    """
    folder().mkdir(parents=True, exist_ok=True)
    with locked(folder() / "building"):
        made = uuid4().hex[:12]
        path = folder() / f"index-{made}"
        path.mkdir()
        count = _fill(path, made, read or batches)
        switch_to(path.name)
        for other in folder().glob("index-*"):
            if other.name != path.name:
                shutil.rmtree(other, ignore_errors=True)
    return count


def _fill(path: Path, made: str, read: Reading) -> int:
    """Put every project into a new index.

    Its watermark is from before the first is read: what changes meanwhile is read again.
    """
    now = timezone.now()
    watermark, day, count = horizon(), timezone.localdate(now), 0
    swept = sweeping(watermark)
    writer = index.writer(index.opened(path), heap=index.LARGE_HEAP)
    for keys in _keys(Organisation):
        organisations.put(writer, keys)
    with lines.adding(path) as adding:
        for batch in read(day, now):
            index.add_all(writer, adding, batch, day)
            count += len(batch)
    state = State(
        registry=registry(),
        made=made,
        serial=0,
        watermark=watermark,
        day=day.isoformat(),
        moment=now.isoformat(),
        due=due_after(now),
        swept=swept,
        lines=[lines.size(path)] * 2,
    )
    index.write_state(writer, state)
    writer.commit()
    writer.wait_merging_threads()
    return count


def batches(day: date, now: datetime) -> Iterator[list[Document]]:
    """Read all projects here."""
    for keys in _keys(Project):
        yield _read(keys, day, now)


def _keys(model: type[Model]) -> Iterator[list[int]]:
    keys: list[int] = [0]
    while keys:
        after = model._default_manager.filter(pk__gt=keys[-1]).order_by("pk")
        keys = list(after.values_list("pk", flat=True)[:BATCH])
        if keys:
            yield keys


def put(writer: Any, adding: Adding, keys: Collection[int], *, day: date, now: datetime) -> None:
    """Put projects into the index as they are on a day and at a moment."""
    index.add_all(writer, adding, _read(keys, day, now), day)


def _read(keys: Collection[int], day: date, now: datetime) -> list[Document]:
    """Return the documents of projects with their finished lines."""
    finished = lines_of(keys, day)
    return [
        one._replace(lines=finished.get(one.pk, ()))
        for one in documents(keys, places=closures(), day=day, now=now)
    ]


def horizon() -> int:
    """Return the oldest transaction that still runs: all before it are over."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return cursor.fetchone()[0]


def sweeping(since: int) -> list[int]:
    """Return the changes, of a transaction on, that ask for all to be read anew.

    A transaction that still runs, even in another database, may keep them unread for long:
    an index made after them need not be made again.
    """
    asking = Change.objects.filter(transaction__gte=since, is_sweeping=True)
    return list(asking.values_list("pk", flat=True))


def due_after(now: datetime) -> str:
    """Return when the next project or article becomes public by itself; empty where none waits."""
    moments = [
        model._default_manager.filter(
            state=PublicationState.PUBLISHED, published_at__gt=now
        ).aggregate(next=Min("published_at"))["next"]
        for model in (Project, Article)
    ]
    first = min(filter(None, moments), default=None)
    return first.isoformat() if first else ""


def registry() -> str:
    """Name the database, and the code that decides what the index holds of it.

    A copy of a database elsewhere is another one: its transactions are counted anew. So is
    what was restored in the place of another: its tables are others, of the same names.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT system_identifier, (SELECT oid FROM pg_database"
            " WHERE datname = current_database()), 'projects_change'::regclass::oid"
            " FROM pg_control_system()"
        )
        return f"{'.'.join(map(str, cursor.fetchone()))}.{code()}"


@cache
def code() -> str:
    """Name the code that makes documents."""
    versions = [python_version(), *map(version, ("django", "pystemmer", "tantivy"))]
    found = hashlib.sha256(" ".join(versions).encode())
    for pattern in SOURCES:
        for path in sorted(settings.BASE_DIR.glob(pattern)):
            found.update(path.read_bytes())
    return found.hexdigest()[:16]


def switch_to(name: str) -> None:
    """Let an index be the one that is used, at once or not at all."""
    beside = folder() / f"{CURRENT}.new"
    beside.write_text(name)
    beside.replace(folder() / CURRENT)


def current() -> Path | None:
    """Return the folder of the index that is used; None where there is none."""
    try:
        name = (folder() / CURRENT).read_text(errors="replace")
        path = folder() / name
        return path if name.startswith("index-") and (path / "meta.json").exists() else None
    except OSError:
        return None


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a lock on a file, waiting for it; it is free again when the process is gone."""
    handle = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
