"""What reviewers and corrections of news must say."""

import pytest
from django.contrib.auth.models import User

from news.models import ReviewComment
from tests.news.factories import ArticleFactory
from tests.projects.models.refusing import breaks

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    return User.objects.create_user("granskare", is_staff=True)


@breaks("reviewcomment_says_something")
def test_a_comment_without_words_is_refused(person):
    ReviewComment.objects.create(article=ArticleFactory(), by=person, words="")
