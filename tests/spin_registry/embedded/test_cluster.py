"""One server for all who use a data folder, whatever happens to any of them."""

import os
import signal
import subprocess
import time

import pytest

from spin_registry.embedded import place
from spin_registry.embedded.address import socket_folder
from tests.drilling import drilled
from tests.spin_registry.embedded.conftest import ask, lives, server_pid


@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "C"},
        drilled({}),
        drilled({"LANG": "sv_SE.UTF-8", "LC_ALL": "sv_SE.UTF-8"}),
    ],
    ids=["C", "unset", "Swedish"],
)
def test_swedish_letters_fold_whatever_the_locale(data_dir, user, environment):
    assert user(data_dir, **environment).is_up()

    assert ask(data_dir, "SELECT lower('ÅÄÖ'), 'ÖSTERBOTTEN' ILIKE 'österb%'") == ("åäö", True)


@pytest.mark.django_db
def test_swedish_letters_fold_in_the_test_database(django_db_blocker):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT lower('ÅÄÖ'), 'ÖSTERBOTTEN' ILIKE 'österb%'")
        assert cursor.fetchone() == ("åäö", True)


@pytest.mark.parametrize(
    "name", ["Anna's (2) & å ä ö; #1", drilled("mina projekt å ä ö"), drilled("d" * 150)]
)
def test_a_path_may_hold_spaces_signs_and_swedish_letters_and_be_long(data_dir, user, name):
    deep = data_dir / name

    assert user(deep).is_up()
    assert ask(deep, "SELECT current_setting('data_directory')") == (
        str(deep / "postgres" / "data"),
    )


@pytest.mark.drill
def test_no_port_is_opened_and_the_socket_is_private(data_dir, user):
    assert user(data_dir).is_up()

    assert ask(data_dir, "SHOW listen_addresses") == ("",)
    assert socket_folder(data_dir).stat().st_mode & 0o777 == 0o700
    assert len(os.fsencode(socket_folder(data_dir) / ".s.PGSQL.5432")) < 100


@pytest.mark.drill
def test_the_last_to_leave_stops_the_server(data_dir, user):
    first, second = user(data_dir), user(data_dir)
    assert first.is_up()
    assert second.is_up()
    pid = server_pid(data_dir)

    assert first.leave() == (0, "")
    assert lives(pid)
    assert second.leave() == (0, "")
    assert not lives(pid)
    assert not socket_folder(data_dir).exists()


def test_several_starts_at_once_end_in_one_server(data_dir, user):
    users = [user(data_dir) for _ in range(4)]

    assert [each.is_up() for each in users] == [True] * 4
    pid = server_pid(data_dir)
    assert [each.leave() for each in users] == [(0, "")] * 4
    assert not lives(pid)


@pytest.mark.parametrize("number", [signal.SIGTERM, drilled(signal.SIGHUP)])
def test_a_signal_to_end_leaves_no_process(data_dir, user, number):
    only = user(data_dir)
    assert only.is_up()
    pid = server_pid(data_dir)

    only.process.send_signal(number)

    assert only.leave() == (128 + number, "")
    assert not lives(pid)


@pytest.mark.drill
def test_ctrl_c_reaches_the_server_only_through_its_last_user(data_dir, user):
    stays, interrupted = user(data_dir), user(data_dir)
    assert stays.is_up()
    assert interrupted.is_up()
    pid = server_pid(data_dir)

    os.killpg(interrupted.process.pid, signal.SIGINT)
    interrupted.leave()
    assert lives(pid)

    os.killpg(stays.process.pid, signal.SIGINT)
    stays.leave()
    assert not lives(pid)


@pytest.mark.drill
def test_a_killed_user_is_not_waited_for(data_dir, user):
    killed = user(data_dir)
    assert killed.is_up()
    pid = server_pid(data_dir)
    killed.process.kill()
    killed.leave()

    heir = user(data_dir)

    assert heir.is_up()
    assert server_pid(data_dir) == pid
    assert heir.leave() == (0, "")
    assert not lives(pid)


def test_a_killed_server_is_started_again_with_all_that_was_acknowledged(data_dir, user):
    first = user(data_dir)
    assert first.is_up()
    ask(data_dir, "CREATE TABLE kept AS SELECT 9735500 AS kronor")
    pid = server_pid(data_dir)
    os.kill(pid, signal.SIGKILL)

    second = user(data_dir)

    assert second.is_up()
    assert server_pid(data_dir) != pid
    assert ask(data_dir, "SELECT kronor FROM kept") == (9735500,)
    assert first.leave() == (0, "")
    assert second.leave() == (0, "")


@pytest.mark.drill
def test_a_process_number_that_another_process_got_does_not_hinder_the_start(data_dir, user):
    first = user(data_dir)
    assert first.is_up()
    pid = str(server_pid(data_dir))
    left = [data_dir / "postgres" / "data" / "postmaster.pid"]
    left += [socket_folder(data_dir) / ".s.PGSQL.5432.lock"]
    written = [path.read_text() for path in left]
    os.kill(server_pid(data_dir), signal.SIGKILL)
    first.process.kill()
    first.leave()

    with subprocess.Popen(["sleep", "60"], **place.as_server_account()) as stranger:
        for path, text in zip(left, written, strict=True):
            path.write_text(text.replace(pid, str(stranger.pid), 1))
        second = user(data_dir)
        assert second.is_up()
        assert second.leave() == (0, "")
        assert stranger.poll() is None
        stranger.kill()


@pytest.mark.drill
def test_an_interrupted_first_start_is_begun_again(data_dir, user):
    (data_dir / "postgres" / "data.partial" / "base").mkdir(parents=True)

    assert user(data_dir).is_up()


@pytest.mark.drill
def test_a_second_start_takes_seconds(data_dir, user):
    first = user(data_dir)
    assert first.is_up()
    first.leave()

    began = time.monotonic()
    assert user(data_dir).is_up()
    assert time.monotonic() - began < 10


@pytest.mark.drill
def test_a_server_that_cannot_start_is_told_with_the_end_of_its_log(data_dir, user):
    first = user(data_dir)
    assert first.is_up()
    first.leave()
    (data_dir / "postgres" / "data" / "PG_VERSION").write_text("9.6\n")

    second = user(data_dir)

    assert not second.is_up()
    status, said = second.leave()
    assert status == 1
    assert said.startswith("PostgreSQL stopped while starting. Its log, ")
    assert "database files are incompatible with server" in said
    assert "Traceback" not in said


def test_a_folder_that_cannot_be_written_is_told_without_a_traceback(user, tmp_path):
    (tmp_path / "file").touch()
    only = user(tmp_path / "file" / ".data")

    assert not only.is_up()
    status, said = only.leave()
    assert status == 1
    assert said.startswith(f"The database in {tmp_path}/file/.data cannot be used: ")
    assert "Traceback" not in said
