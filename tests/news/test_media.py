"""A picture is shown to whom an article that shows it is shown."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from news.models import Picture
from tests.news.factories import ArticleFactory, library_picture

pytestmark = pytest.mark.django_db

TOMORROW = timezone.now() + datetime.timedelta(days=1)


def article_with_picture(*, place: str = "above", **state: object) -> Picture:
    """Return a picture that an article shows, above its text or in it."""
    kept = library_picture((1000, 500))
    if place == "above":
        ArticleFactory(picture=kept, **state)
    else:
        ArticleFactory(**{f"body_{place}": f"<p>Text.</p>{kept.figure('sv')}"}, **state)
    return kept


def files(kept: Picture) -> list[str]:
    """Return the addresses of all files of a picture."""
    return [kept.address(width, kind) for width in kept.widths for kind in ("webp", "avif")]


def is_seen_by_all(client: Client, kept: Picture) -> bool:
    return client.get(kept.url).status_code == 200


@pytest.mark.parametrize("place", ["above", "sv", "en"])
def test_a_public_picture_is_kept_for_a_year_by_everybody(client, place):
    kept = article_with_picture(place=place, published=True)

    for file in files(kept):
        answer = client.get(file)
        assert answer.status_code == 200
        assert answer["Content-Type"] == f"image/{file[-4:]}"
        assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "Set-Cookie" not in answer
        assert "Cookie" not in answer.get("Vary", "")
        assert len(answer.content) == int(answer["Content-Length"])


def test_a_public_picture_is_kept_by_the_browser_alone_of_who_is_signed_in(admin_client):
    answer = admin_client.get(article_with_picture(published=True).url)

    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, max-age=31536000, immutable"


@pytest.mark.parametrize(
    "state", [{}, {"published": TOMORROW}, {"published": True, "withdrawn": "x"}]
)
@pytest.mark.parametrize("place", ["above", "sv"])
def test_a_picture_that_no_public_article_shows_is_shown_to_staff_alone(
    client, admin_client, state, place
):
    for file in files(article_with_picture(place=place, **state)):
        assert client.get(file).status_code == 404
        answer = admin_client.get(file)
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("count", [1, 3])
def test_a_picture_takes_one_query_however_many_articles_show_it(
    client, django_assert_num_queries, count
):
    kept = library_picture()
    text = f"<p>Text.</p>{kept.figure('sv')}"
    ArticleFactory.create_batch(count, picture=kept, body_sv=text, published=True)

    with django_assert_num_queries(1):
        assert is_seen_by_all(client, kept)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "news/",
        "news/x.webp",
        "../manage.py",
        "news/..%2f..%2fmanage.py",
        f"news/{'0' * 32}.svg",
        f"news/{'0' * 32}-1.webp",
        f"news/{'0' * 32}-480-480.webp",
    ],
)
def test_nothing_else_is_served_beside_pictures(admin_client, name):
    assert admin_client.get(f"/media/{name}").status_code == 404


def test_a_picture_whose_file_is_lost_is_not_found(client, media_folder):
    kept = article_with_picture(published=True)
    (media_folder / kept.url.removeprefix("/media/")).unlink()

    assert not is_seen_by_all(client, kept)
