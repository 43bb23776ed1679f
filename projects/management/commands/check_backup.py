from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import mail_admins
from django.core.management.base import BaseCommand, CommandError, CommandParser

from spin_registry import backups

LONGEST = timedelta(hours=26)
"""A night and two hours: a nightly backup is never older while all is well."""
AHEAD = timedelta(minutes=5)
"""What clocks may differ by."""


class Command(BaseCommand):
    help = (
        "Complain, with the exit status 1, where the newest backup in BACKUP_ROOT is older than "
        "26 hours or not whole. Those in ADMINS are told by mail too."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-mail", action="store_true", help="tell nobody by mail")

    def handle(self, *_args: Any, no_mail: bool, **_options: Any) -> None:
        root = Path(settings.BACKUP_ROOT)
        try:
            backup = checked(root)
        except backups.BackupError as error:
            complaint = f"Backup of the registry: {error}"
            if not no_mail:
                complaint += told(complaint)
            raise CommandError(complaint) from error
        self.stdout.write(f"{backup.folder} is whole and {age(backup)} old.")


def told(complaint: str) -> str:
    """Mail a complaint to those in ADMINS; return what to add to it where that failed."""
    if settings.ADMINS:
        try:
            mail_admins("The registry has no fresh backup", complaint)
        except OSError as error:  # of which a refusal by the mail server is one
            return f"\nNobody could be told by mail: {error}"
    return ""


def checked(root: Path) -> backups.Backup:
    """Return the newest backup, whole and young enough; raises BackupError."""
    backup = backups.newest(root)
    if backup is None:
        raise backups.BackupError(f"there is none in {root}.")
    backup.verify()
    since = datetime.now(UTC) - backup.taken_at
    if since > LONGEST:
        raise backups.BackupError(f"the newest, {backup.folder}, is {age(backup)} old.")
    if since < -AHEAD:
        raise backups.BackupError(f"the newest, {backup.folder}, is dated in the future.")
    return backup


def age(backup: backups.Backup) -> str:
    """Return how old a backup is, in whole hours and minutes."""
    minutes = int((datetime.now(UTC) - backup.taken_at).total_seconds()) // 60
    return f"{minutes // 60} h {minutes % 60:02} min"
