"""The database that the environment selects, up for as long as somebody uses it."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType

DATA_DIR = Path(__file__).resolve().parent.parent / ".data"


@contextmanager
def available() -> Iterator[None]:
    """Keep the checkout's own database up for the block; nothing to do where DATABASE_URL is set.

    Ends the process with a message, not a traceback, when the database cannot be started.
    """
    if os.environ.get("DATABASE_URL"):
        yield
        return
    from spin_registry import embedded

    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) == signal.SIG_DFL:  # nohup has it ignored: leave that
            signal.signal(number, leave)
    with ExitStack() as stack:
        try:
            stack.enter_context(embedded.running(DATA_DIR))
        except embedded.EmbeddedDatabaseError as error:
            sys.exit(str(error))
        yield


def leave(number: int, _frame: FrameType | None) -> None:
    """End by way of every `finally`, which a signal's own way of ending passes over."""
    sys.exit(128 + number)
