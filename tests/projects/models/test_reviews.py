"""What reviewers and corrections of news must say."""

import pytest
from django.contrib.auth.models import User

from news.models import Correction, ReviewComment
from tests.news.factories import ArticleFactory
from tests.projects.models.refusing import breaks, covering, refused
from tests.projects.models.samples import correction

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    return User.objects.create_user("granskare", is_staff=True)


@breaks("reviewcomment_says_something")
def test_a_comment_without_words_is_refused(person):
    ReviewComment.objects.create(article=ArticleFactory(), by=person, words="")


@breaks("correction_says_something")
def test_a_correction_without_words_is_refused(person):
    article = ArticleFactory(published=True)
    Correction.objects.create(article=article, by=person, words_sv="", words_en="The sum.")


@pytest.mark.parametrize("rule", covering("correction_is_kept"))
def test_a_correction_is_neither_changed_nor_taken_away(rule):
    row = correction()

    with refused(rule):
        Correction.objects.update(words_sv="Inget var fel.")
    with refused(rule):
        row.delete()
