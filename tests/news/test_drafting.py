"""What is typed is kept for whoever typed it, until it is saved or thrown away."""

import datetime
import html
import re

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news.models import Article, KeptDraft
from projects.models.sent_forms import KEPT_FOR as SENT_FOR
from spin_registry.sending import LONGEST, new_key
from tests.news.factories import ArticleFactory
from tests.news.office import ADD, LIST, change, saved, typed
from tests.projects.admin.typed_forms import seen

pytestmark = pytest.mark.django_db

KEEP = f"{LIST}keep/"


def kept(client: Client, article: Article | None = None, **values: object) -> dict[str, object]:
    """Keep what the form of an article, or of a new one, holds; return it as it was sent."""
    page = ADD if article is None else change(article)
    sent = {**typed(**values), **seen(client, page)}
    answer = client.post(KEEP if article is None else change(article, "keep"), sent)
    assert answer.status_code == 200
    return sent


def held(page: str, field: str) -> str:
    """Return what a field of a page holds."""
    found = re.search(rf'name="{field}"[^>]*value="([^"]*)"', page)
    found = found or re.search(rf'name="{field}"[^>]*>\s*([^<]*)<', page)
    return html.unescape(found[1]) if found else ""


def test_what_is_typed_of_a_new_article_is_offered_again_and_gone_once_saved(editor):
    kept(editor, title_sv="Halva titeln", lead_sv="")

    offered = editor.get(ADD).text
    draft = KeptDraft.objects.get()
    assert "”Halva titeln”" in offered
    assert Article.objects.count() == 0
    restored = editor.get(f"{ADD}?draft={draft.pk}")
    assert restored.status_code == 200
    assert held(restored.text, "title_sv") == "Halva titeln"
    assert "Det är inte sparat än" in restored.text
    assert "errorlist" not in restored.text
    sent = typed(once=held(restored.text, "once"), draft=held(restored.text, "draft"))
    editor.post(ADD, sent)

    assert Article.objects.get().title_sv == "Rubriken"
    assert not KeptDraft.objects.exists()


def test_what_is_typed_of_an_article_waits_at_its_form_alone(editor):
    article, other = ArticleFactory(title_sv="Ett"), ArticleFactory()
    kept(editor, article, title_sv="Ett och ett halvt")

    assert "”Ett och ett halvt”" in editor.get(change(article)).text
    assert "halvt" not in editor.get(change(other)).text + editor.get(ADD).text
    article.refresh_from_db()
    assert article.title_sv == "Ett"
    editor.post(change(article), saved(editor, article, title_sv="Två"))
    assert not KeptDraft.objects.exists()


def test_the_same_form_is_kept_once_and_another_beside_it(editor):
    sent = kept(editor, title_sv="A")
    editor.post(KEEP, {**sent, "title_sv": "B"})
    kept(editor, title_sv="C")

    assert [str(one) for one in KeptDraft.objects.all()] == ["C", "B"]


def test_a_restored_draft_is_kept_on_in_its_place(editor):
    kept(editor, title_sv="A")
    draft = KeptDraft.objects.get()
    page = editor.get(f"{ADD}?draft={draft.pk}").text

    answer = editor.post(
        KEEP, typed(title_sv="AB", once=held(page, "once"), draft=held(page, "draft"))
    )

    assert answer.json()["draft"] == draft.pk
    assert str(KeptDraft.objects.get()) == "AB"
    assert "draft" not in KeptDraft.objects.get().typed


def test_the_answer_says_when_it_was_kept(editor):
    sent = {**typed(), **seen(editor, ADD)}

    answer = editor.post(KEEP, sent).json()

    moment = timezone.localtime(KeptDraft.objects.get().saved_at)
    assert answer["said"] == f"Utkast sparat {moment:%H:%M}"


def test_a_draft_that_comes_after_its_form_was_saved_is_not_kept(editor):
    sent = {**typed(), **seen(editor, ADD)}
    editor.post(ADD, sent)

    assert editor.post(KEEP, sent).json() == {}
    assert not KeptDraft.objects.exists()


