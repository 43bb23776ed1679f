"""Carries a redaction through: the database in one transaction, then one release at a time.

Each step changes nothing where the name is gone already. So whatever dies in the middle,
the next one begins again and ends the same; the name is forgotten last.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pghistory
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from projects.importing.job import LOCKS
from projects.models import Import, Redaction, RedactionState
from projects.models.imports import OPEN
from projects.redacting import files, rows
from projects.redacting.names import Name
from projects.refusals import REFUSALS
from projects.releases.folders import ReleaseError
from spin_registry import apart

MOST_ROUNDS = 5
_NUMBER = -1
"""Of our advisory lock, beside the positive ones of imports."""


class LeftError(Exception):
    """Something could not be carried through now; the text tells a person what and why."""


def name_of(redaction: Redaction) -> Name:
    return Name(redaction.name, redaction.pk)


def start() -> None:
    """Let a process of its own carry through all that is approved."""
    apart.start("redact_names")


def run() -> int:
    """Carry through all that is approved; return how many were, 0 where another does it now.

    Raises LeftError once the others are done, where some could not be.
    """
    count, left = 0, dict[int, str]()
    # What is approved while another process holds the lock is seen once it is let go.
    while redaction := Redaction.objects.left().exclude(pk__in=left).first():
        with _alone() as is_ours:
            if not is_ours:
                break
            try:
                _carry_through(redaction)
                count += 1
            except (LeftError, ReleaseError, *REFUSALS) as error:
                left[redaction.pk] = f"{redaction}: {error}"
    if left:
        raise LeftError(" ".join(left.values()))
    return count


def _carry_through(redaction: Redaction) -> None:
    if Import.objects.filter(state__in=OPEN).exists():
        raise LeftError("A file that waits to be imported may hold the name.")
    name, row = name_of(redaction), Redaction.objects.filter(pk=redaction.pk)
    # Until it is found no more: somebody may have written it while it was looked for.
    for _round in range(MOST_ROUNDS):
        if not _removed_once(redaction, name):
            break
    held = files.remove(name, timezone.localdate(), redaction.ground)
    row.update(files=F("files") + held, state=RedactionState.DONE, name="", done_at=timezone.now())


def _removed_once(redaction: Redaction, name: Name) -> int:
    """Remove the name from the database in one transaction; return of how many texts."""
    with transaction.atomic(), pghistory.context(user=redaction.decided_by_id):
        rows.without_limits()
        count = rows.remove(name)
        Redaction.objects.filter(pk=redaction.pk).update(texts=F("texts") + count)
    return count


@contextmanager
def _alone() -> Iterator[bool]:
    """Let one process at a time do it; whoever dies lets go."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCKS, _NUMBER])
        [is_ours] = cursor.fetchone()
        try:
            yield is_ours
        finally:
            if is_ours:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCKS, _NUMBER])
