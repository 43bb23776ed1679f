"""Keeps the index of this host true: has it made where it is missing, and follows changes.

Every web process runs a `Follower` in a thread. One of them at a time holds the lock on
the folder and writes; all answer from what was committed last. The writer touches a file
whenever nothing is left to do, and the index is used only while that is a few seconds ago.

Changes are read from the oldest transaction that still ran, since transactions commit in
another order than they begin: those that have committed are taken in at once, and read
again until all before them are over. Taking in a change twice changes nothing.
"""

import fcntl
import logging
import os
import subprocess
import sys
import threading
import time
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Q
from django.utils import timezone

from projects.models import Change, Project
from projects.search import building, index, lines, organisations
from projects.search.engine import Engine
from projects.search.index import State
from projects.search.lines import Lines
from spin_registry.patience import patience

logger = logging.getLogger(__name__)

PAUSE = 0.2
"""Seconds between two looks for changes."""
ALIVE = "alive"
"""The file in the folder of an index that its writer touches."""
STALE = 5.0
"""Seconds without a word from the writer after which the index is not used."""
REST = 30.0
"""Seconds after an index that could not be made until it is tried again."""
REMEMBER = timedelta(minutes=30)
"""How often the watermark is written down though nothing has changed."""
KEEP_CHANGES = timedelta(days=7)


class Reader:
    """The index as it was committed last, opened anew when it has changed."""

    def __init__(self) -> None:
        self.path: Path | None = None
        self.index: Any = None
        self.lines: Lines | None = None
        self.seen = 0
        self.wrong: Path | None = None
        self.engine: Engine | None = None

    def look(self) -> None:
        """See whether another index, or a later state of it, is to be used."""
        path = building.current()
        if path != self.path:
            self.path, self.index, self.engine, self.seen = path, None, None, 0
        if path is None:
            return
        try:
            self._read(path)
        except (OSError, ValueError, TypeError) as error:
            # Damaged, or of other code: it is not used, and made anew by the one who writes.
            if self.engine or self.wrong != path:
                logger.warning("The index in %s cannot be read: %s", path, error)
            self.index, self.engine, self.seen, self.wrong = None, None, 0, path

    def _read(self, path: Path) -> None:
        if self.index is None or self.lines is None:
            self.lines = Lines(path)
            self.index = index.opened(path)
            self.index.config_reader("manual")
        changed = (path / "meta.json").stat().st_mtime_ns
        if changed != self.seen:
            self.seen = changed
            self.index.reload()
            searcher = self.index.searcher()
            state = index.read_state(searcher, self.index.schema)
            if state and lines.size(path) < state.lines[1]:
                raise OSError("lines are missing")
            columns = self.index.schema
            self.engine = Engine(searcher, columns, state, self.lines) if state else None


