"""Articles and pictures for tests, published the way the site itself publishes."""

import datetime
from typing import Any

import factory
from factory.django import DjangoModelFactory

from news import publishing
from news.library import add_picture
from news.models import Article, Picture
from news.pictures import receive

from .pictures import picture


def library_picture(size: tuple[int, int] = (64, 40), **words: Any) -> Picture:
    """Return a picture of the library with its files; each size is a picture of its own."""
    described = {} if words.get("is_decorative") else {"alt_sv": "En ritning."}
    return add_picture(receive(picture(size=size)), **described | words)


class PictureFactory(DjangoModelFactory):
    """A described picture whose files nobody has stored."""

    class Meta:
        model = Picture

    stem = factory.Sequence(lambda n: f"{n:032x}")
    width = 3200
    height = 1800
    widths = factory.LazyFunction(lambda: [480, 960, 1600])
    alt_sv = factory.Sequence(lambda n: f"Ritning {n}.")


class ArticleFactory(DjangoModelFactory):
    """A draft that lacks nothing.

    `published=True`, or a moment, publishes it; `withdrawn="why"` then withdraws it with
    that reason. `projects=[…]`, `rounds=[…]` and `organisations=[…]` say what it is about.
    """

    class Meta:
        model = Article
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"nyhet-{n}")
    title_sv = factory.Sequence(lambda n: f"Nyheten {n}")
    lead_sv = "Ingressen."
    body_sv = "<p>Brödtexten.</p>"

    @factory.post_generation
    def projects(article: Any, _create: bool, projects: Any, **_: Any) -> None:  # noqa: N805
        article.projects.set(projects or [])

    @factory.post_generation
    def rounds(article: Any, _create: bool, rounds: Any, **_: Any) -> None:  # noqa: N805
        article.rounds.set(rounds or [])

    @factory.post_generation
    def organisations(article: Any, _create: bool, found: Any, **_: Any) -> None:  # noqa: N805
        article.organisations.set(found or [])

    @factory.post_generation
    def published(article: Any, _create: bool, published: Any, **_: Any) -> None:  # noqa: N805
        if published:
            is_moment = isinstance(published, datetime.datetime)
            publishing.publish(article, at=published if is_moment else None)

    @factory.post_generation
    def withdrawn(article: Any, _create: bool, reason: Any, **_: Any) -> None:  # noqa: N805
        if reason:
            publishing.withdraw(article, reason_sv=reason)
