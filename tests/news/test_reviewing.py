"""A reviewer reads what is new, publishes what was read, or says what to put right."""

import datetime

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from news import publishing, reviewing
from news.models import ReviewComment
from projects.models import PublicationState
from tests.news.factories import ArticleFactory
from tests.news.office import change, saved
from tests.news.test_versions import rewritten

pytestmark = pytest.mark.django_db

LATER = datetime.datetime(2097, 6, 20, 7, tzinfo=datetime.UTC)


@pytest.fixture
def reviewer(as_role):
    return as_role("reviewer")


@pytest.fixture
def person() -> User:
    return User.objects.create_user("granskare", is_staff=True)


def test_what_nobody_has_read_is_read_whole():
    article = ArticleFactory()
    assert reviewing.reading(article) is None

    publishing.send_to_review(article)

    assert reviewing.reading(article) == reviewing.Reading(None, [])


def test_what_comes_back_is_read_as_what_changed_since_it_was_last_in_review(person):
    article = ArticleFactory(title_sv="Först")
    publishing.send_to_review(article)
    rewritten(article, lead_sv="Ändrad under granskningen.")
    reviewing.send_back(article, by=person, words="Rubriken.")
    rewritten(article, title_sv="Sedan")
    publishing.send_to_review(article)

    found = reviewing.reading(article)

    assert found.since.event.lead_sv == "Ändrad under granskningen."
    assert [one.label for one in found.differences] == ["Titel på svenska"]


def test_what_was_approved_and_taken_off_the_schedule_is_read_against_that():
    article = ArticleFactory(title_sv="Godkänd", published=LATER)
    publishing.return_to_draft(article)
    rewritten(article, title_sv="Ny")
    publishing.send_to_review(article)

    found = reviewing.reading(article)

    assert (found.since.event.title_sv, found.since.standing) == ("Godkänd", "schemalagt")


@pytest.mark.parametrize("words", ["", "  "])
def test_nothing_is_returned_without_a_word(person, words):
    article = ArticleFactory()
    publishing.send_to_review(article)

    with pytest.raises(ValidationError):
        reviewing.send_back(article, by=person, words=words)

    article.refresh_from_db()
    assert article.state == PublicationState.IN_REVIEW


@pytest.mark.parametrize("stage", [{}, {"published": LATER}, {"published": True}])
def test_only_what_is_in_review_is_returned(person, stage):
    with pytest.raises(ValidationError):
        reviewing.send_back(ArticleFactory(**stage), by=person, words="Nej.")

    assert not ReviewComment.objects.exists()


def test_comments_are_told_until_the_article_is_published(person):
    article = ArticleFactory()
    for words in ("Först.", "Sedan."):
        publishing.send_to_review(article)
        reviewing.send_back(article, by=person, words=words)

    assert [one.words for one in reviewing.comments(article)] == ["Sedan.", "Först."]
    assert reviewing.returned([article]) == {article.pk: "Sedan."}

    publishing.publish(article)
    assert reviewing.comments(article) == []
    assert reviewing.returned([article]) == {}


def test_a_reviewer_returns_an_article_and_its_author_sees_why(editor, reviewer):
    article = ArticleFactory(title_sv="Först")
    editor.post(change(article), saved(editor, article, title_sv="Först", _review="1"))
    assert "Ingen har granskat detta förut" in reviewer.get(change(article)).text

    empty = reviewer.post(change(article, "return"), {"words": " "})
    assert list(empty.context["form"].errors) == ["words"]
    reviewer.post(change(article, "return"), {"words": "Beloppet saknar källa."})

    article.refresh_from_db()
    assert article.state == PublicationState.DRAFT
    assert "Beloppet saknar källa." in editor.get(change(article)).text
    assert "Tillbakaskickad: Beloppet saknar källa." in editor.get("/admin/").text

    editor.post(change(article), saved(editor, article, title_sv="Sedan", _review="1"))
    page = reviewer.get(change(article)).text
    assert '<del><span class="visually-hidden">borttaget: </span>Först</del>' in page
    assert '<ins><span class="visually-hidden">tillagt: </span>Sedan</ins>' in page


def test_a_comment_that_cannot_be_given_stays_in_its_form(reviewer):
    article = ArticleFactory()

    page = reviewer.post(change(article, "return"), {"words": "Rätta detta."})

    assert "Bara det som är under granskning kan skickas tillbaka." in page.text
    assert "Rätta detta." in page.text


@pytest.mark.parametrize("step", ["publish", "schedule"])
def test_a_reviewer_publishes_only_what_was_read(editor, reviewer, step):
    article = ArticleFactory(title_sv="Först")
    publishing.send_to_review(article)
    seen = reviewer.get(change(article)).context["seen_changes"]
    editor.post(change(article), saved(editor, article, title_sv="Sedan"))
    sent = {"at": "2097-06-20 09:00"} if step == "schedule" else {"seen_changes": seen}

    answer = reviewer.post(f"{change(article, step)}?seen_changes={seen}", sent, follow=True)

    assert "Något har ändrats" in answer.text
    article.refresh_from_db()
    assert article.state == PublicationState.IN_REVIEW

    seen = reviewer.get(change(article)).context["seen_changes"]
    reviewer.post(f"{change(article, step)}?seen_changes={seen}", sent | {"seen_changes": seen})
    article.refresh_from_db()
    assert article.state == PublicationState.PUBLISHED
