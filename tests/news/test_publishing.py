import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from news import publishing
from news.models import Article
from projects.models import PublicationState
from tests.news.factories import ArticleFactory

pytestmark = pytest.mark.django_db

TOMORROW = timezone.now() + datetime.timedelta(days=1)
THEN = datetime.datetime(2018, 6, 20, 7, tzinfo=datetime.UTC)


def test_a_published_article_is_public_from_now():
    article = ArticleFactory()
    before = timezone.now()

    publishing.publish(article)

    assert before <= article.published_at <= timezone.now()
    assert list(Article.objects.published()) == [article]


def test_a_scheduled_article_is_not_public_yet_and_can_be_moved():
    article = ArticleFactory(published=TOMORROW)

    assert article.is_scheduled
    assert not Article.objects.ever_public().exists()

    publishing.publish(article, at=THEN)

    assert article.published_at == THEN
    assert article.is_published


def test_an_article_that_lacks_something_is_not_published():
    article = ArticleFactory(title_sv="", lead_sv=" ", body_sv="<p> </p>")

    with pytest.raises(ValidationError) as refused:
        publishing.publish(article)

    assert list(refused.value.message_dict) == ["title_sv", "lead_sv", "body_sv"]
    article.refresh_from_db()
    assert article.state == PublicationState.DRAFT


def test_a_published_article_is_not_published_twice():
    article = ArticleFactory(published=THEN)

    with pytest.raises(ValidationError):
        publishing.publish(article)

    article.refresh_from_db()
    assert article.published_at == THEN


def test_what_is_published_again_keeps_its_first_day_and_loses_the_reason():
    article = ArticleFactory(published=THEN, withdrawn="Fel belopp.")

    publishing.publish(article)

    article.refresh_from_db()
    assert article.published_at == THEN
    assert (article.withdrawn_at, article.withdrawn_reason_sv) == (None, "")


def test_a_withdrawn_article_says_when_and_why():
    article = ArticleFactory(published=True)

    publishing.withdraw(article, reason_sv=" Fel belopp. ", reason_en="Wrong amount.")

    assert article.state == PublicationState.WITHDRAWN
    assert article.withdrawn_at <= timezone.now()
    assert article.withdrawn_reason_sv == "Fel belopp."
    assert article.withdrawn_reason_en == "Wrong amount."


def test_nothing_is_withdrawn_without_a_reason():
    article = ArticleFactory(published=True)

    with pytest.raises(ValidationError) as refused:
        publishing.withdraw(article, reason_sv="  ")

    assert list(refused.value.message_dict) == ["reason_sv"]


@pytest.mark.parametrize("moment", [None, TOMORROW])
def test_what_is_not_public_is_not_withdrawn(moment):
    article = ArticleFactory(published=moment)

    with pytest.raises(ValidationError):
        publishing.withdraw(article, reason_sv="Fel.")


def test_a_draft_goes_to_review_and_back():
    article = ArticleFactory()

    publishing.send_to_review(article)
    assert article.state == PublicationState.IN_REVIEW
    with pytest.raises(ValidationError):
        publishing.send_to_review(article)

    publishing.return_to_draft(article)
    assert article.state == PublicationState.DRAFT
    with pytest.raises(ValidationError):
        publishing.return_to_draft(article)


def test_a_scheduled_article_can_become_a_draft_again():
    article = ArticleFactory(published=TOMORROW)

    publishing.return_to_draft(article)

    article.refresh_from_db()
    assert (article.state, article.published_at) == (PublicationState.DRAFT, None)


def test_what_was_public_never_becomes_a_draft_again():
    for article in (ArticleFactory(published=True), ArticleFactory(published=True, withdrawn="x")):
        with pytest.raises(ValidationError):
            publishing.return_to_draft(article)


def test_every_step_makes_a_new_version():
    article = ArticleFactory(published=True, withdrawn="Fel.")

    article.refresh_from_db()
    assert article.version == 3


def test_an_edit_is_noted_only_of_what_the_public_has_seen():
    draft, published = ArticleFactory(), ArticleFactory(published=True)

    publishing.note_edit(draft)
    publishing.note_edit(published)

    assert draft.edited_at is None
    assert published.last_changed_at == published.edited_at > published.published_at
