"""An administrator enters SPIN from nothing, in a real browser; a reviewer publishes it."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from projects.models import Organisation, Project
from tests import factories

pytestmark = pytest.mark.browser


def choose(page: Page, field: str, text: str) -> None:
    """Choose by autocomplete, as a person does: open, type a part, press Enter."""
    page.locator(f"#id_{field} + .select2 .select2-selection").click()
    page.locator(".select2-container--open .select2-search__field").fill(text)
    page.locator(".select2-results__option--highlighted", has_text=text).click()


def add_row(page: Page, prefix: str) -> None:
    page.locator(f"#{prefix}-group .add-row a").click()


def make_on_the_way(page: Page, field: str, fields: dict[str, str]) -> None:
    """Press the plus beside a field, fill in the form of the window that opens, and save."""
    with page.expect_popup() as opened:
        page.locator(f"#add_id_{field}").click()
    window = opened.value
    for name, value in fields.items():
        box = window.locator(f"[name={name}]")
        is_list = box.evaluate("element => element.tagName") == "SELECT"
        box.select_option(value) if is_list else box.fill(value)
    with window.expect_event("close"):
        window.locator("[name=_save]").click()


@pytest.fixture
def round_of_2016() -> Any:
    """What the registry holds before SPIN: a partnership, its round, a fund, a programme."""
    it = factories.spin(published=False)
    it.project.delete()
    for slug in ("region-vasterbotten", "umea-universitet"):
        Organisation.objects.filter(slug=slug).delete()
    return it


def test_an_administrator_enters_spin_and_a_reviewer_publishes_it(
    page, live_server, signed_in, open_page, round_of_2016
):
    it = round_of_2016
    signed_in(page, "administrator")
    page.goto(live_server.url + "/admin/projects/project/add/")
    page.fill("#id_acronym", "SPIN")
    page.fill("#id_title_sv", "SamverkansPlattform för IT-innovation i Norr")
    page.fill("#id_slug", "spin")
    page.fill("#id_starts_on", "2016-08-01")
    page.fill("#id_ends_on", "2019-11-30")
    choose(page, "default_source", it.news.title)
    enter_money(page, it)
    enter_the_rest(page, it)
    page.locator("[name=_continue]").click()

    panel = page.locator(".panel")
    expect(panel).to_contain_text("14,1 miljoner kronor")
    expect(panel).to_contain_text("4,3 + 9,7 = 14,0")
    page.locator("[name=_review]").click()
    assert Project.objects.get().state == "in_review"
    assert str(Project.objects.get().total.at_least) == "14050000.00"

    reviewer = open_page()
    signed_in(reviewer, "reviewer")
    reviewer.goto(live_server.url + "/admin/")
    reviewer.locator("#review li a").click()
    expect(reviewer.locator(".book")).to_contain_text("9 735 500")
    reviewer.locator(".ways button").first.click()
    expect(reviewer.locator(".messagelist .success")).to_be_visible()
    assert Project.objects.get().is_published


def enter_money(page: Page, it: Any) -> None:
    """Two rows: the fund's exact part, and the region's rounded one, who is added on the way."""
    choose(page, "splits-0-funder", "Tillväxtverket")
    choose(page, "splits-0-fund", "ERUF")
    choose(page, "splits-0-programme", "Övre Norrland")
    page.fill("#id_splits-0-amount", "9 735 500")
    page.fill("#id_splits-0-case_number", "20200919")
    choose(page, "splits-0-source", it.bank.title)
    add_row(page, "splits")
    region = {"name": "Region Västerbotten", "kind": "region", "sector": "public"}
    make_on_the_way(page, "splits-1-funder", region)
    page.fill("#id_splits-1-amount", "4,3 miljoner")
    choose(page, "splits-1-source", it.news.title)


def enter_the_rest(page: Page, it: Any) -> None:
    """The round, the figures of the news, the lead and a place."""
    add_row(page, "decisions")
    choose(page, "decisions-0-round", "Övre Norrland 15 juni 2016")
    page.fill("#id_decisions-0-decided_on", "2016-06-15")
    for index, figure in enumerate(["14,1 miljoner kronor", "14 miljoner"]):
        add_row(page, "stated_figures")
        page.fill(f"#id_stated_figures-{index}-printed", figure)
        page.select_option(f"#id_stated_figures-{index}-basis", "granted_support")
    add_row(page, "participations")
    page.select_option("#id_participations-0-role", "lead")
    university = {"name": "Umeå universitet", "kind": "university", "sector": "public"}
    make_on_the_way(page, "participations-0-organisation", university)
    add_row(page, "project_places")
    choose(page, "project_places-0-place", "Västerbottens län")
    page.select_option("#id_project_places-0-meaning", "carried_out_in")


def test_what_was_typed_and_chosen_is_there_after_an_error(page, live_server, signed_in):
    funder = factories.OrganisationFactory(name="Östersunds kommun")
    signed_in(page, "administrator")
    page.goto(live_server.url + "/admin/projects/project/add/")
    page.fill("#id_slug", "halvt")
    choose(page, "splits-0-funder", funder.name)
    page.fill("#id_splits-0-amount", "4.300")
    page.locator("[name=_save]").click()

    assert page.input_value("#id_splits-0-amount") == "4.300"
    expect(page.locator("#splits-0")).to_contain_text(funder.name)
    expect(page.locator("#splits-0 .errorlist").first).to_contain_text("4,30 kr")
    assert page.input_value("#id_slug") == "halvt"
