from typing import Any

from django.core.management.base import BaseCommand

from projects.accounts import Account
from projects.models import PlausibilityWarning, Project
from projects.settlement import with_accounts
from projects.warnings_kept import keep_name_warnings, keep_warnings, names_of_several


class Command(BaseCommand):
    help = (
        "Look through all projects and organisations for what may be wrong, as every saving does "
        "of its own: after a programme's highest EU share changed, and now and then for amounts "
        "that have become unusual."
    )

    def handle(self, *_args: Any, **options: Any) -> None:
        projects = with_accounts(Project.objects.select_related("priority__programme"))
        rows = projects.prefetch_related("payments").order_by("pk")
        for project in rows.iterator(chunk_size=200):
            keep_warnings(Account.of(project))
        keep_name_warnings(names_of_several())
        if options["verbosity"]:
            self.stdout.write(f"{PlausibilityWarning.objects.open().count()} warnings are open.")
