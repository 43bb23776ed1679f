"""`.ci/install`, which `make` begins with."""

import shutil
import subprocess
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """An empty checkout with nothing on the path but what the script itself needs."""
    (tmp_path / ".ci").mkdir()
    shutil.copy(CHECKOUT / ".ci" / "install", tmp_path / ".ci")
    shutil.copy(CHECKOUT / "requirements.lock", tmp_path)
    (tmp_path / "bin").mkdir()
    for name in ("dirname", "cmp"):
        (tmp_path / "bin" / name).symlink_to(str(shutil.which(name)))
    return tmp_path


def install(checkout: Path) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": str(checkout / "bin"), "HOME": str(checkout)}
    command = ["/bin/sh", checkout / ".ci" / "install"]
    return subprocess.run(command, env=environment, capture_output=True, text=True)


def program(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


def test_a_machine_without_a_new_enough_python_is_told_so(checkout):
    done = install(checkout)

    assert done.returncode == 1
    assert done.stderr == ("Python 3.12 or later is missing: install python3.13, 3.14 or 3.12.\n")


def test_a_shim_that_leads_nowhere_is_passed_over_for_a_python_under_pyenv(checkout):
    program(checkout / "bin" / "python3.13", "echo 'pyenv: command not found' >&2; exit 127")
    program(checkout / ".pyenv" / "versions" / "3.12.1" / "bin" / "python3", "exit 0")
    program(checkout / "bin" / "uv", 'echo "$@" >>"$HOME/asked"')
    (checkout / "bin" / "rm").symlink_to(str(shutil.which("rm")))
    (checkout / "bin" / "cp").symlink_to(str(shutil.which("cp")))

    install(checkout)

    asked = (checkout / "asked").read_text().splitlines()
    assert asked[:2] == [
        "--version",
        f"venv --quiet --python {checkout}/.pyenv/versions/3.12.1/bin/python3 .venv",
    ]
    assert asked[2] == (
        "pip sync --quiet --require-hashes --python .venv/bin/python requirements.lock"
    )


def test_nothing_is_done_where_the_lock_is_installed_already(checkout):
    program(checkout / ".venv" / "bin" / "python", "exit 0")
    shutil.copy(checkout / "requirements.lock", checkout / ".venv" / "installed.lock")

    done = install(checkout)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
