"""What the database refuses of watches and of what mailboxes are told."""

import pytest
from django.db.models import ProtectedError

from news.models import Watch, WatchMessage
from news.watching import look
from tests.factories import RoundFactory, spin
from tests.news.watching import amend, watch
from tests.projects.models.refusing import breaks, refused

pytestmark = pytest.mark.django_db


def message() -> WatchMessage:
    it = spin()
    row = watch(it.project)
    amend(it)
    written = look(row.pk)
    assert written is not None
    return written


@breaks("watch_is_about_one_thing")
def test_a_watch_is_about_a_project_or_a_round() -> None:
    Watch.objects.filter(pk=watch().pk).update(round=RoundFactory())


@breaks("watch_quotes_an_amount")
def test_a_watch_quotes_an_amount() -> None:
    Watch.objects.filter(pk=watch().pk).update(
        amount=None, amount_precision="exact", amount_step=None
    )


@pytest.mark.parametrize("page", ["http://a.example/", "https://a b/", "javascript:alert(1)", ""])
def test_a_page_is_read_by_https(page: str) -> None:
    with refused("watch_page_is_an_https_address"):
        Watch.objects.filter(pk=watch().pk).update(page=page)


breaks("watch_page_is_an_https_address")
breaks("watch_mailbox_is_one_address")


@pytest.mark.parametrize(
    "mailbox",
    ["", "webb", "a@b.example, c@d.example", "a@b.example\nBcc: c@d.example", "<a@b.example>"],
)
def test_a_mailbox_is_one_address_and_no_header(mailbox: str) -> None:
    with refused("watch_mailbox_is_one_address"):
        Watch.objects.filter(pk=watch().pk).update(mailbox=mailbox)


@breaks("watchmessage_is_one_per_change")
def test_a_mailbox_is_told_of_a_change_once() -> None:
    told = message()
    told.pk = None
    told.save(force_insert=True)


@breaks("watchmessage_title_is_one_line")
def test_the_title_of_a_letter_is_one_line() -> None:
    told = message()
    WatchMessage.objects.filter(pk=told.pk).update(title="Ändrat\nBcc: alla@example.org")


def test_what_a_watch_names_cannot_be_deleted() -> None:
    told = message()
    row = told.watch

    for held in (row.project, row.created_by, row):
        with pytest.raises(ProtectedError):
            held.delete()
