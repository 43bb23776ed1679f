"""A backup is whole or not there, and nothing older is given up for one that is not."""

import json
import shutil
import subprocess
import tarfile

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from spin_registry.backups import Backup, BackupError, making, programs


def test_a_backup_is_private_and_can_be_tried_by_sha256sum(backup):
    assert backup.stat().st_mode & 0o777 == 0o700
    assert {path.name: path.stat().st_mode & 0o777 for path in backup.iterdir()} == dict.fromkeys(
        ("SHA256SUMS", "database.dump", "manifest.json", "media.tar"), 0o600
    )
    subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=backup, check=True)


def test_the_manifest_says_what_the_sample_holds(sample, backup):
    made = Backup(backup)

    assert f"{made.taken_at:registry-%Y%m%dT%H%M%SZ}" == backup.name
    [[splits]] = sample.ask("SELECT count(*) FROM projects_grantsplit")
    assert made.tables["projects_grantsplit"].rows == splits
    assert (
        made.sequences["projects_project_id_seq"]
        == sample.ask("SELECT last_value FROM projects_project_id_seq")[0][0]
    )
    with tarfile.open(backup / "media.tar") as tar:
        assert len(tar.getmembers()) == made.pictures > 0


def test_the_command_says_what_it_made(sample, tmp_path):
    said = sample.done("backup", BACKUP_ROOT=str(tmp_path))

    [folder] = tmp_path.glob("registry-*")
    made = Backup(folder)
    assert said == (
        f"{folder}: {made.rows} rows of {len(made.tables)} tables, {made.pictures} pictures, "
        f"{made.size} bytes.\n"
    )


def aged(root, backup, name, rows=None):
    """Put a copy of a backup into a folder, as if it were made at another time."""
    copy = shutil.copytree(backup, root / name)
    if rows is not None:
        manifest = json.loads((copy / "manifest.json").read_text())
        manifest["tables"] = {"projects_project": [rows, "0" * 64]}
        (copy / "manifest.json").write_text(json.dumps(manifest))
    return copy


def test_only_the_newest_are_kept_and_nothing_else_is_touched(sample, backup, tmp_path):
    for day in (21, 22, 23):
        aged(tmp_path, backup, f"registry-202411{day}T020000Z")
    (tmp_path / "registry-20241101T020000Z.partial").mkdir()
    (tmp_path / "registry-notes").mkdir()

    said = sample.done("backup", "--keep", "2", BACKUP_ROOT=str(tmp_path))

    names = {path.name for path in tmp_path.iterdir() if path.is_dir()}
    made = said.split(":")[0].rpartition("/")[2]
    assert names == {made, "registry-20241123T020000Z", "registry-notes"}


def test_nothing_is_let_go_where_the_database_cannot_be_dumped(sample, backup, tmp_path):
    for day in (21, 22):
        aged(tmp_path, backup, f"registry-202411{day}T020000Z")
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "pg_dump").write_text("#!/bin/sh\necho 'pg_dump: error: no space left' >&2; exit 1\n")
    (folder / "pg_dump").chmod(0o755)

    failed = sample.manage("backup", "--keep=1", BACKUP_ROOT=str(tmp_path), PG_BIN=str(folder))

    assert failed.returncode == 1
    assert failed.stderr == "CommandError: pg_dump failed: pg_dump: error: no space left\n"
    assert {path.name for path in tmp_path.glob("registry-*")} == {
        "registry-20241121T020000Z",
        "registry-20241122T020000Z",
    }


def test_nothing_is_let_go_where_the_new_dump_cannot_be_read_to_its_end(sample, backup, tmp_path):
    aged(tmp_path, backup, "registry-20241121T020000Z")
    folder = tmp_path / "bin"
    folder.mkdir()
    true_programs = sample.environment()["PG_BIN"] or "/usr/bin"
    (folder / "pg_dump").write_text(
        f'#!/bin/sh\n{true_programs}/pg_dump "$@" || exit\n'
        'for one; do case $one in --file=*) truncate -s -2000 "${one#--file=}";; esac; done\n'
    )
    (folder / "pg_dump").chmod(0o755)
    (folder / "pg_restore").write_text(f'#!/bin/sh\nexec {true_programs}/pg_restore "$@"\n')
    (folder / "pg_restore").chmod(0o755)

    failed = sample.manage("backup", "--keep=1", BACKUP_ROOT=str(tmp_path), PG_BIN=str(folder))

    assert failed.returncode == 1
    assert failed.stderr.startswith("CommandError: pg_restore failed: ")
    assert [path.name for path in tmp_path.glob("registry-*")] == ["registry-20241121T020000Z"]


def test_nothing_is_let_go_where_the_new_one_holds_less_than_half(sample, backup, tmp_path):
    old = aged(tmp_path, backup, "registry-20241121T020000Z", rows=100_000)

    failed = sample.manage("backup", "--keep=1", BACKUP_ROOT=str(tmp_path))

    made = next(path for path in tmp_path.glob("registry-*") if path != old)
    assert failed.returncode == 1
    assert failed.stderr == (
        f"CommandError: {made} is made, but holds {Backup(made).rows} rows, and {old} 100000: is "
        "DATABASE_URL that of another database? No older backup was let go.\n"
    )
    assert old.exists()


def test_two_at_once_are_refused(tmp_path):
    with making.alone(tmp_path), pytest.raises(BackupError, match="Another backup into"):
        making.make(tmp_path, keep=1)


@pytest.mark.parametrize("keep", ["0", "-1", "1_0", "１", "many", "9" * 5000])
def test_a_number_to_keep_that_is_none_is_refused(keep):
    with pytest.raises(CommandError, match="must be a whole number of at least 1"):
        call_command("backup", f"--keep={keep}")


def test_programs_that_are_missing_are_named(settings, tmp_path):
    settings.PG_BIN = str(tmp_path)

    with pytest.raises(BackupError) as refused:
        programs.found("pg_dump")

    assert str(refused.value) == f"{tmp_path}/pg_dump cannot be run: see PG_BIN."


def test_a_database_password_is_on_no_command_line():
    given = connection.settings_dict
    before = given["PASSWORD"]
    given["PASSWORD"] = "hemligt ord"
    try:
        options, name, environment = programs.connecting()
    finally:
        given["PASSWORD"] = before

    assert "hemligt ord" not in " ".join([*options, name])
    assert environment["PGPASSWORD"] == "hemligt ord"
