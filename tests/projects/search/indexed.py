"""An index for tests, made and followed by hand."""

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
