"""The library: every picture once, and the articles that show it."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from news.models import Article, Picture
from news.pictures import Stored, forget
from projects.models import PublicationState


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


def is_kept(picture: Picture) -> bool:
    """Whether an article shows the picture, or one that the public may have read did.

    A trigger refuses to delete such a picture.
    """
    model: Any = Article
    versions = model.pgh_event_model.objects.filter(
        state__in=[PublicationState.PUBLISHED, PublicationState.WITHDRAWN]
    )
    showing = Q(picture=picture.pk) | Q(text_pictures__contains=[picture.stem])
    return Article.objects.filter(showing).exists() or versions.filter(showing).exists()


def with_uses(pictures: QuerySet[Picture]) -> QuerySet[Picture]:
    """Add `uses`: the key and titles of each article that shows the picture, latest first."""
    showing = Article.objects.filter(
        Q(picture=OuterRef("pk")) | Q(text_pictures__contains=[OuterRef("stem")])
    )
    facts = JSONObject(key="pk", title_sv="title_sv", title_en="title_en")
    return pictures.annotate(uses=ArraySubquery(showing.order_by("-pk").values(facts=facts)))
