"""Letters to the mailboxes of watched pages: each is sent once, whatever happens on the way."""

import threading
from collections.abc import Iterator

import pytest
from django.core.mail.backends.smtp import EmailBackend
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from news.models import WatchMessage
from news.watch_post import go_round
from news.watching import look
from tests.factories import spin
from tests.news.watching import amend, watch
from tests.posting import MailServer, mail_server

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(settings) -> Iterator[MailServer]:
    """A mail server of this test's own."""
    with mail_server() as server:
        settings.MAILERS = server.mailers
        yield server


def changed(**columns):
    """Set a watch and change what it is about."""
    it = spin()
    row = watch(it.project, **columns)
    amend(it)
    return row


class DyingBackend(EmailBackend):
    """Hands letters to the mail server, and dies before anybody can mark them as sent."""

    def send_messages(self, email_messages):
        super().send_messages(email_messages)
        raise SystemExit(137)


def test_a_change_sends_one_letter_however_often_the_command_runs(post, capsys):
    row = changed()

    call_command("send_watch_mail")
    call_command("send_watch_mail")

    [letter] = post.letters
    assert letter["To"] == "webb@region.example"
    assert letter["Subject"] == "Ändrat belopp: SPIN / Changed amount: SPIN"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert "Orden på sidan stämmer inte längre." in letter.get_content()
    assert row.messages.get().sent_at is not None
    assert capsys.readouterr().out == "1 sent, 1 new, 0 failed.\n0 sent, 0 new, 0 failed.\n"


def test_without_a_change_there_is_no_letter(post):
    watch()

    call_command("send_watch_mail", verbosity=0)

    assert post.letters == []


def test_a_mail_server_that_is_away_leaves_the_letter_for_the_next_time(settings, caplog):
    row = changed()
    with mail_server() as server:
        gone = server.mailers
    settings.MAILERS = gone

    with pytest.raises(CommandError, match="1 could not be sent and wait for the next time"):
        call_command("send_watch_mail", verbosity=0)

    message = row.messages.get()
    assert message.sent_at is None
    assert "ConnectionRefusedError" in message.failure
    assert f"Letter {message.pk} of watch {row.pk}: ConnectionRefusedError" in caplog.text

    with mail_server() as server:
        settings.MAILERS = server.mailers
        call_command("send_watch_mail", verbosity=0)
        assert len(server.letters) == 1
    message.refresh_from_db()
    assert (message.failure, message.sent_at is None) == ("", False)


def test_while_the_mail_server_is_away_it_is_asked_once(settings):
    it = spin()
    for _ in range(3):
        watch(it.project)
    amend(it)
    with mail_server() as server:
        gone = server.mailers
    settings.MAILERS = gone

    assert go_round().failed == 1
    assert WatchMessage.objects.waiting().count() == 3


def test_a_mailbox_that_is_refused_keeps_no_other_waiting(post):
    it = spin()
    refused = watch(it.project, mailbox="borta@region.example")
    watch(it.project)
    amend(it)
    post.refuses.add("borta@region.example")

    found = go_round()

    assert (found.sent, found.failed) == (1, 1)
    assert "No such mailbox" in refused.messages.get().failure

    refused.mailbox = "ny@region.example"
    refused.save()
    go_round()
    assert [letter["To"] for letter in post.letters] == ["webb@region.example", "ny@region.example"]


def test_a_letter_that_was_written_and_not_sent_is_sent_by_the_next_round(post):
    row = changed()
    look(row.pk)

    assert go_round().written == 0

    assert len(post.letters) == 1


@pytest.mark.django_db(transaction=True)
def test_who_dies_before_marking_a_letter_sends_it_twice_rather_than_never(post, settings):
    row = changed()
    dying = post.mailers["default"] | {"BACKEND": f"{__name__}.DyingBackend"}
    settings.MAILERS = {"default": dying}

    with pytest.raises(SystemExit):
        go_round()
    assert row.messages.get().sent_at is None

    settings.MAILERS = post.mailers
    go_round()
    go_round()
    assert len({letter["Message-ID"] for letter in post.letters}) == 1
    assert len(post.letters) == 2


@pytest.mark.django_db(transaction=True)
def test_two_rounds_at_once_send_one_letter(post):
    changed()
    post.goes_on.clear()
    first = []

    def other() -> None:
        first.append(go_round())
        connection.close()

    thread = threading.Thread(target=other)
    thread.start()
    assert post.was_handed.wait(timeout=30)

    second = go_round()
    post.goes_on.set()
    thread.join()

    assert (first[0].sent, second.sent) == (1, 0)
    assert len(post.letters) == 1


@pytest.mark.django_db(transaction=True)
def test_two_processes_that_look_at_once_write_one_letter():
    row = changed()
    gate = threading.Barrier(4)
    found = []

    def other() -> None:
        gate.wait()
        found.append(look(row.pk))
        connection.close()

    threads = [threading.Thread(target=other) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len([one for one in found if one]) == 1
    assert row.messages.count() == 1


def test_a_watch_that_has_ended_sends_nothing_that_waits(post):
    row = changed()
    look(row.pk)
    row.ended_at = timezone.now()
    row.save()

    go_round()

    assert post.letters == []
