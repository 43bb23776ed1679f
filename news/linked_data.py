"""What machines are told of an article: schema.org's NewsArticle.

https://schema.org/NewsArticle, and what search engines ask of it:
https://developers.google.com/search/docs/appearance/structured-data/article
"""

import datetime
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from news.models import Article
from projects.models import Organisation, Round
from projects.rows import Row


def news_article(
    request: HttpRequest,
    article: Article,
    *,
    changed_at: datetime.datetime,
    projects: Iterable[Row],
    rounds: Iterable[Round],
    organisations: Iterable[Organisation],
) -> dict[str, Any]:
    """Return a public article and what it is about as JSON-LD, with whole addresses."""
    whole = request.build_absolute_uri
    assert article.published_at is not None  # noqa: S101 - a constraint of the database
    site = {"@type": "Organization", "name": str(settings.SITE_NAME)}
    about = [
        *({"@type": "Project", "name": one.title, "url": whole(one.url)} for one in projects),
        *(_meeting(one, whole(one.get_absolute_url())) for one in rounds),
        *(
            {"@type": "Organization", "name": str(one), "url": whole(one.get_absolute_url())}
            for one in organisations
        ),
    ]
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "identifier": article.identity.urn,
        "url": whole(article.get_absolute_url()),
        "mainEntityOfPage": whole(article.get_absolute_url()),
        "headline": article.said("title"),
        "description": article.said("lead"),
        "inLanguage": article.in_language("body")[1],
        "datePublished": timezone.localtime(article.published_at).isoformat("T", "seconds"),
        "dateModified": timezone.localtime(changed_at).isoformat("T", "seconds"),
        "author": {**site, "name": article.said("byline") or site["name"]},
        "publisher": {**site, "url": whole(reverse("projects:start"))},
        "image": [whole(one) for one in _pictures(article)],
        "isAccessibleForFree": True,
        "about": about,
    }


def _meeting(round_: Round, url: str) -> dict[str, str]:
    on = {"startDate": round_.met_on.isoformat()} if round_.met_on else {}
    return {"@type": "Event", "name": str(round_), "url": url, **on}


def _pictures(article: Article) -> list[str]:
    """Return the article's own picture first, where it has one, and then its card."""
    card = reverse("news:card", args=[article.slug])
    return [article.picture.url, card] if article.picture else [card]
