from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from projects.accounts import Account
from projects.models import PlausibilityWarning, Project
from projects.settlement import with_accounts
from projects.warnings_kept import doubtful, keep_name_warnings, keep_warnings, names_of_several


class Command(BaseCommand):
    help = (
        "Find what has become doubtful without being saved itself: since a programme's highest "
        "EU share was changed, or what is usual in it. Every saving looks at its own."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--all", action="store_true", help="Look at every project, as after an upgrade."
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        chosen = Project.objects.all() if options["all"] else doubtful()
        projects = with_accounts(chosen.select_related("priority__programme"))
        rows = projects.prefetch_related("payments").order_by("pk")
        for project in rows.iterator(chunk_size=200):
            keep_warnings(Account.of(project))
        keep_name_warnings(names_of_several())
        if options["verbosity"]:
            self.stdout.write(f"{PlausibilityWarning.objects.open().count()} warnings are open.")
