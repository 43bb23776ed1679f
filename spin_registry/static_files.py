"""Static files, gathered where the web server sends them from when they have changed."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

STAMP = "gathered"


def gather() -> bool:
    """Gather static files unless the same were; return whether that was needed.

    To compress them takes many seconds, and a site that was killed should be back before.
    """
    stamp = Path(settings.STATIC_ROOT) / STAMP
    wanted = fingerprint()
    if stamp.exists() and stamp.read_text("ascii") == wanted:
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(wanted, "ascii")
    return True


def fingerprint() -> str:
    """Name what would be gathered: every file by its path and content, and how it is stored."""
    found = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            with storage.open(name) as file:
                content = hashlib.sha256(file.read()).hexdigest()
            found.update(f"{name} {content}\n".encode())
    return found.hexdigest()
