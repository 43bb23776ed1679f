"""A watch is set in a real browser, and its mailbox gets one letter when the record changes."""

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from news.models import Watch
from tests.factories import spin
from tests.news.watching import amend
from tests.posting import mail_server

pytestmark = pytest.mark.browser

LIST = "/admin/news/watch/"


def test_an_editor_watches_a_page_and_its_mailbox_gets_one_letter(
    page, live_server, signed_in, settings, axe
):
    it = spin()
    signed_in(page, "editor")
    page.goto(live_server.url + LIST + "add/")
    page.locator("#id_page").fill("https://region.example/nyheter/spin")
    page.locator("#id_project + .select2 .select2-selection").click()
    page.locator(".select2-search__field").fill("SPIN")
    page.get_by_role("option", name="SPIN").click()
    page.locator("#id_words").fill("4.300")
    page.locator("#id_quoted_on").fill("2018-06-20")
    page.locator("#id_mailbox").fill("webb@region.example")
    assert axe(page) == []
    page.locator("[name=_save]").click()
    expect(page.locator(".field-words .errorlist")).to_be_visible()
    page.locator("#id_words").fill("14,1 miljoner kronor")
    page.locator("[name=_save]").click()
    expect(page.locator(".field-state")).to_have_text("stämmer än")
    assert axe(page) == []

    amend(it)
    with mail_server() as post:
        settings.MAILERS = post.mailers
        call_command("send_watch_mail", verbosity=0)
        call_command("send_watch_mail", verbosity=0)

    assert [letter["To"] for letter in post.letters] == ["webb@region.example"]
    page.reload()
    expect(page.locator(".field-state")).to_contain_text("ändrad 3")
    page.goto(f"{live_server.url}{LIST}{Watch.objects.get().pk}/change/")
    expect(page.locator(".field-told")).to_contain_text("Skickat")
    assert axe(page) == []
