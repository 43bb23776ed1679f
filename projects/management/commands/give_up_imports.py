from typing import Any

from django.core.management.base import BaseCommand

from projects.importing.job import give_up_forgotten


class Command(BaseCommand):
    help = "Let go of the files of imports that nobody has carried through for 30 days."

    def handle(self, *_args: Any, **options: Any) -> None:
        count = give_up_forgotten()
        if options["verbosity"]:
            self.stdout.write(f"{count} imports were given up.")
