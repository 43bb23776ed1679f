from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from projects.models import Project
from projects.settlement import settle_wordless, unsettled


class Command(BaseCommand):
    help = "Compare what is stored of each project with what its account adds up to."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--words",
            action="store_true",
            help="Settle projects that have no words to be found by, and compare nothing.",
        )

    def handle(self, *_args: Any, words: bool, **options: Any) -> None:
        if words:
            count = settle_wordless()
            if options["verbosity"]:
                self.stdout.write(f"{count} projects were given the words they are found by.")
            return
        found = [f"{project.slug}: {what}" for project, what in unsettled(Project.objects.all())]
        if found:
            raise CommandError("\n".join(found))
        self.stdout.write(f"{Project.objects.count()} projects are settled.")
