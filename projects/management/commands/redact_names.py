from typing import Any

from django.core.management.base import BaseCommand, CommandError

from projects.redacting import job


class Command(BaseCommand):
    help = (
        "Remove the names whose redaction two persons approved, from the database and from every "
        "release. The back office starts this itself; run it again where it was interrupted."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        try:
            count = job.run()
        except job.LeftError as error:
            raise CommandError(f"{error} Run this again later.") from error
        self.stdout.write(f"{count} redactions were carried through.")
