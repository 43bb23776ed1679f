"""A picture is described, has files of ours, and stays while an article shows it."""

from typing import Any

import pytest
from django.db.models import ProtectedError

from news.models import Picture
from tests.news.factories import ArticleFactory, PictureFactory
from tests.projects.models.refusing import breaks, refused, sql

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "words",
    [
        {"alt_sv": ""},
        {"alt_sv": "", "alt_en": "A drawing."},
        {"is_decorative": True},
        {"alt_sv": "", "alt_en": "A drawing.", "is_decorative": True},
    ],
)
@breaks("picture_is_described_or_decorative")
def test_a_picture_is_either_described_or_decorative(words: dict[str, Any]) -> None:
    PictureFactory(**words)


def test_a_decorative_picture_needs_no_words() -> None:
    PictureFactory(alt_sv="", is_decorative=True)


@pytest.mark.parametrize("stem", ["", "0" * 31, "0" * 31 + "G", "../" + "0" * 29])
@breaks("picture_is_named_by_a_hash")
def test_a_picture_is_named_by_the_hash_of_its_content(stem: str) -> None:
    PictureFactory(stem=stem)


@pytest.mark.parametrize("size", [{"width": 0}, {"height": 0}, {"widths": []}])
@breaks("picture_has_a_size")
def test_a_picture_has_a_size(size: dict[str, Any]) -> None:
    PictureFactory(**size)


def body(picture: Picture) -> str:
    return f'<p>Text.</p><figure><img src="/media/news/{picture.stem}-960.webp" alt=""></figure>'


@pytest.mark.parametrize("state", [{}, {"published": True}, {"published": True, "withdrawn": "x"}])
@pytest.mark.parametrize("language", ["sv", "en"])
@breaks("picture_is_kept_while_shown")
def test_a_picture_in_a_text_is_kept(state: dict[str, Any], language: str) -> None:
    picture = PictureFactory()
    ArticleFactory(**state, **{f"body_{language}": body(picture)})

    picture.delete()


def test_a_picture_above_a_text_is_kept() -> None:
    article = ArticleFactory(picture=PictureFactory())

    with pytest.raises(ProtectedError):
        article.picture.delete()
    with refused("picture_is_kept_while_shown"):
        sql("DELETE FROM news_picture WHERE id = %s", article.picture_id)


@pytest.mark.parametrize("place", ["above", "in the text"])
def test_a_picture_that_was_public_is_kept_for_the_versions_that_showed_it(place: str) -> None:
    picture = PictureFactory()
    shown = {"picture": picture} if place == "above" else {"body_sv": body(picture)}
    article = ArticleFactory(**shown, published=True)
    article.picture, article.body_sv = None, "<p>Text.</p>"
    article.save()

    with refused("picture_is_kept_while_shown"):
        picture.delete()


def test_a_picture_that_only_a_draft_showed_may_go() -> None:
    article = ArticleFactory(picture=PictureFactory())
    picture, article.picture = article.picture, None
    article.save()

    picture.delete()

    assert not Picture.objects.exists()
