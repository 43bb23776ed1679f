"""A missing, old or broken backup is complained of, by exit status, on stderr and by mail."""

import json
import shutil
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import override_settings

from tests.spin_registry.backups.test_restoring import resum


@pytest.fixture
def root(settings, tmp_path):
    settings.BACKUP_ROOT = tmp_path
    settings.ADMINS = ["drift@example.org"]
    return tmp_path


def put(root, backup, **ago):
    """Put a copy of a backup into a folder, taken so long ago."""
    taken_at = datetime.now(UTC) - timedelta(**ago)
    copy = shutil.copytree(backup, root / f"registry-{taken_at:%Y%m%dT%H%M%SZ}")
    manifest = json.loads((copy / "manifest.json").read_text())
    manifest["taken_at"] = taken_at.isoformat()
    (copy / "manifest.json").write_text(json.dumps(manifest))
    resum(copy)
    return copy


def test_one_of_last_night_is_well(root, backup, capsys):
    copy = put(root, backup, hours=25, minutes=59)

    call_command("check_backup")

    assert capsys.readouterr().out == f"{copy} is whole and 25 h 59 min old.\n"
    assert mail.outbox == []


def test_one_older_than_26_hours_is_complained_of(root, backup):
    copy = put(root, backup, hours=26, minutes=1)

    with pytest.raises(CommandError) as complaint:
        call_command("check_backup")

    said = f"Backup of the registry: the newest, {copy}, is 26 h 01 min old."
    assert str(complaint.value) == said
    assert complaint.value.returncode == 1
    [letter] = mail.outbox
    assert (letter.subject, letter.body, letter.to) == (
        "The registry has no fresh backup",
        said,
        ["drift@example.org"],
    )


def test_that_there_is_none_is_complained_of(root):
    with pytest.raises(CommandError) as complaint:
        call_command("check_backup", no_mail=True)

    assert str(complaint.value) == f"Backup of the registry: there is none in {root}."
    assert mail.outbox == []


def test_a_fresh_one_that_is_broken_is_complained_of(root, backup):
    put(root, backup, hours=30)
    copy = put(root, backup, hours=1)
    (copy / "database.dump").write_bytes(b"PGDMP")

    with pytest.raises(CommandError, match=r"database\.dump is not the file that was backed up"):
        call_command("check_backup")


def test_one_of_the_future_is_complained_of(root, backup):
    put(root, backup, hours=-2)

    with pytest.raises(CommandError, match="is dated in the future"):
        call_command("check_backup")


def test_the_complaint_is_told_though_no_mail_can_be_sent(root):
    deaf = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": 1},
        }
    }
    with (
        override_settings(MAILERS=deaf),
        pytest.raises(CommandError, match=r"there is none in .*\nNobody could be told by mail: "),
    ):
        call_command("check_backup")
