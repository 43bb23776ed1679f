"""`make run`: from nothing to a site that answers, and back to nothing."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from spin_registry.embedded.address import socket_folder
from spin_registry.run import free_port, table

CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("text", ["0", "65536", "http", "-1", "８０８０", "80 80", "9" * 5000])
def test_a_port_that_is_none_is_refused_by_name(text):
    with pytest.raises(SystemExit) as refusal:
        free_port(text)

    assert refusal.value.code == f"PORT must be a number from 1 to 65535, not {text!r}."


def test_a_taken_port_is_named_with_the_way_out():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(SystemExit) as refusal:
            free_port(str(port))

    assert refusal.value.code == (
        f"Port {port} cannot be used (Address already in use): does the registry run already?\n"
        f"To use another: make run PORT={port + 1}"
    )


def test_addresses_stand_under_one_another():
    assert table({"SPIN": "a", "Back office": "b"}) == ("  SPIN           a\n  Back office    b\n")


def test_a_worker_shares_its_connections_and_gives_up_early():
    """Asked in a process of its own: settings are read once, before the worker is made."""
    asked = """
from spin_registry.run import worker_application
worker_application()
from django.conf import settings
options = settings.DATABASES["default"]["OPTIONS"]
print(options["pool"]["timeout"], options["options"])
"""
    answer = subprocess.run(
        [sys.executable, "-c", asked], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )

    assert answer.stdout == "2 -c statement_timeout=2000 -c lock_timeout=2000\n"


class Site:
    """A copy of the checkout, with a database of its own, that can be run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]

    def start(self) -> subprocess.Popen[str]:
        environment = {**os.environ, "PORT": str(self.port), "DEBUG": "1"}
        return subprocess.Popen(
            [sys.executable, "-m", "spin_registry.run"],
            cwd=self.folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            text=True,
        )

    def answers_within(self, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz") as response:
                    return response.status == 200
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.1)
        return False

    def processes(self) -> list[str]:
        """Return the command of every process that works in the copy or on its database."""
        ps = subprocess.run(["ps", "-eo", "pid=,stat=,args="], capture_output=True, text=True)
        lines = [line for line in ps.stdout.splitlines() if line.split()[1][0] != "Z"]
        return [line for line in lines if str(self.folder) in line or works_in(self.folder, line)]


def works_in(folder: Path, line: str) -> bool:
    """Answer whether the process that the line of `ps` names has the folder as its own."""
    try:
        return Path(f"/proc/{line.split()[0]}/cwd").resolve().is_relative_to(folder)
    except OSError:
        return False


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    folder = Path(tempfile.mkdtemp(prefix="spin-test-å "))
    folder.chmod(0o755)
    for name in ("spin_registry", "projects", "news", "templates"):
        shutil.copytree(CHECKOUT / name, folder / name)
    yield Site(folder)
    shutil.rmtree(folder)
    shutil.rmtree(socket_folder(folder / ".data"), ignore_errors=True)


@pytest.mark.drill
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_says_what_to_look_at_and_leaves_no_process(site, number):
    process = site.start()
    assert site.answers_within(180)

    os.killpg(process.pid, number)
    said, _ = process.communicate(timeout=30)

    assert f"  Start page     http://127.0.0.1:{site.port}/\n" in said
    assert f"  Back office    http://127.0.0.1:{site.port}/admin/\n" in said
    assert re.findall(r"^  (\w+) +http\S+/admin/link/\S+/$", said, re.MULTILINE) == [
        "administrator",
        "reviewer",
        "editor",
    ]
    assert "Traceback" not in said
    assert site.processes() == []


@pytest.mark.drill
def test_no_thread_of_a_worker_hears_an_interrupt(site):
    process = site.start()
    assert site.answers_within(180)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    commands = {child: Path(f"/proc/{child}/cmdline").read_text() for child in children}

    workers = [child for child, command in commands.items() if "spawn_main" in command]
    deaf = [is_deaf(task) for worker in workers for task in Path(f"/proc/{worker}/task").iterdir()]
    os.killpg(process.pid, signal.SIGTERM)
    process.communicate(timeout=30)

    assert len(workers) == 2
    assert len(deaf) > 2
    assert all(deaf)


def is_deaf(task: Path) -> bool:
    """Answer whether a thread blocks the signal of Ctrl-C."""
    [blocked] = re.findall(r"^SigBlk:\s+(\w+)$", (task / "status").read_text(), re.MULTILINE)
    return bool(int(blocked, 16) & 1 << signal.SIGINT - 1)


@pytest.mark.drill
def test_after_a_kill_the_next_start_has_the_port_and_the_database(site):
    killed = site.start()
    assert site.answers_within(180)
    killed.kill()
    killed.communicate(timeout=30)

    process = site.start()
    assert site.answers_within(180)

    process.terminate()
    process.communicate(timeout=30)
    assert site.processes() == []
