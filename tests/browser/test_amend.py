"""SPIN's regional part is amended, approved by another, and read with both amounts."""

import pytest
from playwright.sync_api import Page, expect

from projects.models import Decision, Proposal
from tests import factories

pytestmark = pytest.mark.browser


def choose(page: Page, field: str, text: str) -> None:
    page.locator(f"#id_{field} + .select2 .select2-selection").click()
    page.locator(".select2-container--open .select2-search__field").fill(text)
    page.locator(".select2-results__option--highlighted", has_text=text).click()


def test_an_administrator_amends_a_reviewer_approves_and_the_public_reads_both_amounts(
    page, live_server, signed_in, open_page, axe
):
    it = factories.spin()
    regional = it.cofunded.splits.get()
    signed_in(page, "administrator")
    page.goto(f"{live_server.url}/admin/projects/project/{it.project.pk}/change/")
    row = page.locator(".book tr", has_text="Region Västerbotten")
    row.get_by_role("link", name="Ändra").click()
    expect(page.get_by_role("heading", name="Ändra genom nytt beslut")).to_be_visible()
    assert axe(page) == []
    page.fill("#id_decided_on", "2019-03-05")
    page.fill("#id_reference", "RV 2019:117")
    page.fill(f"#id_amount_{regional.pk}", "4 600 000")
    choose(page, "source", it.news.title)
    page.get_by_role("button", name="Skicka för godkännande").click()
    expect(page.locator(".messagelist")).to_contain_text("väntar tills någon annan")
    assert Decision.objects.filter(kind="amended").count() == 0

    reviewer = open_page()
    signed_in(reviewer, "reviewer")
    reviewer.goto(live_server.url + "/admin/")
    reviewer.locator("#approve a").first.click()
    expect(reviewer.locator(".book")).to_contain_text("4,3 mn kr")
    expect(reviewer.locator(".book")).to_contain_text("4 600 000 kr")
    assert axe(reviewer) == []
    reviewer.get_by_role("button", name="Godkänn").click()
    expect(reviewer.locator(".messagelist .success")).to_be_visible()
    assert Proposal.objects.get().state == "approved"

    visitor = open_page()
    visitor.goto(live_server.url + "/projekt/spin/")
    timeline = visitor.locator(".time")
    expect(timeline).to_contain_text("5 mars 2019")
    expect(timeline).to_contain_text("4 600 000 kr")
    expect(timeline).to_contain_text("20 juni 2018")
    expect(timeline).to_contain_text("4,3 mn kr")
    money = visitor.locator("main")
    expect(money).to_contain_text(
        "Beloppet ändrades genom beslut 5 mars 2019. Tidigare: ca 4,3 mn kr."
    )
    proofs = visitor.locator("section", has=visitor.locator("#proof"))
    expect(proofs).to_contain_text("4,3 + 9,7 = 14,0")
    expect(proofs).to_contain_text("Det stämde den dagen: ett belopp har ändrats sedan dess.")
    assert axe(visitor) == []
