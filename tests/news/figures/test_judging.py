"""Each verdict on a figure in a text, and what editors are offered to quote."""

import datetime
import re

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from news.figures.choices import choices_of, choices_of_round
from news.figures.judging import Judgement, judged
from news.figures.keeping import resolved
from news.figures.saying import problems, said_of
from news.figures.starting import about_project, about_round
from news.figures.texts import figures_of
from news.models import Article
from projects.publishing import withdraw
from tests.factories import ProjectFactory, spin

from .spins import bound, references, spins_article

pytestmark = pytest.mark.django_db


def verdict(words: str, reference: str, sentence: str = "{}") -> Judgement:
    article = Article(body_sv=f"<p>{sentence.format(bound(reference, words))}</p>")
    (one,) = judged(resolved(figures_of(article)))
    return one.judgement


@pytest.mark.parametrize(
    ("what", "words", "judgement"),
    [
        ("agency", "9 735 500 kronor", Judgement.RIGHT),
        ("agency", "9,7 miljoner", Judgement.ROUNDED),
        ("all", "14,1 mn", Judgement.ROUNDED),
        ("all", "minst 14 miljoner", Judgement.LOWER_BOUND),
        ("all", "14 050 000 kr", Judgement.LOWER_BOUND),
        ("all", "14 085 500 kr", Judgement.UPPER_BOUND),
        ("all", "högst 15 miljoner", Judgement.UPPER_BOUND),
        ("all", "under 15 miljoner", Judgement.UPPER_BOUND),
        ("all", "under 9 miljoner", Judgement.WRONG),
        ("all", "mer än 14 miljoner", Judgement.LOWER_BOUND),
        ("agency", "mer än 9 735 500 kr", Judgement.WRONG),
        ("agency", "minst 9 735 500 kr", Judgement.LOWER_BOUND),
        ("all", "14 060 000 kr", Judgement.UNTESTABLE),
        ("all", "omkring 14 miljoner", Judgement.UNTESTABLE),
        ("all", "drygt 14 miljoner", Judgement.LOWER_BOUND),
        ("all", "drygt 13 miljoner", Judgement.WRONG),
        ("all", "nästan 14,1 miljoner", Judgement.UPPER_BOUND),
        ("all", "nästan 14 miljoner", Judgement.WRONG),
        ("agency", "just over SEK 9 700 000", Judgement.LOWER_BOUND),
        ("all", "fjorton miljoner", Judgement.UNTESTABLE),
        ("all", "15 miljoner", Judgement.WRONG),
        ("all", "9,7 miljoner", Judgement.OTHER_BASIS),
        ("round", "cirka 142 miljoner", Judgement.UNTESTABLE),
        ("round", "152 miljoner", Judgement.WRONG),
        ("projects", "22 projekt", Judgement.UNTESTABLE),
        ("projects", "23 projekt", Judgement.WRONG),
    ],
)
def test_a_figure_is_held_against_the_registry(what, words, judgement):
    assert verdict(words, references(spin())[what]) is judgement


def test_a_sentence_that_speaks_of_another_basis_is_told():
    reference = references(spin())["all"]

    assert verdict("14,1 mn", reference, "EU-stödet är {}.") is Judgement.OTHER_BASIS
    assert verdict("14,1 mn", reference, "Stödet är {}.") is Judgement.ROUNDED


def test_before_anything_was_decided_there_is_nothing_to_hold_it_against():
    it = spin()
    reference = f"{it.project.reference} registered_support 1995-01-01"

    assert verdict("14,1 mn", reference) is Judgement.UNTESTABLE


def test_every_way_to_print_what_is_offered_is_right():
    it = spin()
    today = datetime.date(2018, 6, 20)
    for language in ("sv", "en"):
        offered = choices_of(it.project, today, language)
        offered += choices_of_round(it.round, today, language)
        assert len(offered) > 3
        for choice in offered:
            for words in choice.writings:
                article = Article(**{f"body_{language}": f"<p>{bound(choice.value, words)}</p>"})
                (one,) = judged(resolved(figures_of(article)))
                assert one.judgement not in {Judgement.WRONG, Judgement.OTHER_BASIS}, words


def test_news_begin_with_bound_facts_in_two_languages():
    it = spin()

    for begun in (about_project(it.project), about_round(it.round)):
        texts = {name: value for name, value in begun.items() if isinstance(value, str)}
        article = Article(**texts)
        said = said_of(article)
        assert problems(article) == {}
        assert {one.figure.language for one in said.figures} == {"sv", "en"}
        assert not [one for one in said.figures if one.judgement is Judgement.WRONG]
        assert article.title_sv != article.title_en
    assert translation.get_language() == "sv"


def test_figures_bound_to_nothing_are_refused_at_their_field():
    article = spins_article(spin(), published=False)
    article.heading_figures += "\ntitle_sv: 15 miljoner = P000001 registered_support 2018-06-20"
    article.body_en = f"<p>{bound('P999999 registered_support 2018-06-20', '3 mn')}</p>"

    article.body_en += f"<p>{bound('P999998 registered_support 2018-06-20', '4 mn')}</p>"

    found = problems(article)

    assert set(found) == {"heading_figures", "body_en"}
    assert [said[:7] for said in found["body_en"]] == ["”3 mn” ", "”4 mn” "]


def test_what_quotes_a_draft_is_not_published():
    with pytest.raises(ValidationError, match="SPIN"):
        spins_article(spin(published=False))


def test_a_figure_of_a_project_that_is_withdrawn_is_left_to_its_words(client):
    it = spin()
    spins_article(it, rounds=[])
    withdraw(it.project, reason_sv="Fel projekt.")

    page = client.get("/nyheter/spin/").text

    assert "P0000" not in client.get("/nyheter/flode.atom").text
    assert "14 miljoner" in page
    assert 'class="bound"' not in page
    assert "9\u00a0735\u00a0500" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_figures_take_the_same_queries_however_many(client, django_assert_num_queries, count):
    it = spin()
    of = references(it)
    figures = [bound(of["agency"], "9,7 mn"), bound(of["round"], "142 mn")] * count
    spins_article(it, body_sv=f"<p>{' '.join(figures)}</p>")
    client.get("/nyheter/spin/")

    with django_assert_num_queries(30):
        client.get("/nyheter/spin/?again")


def test_a_project_without_money_begins_without_an_amount():
    begun = about_project(ProjectFactory(acronym="TOM"))

    assert begun["title_sv"] == "Nytt om TOM"
    assert "0 kronor" not in str(begun)


def test_the_same_figure_twice_is_linked_twice_and_never_within_a_link(client):
    it = spin()
    figure = bound(references(it)["agency"], "9,7 mn")
    spins_article(it, body_sv=f'<p>{figure}{figure} <a href="https://x.se">{figure}</a></p>')

    page = client.get("/nyheter/spin/").text

    numbers = re.findall(r'id="figure-(\d)"', page)
    assert numbers == ["1", "2", "3", "4"]
    assert '<a href="https://x.se">9,7 mn</a>' in page
