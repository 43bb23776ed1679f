from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from projects.importing import job
from projects.models import Import, ImportState


class Command(BaseCommand):
    help = (
        "Carry an import through that was confirmed in the back office, which starts this itself."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key", type=int, help="the number of the import")

    def handle(self, *_args: Any, **options: Any) -> None:
        if not Import.objects.filter(pk=options["key"]).exists():
            raise CommandError("There is no such import.")
        file = job.run(options["key"])
        if file.state != ImportState.DONE:
            raise CommandError(file.refusal or "It is not waiting to be run.")
        self.stdout.write(f"Imported {file.total} records.")
