"""`deploy/upgrade` ends with the new release in service, or with the old one and its rows."""

import subprocess
from pathlib import Path

import pytest

UPGRADE = Path(__file__).resolve().parent.parent / "deploy" / "upgrade"

PROGRAMS = {
    # Whoever is asked says so in a common log; what is told to fail does.
    "id": "echo 0",
    "runuser": 'shift 3; exec "$@"',
    "make": 'echo "install" >>"$LOG"',
    "systemctl": 'case $1 in show) echo "${RESTARTS:-0}";; *) echo "$1" >>"$LOG";; esac',
    "curl": 'case $(readlink "$REGISTRY_HOME/current") in *old) exit 0;; esac; exec $ANSWER',
}
MANAGE = """
release=$(basename "$(dirname "$(dirname "$0")")")
echo "$release $*" >>"$LOG"
if [ "$1" = backup ]; then echo "/backups/registry-1: 9 rows of 2 tables"; fi
case " $FAILS " in *" $release:$1 "*) exit 1;; esac
"""


class Server:
    """A machine with two releases, of which the old one is in service."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "log"
        for name, body in PROGRAMS.items():
            program(folder / "bin" / name, body)
        for release in ("old", "new"):
            program(folder / release / "deploy" / "manage", MANAGE)
            program(folder / release / ".venv" / "bin" / "python", "exit 0")
        (folder / "current").symlink_to(folder / "old")
        (folder / "environment").write_text("SECRET_KEY='x'\nPORT='8123'\n")

    def upgrade(self, release: str = "new", **variables: str) -> subprocess.CompletedProcess[str]:
        environment = {
            "PATH": f"{self.folder}/bin:/usr/bin:/bin",
            "LOG": str(self.log),
            "REGISTRY_HOME": str(self.folder),
            "REGISTRY_ENVIRONMENT": str(self.folder / "environment"),
            "ANSWER": "true",
            "FAILS": "",
        }
        return subprocess.run(
            ["sh", UPGRADE, self.folder / release],
            env=environment | variables,
            capture_output=True,
            text=True,
        )

    def did(self) -> list[str]:
        return self.log.read_text().splitlines() if self.log.exists() else []

    def serves(self) -> str:
        return (self.folder / "current").readlink().name


def program(path: Path, body: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)


@pytest.fixture
def server(tmp_path):
    return Server(tmp_path)


BEFORE = ["install", "new check --deploy --fail-level WARNING"]
BACKED_UP = [*BEFORE, "stop", "old backup"]
PUT_BACK = ["stop", "old restore --set-aside /backups/registry-1", "start"]


def test_a_new_release_is_backed_up_before_and_migrated_while_nothing_serves(server):
    done = server.upgrade()

    assert done.returncode == 0
    assert server.did() == [*BACKED_UP, "new migrate --verbosity 0", "start"]
    assert server.serves() == "new"


def test_settings_that_the_new_release_refuses_leave_the_old_one_serving(server):
    failed = server.upgrade(FAILS="new:check")

    assert failed.returncode == 1
    assert server.did() == BEFORE
    assert server.serves() == "old"


def test_where_no_backup_can_be_made_the_old_release_starts_again_untouched(server):
    failed = server.upgrade(FAILS="old:backup")

    assert failed.returncode == 1
    assert server.did() == [*BACKED_UP, "stop", "start"]
    assert server.serves() == "old"


def test_a_migration_that_fails_puts_rows_and_code_back(server):
    failed = server.upgrade(FAILS="new:migrate")

    assert failed.returncode == 1
    assert server.did() == [*BACKED_UP, "new migrate --verbosity 0", *PUT_BACK]
    assert server.serves() == "old"
    assert failed.stdout.endswith("old serves again, as it did before.\n")


def test_a_release_that_does_not_come_up_is_given_up(server):
    failed = server.upgrade(ANSWER="false", RESTARTS="3")

    assert failed.returncode == 1
    assert server.did() == [*BACKED_UP, "new migrate --verbosity 0", "start", *PUT_BACK]
    assert server.serves() == "old"


def test_an_old_release_that_cannot_be_restored_is_told_with_the_backup(server):
    failed = server.upgrade(FAILS="new:migrate old:restore")

    assert failed.returncode == 2
    assert "/backups/registry-1" in failed.stdout.splitlines()[-1]
    assert server.did()[-1] == "old restore --set-aside /backups/registry-1"


@pytest.mark.parametrize("release", ["old", "missing", ""])
def test_what_is_no_new_release_is_refused_before_anything_is_done(server, release):
    refused = server.upgrade(release)

    assert refused.returncode == 2
    assert server.did() == []
    assert server.serves() == "old"
