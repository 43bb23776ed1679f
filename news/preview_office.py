"""Previews in the back office: the page itself, and the link for those without an account."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_safe

from news import previewing
from news.models import Article, PreviewLink
from news.preview_pages import preview

ENDS = "end"
"""The button that takes a link back; every other makes one."""


class Previews:
    """What the admin of articles does so that an article is read before it is public."""

    def preview_urls(self: Any) -> list[URLPattern]:
        """Return the addresses of the preview and of its link."""
        wrap = self.admin_site.admin_view
        linking = require_http_methods(["GET", "HEAD", "POST"])(self.link_view)
        return [
            path(
                "<int:key>/preview/",
                wrap(require_safe(self.preview_view)),
                name="news_article_preview",
            ),
            path("<int:key>/preview/link/", wrap(linking), name="news_article_link"),
        ]

    def preview_view(self: Any, request: HttpRequest, key: int) -> HttpResponse:
        """Show an article as the public will see it, to those who may see it before."""
        return preview(request, self.seen(request, key))

    def link_view(self: Any, request: HttpRequest, key: int) -> HttpResponse:
        """Show the link that an article has; make one, or take it back, when asked to."""
        article = self.seen(request, key)
        if request.method != "POST":
            return self._link_page(request, article)
        if not (self.has_change_permission(request, article) or self.may_publish(request)):
            raise PermissionDenied
        said = _("The link leads nowhere any more.")
        if ENDS in request.POST:
            previewing.take_back(article)
        else:
            try:
                previewing.make_link(article, by=request.user)
            except ValidationError as refused:
                messages.error(request, refused.message)
                return HttpResponseRedirect(request.path)
            said = _("The link is made.")
        self.log_change(request, article, said)
        messages.success(request, said)
        return HttpResponseRedirect(request.path)

    def seen(self: Any, request: HttpRequest, key: int) -> Article:
        """Return an article to who may see it; PermissionDenied or Http404 to all others."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        article = self.get_object(request, str(key))
        if article is None:
            raise Http404
        return article

    def _link_page(self: Any, request: HttpRequest, article: Article) -> HttpResponse:
        link = previewing.link_of(article)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": article,
            "title": _("Preview link"),
            "link": link,
            "addresses": _addresses(request, link) if link else [],
            "may_be_previewed": previewing.may_be_previewed(article),
            "change": reverse("admin:news_article_change", args=[article.pk]),
        }
        return TemplateResponse(request, "admin/news/article/link.html", context)


def _addresses(request: HttpRequest, link: PreviewLink) -> list[dict[str, str]]:
    """Return a link as it is copied, in each language of the site."""
    found = []
    for language, name in settings.LANGUAGES:
        with override(language):
            address = request.build_absolute_uri(previewing.address_of(link))
        found.append({"language": language, "name": name, "address": address})
    return found
