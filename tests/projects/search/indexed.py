"""An index for tests, made and followed by hand."""

import os
from pathlib import Path
from urllib.parse import quote

from django.db import connection
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import override

from projects.downloads import selections
from projects.downloads.columns import Asking
from projects.downloads.keys import has_ranges
from projects.downloads.writing import csv_of
from projects.filters import ProjectFilter
from projects.search import building
from projects.search.asked import asked
from projects.search.counting import COUNTS
from projects.search.engine import Engine
from projects.search.executor import Answers
from projects.search.following import Follower, Reader, Writer
from projects.search.postgres import Postgres
from projects.search.query import Query


def read() -> Engine:
    """Return the engine of the index as it was committed last."""
    reader = Reader()
    reader.look()
    assert reader.engine is not None
    return reader.engine


def built() -> Engine:
    """Make an index of what is in the database now."""
    building.build()
    return read()


def writing() -> tuple[Reader, Writer]:
    """Return who reads and who writes the index that is there."""
    reader = Reader()
    reader.look()
    return reader, Writer(reader)


def elsewhere(folder: Path) -> dict[str, str]:
    """Return what another process must be told to work on the test's database and this index.

    Whoever names a database must also give a secret, unless it is a developer.
    """
    return {"DATABASE_URL": database_url(), "DEBUG": "1", "INDEX_ROOT": str(folder)}


def database_url() -> str:
    there = connection.settings_dict
    host, name = quote(there["HOST"] or "", safe=""), there["NAME"]
    user = f"{there['USER']}:{there['PASSWORD']}" if there["PASSWORD"] else there["USER"]
    return f"postgres://{user}@{host}:{there['PORT'] or 5432}/{name}"


def leave(follower: Follower) -> None:
    """Let go of what the end of its process would let go of."""
    if follower.builder is not None:
        follower.builder.kill()
        follower.builder.wait()
    follower.writer = None
    if follower.lock is not None:
        os.close(follower.lock)
        follower.lock = None


def agreed_file(index: Engine, language: str, address: str = "") -> bytes:
    """Return the file of finished lines, once sure that PostgreSQL makes the same."""
    asking = Asking(language, timezone.localdate(), "https://registry.example.org")
    data, files = QueryDict(address), []
    with override(language):
        for answers in (Answers(index), Answers(None)):
            selection = ProjectFilter(data)
            table = selections.table(selection, "projects", data, asking, "", answers)
            is_finished = answers.engine is not None and has_ranges(selection.query)
            assert (table.lines is not None) == is_finished
            files.append(b"".join(csv_of(table)))
    finished, made = files
    assert finished == made
    return finished


def found(follower: Follower, text: str = "", **query: object) -> list[int]:
    """Return what the index finds, once sure that PostgreSQL finds the same."""
    selection = Query(asked=asked(text), is_asked=bool(text), **query)
    assert follower.engine is not None
    keys = follower.engine.hits(selection, 0, 100)
    assert keys == Postgres().hits(selection, 0, 100)
    assert follower.engine.overview(selection) == Postgres().overview(selection)
    assert follower.engine.counts(selection, COUNTS) == Postgres().counts(selection, COUNTS)
    return keys
