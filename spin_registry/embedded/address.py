"""Where the server of a data folder is found, computed from the folder's path alone."""

import hashlib
import os
import pwd
from pathlib import Path

DATABASE = "spin_registry"
PORT = "5432"  # No port is opened: it is the last part of the socket's name.


def socket_folder(data_dir: Path) -> Path:
    """Return the private folder of the socket, the same for every process that asks.

    A socket's path holds at most about 100 bytes and the checkout may lie deeper than that, so it
    stands outside. TMPDIR is not asked: it differs between the shells of one person.
    """
    key = hashlib.sha256(os.fsencode(data_dir.resolve())).hexdigest()[:12]
    return Path("/tmp") / f"spin-registry-{key}"  # noqa: S108 - its owner and mode are checked


def role() -> str:
    """Return the name of the operating system account, which `peer` makes the database role.

    An account without a name gets its number; PostgreSQL itself then refuses to start.
    """
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return str(os.geteuid())


def database_settings(data_dir: Path) -> dict[str, str]:
    """Return Django's settings for the database of `data_dir`; starts and touches nothing."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": DATABASE,
        "USER": role(),
        "HOST": str(socket_folder(data_dir)),
        "PORT": PORT,
    }
