"""The news as the public reads them."""

from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from news import feeds, previewing
from news.cards import card_of_article
from news.figures.page import told
from news.filters import ArticleFilter
from news.linked_data import news_article
from news.list_page import pieces
from news.listing import latest, listing
from news.models import Article
from news.pictures import type_of
from projects.cards import answered
from projects.excerpts import rows
from projects.models.error_reports import answers_on, noting_answers
from spin_registry.errors import UnreadableAddressError, gone


@require_safe
def article_list(request: HttpRequest) -> HttpResponse:
    """Show the news that the address selects, each year under its own heading."""
    return _list(request)


@require_safe
def article_year(request: HttpRequest, year: int) -> HttpResponse:
    """Show the same of one year; Http404 where nothing was published in it."""
    return _list(request, year)


def _list(request: HttpRequest, year: int | None = None) -> HttpResponse:
    shown = listing(ArticleFilter(request.GET), year, request.GET.get("open", ""))
    if shown is None:
        raise Http404
    context = {"listing": shown, "form": shown.selection.form} | pieces(shown)
    return render(request, "news/article_list.html", context, status=shown.status)


@require_safe
def article_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one article with what it is about, or that it has been withdrawn."""
    return _article(request, slug, "news/article_detail.html")


@require_safe
def article_print(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one article as it looks on paper, without the site around it."""
    return _article(request, slug, "news/article_print.html")


@require_safe
def article_card(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Answer the picture that stands for an article where it is shared."""
    article = get_object_or_404(Article.objects.ever_public(), slug=slug)
    if article.is_withdrawn:
        return withdrawn(request, article)
    return answered(request, card_of_article(article))


def _article(request: HttpRequest, slug: str, template: str) -> HttpResponse:
    found = noting_answers(Article.objects.ever_public().select_related("picture"), "article")
    article = get_object_or_404(found, slug=slug)
    if article.is_withdrawn:
        return withdrawn(request, article)
    about, now_told = subjects(article), told(article)
    linked_data = news_article(
        request,
        article,
        changed_at=now_told.last_changed_at,
        projects=[row for _project, row in about["projects"]],
        rounds=about["rounds"],
        organisations=about["organisations"],
    )
    context = {
        "article": article,
        "today": timezone.localdate(),
        "told": now_told,
        "linked_data": linked_data,
        "answers": answers_on(article),
        **about,
    }
    page = render(request, template, context)
    # For whoever asks; a page is sent again by its ETag, since figures change without the text.
    page["Last-Modified"] = http_date(now_told.last_changed_at.timestamp())
    return page


def withdrawn(request: HttpRequest, article: Article) -> HttpResponse:
    """Say of an article that was public when and why it was withdrawn."""
    assert article.withdrawn_at is not None  # noqa: S101 - a constraint of the database
    return gone(
        request,
        kicker=_("News"),
        title=article.said("title"),
        withdrawn_at=article.withdrawn_at,
        reason=article.in_language("withdrawn_reason"),
        has_amounts=False,
    )


def subjects(article: Article) -> dict[str, Any]:
    """Return what an article is about, as far as the public may see it."""
    projects = article.projects.published().order_by("sort_key", "pk")
    return {
        "projects": list(zip(projects, rows(projects), strict=True)),
        "rounds": article.rounds.all(),
        "organisations": article.organisations.public(),
    }


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Answer the latest news that the address selects as Atom, in the language of the address.

    UnreadableAddressError where a parameter cannot be read: an empty feed would pass for no news.
    """
    selection = ArticleFilter(request.GET)
    if not selection.is_valid():
        said = _("The feed cannot be read by these parameters.")
        raise UnreadableAddressError(" ".join([said, *selection.faults]))
    found = feeds.atom(request, latest(selection, feeds.ENTRIES), selection)
    answer = _feed(request, found.writeString("utf-8"))
    answer["Cache-Control"] = "no-cache"
    # After the ETag was compared, which also tells that an article is gone.
    answer["Last-Modified"] = http_date(found.latest_post_date().timestamp())
    return answer


@conditional_page
def _feed(_request: HttpRequest, content: str) -> HttpResponse:
    return HttpResponse(content, content_type=feeds.TYPE)


@require_safe
def media(request: HttpRequest, name: str) -> HttpResponse:
    """Answer the picture of an article that is public or previewed, else to who may see it.

    A name stands for one content for ever, so it may be kept for a year: by everybody
    where a visitor asks, by the browser alone where the request brings a session.
    """
    seen_by_all = Article.objects.published().with_picture(name).exists()
    is_shown = seen_by_all or previewing.shows(name)
    if not is_shown and not request.user.has_perm("news.view_article"):
        raise Http404
    try:
        with default_storage.open(name) as file:
            content = file.read()
    except FileNotFoundError as missing:
        raise Http404 from missing
    answer = HttpResponse(content, content_type=type_of(name))
    # The cookie's presence is enough, and reading the session would make the answer vary by it.
    whose = "private" if settings.SESSION_COOKIE_NAME in request.COOKIES else "public"
    kept = f"{whose}, max-age=31536000, immutable" if seen_by_all else "private, no-store"
    answer["Cache-Control"] = kept
    return answer
