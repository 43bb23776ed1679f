"""Registries in databases of their own, and a backup of the sample registry.

Commands run in processes of their own, as an administrator runs them: settings are read once.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.db import connections
from psycopg import sql

from spin_registry import database

HOST = "registry.example.org"
CHECKOUT = Path(__file__).resolve().parents[3]


class Registry:
    """One database with its folders, on the server that the tests use."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.folder = folder
        self.backups = folder / "backups"
        self.media = folder / "media"
        settings = connections["default"].settings_dict
        host = quote(settings["HOST"] or "localhost", safe="")
        user = quote(settings["USER"])
        password = f":{quote(settings['PASSWORD'])}" if settings["PASSWORD"] else ""
        port = settings["PORT"] or "5432"
        self.url = f"postgres://{user}{password}@{host}:{port}/{name}"

    def manage(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the site, and return how it ended and what it said."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=CHECKOUT,
            env=self.environment() | variables,
            capture_output=True,
            text=True,
        )

    def environment(self) -> dict[str, str]:
        """Return the variables of a site in service."""
        return os.environ | {
            "DATABASE_URL": self.url,
            "DEBUG": "0",
            "SECRET_KEY": "".join(chr(33 + number) for number in range(60)),
            "ALLOWED_HOSTS": HOST,
            "MEDIA_ROOT": str(self.media),
            "STATIC_ROOT": str(self.folder / "static"),
            "INDEX_ROOT": str(self.folder / "index"),
            "BACKUP_ROOT": str(self.backups),
            "PG_BIN": str(programs()),
        }

    @contextmanager
    def served(self) -> Iterator[Callable[[str], tuple[int, str]]]:
        """Serve the registry as on a server; lend what asks it for a page as a proxy does."""
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = probe.getsockname()[1]
        process = subprocess.Popen(
            [sys.executable, "-m", "spin_registry.run"],
            cwd=CHECKOUT,
            env=self.environment() | {"PORT": str(port)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

        def ask(address: str) -> tuple[int, str]:
            request = urllib.request.Request(
                f"http://127.0.0.1:{port}{address}",
                headers={"Host": HOST, "X-Forwarded-Proto": "https"},
            )
            with urllib.request.urlopen(request, timeout=10) as response:
                return response.status, response.read().decode()

        try:
            assert answers(ask, "/readyz", within=60)
            yield ask
        finally:
            process.terminate()
            process.wait(timeout=30)

    def done(self, *arguments: str, **variables: str) -> str:
        """Run a command that must succeed, and return what it said."""
        ended = self.manage(*arguments, **variables)
        assert (ended.returncode, ended.stderr) == (0, "")
        return ended.stdout

    def ask(self, query: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self.url, autocommit=True) as connection:
            cursor = connection.execute(query)
            return cursor.fetchall() if cursor.description else []


def answers(ask: Callable[[str], tuple[int, str]], address: str, within: float) -> bool:
    """Wait until a page is answered with 200; false where that takes longer."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        try:
            return ask(address)[0] == 200
        except OSError:
            time.sleep(0.1)
    return False


def programs() -> Path | str:
    """Return the folder of the programs of the embedded server; "" where another is used."""
    if os.environ.get("DATABASE_URL"):
        return os.environ.get("PG_BIN", "")
    from spin_registry.embedded import place

    return place.binaries(place.home(database.DATA_DIR))


@contextmanager
def server() -> Iterator[psycopg.Connection]:
    settings = connections["default"].settings_dict
    with psycopg.connect(
        host=settings["HOST"],
        port=settings["PORT"],
        user=settings["USER"],
        password=settings["PASSWORD"],
        dbname="postgres",
        autocommit=True,
    ) as connection:
        yield connection


def drop(name: str) -> None:
    with server() as connection:
        statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        connection.execute(statement.format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def make_registry(
    django_db_modify_db_settings: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., Registry]]:
    """Make databases, empty or copied from a template; all of them go at the end."""
    made: list[str] = []

    def make(template: str = "template0") -> Registry:
        name = f"test_backup_{os.getpid()}_{len(made)}"
        made.append(name)
        drop(name)
        with server() as connection:
            statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8'")
            connection.execute(statement.format(sql.Identifier(name), sql.Identifier(template)))
        return Registry(name, tmp_path_factory.mktemp("registry"))

    yield make
    for name in made:
        drop(name)


@pytest.fixture(scope="session")
def sample(make_registry: Callable[..., Registry]) -> Registry:
    """The sample registry, backed up once."""
    registry = make_registry(connections["default"].settings_dict["TEST"]["TEMPLATE"])
    registry.done("load_sample", "--verbosity=0")
    registry.done("backup")
    return registry


@pytest.fixture(scope="session")
def backup(sample: Registry) -> Path:
    """The folder of the sample's backup; tests that spoil one copy it first."""
    [folder] = sample.backups.glob("registry-*")
    return folder


@pytest.fixture
def empty(make_registry: Callable[..., Registry]) -> Registry:
    return make_registry()
