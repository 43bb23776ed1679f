"""One PostgreSQL cluster, started by the first who needs it and stopped by the last.

Three locks of the operating system keep the order. A lock falls with the process that holds it,
also at kill -9, so nothing here can go stale:

- `postgres.lock` in the data folder: one at a time starts or stops;
- `users.lock`, held shared by everybody inside `running()`: who gets it alone was the last;
- `server.lock`, inherited by the server and all its processes: free means that none is left, and
  then whatever process number a `postmaster.pid` names is somebody else's.
"""

import fcntl
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import psycopg
from psycopg import sql

from spin_registry.embedded import place
from spin_registry.embedded.address import DATABASE, PORT, database_settings, role, socket_folder
from spin_registry.embedded.place import EmbeddedDatabaseError

START_SECONDS = 120  # Replaying the log after a crash may take a while.
STOP_SECONDS = 30


@contextmanager
def running(data_dir: Path) -> Iterator[None]:
    """Keep the database of `data_dir` up for as long as the block runs.

    Raises EmbeddedDatabaseError, with a text for a person, when it cannot be started.
    """
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        with locked(data_dir / "postgres.lock", fcntl.LOCK_EX):
            cluster = Cluster(data_dir)
            cluster.join()
    except OSError as error:
        message = f"The database in {data_dir} cannot be used: {error}"
        raise EmbeddedDatabaseError(message) from error
    try:
        yield
    finally:
        with locked(data_dir / "postgres.lock", fcntl.LOCK_EX):
            cluster.leave()


def hold(path: Path, kind: int) -> IO[bytes]:
    """Return the file, locked until it is closed; waits unless `kind` has LOCK_NB."""
    file = path.open("ab")
    try:
        fcntl.flock(file, kind)
    except BaseException:
        file.close()
        raise
    return file


@contextmanager
def locked(path: Path, kind: int) -> Iterator[None]:
    """Hold the lock for the length of the block."""
    with hold(path, kind):
        yield


def free(path: Path) -> bool:
    """Answer whether nobody holds the lock."""
    try:
        hold(path, fcntl.LOCK_EX | fcntl.LOCK_NB).close()
    except BlockingIOError:
        return False
    return True


class Cluster:
    """The server of one data folder. Join and leave only while holding `postgres.lock`."""

    def __init__(self, data_dir: Path) -> None:
        self.home = place.home(data_dir)
        self.data = self.home / "data"
        self.log = self.home / "log"
        self.server_lock = self.home / "server.lock"
        self.socket = socket_folder(data_dir)
        self.settings = database_settings(data_dir)
        self.process: subprocess.Popen[bytes] | None = None

    def join(self) -> None:
        """Become a user of the server, which is then up."""
        self.users = hold(self.home / "users.lock", fcntl.LOCK_SH)
        try:
            self.start()
        except BaseException:
            self.leave()
            raise

    def leave(self) -> None:
        """Be a user no longer; the last one stops the server."""
        self.users.close()
        if free(self.home / "users.lock"):
            self.stop()
        if self.process and self.process.poll() is None:
            self.process.returncode = 0  # Else Python warns that it still runs, as it should.

    def start(self) -> None:
        """Come back when the server answers and holds our database."""
        deadline = time.monotonic() + START_SECONDS
        while not (self.is_up() and self.answer() == psycopg.pq.Ping.OK):
            if self.process and self.process.poll() is not None:
                raise self.failure("PostgreSQL stopped while starting")
            if time.monotonic() > deadline:
                raise self.failure(f"PostgreSQL did not answer within {START_SECONDS} s")
            # A socket that answers while our lock is free is that of a deleted data folder,
            # whose server notices within a minute; never take its socket from it.
            if not self.is_up() and self.answer() == psycopg.pq.Ping.NO_RESPONSE:
                self.launch()
            time.sleep(0.05)
        self.create_database()

    def stop(self) -> None:
        """Stop the server; it finishes what is acknowledged and drops its connections."""
        for mode in ("fast", "immediate"):
            if self.is_up():
                command = [str(place.binaries(self.home) / "pg_ctl"), "stop", "-D", str(self.data)]
                command += ["-s", "-m", mode, "-t", str(STOP_SECONDS)]
                subprocess.run(command, check=False, **place.as_server_account())
        with suppress(OSError):
            self.socket.rmdir()

    def is_up(self) -> bool:
        """Answer whether any process of the server lives."""
        return not free(self.server_lock)

    def answer(self) -> psycopg.pq.Ping:
        """Return what the socket says: OK, REJECT (starting or stopping) or NO_RESPONSE."""
        return psycopg.pq.Ping(psycopg.pq.PGconn.ping(f"host={self.socket} port={PORT}".encode()))

    def launch(self) -> None:
        """Start the server in a session of its own, so that Ctrl-C does not reach it."""
        place.make_private(self.socket)
        if not self.data.exists():
            self.initialise()
        place.check_owner(self.data)
        # No process of ours lives: these are what a killed one left, and would only mislead.
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        for leftover in self.socket.iterdir():
            leftover.unlink()
        command = [str(place.binaries(self.home) / "postgres"), "-D", str(self.data)]
        for option in (
            "listen_addresses=",
            f"port={PORT}",
            f"unix_socket_directories={self.socket}",
            "unix_socket_permissions=0700",
        ):
            command += ["-c", option]
        with hold(self.server_lock, fcntl.LOCK_EX) as lock, self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                pass_fds=[lock.fileno()],
                **place.as_server_account(),
            )

    def initialise(self) -> None:
        """Make an empty cluster, all or nothing; only our own account may sign in.

        Every locale is given, for initdb would else take the caller's, and with it lower(), ILIKE
        and search would go wrong on å ä ö without a word.
        """
        partial = self.home / "data.partial"
        shutil.rmtree(partial, ignore_errors=True)
        place.make_private(partial)
        command = [str(place.binaries(self.home) / "initdb"), "-D", str(partial), "-U", role()]
        command += ["--auth-local=peer", "--auth-host=reject", "--encoding=UTF8", "--no-locale"]
        command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        with self.log.open("wb") as log:
            made = subprocess.run(
                command, check=False, stdout=log, stderr=log, **place.as_server_account()
            )
        if made.returncode:
            raise self.failure("PostgreSQL could not make its data folder")
        partial.rename(self.data)

    def create_database(self) -> None:
        """Create our database where it is missing."""
        with psycopg.connect(
            host=self.settings["HOST"], port=PORT, user=role(), dbname="postgres", autocommit=True
        ) as connection:
            known = "SELECT 1 FROM pg_database WHERE datname = %s"
            if connection.execute(known, [DATABASE]).fetchone() is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))

    def failure(self, what: str) -> EmbeddedDatabaseError:
        """Return the error that says what went wrong, with the end of the server's log."""
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        return EmbeddedDatabaseError(
            "\n".join([f"{what}. Its log, {self.log}, ends:", *lines[-8:]])
        )
