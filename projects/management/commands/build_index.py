import gc
import os
import sys
import time
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from projects.search.building import Reading, build
from projects.search.reading import batches_elsewhere


class Command(BaseCommand):
    help = "Make the index of the project search anew, and let it be used once it is whole."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--for",
            type=int,
            dest="parent",
            metavar="PID",
            help="The process that began this one: it stops when that one is gone.",
        )

    def handle(self, *_args: Any, parent: int | None = None, **_options: Any) -> None:
        began = time.monotonic()
        gc.disable()  # No garbage goes in circles here, and looking for it takes time.
        try:
            count = build(_while_there(parent, batches_elsewhere) if parent else batches_elsewhere)
        finally:
            gc.enable()
        seconds = time.monotonic() - began
        self.stdout.write(f"The index holds {count} projects; that took {seconds:.1f} seconds.")


def _while_there(parent: int, read: Reading) -> Reading:
    """Return what reads the same, and ends this process once its parent is gone."""

    def reading(*moment: Any) -> Iterator[Any]:
        for batch in read(*moment):
            if os.getppid() != parent:
                sys.exit("The site that asked for an index is gone.")
            yield batch

    return reading
