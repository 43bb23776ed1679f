"""The library: every picture once, and the articles that show it."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from news.models import Article, Picture
from news.pictures import Stored, forget


def add_picture(stored: Stored, *, by: Any = None, **words: Any) -> Picture:
    """Return a stored picture as a row of the library, with its description and credit."""
    picture = Picture(uploaded_by=by, **words)
    picture.take(stored)
    picture.save()
    return picture


def delete_picture(picture: Picture) -> None:
    """Delete a picture that no article shows, and its files once that is certain."""
    stem, widths = picture.stem, list(picture.widths)
    picture.delete()
    transaction.on_commit(lambda: forget(stem, widths))


def with_uses(pictures: QuerySet[Picture]) -> QuerySet[Picture]:
    """Add `uses`: key, titles and state of each article that shows the picture, latest first."""
    showing = Article.objects.filter(
        Q(picture=OuterRef("pk")) | Q(text_pictures__contains=[OuterRef("stem")])
    )
    facts = JSONObject(key="pk", title_sv="title_sv", title_en="title_en", lead="picture")
    return pictures.annotate(uses=ArraySubquery(showing.order_by("-pk").values(facts=facts)))
