"""A reader asks for a decision and reports an error; an editor answers, and the page shows it."""

import re

import pytest
from playwright.sync_api import expect

from projects.error_reports import tokens
from projects.models import ErrorReport
from tests.factories import spin

pytestmark = pytest.mark.browser


def test_a_reader_asks_and_reports_and_an_editor_answers(
    open_page, live_server, signed_in, axe, heard, monkeypatch
):
    it = spin()
    it.tillvaxtverket.registrar_email = "registrator@exempel.se"
    it.tillvaxtverket.save()
    reader = open_page(width=320, scheme="dark")
    reader.goto(live_server.url + "/projekt/spin/")
    reader.get_by_role(
        "link", name=re.compile("Begär ut beslutet.*Beviljat, Tillväxtverket")
    ).click()
    expect(reader.get_by_role("textbox", name="Brevet")).to_have_value(
        re.compile("Beslutat av: Tillväxtverket")
    )
    mail = reader.get_by_role("link", name="Skriv det i din egen e-post").get_attribute("href")
    assert mail.startswith("mailto:registrator@exempel.se?subject=")
    narrow_and_clean(reader, axe)

    reader.goto(live_server.url + "/projekt/spin/")
    reader.get_by_role("link", name="Rapportera ett fel").click()
    narrow_and_clean(reader, axe)
    reader.get_by_label("Vad är fel?").focus()
    for text in ("Beloppet är fel.", "4,3 miljoner", "Protokollet 15 juni 2016"):
        reader.keyboard.type(text)
        reader.keyboard.press("Tab")
    reader.keyboard.type("inte en adress")
    reader.keyboard.press("Enter")
    expect(reader.get_by_role("alert")).to_contain_text("Rapporten sändes inte")
    expect(reader.get_by_label("Vad är fel?")).to_have_value("Beloppet är fel.")
    narrow_and_clean(reader, axe)
    assert "400" in heard.pop()
    monkeypatch.setattr(tokens, "LEAST", -tokens.LEAST)
    reader.get_by_label("Din e-post").fill("lasare@exempel.se")
    reader.get_by_role("button", name="Sänd rapporten").click()
    report = ErrorReport.objects.get()
    expect(reader.get_by_role("heading", level=1)).to_contain_text(report.case_number)
    narrow_and_clean(reader, axe)
    assert reader.context.cookies() == []

    editor = open_page()
    signed_in(editor, "editor")
    editor.goto(live_server.url + "/admin/")
    editor.get_by_role("link", name=f"{report.case_number}: SPIN").click()
    assert axe(editor) == []
    editor.locator("#id_state").select_option("answered")
    editor.locator("#id_answer_sv").fill("Beloppet är rättat.")
    editor.locator("#id_is_public").check()
    editor.locator("[name=_save]").click()
    expect(editor.locator(".success")).to_be_visible()
    reader.goto(live_server.url + "/projekt/spin/")
    expect(reader.get_by_text("Beloppet är rättat.")).to_be_visible()
    narrow_and_clean(reader, axe)


def narrow_and_clean(page, axe):
    """Hold a page of a reader to what all pages are held to."""
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert axe(page) == []
