from typing import Any

from django.core.management.base import BaseCommand

from projects.models import ErrorReport


class Command(BaseCommand):
    help = (
        "Erase what reporters of errors typed, and their addresses, REPORT_KEPT_DAYS after their "
        "cases were closed. The cases and the answers stay."
    )

    def handle(self, *_args: Any, **options: Any) -> None:
        erased = ErrorReport.objects.outdated().erase()
        if options["verbosity"]:
            self.stdout.write(f"{erased} reports were erased.")
