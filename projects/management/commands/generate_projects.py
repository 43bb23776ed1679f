import argparse
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from projects.generating.load import AlreadyGeneratedError, generate


class Command(BaseCommand):
    help = (
        "Fill the registry with made-up published projects, to measure how fast it is. "
        "The same seed gives the same projects, and the first 10 000 are the same at every size. "
        "For measuring only, never for a site that people read: the titles do not say that "
        "they are made up."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("size", type=int, metavar="N", help="how many, 1 to 5 000 000")
        parser.add_argument("--seed", type=int, default=1, help="what to draw them from (1)")

    def handle(self, *_args: Any, size: int, seed: int, **_options: Any) -> None:
        started = time.monotonic()
        try:
            rows = generate(size, seed)
        except AlreadyGeneratedError:
            raise CommandError("This registry holds made-up projects already.") from None
        except ValueError as error:
            raise CommandError(str(error)) from None
        for name, count in rows.items():
            self.stdout.write(f"{count:>12,} {name}".replace(",", " "))
        seconds = time.monotonic() - started
        each = seconds / size * 1_000
        self.stdout.write(f"{seconds:.1f} seconds, {each:.2f} milliseconds a project.")