def test_a_form_without_a_key_of_ones_own_is_not_kept(editor):
    other = User.objects.create_user("annan")

    for once in ("", "nonsens", new_key(other)):
        assert editor.post(KEEP, typed(once=once)).json() == {}
    assert not KeptDraft.objects.exists()


def test_nobody_sees_restores_or_throws_away_what_another_has_typed(editor, as_role):
    article = ArticleFactory()
    kept(editor, article, title_sv="Hemligt")
    draft = KeptDraft.objects.get()
    administrator = as_role("administrator")

    for page in (change(article), f"{change(article)}?draft={draft.pk}"):
        assert "Hemligt" not in administrator.get(page).text
    assert administrator.post(f"{LIST}kept/{draft.pk}/discard/").status_code == 404
    administrator.post(change(article, "keep"), typed(draft=str(draft.pk), title_sv="Eget"))
    assert sorted(map(str, KeptDraft.objects.all())) == ["Eget", "Hemligt"]


def test_a_draft_is_thrown_away_by_its_button(editor):
    article = ArticleFactory()
    kept(editor, article)
    draft = KeptDraft.objects.get()

    answer = editor.post(f"{LIST}kept/{draft.pk}/discard/")

    assert (answer.status_code, answer["Location"]) == (302, change(article))
    assert not KeptDraft.objects.exists()
    assert "Osparade utkast" not in editor.get(change(article)).text


def test_a_restored_draft_shows_what_somebody_else_saved_meanwhile(editor, as_role):
    article = ArticleFactory(title_sv="Ett", lead_sv="Ingressen.", body_sv="<p>Texten.</p>")
    kept(editor, article, title_sv="Mitt")
    administrator = as_role("administrator")
    administrator.post(change(article), saved(administrator, article, title_sv="Ditt"))

    page = editor.get(f"{change(article)}?draft={KeptDraft.objects.get().pk}").text

    assert held(page, "title_sv") == "Mitt"
    assert "Ditt" in page
    article.refresh_from_db()
    assert article.title_sv == "Ditt"


@pytest.mark.parametrize("number", ["0", "99999", "1" + "0" * 20, "x", "١", "-1"])
def test_a_number_of_no_draft_shows_the_form_as_it_is(editor, number):
    article = ArticleFactory()

    assert editor.get(f"{ADD}?draft={number}").status_code == 200
    assert editor.get(f"{change(article)}?draft={number}").status_code == 200
    sent = {**typed(), **seen(editor, ADD)}
    assert editor.post(KEEP, {**sent, "draft": number}).status_code == 200


def test_whoever_was_signed_out_is_told_and_led_nowhere(client):
    assert client.post(KEEP, typed(once="x")).status_code == 401
    assert not KeptDraft.objects.exists()


def test_files_passwords_and_too_much_are_not_kept(editor):
    sent = kept(editor, password="hemligt")
    assert "hemligt" not in KeptDraft.objects.get().content

    answer = editor.post(KEEP, {**sent, "body_sv": "a" * LONGEST})

    assert answer.status_code == 413


def test_what_nobody_came_back_to_for_a_month_is_let_go(editor):
    kept(editor, title_sv="Gammalt")
    month = timezone.now() - datetime.timedelta(days=31)
    KeptDraft.objects.update(saved_at=month)
    assert month < timezone.now() - SENT_FOR

    kept(editor, title_sv="Nytt")

    assert [str(one) for one in KeptDraft.objects.all()] == ["Nytt"]


def test_the_form_takes_the_same_queries_however_many_drafts_wait(editor):
    kept(editor)
    editor.get(ADD)
    with CaptureQueriesContext(connection) as one:
        editor.get(ADD)
    kept(editor)
    kept(editor)

    with CaptureQueriesContext(connection) as three:
        editor.get(ADD)

    assert len(three) == len(one)
