"""An editor binds figures while writing; an amendment is told beside the article at once."""

import pytest
from playwright.sync_api import expect

from news.models import Article, BoundFigure, FigureNote
from tests.factories import spin
from tests.news.figures.spins import amend, spins_article

pytestmark = pytest.mark.browser

ADD = "/admin/news/article/add/"


def test_an_editor_binds_figures_in_title_and_text(page, live_server, signed_in, axe):
    it = spin()
    signed_in(page, "editor")
    page.goto(f"{live_server.url}{ADD}?project={it.project.pk}")
    expect(page.locator("#id_title_sv")).to_have_value("14,1\u00a0miljoner kronor till SPIN")
    said = page.locator("#figures-said")
    expect(said).to_contain_text("stämmer, rätt avrundat")
    page.fill("#id_title_sv", "SPIN får ")
    page.get_by_text("Tal i rubrik och ingress", exact=True).click()
    page.fill("#id_heading_figures", "")
    page.fill("#id_lead_sv", "Regionen ger 4,9 miljoner kronor.")
    expect(said).to_contain_text("Belopp som ännu inte är bundna")
    page.locator("#id_title_sv").press("End")
    page.locator(".field-title_sv .figure-opener").click()
    page.locator(".field-title_sv").get_by_role("button", name="14 miljoner kronor").click()
    expect(page.locator("#id_heading_figures")).to_have_value(
        f"title_sv: 14 miljoner kronor = {it.project.reference} registered_support"
        f" {page.input_value('#id_title_sv_figure_day')}"
    )
    body = page.locator("[contenteditable=true]").first
    body.click()
    page.keyboard.press("Control+End")
    page.locator(".body-toolbar").first.get_by_role("button", name="Tal ur registret").click()
    row = page.locator(".body-row:visible")
    row.get_by_label("Projekt eller omgång").fill("SPIN")
    row.get_by_label("Per den").fill("2018-06-20")
    page.keyboard.press("Enter")
    expect(row).to_contain_text("Region Västerbotten")
    assert axe(page) == []
    row.locator("li", has_text="Region Västerbotten").locator("button").first.click()
    page.keyboard.type(" räcker.")
    page.locator("[name=_continue]").click()
    page.locator(".messagelist .success").wait_for()

    article = Article.objects.get()
    assert article.title_sv.replace("\u00a0", " ") == "SPIN får 14 miljoner kronor"
    last = BoundFigure.objects.filter(language="sv", field="body").last()
    assert last.words == "4,3 miljoner kronor"
    assert (last.project, last.funder, str(last.spoke_of)) == (it.project, it.region, "2018-06-20")
    assert "</data> räcker." in article.body_sv
    expect(page.locator("#figures-said")).to_contain_text("4,9 miljoner kronor")


@pytest.mark.drill
def test_an_amendment_is_on_the_start_page_and_the_editor_puts_it_in_words(
    page, live_server, signed_in, open_page, axe
):
    it = spin()
    article = spins_article(it)
    amend(it)
    signed_in(page, "editor")
    page.goto(live_server.url + "/admin/")
    page.locator("#figures a").first.click()
    page.get_by_role("link", name="Se över notisen").click()
    assert axe(page) == []
    page.fill("#id_words_sv", "Stödet höjdes. {fact}")
    page.fill("#id_words_en", "No fact here.")
    page.get_by_role("button", name="Spara notisen").click()
    expect(page.locator(".errorlist")).to_contain_text("{fact}")
    page.fill("#id_words_en", "Support was raised. {fact}")
    page.get_by_role("button", name="Spara notisen").click()
    page.locator(".messagelist .success").wait_for()

    assert FigureNote.objects.get().article == article
    page.goto(live_server.url + "/admin/")
    expect(page.locator("#figures a")).to_have_count(0)
    visitor = open_page()
    visitor.goto(live_server.url + "/en/news/spin/")
    expect(visitor.locator(".changed")).to_contain_text("Support was raised. SPIN")
    visitor.locator(".body .bound").first.click()
    expect(visitor.locator(".notes li:target")).to_contain_text("right by rounding")
    assert axe(visitor) == []
