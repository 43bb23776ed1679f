"""Takes the second factor away from somebody whom no administrator is left to help."""

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser

from spin_registry.access import factors, log


class Command(BaseCommand):
    help = "Take every second factor away from the person with this user name."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name")

    def handle(self, *_args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["name"]).first()
        if user is None:
            raise CommandError("There is nobody of that name.")
        log.logger.info("factors removed", extra={"told": {"of": user.pk, "by": "command"}})
        self.stdout.write(f"Taken away: {factors.remove_all(user)}. The password signs in.")
