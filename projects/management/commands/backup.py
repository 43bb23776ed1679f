import re
from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from spin_registry import backups


class Command(BaseCommand):
    help = (
        "Back up database and pictures into a new folder of BACKUP_ROOT, read it through, and let "
        "go of the oldest ones."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--keep", type=_count, default=30, metavar="N", help="how many to keep (30)"
        )

    def handle(self, *_args: Any, keep: int, **_options: Any) -> None:
        try:
            backup = backups.make(Path(settings.BACKUP_ROOT), keep=keep)
        except backups.BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{backup.folder}: {backup.rows} rows of {len(backup.tables)} tables, "
            f"{backup.pictures} pictures, {backup.size} bytes."
        )


def _count(text: str) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,5}", text):
        raise ArgumentTypeError("must be a whole number of at least 1")
    return int(text)
