"""PostgreSQL's own programs, run against the site's database.

They must be of the server's major version or a later one; `pg_dump` itself refuses another.
"""

import os
import shutil
import subprocess
from pathlib import Path

from django.conf import settings
from django.db import connection

from spin_registry import database
from spin_registry.backups.folders import BackupError


def run(program: str, *arguments: str) -> None:
    """Run `pg_dump` or `pg_restore` to its end; raises BackupError with what it said."""
    options, name, environment = connecting()
    command = [str(found(program)), *options, "--no-password", *arguments]
    command += [f"--dbname={name}"] if name else []
    _finish(program, command, environment)


def read_whole(dump: Path) -> None:
    """Have `pg_restore` read a dump to its end; raises BackupError where it cannot."""
    command = [str(found("pg_restore")), f"--file={os.devnull}", str(dump)]
    _finish("pg_restore", command, {})


def _finish(program: str, command: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run(
        command,
        check=False,
        env=os.environ | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
    )
    if done.returncode:
        raise BackupError(f"{program} failed: {done.stderr.strip() or done.returncode}")


def found(program: str) -> Path:
    """Return where a program lies: in PG_BIN, with the checkout's own server, or on the path."""
    if settings.PG_BIN:
        folder = Path(settings.PG_BIN)
    elif not settings.DATABASE_URL:
        from spin_registry.embedded import place

        folder = place.binaries(place.home(database.DATA_DIR))
    else:
        path = shutil.which(program)
        if path is None:
            raise BackupError(
                f"{program} is not on the path: install PostgreSQL's client programs, "
                "or say in PG_BIN in which folder they lie."
            )
        return Path(path)
    if not os.access(folder / program, os.X_OK):
        raise BackupError(f"{folder / program} cannot be run: see PG_BIN.")
    return folder / program


def connecting() -> tuple[list[str], str, dict[str, str]]:
    """Return options, name of the database and variables with which a program reaches it.

    The password is in a variable: what stands on a command line, everybody on the machine reads.
    """
    given = connection.settings_dict
    command, environment = connection.client.settings_to_cmd_args_env(given, [])
    options = [str(option) for option in command[1:]]
    if given.get("NAME"):
        options.pop()
    return options, given.get("NAME") or "", environment or {}
