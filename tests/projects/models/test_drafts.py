"""Drafts of articles: what the database refuses of them."""

import pytest

from news.models import KeptDraft
from tests.news.factories import ArticleFactory
from tests.projects.models.refusing import breaks
from tests.projects.models.samples import SAMPLES

pytestmark = pytest.mark.django_db


@breaks("keptdraft_is_of_an_article_or_of_a_form")
def test_a_draft_belongs_to_an_article_or_to_a_form():
    KeptDraft.objects.filter(pk=SAMPLES[KeptDraft]().pk).update(article=ArticleFactory())


@breaks("keptdraft_is_kept_once")
def test_a_draft_is_kept_once():
    draft = SAMPLES[KeptDraft]()
    KeptDraft.objects.create(user=draft.user, key=draft.key, content="title_sv=B")
