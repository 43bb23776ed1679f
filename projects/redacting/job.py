"""Carries a redaction through: the database in one transaction, then one release at a time.

Each step changes nothing where the name is gone already. So whatever dies in the middle,
the next one begins again and ends the same; the name is forgotten last.
"""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pghistory
from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from projects.importing.job import LOCKS
from projects.models import Redaction, RedactionState
from projects.redacting import files, rows
from projects.redacting.names import Name
from projects.releases.writing import tell_pages

STARTING = timedelta(seconds=30)
"""How long a process may take before its redaction counts as left lying."""
_NUMBER = -1
"""Of our advisory lock, beside the positive ones of imports."""


def name_of(redaction: Redaction) -> Name:
    return Name(redaction.name, redaction.pk)


def start() -> None:
    """Let a process of its own carry through all that is approved; it outlives who asked."""
    process = subprocess.Popen(  # noqa: S603 - no word of it is typed
        [sys.executable, str(settings.BASE_DIR / "manage.py"), "redact_names"],
        cwd=settings.BASE_DIR,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    threading.Thread(target=process.wait, daemon=True).start()


def run() -> int:
    """Carry through all that is approved; return how many were, 0 where another does it now.

    Raises ReleaseError while a release is being made, and what the database refuses.
    """
    count = 0
    with _alone() as is_ours:
        for redaction in Redaction.objects.left() if is_ours else []:
            _carry_through(redaction)
            count += 1
    return count


def _carry_through(redaction: Redaction) -> None:
    name, row = name_of(redaction), Redaction.objects.filter(pk=redaction.pk)
    with transaction.atomic(), pghistory.context(user=redaction.decided_by_id):
        rows.without_limits()
        row.update(texts=F("texts") + rows.remove(name))
    held = files.remove(name, timezone.localdate(), redaction.ground)
    row.update(files=F("files") + held, state=RedactionState.DONE, name="", done_at=timezone.now())
    if held:
        tell_pages()


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
