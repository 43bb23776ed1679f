"""Put a backup back, and prove that it is all there."""

import tarfile
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from spin_registry.backups import programs
from spin_registry.backups.checksums import Table, checksums, sequences, snapshot
from spin_registry.backups.folders import DATABASE, MEDIA, Backup, BackupError


def restore(backup: Backup, *, set_aside: bool = False) -> str:
    """Fill the empty database and folder of pictures of this site from a backup.

    With `set_aside` the database need not be empty: what it holds is kept in a schema of its
    own, whose name comes back; else "" does. Raises BackupError, and has then changed nothing,
    where the backup is not whole or cannot be read; where a table came out otherwise, it names it.
    """
    backup.verify()
    programs.read_whole(backup.folder / DATABASE)
    _refuse_pictures(set_aside=set_aside)
    schema = _set_aside() if set_aside else _refuse_rows()
    try:
        programs.run(
            "pg_restore",
            "--single-transaction",
            "--exit-on-error",
            "--no-owner",
            "--no-privileges",
            str(backup.folder / DATABASE),
        )
    except BaseException:
        _bring_back(schema)
        raise
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    _compare(backup)
    _unpack(backup)
    return schema


def _refuse_rows() -> str:
    if _holds_something():
        raise BackupError(
            f"The database {connection.settings_dict['NAME']} is not empty. Name an empty one in "
            "DATABASE_URL, or keep what this one holds beside it with --set-aside."
        )
    return ""


def _holds_something() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_class WHERE relnamespace = to_regnamespace('public'))"
        )
        return bool(cursor.fetchone()[0])


def _refuse_pictures(*, set_aside: bool) -> None:
    root = Path(settings.MEDIA_ROOT)
    if not set_aside and root.exists() and any(path.is_file() for path in root.rglob("*")):
        raise BackupError(f"The folder of pictures, {root}, is not empty. Name another.")


def _set_aside() -> str:
    """Give what the database holds another schema; return its name, "" where it is empty."""
    if not _holds_something():
        return ""
    schema = f"before_{datetime.now(UTC):%Y%m%dt%H%M%S}"
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER SCHEMA public RENAME TO {schema}; CREATE SCHEMA public")
    return schema


def _bring_back(schema: str) -> None:
    if schema:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP SCHEMA public; ALTER SCHEMA {schema} RENAME TO public")


def _compare(backup: Backup) -> None:
    with snapshot() as cursor:
        tables, last = checksums(cursor), sequences(cursor)
    names = sorted(backup.tables.keys() | tables.keys())
    wrong = [
        f"{name}: {_told(backup.tables.get(name))} were backed up, "
        f"{_told(tables.get(name))} are there"
        for name in names
        if backup.tables.get(name) != tables.get(name)
    ]
    # A number that was given once must not be given again: it is part of a public address.
    wrong += [
        f"{name}: {number} was given, and would be given again"
        for name, number in backup.sequences.items()
        if last.get(name, 0) < number
    ]
    if wrong:
        raise BackupError("\n".join(["What was restored is not what was backed up:", *wrong]))


def _told(table: Table | None) -> str:
    return f"{table.rows} rows ({table.checksum[:12]})" if table else "no rows"


def _unpack(backup: Backup) -> None:
    """Put the pictures back; one that is there already is the same, for names follow content."""
    root = Path(settings.MEDIA_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    try:
        with tarfile.open(backup.folder / MEDIA) as tar:
            missing = [member for member in tar if not (root / member.name).exists()]
            tar.extractall(root, missing, filter="data")
    except (OSError, tarfile.TarError) as error:
        raise BackupError(f"The pictures could not be put back: {error}") from error
