from typing import Any

from django.core.management.base import BaseCommand, CommandError

from projects.models import Project
from projects.settlement import unsettled


class Command(BaseCommand):
    help = "Compare what is stored of each project with what its account adds up to."

    def handle(self, *_args: Any, **_options: Any) -> None:
        found = [f"{project.slug}: {what}" for project, what in unsettled(Project.objects.all())]
        if found:
            raise CommandError("\n".join(found))
        self.stdout.write(f"{Project.objects.count()} projects are settled.")
