"""SPIN's article stays true: its figures are right of their day, and a change is told beside it."""

import datetime

import pytest

from news.figures.judging import Judgement
from news.figures.page import told
from news.models import BoundFigure
from projects.ledger import state_figure
from projects.models import DecisionKind
from projects.money import Basis, parse
from tests.factories import spin

from .spins import amend, correct, replace, spins_article

pytestmark = pytest.mark.django_db

NOTE_SV = "SPIN, Region Västerbotten: beloppet ändrades 3 maj 2024 till ca 4,7 mn kr."
NOTE_EN = (
    "SPIN, Region Västerbotten: the amount was changed on 3 May 2024 to about SEK 4.7 million."
)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_every_figure_is_right_by_rounding():
    article = spins_article(spin())

    page = told(article)

    assert [(one.words, one.judged.judgement) for one in page.figures] == [
        ("14 miljoner", Judgement.ROUNDED),
        ("14,1 miljoner kronor", Judgement.ROUNDED),
        ("9,7 miljoner kronor", Judgement.ROUNDED),
        ("4,3", Judgement.ROUNDED),
    ]
    assert page.notes == []


def test_an_amendment_is_told_at_once_in_both_languages_and_the_feed(client):
    it = spin()
    spins_article(it)
    assert "ändrades" not in client.get("/nyheter/spin/").text

    amend(it)

    swedish = plain(client.get("/nyheter/spin/").text)
    assert NOTE_SV in swedish
    assert "I texten står ”4,3”." in swedish
    assert (
        "SPIN, registrerat stöd: beloppet ändrades 3 maj 2024 till"
        " minst 14 385 500 kr, under 14 485 500 kr."
    ) in swedish
    assert NOTE_EN in plain(client.get("/en/news/spin/").text)
    assert NOTE_SV in plain(client.get("/nyheter/flode.atom").text)
    assert NOTE_EN in plain(client.get("/en/news/feed.atom").text)
    assert NOTE_SV in plain(client.get("/nyheter/spin/utskrift/").text)


def test_the_verdict_of_the_day_stays_true_after_an_amendment(client):
    it = spin()
    article = spins_article(it)
    amend(it)

    page = told(article)

    assert {one.judged.judgement for one in page.figures} == {Judgement.ROUNDED}
    changed = {one.words: one.is_changed for one in page.figures}
    assert changed == {
        "14 miljoner": True,
        "14,1 miljoner kronor": True,
        "9,7 miljoner kronor": False,
        "4,3": True,
    }
    assert (
        "Det stämde den dagen: beloppet har ändrats sedan dess."
        in client.get("/nyheter/spin/").text
    )


def test_a_correction_says_that_the_figure_was_never_right():
    it = spin()
    article = spins_article(it)

    correct(it, "4 320 000 kr")

    (note,) = told(article).notes
    assert "SPIN, Region Västerbotten: beloppet rättades" in plain(note.text)
    assert "till 4 320 000 kr." in plain(note.text)


def test_the_words_and_the_moment_of_a_figure_stay_when_the_text_is_saved_again():
    article = spins_article(spin())
    before = list(BoundFigure.objects.values_list("words", "bound_at"))

    article.save()

    assert list(BoundFigure.objects.values_list("words", "bound_at")) == before
    assert len(before) == 8


def test_a_decision_of_the_same_amount_and_a_later_statement_are_no_change():
    it = spin()
    article = spins_article(it)

    amend(it, "4,3 mn")
    state_figure(
        project=it.project,
        amount=parse("4 330 000 kr"),
        basis=Basis.REGISTERED_SUPPORT,
        funder=it.region,
        stated_on=datetime.date(2025, 1, 1),
        source=it.news,
    )

    assert told(article).notes == []


def test_a_correction_is_told_of_the_entry_that_made_it_whatever_came_later():
    it = spin()
    article = spins_article(it)
    corrected = correct(it, "4,7 mn")
    replace(
        it, corrected, "4,9 mn", kind=DecisionKind.AMENDED, decided_on=datetime.date(2024, 5, 3)
    )

    first, second = sorted(told(article).notes, key=lambda one: one.decision.pk)

    assert first.decision == corrected
    assert "rättades" in first.text
    assert "ändrades 3 maj 2024 till ca 4,9 mn kr" in plain(second.text)
    figures = {one.words: one for one in told(article).figures}
    assert figures["4,3"].judged.judgement is Judgement.WRONG
    assert not figures["4,3"].is_changed
