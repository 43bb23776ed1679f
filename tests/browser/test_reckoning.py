"""The form of a project says what it adds up to while somebody types."""

import pytest
from playwright.sync_api import expect

from projects.models import Project
from tests.browser.test_back_office import add_row, choose
from tests.factories import spin

pytestmark = pytest.mark.browser


@pytest.fixture
def it():
    it = spin(published=False)
    it.project.delete()
    return it


def test_the_verdict_comes_by_itself_and_stands_at_the_figure(
    page, live_server, signed_in, axe, it
):
    signed_in(page, "administrator")
    page.goto(live_server.url + "/admin/projects/project/add/")
    told = page.locator("#reckoned-sum")
    choose(page, "default_source", it.news.title)
    choose(page, "splits-0-funder", it.tillvaxtverket.name)
    page.locator("#id_splits-0-amount").press_sequentially("9 735 500")
    expect(told).to_contain_text("9 735 500 kr")

    add_row(page, "splits")
    choose(page, "splits-1-funder", it.region.name)
    page.fill("#id_splits-1-amount", "4,3 mn")
    add_row(page, "stated_figures")
    page.select_option("#id_stated_figures-0-basis", "granted_support")
    page.fill("#id_stated_figures-0-printed", "14,1 mn")

    expect(told).to_contain_text("14 050 000 till under 14 085 500")
    figure = page.locator("#id_stated_figures-0-printed_note")
    expect(figure).to_contain_text("4,3 + 9,7 = 14,0; angivet 14,1")
    expect(page.locator("#id_splits-1-amount_note")).to_have_text("4 314 500 till under 4 350 000")

    page.fill("#id_stated_figures-0-printed", "20 mn")
    expect(figure).to_contain_text("≠")
    expect(told).to_contain_text("≠ 20 mn")
    page.locator("#reckoning summary").click()
    assert axe(page) == []
    assert not Project.objects.exists()


def test_the_enter_key_saves_and_publishes_nothing(page, live_server, signed_in):
    project = spin(published=False).project
    signed_in(page, "administrator")
    page.goto(f"{live_server.url}/admin/projects/project/{project.pk}/change/")
    page.fill("#id_acronym", "NYTT")
    page.press("#id_acronym", "Enter")

    expect(page.locator(".messagelist .success")).to_be_visible()
    project.refresh_from_db()
    assert (project.acronym, project.state) == ("NYTT", "draft")


def test_the_button_counts_without_a_script(open_page, live_server, signed_in):
    page = open_page(javascript=False)
    signed_in(page, "administrator")
    page.goto(live_server.url + "/admin/projects/project/add/")
    page.fill("#id_splits-0-amount", "4,3 mn")
    page.select_option("#id_splits-0-funder", [])
    page.locator("#reckoning button").click()

    assert page.input_value("#id_splits-0-amount") == "4,3 mn"
    expect(page.locator("#reckoned-parts")).to_contain_text("Ange en finansiär")
