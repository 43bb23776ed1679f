"""Scratch clusters, and processes that use them."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from spin_registry.embedded import database_settings
from spin_registry.embedded.address import socket_folder

CHECKOUT = Path(__file__).resolve().parents[3]
PROGRAM = """
import sys
from pathlib import Path
from spin_registry import database
database.DATA_DIR = Path(sys.argv[1])
with database.available():
    print("up", flush=True)
    sys.stdin.read()
"""

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another account")


class User:
    """A process of its own that uses the cluster of a data folder until told to leave."""

    def __init__(self, data_dir: Path, **environment: str) -> None:
        kept = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
        self.process = subprocess.Popen(
            [sys.executable, "-W", "error", "-c", PROGRAM, data_dir],
            cwd=CHECKOUT,
            env=kept | environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
            text=True,
        )

    def is_up(self) -> bool:
        """Wait until the database is up; False when the process ended instead."""
        assert self.process.stdout
        return self.process.stdout.readline() == "up\n"

    def leave(self) -> tuple[int, str]:
        """Return the exit status and what was said on standard error."""
        _, error = self.process.communicate(timeout=60)
        return self.process.returncode, error


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """An empty data folder that every account may enter, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="spin-test-"))
    folder.chmod(0o755)
    yield folder / ".data"
    remove(folder / ".data")
    shutil.rmtree(folder)


def remove(data_dir: Path) -> None:
    """Remove what a cluster keeps outside its data folder."""
    if (data_dir / "postgres").is_symlink():
        shutil.rmtree((data_dir / "postgres").readlink(), ignore_errors=True)
    shutil.rmtree(socket_folder(data_dir), ignore_errors=True)


@pytest.fixture
def user() -> Iterator[Callable[..., User]]:
    """Start users of a cluster; those still there at the end are asked to leave."""
    users: list[User] = []

    def start(data_dir: Path, **environment: str) -> User:
        users.append(User(data_dir, **environment))
        return users[-1]

    yield start
    for each in users:
        if each.process.poll() is None:
            each.leave()
        for pipe in (each.process.stdin, each.process.stdout, each.process.stderr):
            if pipe:
                pipe.close()


def server_pid(data_dir: Path) -> int:
    """Return the process number of the server."""
    return int((data_dir / "postgres" / "data" / "postmaster.pid").read_text().split()[0])


def lives(pid: int) -> bool:
    """Answer whether the process runs; one that waits to be gathered does not."""
    ps = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True)
    return bool(ps.stdout.strip()) and not ps.stdout.startswith("Z")


def ask(data_dir: Path, query: str) -> Any:
    """Return the first row of the query's answer, or nothing."""
    settings = database_settings(data_dir)
    with psycopg.connect(
        host=settings["HOST"],
        port=settings["PORT"],
        user=settings["USER"],
        dbname=settings["NAME"],
    ) as connection:
        cursor = connection.execute(query)
        return cursor.fetchone() if cursor.description else None
