"""A database as the migrations leave it, made once and copied wherever a test begins with one.

Migrating keeps a core busy for twenty seconds; a copy takes a few tenths of one. What was made
is kept for later runs, under a name that changes with whatever a migration is made of.
"""

import hashlib
import inspect
import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from django.core.management import call_command
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader

CHECKOUT = Path(__file__).resolve().parent.parent
PREFIX = "migrated_"
ONE_AT_A_TIME = 7_315_052
OURS = re.compile(r"^(?:from|import) ((?:projects|news|spin_registry)[\w.]*)", re.MULTILINE)


def template() -> str:
    """Return the name of a database that is migrated and holds nothing else."""
    connection = connections["default"]
    name = PREFIX + fingerprint()
    with connection._nodb_cursor() as cursor:
        # The lock falls with the connection.
        cursor.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{PREFIX}%"])
        known = {row[0] for row in cursor.fetchall()}
        if name not in known:
            for outdated in known:
                cursor.execute(f'DROP DATABASE "{outdated}"')
            cursor.execute(f"CREATE DATABASE {PREFIX}partly TEMPLATE template0 ENCODING 'UTF8'")
            with named(connection, f"{PREFIX}partly"):
                call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
            cursor.execute(f'ALTER DATABASE {PREFIX}partly RENAME TO "{name}"')
    return name


def fingerprint() -> str:
    """Return a short text that differs where migrations, or what they are run by, differ."""
    digest = hashlib.sha256()
    for path in [CHECKOUT / "requirements.lock", *ingredients()]:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def ingredients() -> list[Path]:
    """Return the file of each migration of every app, and those of ours that they import."""
    migrations = MigrationLoader(None).disk_migrations.values()
    files = {Path(inspect.getfile(type(migration))) for migration in migrations}
    for text in {path.read_text(encoding="utf-8") for path in files}:
        for name in OURS.findall(text):
            files |= files_of(Path(inspect.getfile(import_module(name))))
    return sorted(files)


def files_of(module: Path) -> set[Path]:
    """Return the file of a module, and of a package what lies beside it."""
    if module.name != "__init__.py":
        return {module}
    return {path for path in module.parent.iterdir() if path.is_file()}


@contextmanager
def named(connection: BaseDatabaseWrapper, name: str) -> Iterator[None]:
    """Let the connection lead to the database of that name for the length of the block."""
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual
