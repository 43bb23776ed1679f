import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from projects.releases.folders import ReleaseError
from projects.releases.writing import write


class Command(BaseCommand):
    help = "Write all that the public sees as a release: CSV, JSON Lines, description, checksums."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--date",
            type=datetime.date.fromisoformat,
            help="the day of the release; today by default",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            made = write(options["date"] or timezone.localdate())
        except (ReleaseError, OSError) as error:
            raise CommandError(f"Nothing was released. {error}") from error
        self.stdout.write(f"{made.folder}: {made.project_count} projects.")
