from typing import Any

from django.core.management.base import BaseCommand

from projects.sample.load import load_sample


class Command(BaseCommand):
    help = "Enter the sample registry, unless the registry already holds something."

    def handle(self, *_args: Any, **_options: Any) -> None:
        projects = load_sample()
        if projects:
            self.stdout.write(f"Entered the sample registry: {projects} projects.")
        else:
            self.stdout.write("The registry already holds something; nothing was entered.")
