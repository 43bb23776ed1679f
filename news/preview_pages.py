"""An article before it is public, for whoever holds a link to it."""

from typing import Any

from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from news import previewing
from news.figures.page import told
from news.models import Article, PreviewLink
from news.views import subjects, withdrawn
from spin_registry.errors import Text, error_page

ENDED = Text(
    _("The preview has ended"),
    _("The link was for a short time, or was taken back. Ask whoever sent it for another."),
)
HEADERS = {
    # The address is the key: it must not stay in a cache, nor be told to another site.
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


@require_safe
def article_preview(request: HttpRequest, token: str) -> HttpResponse:
    """Show an article by its preview link; once it is public, lead to where it is."""
    try:
        link = previewing.followed(token)
    except BadSignature as wrong:
        raise Http404 from wrong
    answer = error_page(request, 410, ENDED) if link is None else _previewed(request, link)
    for name, value in HEADERS.items():
        answer[name] = value
    return answer


def _previewed(request: HttpRequest, link: PreviewLink) -> HttpResponse:
    article = link.article
    if article.is_withdrawn:
        return withdrawn(request, article)
    if article.is_published:
        return HttpResponseRedirect(article.get_absolute_url())
    return preview(request, article, until=link.until)


def preview(request: HttpRequest, article: Article, **context: Any) -> HttpResponse:
    """Return the page of an article as the public will see it, marked as a preview.

    `until` says how long the link to it holds, where it was reached by one.
    """
    context |= {
        "article": article,
        "told": told(article),
        "today": timezone.localdate(),
        **subjects(article),
    }
    return render(request, "news/article_preview.html", {"until": None, **context})
