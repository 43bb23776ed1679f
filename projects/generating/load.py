"""Writes made-up projects into the database: in one transaction, by COPY, in batches.

The triggers of the tables rest meanwhile, for they look at every row: they keep its version,
queue it for the index, and hold it against the rest of the ledger. What they would have written
or refused is seen to here, but for the versions: made-up rows have no history. Constraints and
foreign keys hold as ever.
"""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

from django.db import connection, models, transaction

from news.models import Article
from projects.generating.articles import enter_articles
from projects.generating.copying import Table
from projects.generating.registers import enter_registers
from projects.generating.rows import PROJECTS, TABLES, Writer, slug_of
from projects.models import (
    Change,
    Fund,
    Organisation,
    Partnership,
    Priority,
    Programme,
    Project,
    Source,
)

MOST_PROJECTS = 5_000_000
BATCH = 1_000
BATCHES_AHEAD = 2

REGISTERS: list[type[models.Model]] = [
    *(Organisation, Fund, Programme, Programme.funds.through, Priority, Partnership, Source),
    *(Article, Article.projects.through),
]
NAMES = [*(model._meta.db_table for model in REGISTERS), *(table.name for table in TABLES)]


class AlreadyGeneratedError(Exception):
    """The registry holds made-up projects of an earlier run."""


def generate(size: int, seed: int) -> dict[str, int]:
    """Enter so many made-up projects, all published; return how many rows each table got.

    Raises AlreadyGeneratedError where an earlier run left any, and ValueError for a size that
    is not 1 to 5 000 000.
    """
    if not 1 <= size <= MOST_PROJECTS:
        raise ValueError(f"1 to {MOST_PROJECTS} projects, not {size}")
    with transaction.atomic():
        if Project.objects.filter(slug=slug_of(0)).exists():
            raise AlreadyGeneratedError
        before = _row_counts()
        with _triggers_at_rest(), _words_indexed_at_the_end():
            _enter(size, seed)
        Change.objects.create(is_sweeping=True)
        after = _row_counts()
    _analyse()
    return {name: after[name] - before[name] for name in NAMES}


def _enter(size: int, seed: int) -> None:
    registers = enter_registers(seed, size)
    first = {table: _last_key(table) + 1 for table in TABLES}
    writer = Writer(registers, seed, first)
    for lines in _drawn_ahead(writer, size):
        for table in TABLES:
            table.copy(lines[table])
    for table in TABLES:
        _count_on(table, first[table])
    enter_articles(seed, range(first[PROJECTS], first[PROJECTS] + size))


def _drawn_ahead(writer: Writer, size: int) -> Iterator[dict[Table, list[str]]]:
    """Return the lines of one batch after another, drawn while the database takes the last."""
    waiting: deque[Future[dict[Table, list[str]]]] = deque()
    with ThreadPoolExecutor(max_workers=1) as pool:
        for start in range(0, size, BATCH):
            numbers = range(start, min(start + BATCH, size))
            waiting.append(pool.submit(writer.lines, numbers))
            if len(waiting) > BATCHES_AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


@contextmanager
def _triggers_at_rest() -> Iterator[None]:
    """Let no trigger of these tables look at rows, and foreign keys be checked as they come.

    Only the tables' owner may do so. Checked at the end, the keys of a million projects would
    have to be remembered until then.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for name in NAMES:
            cursor.execute(f'ALTER TABLE "{name}" DISABLE TRIGGER USER')
        yield
        for name in NAMES:
            cursor.execute(f'ALTER TABLE "{name}" ENABLE TRIGGER USER')
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@contextmanager
def _words_indexed_at_the_end() -> Iterator[None]:
    """Have the words of projects indexed once all rows are there: half of all time else."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema()"
            " AND tablename = %s AND indexdef LIKE '%%USING gin%%'",
            [PROJECTS.name],
        )
        indexes = cursor.fetchall()
        for name, _definition in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        yield
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        for _name, definition in indexes:
            cursor.execute(definition)
        cursor.execute("SET LOCAL maintenance_work_mem TO DEFAULT")


def _last_key(table: Table) -> int:
    """Return the highest key that a table has or had; 0 where it never had any."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table.name])
        [sequence] = cursor.fetchone()
        cursor.execute(
            f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END, "  # noqa: S608 - constants
            f'(SELECT coalesce(max(id), 0) FROM "{table.name}") FROM {sequence}'
        )
        return max(cursor.fetchone())


def _count_on(table: Table, first: int) -> None:
    """Let a table's next key come after those from `first` on, if any came."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence(%s, 'id'), max(id)) "  # noqa: S608 - constants
            f'FROM "{table.name}" HAVING max(id) >= %s',
            [table.name, first],
        )


def _row_counts() -> dict[str, int]:
    with connection.cursor() as cursor:
        counts = {}
        for name in NAMES:
            cursor.execute(f'SELECT count(*) FROM "{name}"')  # noqa: S608 - constants
            [counts[name]] = cursor.fetchone()
        return counts


def _analyse() -> None:
    with connection.cursor() as cursor:
        for name in NAMES:
            cursor.execute(f'ANALYZE "{name}"')
