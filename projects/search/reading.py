"""Reads all projects in a process of its own, so that reading and writing take a core each."""

import gc
import multiprocessing
from collections.abc import Iterator
from datetime import date, datetime
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:  # The other process comes here before Django is set up.
    from projects.search.documents import Document


def batches_elsewhere(day: date, now: datetime) -> Iterator[list["Document"]]:
    """Return what `building.batches` does, each batch read while the one before is used.

    The other process ends when nobody receives what it sends, whatever became of this one.
    Raises EOFError where it ends too soon; it has said why.
    """
    spawn = multiprocessing.get_context("spawn")
    receiving, sending = spawn.Pipe(duplex=False)
    reader = spawn.Process(target=_send, args=(sending, day, now), daemon=True)
    reader.start()
    sending.close()
    with receiving:
        while (batch := receiving.recv()) is not None:
            yield batch
    reader.join()


def _send(sending: Connection, day: date, now: datetime) -> None:
    """Send all batches, and None after the last."""
    gc.disable()  # As in the process that receives them.
    django.setup()
    from projects.search.building import batches

    for batch in batches(day, now):
        sending.send(batch)
    sending.send(None)
