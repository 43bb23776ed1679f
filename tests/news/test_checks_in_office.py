"""The back office shows what to put right, and lets advice be advice."""

import re

import pytest

from news.models import Article
from projects.models import PublicationState
from tests.news.factories import ArticleFactory
from tests.news.office import change, saved

pytestmark = pytest.mark.django_db

EMPTY_LINK = '<p>Text <a href="/om/"></a></p>'


def listed(page: str) -> list[str]:
    """Return what the page lists to put right, without its markup."""
    found = re.search(r'<div class="checks">(.*?)</div>', page, re.DOTALL)
    lines = re.findall(r"<li.*?</li>", found[1], re.DOTALL) if found else []
    return [re.sub("<[^>]+>", "", line).strip() for line in lines]


def test_the_form_lists_what_blocks_before_what_is_advised_and_leads_there(editor):
    article = ArticleFactory(body_sv=EMPTY_LINK, title_sv="a" * 71)

    page = editor.get(change(article)).text

    assert listed(page) == [
        "Måste rättas: En länk i texten har inga ord att trycka på.",
        "Se över: Titeln har 71 tecken. Är den längre än 70 kapas den av sökmotorer och i "
        "delade länkar.",
        "Se över: Engelsk text saknas: på engelska visas den svenska.",
    ]
    assert '<a href="#id_body_sv">En länk' in page


def test_a_reviewer_reads_the_list_on_the_form_and_where_it_is_scheduled(as_role):
    reviewer = as_role("reviewer")
    article = ArticleFactory(state=PublicationState.IN_REVIEW)
    advice = ["Se över: Engelsk text saknas: på engelska visas den svenska."]

    form = reviewer.get(change(article)).text
    schedule = reviewer.get(f"/admin/news/article/{article.pk}/schedule/").text

    assert listed(form) == listed(schedule) == advice
    assert "#id_title_en" not in form + schedule


def test_what_blocks_keeps_an_article_from_the_public_and_advice_does_not(editor):
    article = ArticleFactory(title_sv="a" * 71)

    page = editor.post(
        change(article), saved(editor, article, body_sv=EMPTY_LINK, _publish="1"), follow=True
    ).text
    assert "En länk i texten har inga ord att trycka på." in page
    assert not Article.objects.published().exists()

    article.refresh_from_db()
    editor.post(change(article), saved(editor, article, body_sv="<p>Text</p>", _publish="1"))
    assert Article.objects.published().exists()
