"""Starts the two that are compared, and stops them again whatever happens."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from bench.client import HOST
from bench.config import CHECKOUT, HOME, Config

START_SECONDS = 300
STOP_SECONDS = 10
ANSWER_SECONDS = 3600  # Of a million rows Datasette counts the facets for minutes.
SETTINGS = {
    "default_page_size": 20,
    "suggest_facets": "off",
    "max_returned_rows": 10_000,  # no more than 20 a page, but all values of a facet when compared
    "max_csv_mb": 0,  # else a file ends after 100 MB
    "sql_time_limit_ms": 3_600_000,
    "facet_time_limit_ms": 3_600_000,
    "facet_suggest_time_limit_ms": 3_600_000,
}
LOCK = CHECKOUT / "bench-requirements.lock"


@dataclass(frozen=True)
class Server:
    """Something that answers at a port; `roots` are the first of the processes it consists of."""

    port: int
    roots: tuple[int, ...]

    def get(self, address: str, **headers: str) -> tuple[int, dict[str, str], str]:
        """Return the status, the headers in small letters and the text of one page."""
        connection = HTTPConnection(HOST, self.port, timeout=ANSWER_SECONDS)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request("GET", address, headers={"Accept-Encoding": "identity"} | named)
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", errors="replace")
        finally:
            connection.close()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, text


@contextmanager
def product(config: Config, database: int) -> Iterator[Server]:
    """Serve the site as `make run` does; `database` is the first process of PostgreSQL."""
    port = free_port()
    command = [sys.executable, "-m", "spin_registry.run"]
    log = config.folder / "product.log"
    # One client asks as often as it can: nobody may be told to wait.
    with process(command, log, PORT=str(port), API_REQUESTS_PER_MINUTE="0") as pid:
        server = Server(port, (pid, database))
        wait(server, "/healthz", pid, log)
        yield server


@contextmanager
def datasette(file: Path) -> Iterator[Server]:
    """Serve the file as a site that never changes."""
    # Not the script beside it, which names the folder that it was installed in.
    program: list[str | Path] = [HOME / "venv" / "bin" / "python", "-m", "datasette"]
    inspected = file.with_suffix(".inspect.json")
    if not inspected.exists():
        subprocess.run([*program, "inspect", file, "--inspect-file", inspected], check=True)
    port = free_port()
    command = [*program, "serve", "--immutable", file, "--inspect-file", inspected]
    command += ["--host", HOST, "--port", str(port)]
    for name, value in SETTINGS.items():
        command += ["--setting", name, str(value)]
    log = file.with_suffix(".log")
    with process(command, log) as pid:
        server = Server(port, (pid,))
        wait(server, "/-/versions.json", pid, log)
        yield server


@contextmanager
def process(command: Sequence[str | Path], log: Path, **variables: str) -> Iterator[int]:
    """Keep a program up for the block, in a session of its own that Ctrl-C does not reach."""
    with log.open("wb") as output:
        started = subprocess.Popen(
            command,
            cwd=CHECKOUT,
            env=os.environ | variables,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        yield started.pid
    finally:
        started.terminate()
        with suppress(subprocess.TimeoutExpired):
            started.wait(STOP_SECONDS)
        with suppress(ProcessLookupError):
            os.killpg(started.pid, 9)  # workers that outlived it; most often there are none
        started.wait()


def wait(server: Server, address: str, pid: int, log: Path) -> None:
    """Come back when the page answers; ends the process where the program is gone."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and not ended(pid):
        with suppress(OSError, HTTPException):
            if server.get(address)[0] == 200:
                return
        time.sleep(0.1)
    sys.exit(f"It does not answer; its log, {log}, ends:\n{log.read_text()[-2000:]}")


def ended(pid: int) -> bool:
    return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def install_datasette() -> None:
    """Make Datasette's environment hold exactly what its lock says, apart from the site's."""
    venv, installed = HOME / "venv", HOME / "venv" / "installed.lock"
    if installed.exists() and installed.read_bytes() == LOCK.read_bytes():
        return
    python = venv / "bin" / "python"
    shutil.rmtree(venv, ignore_errors=True)
    uv = shutil.which("uv") or shutil.which("uv", path=CHECKOUT / ".data" / "uv" / "bin")
    make: list[str | Path]
    install: list[str | Path]
    if uv:
        make = [uv, "venv", "--quiet", "--python", sys.executable, venv]
        install = [uv, "pip", "sync", "--quiet", "--require-hashes", "--python", python, LOCK]
    else:
        make = [sys.executable, "-m", "venv", venv]
        install = [python, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", LOCK]
    subprocess.run(make, check=True)
    subprocess.run(install, check=True)
    installed.write_bytes(LOCK.read_bytes())


def datasette_versions(server: Server) -> dict[str, str]:
    """Return the versions that the running Datasette names."""
    found = json.loads(server.get("/-/versions.json")[2])
    return {
        "Datasette": found["datasette"]["version"],
        "SQLite": found["sqlite"]["version"],
    }
