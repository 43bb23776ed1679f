"""A command in a process of its own, that outlives whoever asked for it."""

import subprocess
import sys
import threading

from django.conf import settings


def start(*command: str) -> None:
    """Start a command of ours, such as run_import 7; it tells its faults where the site does."""
    process = subprocess.Popen(  # noqa: S603 - no word of it is typed
        [sys.executable, str(settings.BASE_DIR / "manage.py"), *command],
        cwd=settings.BASE_DIR,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    # Whoever waits for it takes its end notice; else a dead process stays in the table of them.
    threading.Thread(target=process.wait, daemon=True).start()