class Writer:
    """The one process of a host that changes its index."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.registry = building.registry()
        assert reader.engine is not None  # noqa: S101 - `_fits` has seen to it
        assert reader.path is not None  # noqa: S101 - else there were no engine
        self.path = reader.path
        self.writer = index.writer(reader.index)
        self.state: State = reader.engine.state
        self.watermark = self.state.watermark
        self.taken: set[int] = set(self.state.swept)

    def follow(self) -> bool:
        """Take in all that has changed since the last time; false where it must be made anew."""
        now = timezone.now()
        horizon = building.horizon()
        found = list(
            Change.objects.filter(transaction__gte=self.watermark)
            .order_by("pk")
            .values_list("pk", "transaction", "project", "organisation", "is_sweeping")
        )
        new = [one for one in found if one[0] not in self.taken]
        if any(is_sweeping for *_rest, is_sweeping in new):
            return False
        if lines.are_mostly_old(*self.state.lines):
            return False
        keys = {project for _pk, _transaction, project, *_rest in new if project}
        keys |= self._due(now)
        named = {organisation for *_rest, organisation, _sweeping in new if organisation}
        if new or keys or self._is_behind(now):
            self._put_organisations(named | _named_by(keys))
            self._commit(keys, now, max(horizon, self.watermark), is_news=bool(new or keys))
        self.watermark = max(horizon, self.watermark)
        self.taken = {pk for pk, transaction, *_rest in found if transaction >= self.watermark}
        return True

    def _due(self, now: datetime) -> set[int]:
        """Return the projects that read otherwise because time has passed."""
        day, today = date.fromisoformat(self.state.day), timezone.localdate(now)
        keys = _turning(day, today) if today != day else set()
        if is_overdue(self.state, now):
            due = Project.objects.filter(
                published_at__gt=self.state.moment, published_at__lte=now
            ).values_list("pk", flat=True)
            keys |= {0, *due}  # 0: an article may be due alone
        return keys

    def _is_behind(self, now: datetime) -> bool:
        if self.state.day != timezone.localdate(now).isoformat():
            return True
        return now - datetime.fromisoformat(self.state.moment) > REMEMBER

    def _put_organisations(self, keys: set[int]) -> None:
        """Read organisations anew: a project that names them may have become public or not."""
        organisations.take_out(self.writer, keys)
        for batch in _parts(sorted(keys), building.BATCH):
            organisations.put(self.writer, batch)

    def _commit(self, keys: set[int], now: datetime, watermark: int, *, is_news: bool) -> None:
        today = timezone.localdate(now)
        is_new_day = self.state.day != today.isoformat()
        index.take_out(self.writer, keys)
        with lines.adding(self.path) as adding:
            for batch in _parts(sorted(keys), building.BATCH):
                building.put(self.writer, adding, batch, day=today, now=now)
        self.state = self.state._replace(
            serial=self.state.serial + (is_news or is_new_day),
            watermark=watermark,
            day=today.isoformat(),
            moment=now.isoformat(),
            due=building.due_after(now),
            lines=[self.state.lines[0], lines.size(self.path)],
        )
        index.write_state(self.writer, self.state)
        self.writer.commit()
        if is_new_day or not is_news:
            with patience():
                Change.objects.all().forget(transaction=watermark, before=now - KEEP_CHANGES)


def _turning(day: date, today: date) -> set[int]:
    """Return the projects whose status may be another than on a day before."""
    turned = (
        Q(starts_on__gt=day, starts_on__lte=today)
        | Q(ends_on__gte=day, ends_on__lt=today)
        | Q(cancelled_on__gt=day, cancelled_on__lte=today)
    )
    with patience():
        return set(Project.objects.filter(turned).values_list("pk", flat=True))


def is_overdue(state: State, now: datetime) -> bool:
    """Whether something has become public by itself since a state was written."""
    return bool(state.due) and datetime.fromisoformat(state.due) <= now


def _named_by(projects: set[int]) -> set[int]:
    parts = _parts(sorted(projects), building.BATCH)
    return set().union(*(organisations.named_by(part) for part in parts))


def _parts(keys: list[int], length: int) -> list[list[int]]:
    return [keys[start : start + length] for start in range(0, len(keys), length)]


class Follower:
    """What one process does about the index, over and over."""

    def __init__(self) -> None:
        self.reader = Reader()
        self.writer: Writer | None = None
        self.lock: int | None = None
        self.builder: subprocess.Popen[bytes] | None = None
        self.rests_until = 0.0
        self.fresh_until = 0.0
        self.judged: Engine | None = None
        self.is_ours = False
        self.said = ""

    @property
    def engine(self) -> Engine | None:
        """The index, as long as it is known to hold all that has changed.

        Nor is it used from the minute that something becomes public by itself until its
        writer has seen to that: no kept page holds back what is out.
        """
        found = self.reader.engine if time.monotonic() < self.fresh_until else None
        return None if found and is_overdue(found.state, timezone.now()) else found

    def run(self) -> None:
        """Follow for ever."""
        while True:
            try:
                self.step()
            except Exception as error:  # nobody would start this thread again
                self._say(f"The index cannot be followed: {error}")
                self.writer = None
            finally:
                connection.close()
            time.sleep(PAUSE)

    def step(self) -> None:
        """Look once: write where this is the process that writes, and read what was written."""
        self.reader.look()
        if self._holds_lock():
            self._write()
            self.reader.look()
        self._judge()

    def _holds_lock(self) -> bool:
        if self.lock is None:
            building.folder().mkdir(parents=True, exist_ok=True)
            handle = os.open(building.folder() / "lock", os.O_CREAT | os.O_RDWR, 0o600)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(handle)
                return False
            self.lock = handle
        return True

    def _write(self) -> None:
        if self.builder is not None:
            if self.builder.poll() is None:
                return None
            self.rests_until = time.monotonic() + REST if self.builder.returncode else 0.0
            self.builder, self.writer = None, None
            self.reader.look()
        if self.writer is None or self.writer.path != self.reader.path or not self.reader.engine:
            self.writer = None
            if not self._fits():
                return self._have_it_built()
            self.writer = Writer(self.reader)
        if self.writer.follow():
            (self.writer.path / ALIVE).touch()
            return None
        return self._have_it_built()

    def _fits(self) -> bool:
        """Whether the index that is there was made from this registry by this code."""
        engine = self.reader.engine
        return engine is not None and engine.state.registry == building.registry()

    def _have_it_built(self) -> None:
        """Have the index made in a process of its own, so that pages are answered meanwhile."""
        self.writer = None
        if time.monotonic() < self.rests_until:
            return
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "build_index"]
        command += ["--for", str(os.getpid())]
        environment = os.environ | {"DATABASE_POOL": "0"}
        self.builder = subprocess.Popen(  # noqa: S603 - our own command
            command, env=environment, stdout=subprocess.DEVNULL
        )

    def _judge(self) -> None:
        """Say for how long the index may be used."""
        engine, path = self.reader.engine, self.reader.path
        if engine is not self.judged:  # One lookup of the registry for each state.
            self.judged, self.is_ours = engine, self._fits()
        today = timezone.localdate().isoformat()
        if engine is None or path is None or not self.is_ours or engine.state.day != today:
            self.fresh_until = 0.0
            return
        with suppress(FileNotFoundError):
            age = time.time() - (path / ALIVE).stat().st_mtime
            self.fresh_until = time.monotonic() + STALE - age

    def _say(self, words: str) -> None:
        """Log what is wrong, once."""
        if words != self.said:
            logger.warning(words)
            self.said = words


_follower: Follower | None = None


def start() -> None:
    """Follow changes from now on, in a thread of this process."""
    global _follower
    if _follower is None:
        _follower = Follower()
        threading.Thread(target=_follower.run, name="follow-index", daemon=True).start()


def engine() -> Engine | None:
    """Return the index as long as it is true; None where PostgreSQL must be asked."""
    return _follower.engine if _follower else None


def generation() -> str | None:
    """Name the state that pages are answered from; None where nobody follows it."""
    found = engine()
    return found.generation if found else None
