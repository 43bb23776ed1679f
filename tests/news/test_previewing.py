"""Whoever holds a link reads an article before it is public; nobody else, and not for long."""

import datetime
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission, User
from django.core.exceptions import ValidationError
from django.core.signing import Signer
from django.utils import timezone
from django.utils.translation import override

from news import previewing, publishing
from news.models import PreviewLink
from tests.news.factories import ArticleFactory, library_picture
from tests.news.office import change

pytestmark = pytest.mark.django_db


@pytest.fixture
def author() -> User:
    return User.objects.create_user("redaktor", is_staff=True)


def linked(article, author) -> str:
    return previewing.address_of(previewing.make_link(article, by=author))


def test_a_draft_is_read_by_its_link_in_both_languages_and_kept_by_nobody(client, author):
    article = ArticleFactory(title_sv="Utkastet", title_en="The draft", lead_en="Lead.")
    address = linked(article, author)

    page = client.get(address)

    assert page.status_code == 200
    assert page["Cache-Control"] == "private, no-store"
    assert page["Referrer-Policy"] == "no-referrer"
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert '<meta name="robots" content="noindex, nofollow">' in page.text
    assert "canonical" not in page.text
    assert "Utkastet" in page.text
    assert "Detta är inte publikt" in page.text
    assert not page.cookies
    with override("en"):
        english = client.get(linked(article, author))
    assert "The draft" in english.text
    assert "This is not public" in english.text


def test_what_is_changed_after_the_link_was_sent_is_shown_by_it(client, author):
    article = ArticleFactory()
    address = linked(article, author)
    article.title_sv = "Den nya rubriken"
    article.save()

    assert "Den nya rubriken" in client.get(address).text


def test_the_preview_of_a_scheduled_article_tells_of_the_embargo_until_it_is_out(
    client, author, monkeypatch
):
    at = datetime.datetime(2097, 6, 20, 7, tzinfo=datetime.UTC)
    monkeypatch.setattr(timezone, "now", lambda: at - timedelta(days=1))
    article = ArticleFactory(published=at)
    address = linked(article, author)

    assert "Embargo till 20\xa0juni\xa02097 kl.\xa009.00." in client.get(address).text

    monkeypatch.setattr(timezone, "now", lambda: at)
    out = client.get(address)
    assert (out.status_code, out["Location"]) == (302, article.get_absolute_url())
    assert out["Cache-Control"] == "private, no-store"


def test_a_link_ends_after_seven_days_and_says_so(client, author, monkeypatch):
    address = linked(ArticleFactory(), author)
    now = timezone.now()

    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(days=7, seconds=-5))
    assert client.get(address).status_code == 200
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(days=7, seconds=5))
    ended = client.get(address)

    assert ended.status_code == 410
    assert "Förhandsvisningen är slut" in ended.text
    assert ended["Cache-Control"] == "private, no-store"


def test_how_long_a_link_holds_is_a_setting(author, settings):
    settings.PREVIEW_DAYS = 1

    link = previewing.make_link(ArticleFactory(), by=author)

    assert link.until - timezone.now() <= timedelta(days=1)


def test_a_link_that_is_taken_back_has_ended_and_so_has_one_that_was_replaced(client, author):
    article = ArticleFactory()
    first = linked(article, author)
    second = linked(article, author)
    assert [client.get(one).status_code for one in (first, second)] == [410, 200]

    previewing.take_back(article)

    assert client.get(second).status_code == 410
    assert previewing.link_of(article) is None


def test_a_link_that_was_never_ours_is_not_found(client, author):
    article = ArticleFactory()
    address = linked(article, author)
    key = PreviewLink.objects.get().key.hex
    wrong = [
        address[:-2] + "/",
        address.replace(key, uuid4().hex),
        f"/nyheter/forhandsvisning/{key}/",
        f"/nyheter/forhandsvisning/{Signer(salt='another').sign(key)}/",
        "/nyheter/forhandsvisning/:/",
    ]

    assert [client.get(one).status_code for one in wrong] == [404] * len(wrong)


def test_what_is_withdrawn_is_shown_by_no_link(client, author):
    article = ArticleFactory()
    address = linked(article, author)
    publishing.publish(article)
    publishing.withdraw(article, reason_sv="Fel belopp.")

    page = client.get(address)

    assert page.status_code == 410
    assert "Fel belopp." in page.text
    assert "Brödtexten" not in page.text


@pytest.mark.parametrize("stage", [{"published": True}, {"published": True, "withdrawn": "Fel."}])
def test_no_link_is_made_to_what_is_or_was_public(author, stage):
    with pytest.raises(ValidationError):
        previewing.make_link(ArticleFactory(**stage), by=author)


def test_a_picture_is_seen_while_a_link_to_its_article_holds(client, author):
    article = ArticleFactory(picture=library_picture())
    address = article.picture.url
    assert client.get(address).status_code == 404

    linked(article, author)
    shown = client.get(address)
    assert (shown.status_code, shown["Cache-Control"]) == (200, "private, no-store")

    previewing.take_back(article)
    assert client.get(address).status_code == 404


def test_a_link_goes_with_its_draft(author):
    article = ArticleFactory()
    linked(article, author)

    article.delete()

    assert not PreviewLink.objects.exists()


def test_an_editor_makes_a_link_copies_it_and_takes_it_back(editor, client):
    article = ArticleFactory()
    page = change(article, "preview/link")
    assert "forhandsvisning" not in editor.get(page).text

    made = editor.post(page, follow=True)
    link = PreviewLink.objects.get()
    for language, start in [("sv", "/nyheter/forhandsvisning/"), ("en", "/en/news/preview/")]:
        with override(language):
            address = previewing.address_of(link)
        assert address.startswith(start)
        assert f'value="http://testserver{address}"' in made.text
    assert link.by.username == "editor"
    assert client.get(previewing.address_of(link)).status_code == 200

    editor.post(page, {"end": "1"})
    assert client.get(previewing.address_of(link)).status_code == 410


def test_looking_at_the_page_of_a_link_makes_none(editor):
    editor.get(change(ArticleFactory(), "preview/link"))

    assert not PreviewLink.objects.exists()


def test_who_may_only_read_makes_no_link(as_role):
    article = ArticleFactory()
    reader = as_role("editor")
    user = User.objects.get(username="editor")
    user.groups.clear()
    user.user_permissions.add(Permission.objects.get(codename="view_article"))

    assert reader.get(change(article, "preview/link")).status_code == 200
    assert reader.post(change(article, "preview/link")).status_code == 403
    assert reader.get(change(article, "preview")).status_code == 200


def test_the_link_of_a_public_article_is_its_own_address(editor):
    article = ArticleFactory(published=True)

    page = editor.post(change(article, "preview/link"), follow=True)

    assert article.get_absolute_url() in page.text
    assert not PreviewLink.objects.exists()
