"""A preset fills a money row at once, by keyboard alone; a copy begins a project."""

import pytest
from playwright.sync_api import expect

from projects.models import Project
from tests.factories import spin
from tests.projects.presetting import preset

pytestmark = pytest.mark.browser


def test_a_preset_fills_what_is_empty_and_another_one_what_it_filled(
    page, live_server, signed_in, axe
):
    first = preset("ERUF via Tillväxtverket", kind="cofunding_promised")
    other = preset("Regionens egna medel", fund=None, form="in_kind")
    signed_in(page, "administrator")
    page.goto(live_server.url + "/admin/projects/project/add/")
    row = "#id_splits-0-"

    page.focus(f"{row}preset")
    page.keyboard.press("ArrowDown")

    assert page.input_value(f"{row}funder") == str(first.funder_id)
    assert page.input_value(f"{row}kind") == "cofunding_promised"
    expect(page.locator("#splits-0 [role=status]")).to_contain_text(first.funder.name)
    expect(page.locator("#splits-0")).to_contain_text(first.fund.code)
    assert axe(page) == []

    page.keyboard.press("ArrowDown")

    assert page.input_value(f"{row}funder") == str(other.funder_id)
    assert page.input_value(f"{row}fund") == ""
    assert (page.input_value(f"{row}kind"), page.input_value(f"{row}form")) == (
        "granted",
        "in_kind",
    )
    assert page.input_value(f"{row}preset_filled") == str(other.pk)


def test_a_row_that_is_added_has_the_presets_too(page, live_server, signed_in):
    held = preset()
    signed_in(page, "administrator")
    page.goto(live_server.url + "/admin/projects/project/add/")
    page.locator("#splits-group .add-row a").click()

    page.select_option("#id_splits-1-preset", str(held.pk))

    assert page.input_value("#id_splits-1-programme") == str(held.programme_id)


def test_an_administrator_copies_a_project_as_a_start(page, live_server, signed_in, axe):
    it = spin()
    signed_in(page, "administrator")
    page.goto(f"{live_server.url}/admin/projects/project/{it.project.pk}/change/")
    page.get_by_role("link", name="Utgå från en kopia").click()

    expect(page.locator(".panel")).to_contain_text("Kopierat från SPIN")
    expect(page.locator("#splits-1")).to_contain_text(it.region.name)
    assert axe(page) == []
    page.fill("#id_title_sv", "SPIN, andra etappen")
    for index in range(2):
        page.locator(f"#id_splits-{index}-source + .select2 .select2-selection").click()
        page.locator(".select2-container--open .select2-search__field").fill(it.news.title)
        page.locator(".select2-results__option--highlighted", has_text=it.news.title).click()
    page.locator("[name=_save]").click()

    expect(page.locator(".messagelist .success")).to_be_visible()
    made = Project.objects.exclude(pk=it.project.pk).get()
    assert made.slug == "spin-andra-etappen"
    assert made.participations.filter(role="lead").get().organisation == it.university
