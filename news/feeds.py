"""The Atom feeds of the news: of all and of any selection, in each language."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from news.corrections import for_feed
from news.figures.changes import Note
from news.figures.page import Told, told_of, without_references
from news.filters import ArticleFilter
from news.models import Article
from news.sanitising import fit_for_xml, sanitised
from projects.selection import chips, query_of

ENTRIES = 20
TYPE = Atom1Feed.content_type


class Feed(Atom1Feed):
    """Atom with whole articles, whose links hold wherever the feed is read."""

    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), "xml:base": self.feed["link"]}

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        return {"xml:lang": item["title_language"]}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement(
            "content", item["content"], {"type": "html", "xml:lang": item["language"]}
        )


def atom(request: HttpRequest, articles: Iterable[Article], selection: ArticleFilter) -> Feed:
    """Return the articles, latest first, as an Atom feed in the reader's language.

    It is named after the selection, and so is the page that it belongs to.
    """
    language = get_language() or settings.LANGUAGE_CODE
    query = query_of(selection, page=[]).removesuffix("?")
    feed = Feed(
        title=fit_for_xml(title(selection)),
        link=request.build_absolute_uri(reverse("news:list") + query),
        description=None,
        subtitle=_("What is granted, decided and counted in the registry."),
        language=language,
        feed_url=request.build_absolute_uri(reverse("news:feed") + query),
        author_name=str(settings.SITE_NAME),
    )
    articles = list(articles)
    prefetch_related_objects(articles, "corrections")
    told = told_of(articles)
    for article in articles:
        feed.add_item(**entry(request, told[article.pk], language))
    return feed


def title(selection: ArticleFilter) -> str:
    """Return the name of a feed: the site's, and what its news are about where that is chosen."""
    named = _("News from %(site)s") % {"site": settings.SITE_NAME}
    chosen = ", ".join(one.label for one in chips(selection))
    return f"{named}: {chosen}" if chosen else named


def entry(request: HttpRequest, told: Told, language: str) -> dict[str, Any]:
    """Return one article as the feed's generator takes it; texts hold nothing XML may not.

    What has changed of its figures stands before its text, and makes it updated; what was
    corrected stands below it.
    """
    article = told.article
    texts = {field: fit_for_xml(article.said(field)) for field in ("title", "lead", "byline")}
    body, written_in = article.in_language("body")
    text = without_references(sanitised(body))
    return {
        "title": texts["title"],
        "link": request.build_absolute_uri(article.get_absolute_url()),
        "description": escape(texts["lead"]),
        "author_name": texts["byline"] or str(settings.SITE_NAME),
        "unique_id": identity(article, language),
        "unique_id_is_permalink": False,
        "pubdate": article.published_at,
        "updateddate": told.last_changed_at,
        "content": fit_for_xml(told_before(told.notes) + text + for_feed(article)),
        "language": written_in,
        "title_language": article.in_language("title")[1],
    }


def told_before(notes: Sequence[Note]) -> SafeString:
    """Return the notes of what has changed as paragraphs to set before a text."""
    return format_html_join("\n", "<p><strong>{}</strong></p>", ((one.text,) for one in notes))


def identity(article: Article, language: str) -> str:
    """Return what an article is known by in a feed for ever; each language is one entry."""
    own = article.identity
    return (own if language == settings.LANGUAGE_CODE else uuid.uuid5(own, language)).urn
