"""An index for tests, made and followed by hand."""

from urllib.parse import quote

from django.db import connection

from projects.search import building
from projects.search.engine import Engine
from projects.search.following import Reader, Writer


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


def database_url() -> str:
    """Return the address of the test's database, for other processes."""
    there = connection.settings_dict
    host, name = quote(there["HOST"] or "", safe=""), there["NAME"]
    user = f"{there['USER']}:{there['PASSWORD']}" if there["PASSWORD"] else there["USER"]
    return f"postgres://{user}@{host}:{there['PORT'] or 5432}/{name}"
