"""A database of many made-up projects, in a PostgreSQL that serves nothing else."""

import hashlib
import json
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg import sql

from bench.config import CHECKOUT, HOME, SEED, Config
from spin_registry import embedded

USER = "bench"
ROWS_OF = ["projects/generating/*.py", "projects/search/words.py", "*/migrations/*.py"]
"""The code that decides what the database holds."""


def address(config: Config) -> str:
    """Return the DATABASE_URL of the measurement's database."""
    place = embedded.database_settings(HOME)
    host = quote(place["HOST"], safe="")
    return f"postgres://{quote(place['USER'])}@{host}:{place['PORT']}/{config.database}"


def environment(config: Config) -> dict[str, str]:
    """Return the variables of a real site, but for the redirection to https."""
    return {
        "ALLOWED_HOSTS": "127.0.0.1",
        "DATABASE_URL": address(config),
        "DEBUG": "0",
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "INDEX_ROOT": str(config.folder / "index"),
        "SECRET_KEY": secrets.token_hex(32),
        "SECURE_SSL_REDIRECT": "0",
    }


def prepare(config: Config) -> dict[str, Any]:
    """Make database and index unless they are there as they should be; Django must be set up.

    Returns what they were made of, and how many seconds the steps took.
    """
    from projects.search import building

    stamp = config.folder / "database.json"
    known = json.loads(stamp.read_text()) if stamp.exists() else {}
    wanted = {"rows": config.rows, "seed": SEED, "code": fingerprint(ROWS_OF)}
    if known.get("made of") != wanted or not exists(config):
        stamp.unlink(missing_ok=True)
        create(config)
        size = str(config.rows)
        steps = [["migrate", "--verbosity=0"], ["generate_projects", size, "--seed", str(SEED)]]
        known = {"made of": wanted, "seconds": done(steps)}
        settle_down(config)
        config.folder.mkdir(parents=True, exist_ok=True)
        stamp.write_text(json.dumps(known))
    index = building.code()
    if known.get("index") != index or building.current() is None:
        known = {**known, "index": index, "seconds": known["seconds"] | done([["build_index"]])}
        stamp.write_text(json.dumps(known))
    return known


def done(steps: list[list[str]]) -> dict[str, float]:
    """Run commands of the site, and return the seconds that each took."""
    took = {}
    for name, *arguments in steps:
        print(f"  {name} {' '.join(arguments)}", file=sys.stderr, flush=True)
        began = time.monotonic()
        manage(name, *arguments)
        took[name] = round(time.monotonic() - began, 1)
    return took


def manage(*arguments: str) -> None:
    """Run a command of the site; its error ends the process."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=CHECKOUT,
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,
    )
    if done.returncode:
        sys.exit(f"manage.py {arguments[0]} ended with {done.returncode}.")


def fingerprint(patterns: Sequence[str]) -> str:
    """Return a hash of the code that matches."""
    text = hashlib.sha256()
    for path in sorted(path for pattern in patterns for path in CHECKOUT.glob(pattern)):
        text.update(path.read_bytes())
    return text.hexdigest()


def exists(config: Config) -> bool:
    with server() as connection:
        known = "SELECT 1 FROM pg_database WHERE datname = %s"
        return connection.execute(known, [config.database]).fetchone() is not None


def create(config: Config) -> None:
    """Make an empty database in the place of the one there was."""
    name = sql.Identifier(config.database)
    with server() as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(name))


def settle_down(config: Config) -> None:
    """Let the server do now what it would else do in the middle of a turn."""
    with psycopg.connect(address(config), autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE)")
        connection.execute("CHECKPOINT")


def server() -> psycopg.Connection:
    place = embedded.database_settings(HOME)
    return psycopg.connect(
        host=place["HOST"],
        port=place["PORT"],
        user=place["USER"],
        dbname="postgres",
        autocommit=True,
    )


def postmaster() -> int:
    """Return the number of the server's first process, the parent of all the others."""
    with server() as connection:
        own = connection.info.backend_pid
        status = Path(f"/proc/{own}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("PPid:")).split()[1])


def server_version() -> str:
    with server() as connection:
        return str(connection.info.parameter_status("server_version"))


def session_cookie() -> str:
    """Return the Cookie header of a superuser who is signed in; Django must be set up."""
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.test import Client

    users = get_user_model()._default_manager
    user = users.filter(username=USER).first() or users.create_user(
        USER, is_staff=True, is_superuser=True
    )
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={client.cookies[name].value}"


def apply(variables: dict[str, str]) -> None:
    """Let this process and all that it starts be the measured site's."""
    os.environ.update(variables)
