"""An article before a reviewer: what is new since somebody last read it, and sending it back."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from news import publishing
from news.differences import Difference
from news.models import Article, ReviewComment
from news.versions import Version, compared, versions_of
from projects.models import PublicationState

APPROVED = {PublicationState.PUBLISHED, PublicationState.WITHDRAWN}


@dataclass(frozen=True)
class Reading:
    """What a reviewer reads: the differences to a version, or the whole where there is none."""

    since: Version | None
    differences: list[Difference]


def reading(article: Article) -> Reading | None:
    """Return what is to be read of an article in review; None of any other.

    It is held against what was last approved, or else was last in review.
    """
    if article.state != PublicationState.IN_REVIEW:
        return None
    since = _read_before(versions_of(article))
    return Reading(since, compared(since.event, article) if since else [])


def _read_before(versions: list[Version]) -> Version | None:
    states = [one.event.state for one in versions]
    while states and states[-1] == PublicationState.IN_REVIEW:
        states.pop()
    read = APPROVED | {PublicationState.IN_REVIEW}
    before = [one for one, state in zip(versions, states, strict=False) if state in read]
    return before[-1] if before else None


@transaction.atomic
def send_back(article: Article, *, by: Any, words: str) -> None:
    """Make an article in review a draft again, with what has to be put right.

    Raises ValidationError for one that is not in review, or where nothing is said.
    """
    publishing.lock(article)
    if article.state != PublicationState.IN_REVIEW:
        raise ValidationError(_("Only what is in review can be returned."))
    if not words.strip():
        raise ValidationError({"words": _("Say what has to be put right.")})
    publishing.return_to_draft(article)
    ReviewComment.objects.create(article=article, by=by, words=words.strip())


def comments(article: Article) -> list[ReviewComment]:
    """Return what reviewers asked for, the latest first, until the article is published."""
    if article.state not in publishing.BEFORE_REVIEW:
        return []
    return list(article.review_comments.select_related("by"))


def returned(articles: Iterable[Article]) -> dict[int, str]:
    """Return what was last asked for of each draft that was sent back, by the article's key."""
    drafts = [one.pk for one in articles if one.state == PublicationState.DRAFT]
    rows = ReviewComment.objects.filter(article__in=drafts).order_by("pk")
    return dict(rows.values_list("article_id", "words"))
