from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from spin_registry import backups


class Command(BaseCommand):
    help = (
        "Restore a backup into the empty database of DATABASE_URL and the empty folder MEDIA_ROOT, "
        "and compare the checksum of every table with the one that was backed up."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="the folder of the backup")
        parser.add_argument(
            "--set-aside",
            action="store_true",
            help="keep what the database holds in a schema of its own instead of refusing it",
        )

    def handle(self, *_args: Any, folder: Path, set_aside: bool, **_options: Any) -> None:
        backup = backups.Backup(folder)
        try:
            schema = backups.restore(backup, set_aside=set_aside)
        except backups.BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"The registry of {backup.taken_at:%Y-%m-%d %H:%M} UTC is restored: "
            f"{len(backup.tables)} tables with {backup.rows} rows, each with the checksum that was "
            f"backed up, and {backup.pictures} pictures."
        )
        if schema:
            self.stdout.write(f"What was there before stands in the schema {schema}.")
