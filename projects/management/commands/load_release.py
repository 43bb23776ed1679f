from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from projects.releases.folders import Release, ReleaseError
from projects.releases.loading import load


class Command(BaseCommand):
    help = "Enter a release of this registry, or of another, into an empty one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--by", default="", help="user name of whoever enters corrections of news"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        users = get_user_model().objects
        by = users.filter(username=options["by"]).first() if options["by"] else None
        if options["by"] and by is None:
            raise CommandError(f"There is no user “{options['by']}”.")
        try:
            count = load(Release(options["folder"]), by)
        except (ReleaseError, OSError, ValueError, KeyError) as error:
            raise CommandError(f"Nothing was entered. {error}") from error
        self.stdout.write(f"{count} projects are entered.")
