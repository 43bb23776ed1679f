"""The table of a round is pasted, looked through and saved; the page shuts nobody out."""

import datetime

import pytest
from django.urls import reverse

from projects.models import Decision
from tests import factories
from tests.browser.test_accessibility import too_wide
from tests.browser.test_amend import choose
from tests.projects.admin.pasting import TABLE

pytestmark = pytest.mark.browser


def test_an_administrator_pastes_a_round_and_saves_it(page, live_server, signed_in, axe, heard):
    it = factories.spin()
    met = factories.RoundFactory(
        slug="december", partnership=it.partnership, met_on=datetime.date(2023, 12, 8)
    )
    factories.ProjectFactory(title_sv="TheKitchen", slug="kitchen")
    signed_in(page, "administrator")
    page.goto(live_server.url + reverse("admin:projects_round_change", args=[met.pk]))
    page.get_by_role("link", name="Klistra in rader").click()

    choose(page, "source", "Projektbanken")
    choose(page, "funder", "Tillväxtverket")
    page.get_by_label("Rader ur ett protokoll eller kalkylblad").fill(TABLE)
    page.get_by_role("button", name="Läs tabellen").click()
    save = page.get_by_role("button", name="Spara alla rader")
    save.wait_for()

    for width, scheme in [(320, "dark"), (1280, "light")]:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        page.evaluate("Promise.all(document.getAnimations().map(colour => colour.finished))")
        assert [*axe(page), *too_wide(page)] == []

    save.click()
    page.get_by_text("1 utkast skapades.").wait_for()
    titles = Decision.objects.filter(round=met).values_list("project__title_sv", flat=True)
    assert sorted(titles) == ["Charm food lab", "TheKitchen"]
