"""What the back office says of figures: to whoever writes, reviews and looks after them."""

import datetime

import pytest
from django.urls import reverse

from news.figures.choices import choices_of
from news.figures.page import told
from news.figures.saying import said_of
from news.figures.starting import about_project
from news.models import Article
from news.publishing import publish, to_put_right
from tests.factories import spin
from tests.news.factories import ArticleFactory

from .spins import amend, bound, references, spins_article
from .test_spin import plain

pytestmark = pytest.mark.django_db

LIST = reverse("admin:news_article_changelist")


def change_form(article: Article) -> str:
    return reverse("admin:news_article_change", args=[article.pk])


def written(it, body: str, **columns) -> Article:
    """Return an article that binds figures in its Swedish text alone."""
    return ArticleFactory(body_sv=body, body_en="<p>Nothing bound.</p>", **columns)


def test_editors_are_told_of_a_change_whatever_language_they_read(editor):
    it = spin()
    body = f"<p>{bound(references(it)['region'], '4,3 miljoner kronor')}</p>"
    article = written(it, body, published=True, title_en="In English")
    written(it, "<p>Inget.</p>", published=True, title_en="Of something else")
    amend(it)
    editor.cookies["django_language"] = "en"

    start = editor.get(reverse("admin:index")).text
    narrowed = editor.get(f"{LIST}?changed_figures=1")

    assert "the amount was changed on 3 May 2024 to about SEK 4.7 million" in plain(start)
    assert f"{LIST}?changed_figures=1" in start
    assert [one.pk for one in narrowed.context["cl"].result_list] == [article.pk]
    assert "See to the note" in editor.get(change_form(article)).text


def test_reviewers_are_told_of_the_figures_of_a_text_they_only_read(as_role):
    article = spins_article(spin(), published=False)

    page = as_role("reviewer").get(change_form(article)).text

    assert "9,7 miljoner kronor</b>: stämmer, rätt avrundat" in page
    assert "Inga belopp i texten ännu" not in page


def test_a_text_about_an_old_day_is_not_overtaken_by_what_was_known_when_it_was_written():
    it = spin()
    amend(it)
    draft = spins_article(it, published=False)

    assert told(draft).notes == []
    assert not any(one.is_changed for one in told(draft).figures)


def test_an_article_older_than_the_registry_is_told_of_what_came_after_it():
    it = spin()
    amend(it)
    article = spins_article(it, published=False)
    publish(article, at=datetime.datetime(2018, 6, 20, 9, tzinfo=datetime.UTC))

    assert [one.on for one in told(article).notes] == [datetime.date(2024, 5, 3)]
    assert list(Article.objects.quoting_what_changed()) == [article]


def test_what_was_never_right_is_not_said_to_be_overtaken():
    it = spin()
    article = written(it, f"<p>{bound(references(it)['all'], '14,2 miljoner')}</p>", published=True)

    amend(it)

    assert told(article).notes == []


def test_verdicts_say_their_day_and_that_the_amount_has_changed_since(client, editor):
    it = spin()
    article = spins_article(it)
    amend(it)

    page = plain(client.get("/nyheter/spin/").text)
    form = plain(editor.get(change_form(article)).text)
    said_of_typed = said_of(Article(body_sv=article.body_sv), article)

    assert "per den 20 juni 2018, ändrat sedan dess</span>" in page
    assert "Det stämde den dagen: beloppet har ändrats sedan dess." in form
    assert [one.is_changed for one in said_of_typed.figures] == [False, True]


def test_the_checks_name_a_figure_that_is_wrong_and_amounts_that_are_loose():
    it = spin()
    wrong = bound(references(it)["all"], "14,2 miljoner")
    article = written(it, f"<p>{wrong} och 3 mn och 4 mn</p>", title_en="A", lead_en="B")

    found = [(one.field, one.blocks, plain(one.message)) for one in to_put_right(article)]

    assert found == [
        (
            "body_sv",
            False,
            "≠ ”14,2 miljoner”: stämmer inte med registret."
            " Registret har minst 14 050 000 kr, under 14 085 500 kr.",
        ),
        ("body_sv", False, "Belopp som inget står bakom: 3 mn, 4 mn."),
    ]


def test_news_of_an_increase_do_not_begin_with_a_coarser_figure():
    it = spin()
    amend(it)

    begun = about_project(it.project)

    assert plain(begun["title_sv"]) == "Minst 14 385 500 kronor till SPIN"
    assert plain(begun["title_en"]) == "At least SEK 14,385,500 for SPIN"


def test_each_figure_that_is_offered_says_what_it_counts():
    offered = choices_of(spin().project, datetime.date(2018, 6, 20), "sv")

    known = {one.title: one.known for one in offered}

    assert known["SPIN, EU-stöd"].startswith("Det som kommer ur EU:s fonder, oavsett vem")
    assert known["SPIN, Tillväxtverket"].startswith("Alla kontanta medel från Tillväxtverket")
