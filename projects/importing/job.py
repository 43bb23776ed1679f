"""Carries an import through, in one transaction: all of it, or nothing.

Whoever does it holds an advisory lock for as long as the transaction lasts: a process that is
killed lets go of it, and everybody can see that it did. How far it has come is written on a
second connection, for others see nothing of the first before it is done.
"""

import datetime
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager
from typing import Any

import pghistory
from django.db import connection, transaction
from django.utils import timezone

from projects.importing.applying import Writer
from projects.importing.opening import opened
from projects.importing.refusing import FileRefusedError
from projects.models import Import, ImportedRow, ImportState, RowVerdict, Source
from projects.models.imports import OPEN
from projects.refusals import REFUSALS, in_words
from spin_registry import apart

LOCKS = 1_836_020_326
"""The first of the two numbers of our advisory locks; the second is an import's key, or 0."""

KEPT_FOR = datetime.timedelta(days=30)

STARTING = 30
"""Seconds that a process may take to begin before it counts as gone."""


def worked_on() -> set[int]:
    """Return the keys of the imports that a job holds now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT objid::bigint FROM pg_locks WHERE locktype = 'advisory'"
            " AND classid = %s AND granted AND database ="
            " (SELECT oid FROM pg_database WHERE datname = current_database())",
            [LOCKS],
        )
        return {key for (key,) in cursor.fetchall()}


def is_alive(file: Import, held: Collection[int] | None = None) -> bool:
    """Whether a job works on an import now, or has just been asked to.

    `held` is what `worked_on` returned, where it was asked for many at once.
    """
    waited = (timezone.now() - file.started_at).total_seconds() if file.started_at else STARTING
    return waited < STARTING or file.pk in (worked_on() if held is None else held)


def is_interrupted(file: Import, held: Collection[int] | None = None) -> bool:
    """Whether the process that worked on an import is gone; nothing of it was saved."""
    return file.state == ImportState.RUNNING and not is_alive(file, held)


def begin(file: Import) -> bool:
    """Mark a checked, failed or interrupted import as running; False where another did."""
    with transaction.atomic():
        now = Import.objects.select_for_update(no_key=True).get(pk=file.pk)
        may_begin = now.state in {ImportState.CHECKED, ImportState.FAILED} or is_interrupted(now)
        if may_begin:
            now.state, now.started_at, now.progress = ImportState.RUNNING, timezone.now(), 0
            now.refusal = ""
            now.save(update_fields=["state", "started_at", "progress", "refusal"])
    file.refresh_from_db()
    return may_begin


def give_up_forgotten() -> int:
    """Let go of the files of imports that nobody has carried through for a month; say how many.

    They may hold columns about persons, and nobody waits for them any longer.
    """
    forgotten = Import.objects.filter(state__in=OPEN, at__lt=timezone.now() - KEPT_FOR)
    idle = [one.pk for one in forgotten.defer("content") if not is_busy(one)]
    return Import.objects.filter(pk__in=idle).update(state=ImportState.GIVEN_UP, content=None)


def is_busy(file: Import) -> bool:
    return file.state == ImportState.RUNNING and is_alive(file)


def start(file: Import) -> None:
    """Let a process of its own carry an import through."""
    apart.start("run_import", str(file.pk))


def run(key: int) -> Import:
    """Carry a running import through and return it as it ended: done, or failed with a reason."""
    try:
        with transaction.atomic(), _alone(key) as is_ours, _told(key) as tell:
            file = Import.objects.get(pk=key)
            if is_ours and file.state == ImportState.RUNNING:
                with pghistory.context(user=file.by_id):
                    _apply(file, tell)
    except FileRefusedError as refused:
        _fail(key, refused.message)
    except REFUSALS as refused:
        _fail(key, in_words(refused))
    return Import.objects.get(pk=key)


@contextmanager
def _alone(key: int) -> Iterator[bool]:
    """Show that this import is worked on, and wait for other imports; False where it is already."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0")
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCKS, key])
        [is_ours] = cursor.fetchone()
        if is_ours:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [LOCKS])
    yield is_ours


@contextmanager
def _told(key: int) -> Iterator[Callable[[int], None]]:
    """Lend what writes how many records are done, on a connection of its own."""
    with closing(connection.copy()) as apart:

        def tell(records: int) -> None:
            with apart.cursor() as cursor:
                cursor.execute(
                    "UPDATE projects_import SET progress = least(%s, total) WHERE id = %s",
                    [records, key],
                )

        yield tell


def _apply(file: Import, tell: Callable[[int], None]) -> None:
    source = _source(file)
    it = opened(file)
    planner = it.planner()
    writer = Writer(file=file, source=source, organisations=planner.reader.organisations)
    ImportedRow.objects.filter(file=file).delete()
    done = 0
    for plans in it.plans(planner):
        planner.made |= writer.write(plans)
        done += len(plans)
        tell(done)
    connection.check_constraints()
    is_cited = writer.counts.keys() & {RowVerdict.NEW, RowVerdict.CHANGED, RowVerdict.WAITS}
    cited = source if is_cited else _unless_just_made(source)
    _end(file, cited, dict(writer.counts), done)


def _source(file: Import) -> Source:
    """Enter where the facts of a file are read; the same file is one source."""
    facts: dict[str, Any] = {
        "title": file.source_title,
        "publisher": file.source_publisher,
        "url": file.source_url,
        "sha256": file.sha256,
        "dated": file.source_dated,
    }
    known = Source.objects.filter(**facts).order_by("pk").first()
    return known or Source.objects.create(retrieved=file.source_retrieved, **facts)


def _unless_just_made(source: Source) -> Source | None:
    """Drop a source that nothing cites: the file said nothing new."""
    if source.decisions.exists() or source.project_places.exists():
        return source
    if Import.objects.filter(source=source).exists():
        return source
    source.delete()
    return None


def _end(file: Import, source: Source | None, counts: dict[str, int], done: int) -> None:
    Import.objects.filter(pk=file.pk).update(
        state=ImportState.DONE,
        content=None,
        source=source,
        counts=counts,
        total=done,
        progress=done,
        ended_at=timezone.now(),
    )


def _fail(key: int, reason: str) -> None:
    """Remember why nothing was saved, as far as the database answers at all."""
    with transaction.atomic():
        Import.objects.filter(pk=key, state=ImportState.RUNNING).update(
            state=ImportState.FAILED, refusal=reason, ended_at=timezone.now(), progress=0
        )
