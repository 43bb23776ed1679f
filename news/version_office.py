"""The versions of an article in the back office: read, compared and restored."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from news.correction_forms import Corrects
from news.corrections import stated
from news.models import Article
from news.versions import Version, chosen, compared, restore, versions_of
from projects.templatetags.figures import moment_text


class CompareForm(forms.Form):
    """Which two versions are held against one another."""

    earlier = forms.TypedChoiceField(label=gettext_lazy("earlier"), coerce=int)
    later = forms.TypedChoiceField(label=gettext_lazy("later"), coerce=int)

    def __init__(self, versions: list[Version], data: Any) -> None:
        super().__init__(data)
        choices = [(one.event.pgh_id, in_words(one)) for one in reversed(versions)]
        for field in self.fields.values():
            field.choices = choices  # type: ignore[attr-defined]


class RestoreForm(Corrects):
    """That a version is to be restored, by somebody who saw the article at a count of versions."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**9)

    def __init__(self, article: Article, version: Version, data: Any) -> None:
        super().__init__(data, initial={"seen": article.version})
        self.article, self.version = article, version
        if not article.was_ever_public:
            del self.fields["correction_sv"], self.fields["correction_en"]

    def clean(self) -> dict[str, Any]:
        self.ask_for_correction(self.article, stated(self.version.event))
        return self.cleaned_data


def in_words(version: Version) -> str:
    """Return what a version is called in a list: its number, moment, author and state."""
    words = [f"{version.number}.", moment_text(version.at), version.by, version.standing]
    return " · ".join(filter(None, words))


class Versions:
    """What the admin of articles does about their versions."""

    def version_urls(self: Any) -> list[URLPattern]:
        """Return the addresses of the versions of an article."""
        wrap = self.admin_site.admin_view
        restoring = require_http_methods(["GET", "HEAD", "POST"])(self.restore_view)
        return [
            path(
                "<int:key>/versions/",
                wrap(require_safe(self.versions_view)),
                name="news_article_versions",
            ),
            path(
                "<int:key>/versions/<int:version>/restore/",
                wrap(restoring),
                name="news_article_restore",
            ),
        ]

    def versions_view(self: Any, request: HttpRequest, key: int) -> HttpResponse:
        """Show the versions of an article, and how two of them differ: else the latest two."""
        article = self.seen(request, key)
        versions = versions_of(article)
        form = CompareForm(versions, request.GET or _latest(versions))
        pair = None
        if form.is_valid():
            said = form.cleaned_data
            pair = [chosen(versions, said[name]) for name in ("earlier", "later")]
        context = {
            "versions": versions[::-1],
            "form": form,
            "pair": pair,
            "differences": compared(*(one.event for one in pair if one)) if pair else [],
            "may_write": self.has_change_permission(request, article),
        }
        return self.page(request, article, "versions", _("Versions"), context)

    def restore_view(self: Any, request: HttpRequest, key: int, version: int) -> HttpResponse:
        """Show what a restored version would change, and restore it when asked to."""
        article = self.seen(request, key)
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        one = chosen(versions_of(article), version)
        if one is None:
            raise Http404
        form = RestoreForm(article, one, request.POST or None)
        if form.is_valid() and self._restored(request, article, one, form):
            return HttpResponseRedirect(reverse("admin:news_article_change", args=[article.pk]))
        context = {
            "version": one,
            "form": form,
            "differences": compared(article, one.event),
            "in_words": in_words(one),
        }
        return self.page(request, article, "restore", _("Restore a version"), context)

    def _restored(
        self: Any, request: HttpRequest, article: Article, version: Version, form: RestoreForm
    ) -> bool:
        try:
            with transaction.atomic():
                restore(article, version, seen=form.cleaned_data["seen"])
                form.keep_correction(article, request.user)
        except ValidationError as refused:
            form.add_error(None, refused)
            article.refresh_from_db()
            return False
        said = _("Version %(number)s is restored.") % {"number": version.number}
        self.log_change(request, article, said)
        messages.success(request, said)
        return True

    def page(
        self: Any,
        request: HttpRequest,
        article: Article,
        name: str,
        title: str,
        context: dict[str, Any],
    ) -> HttpResponse:
        """Return a page about one article, with ways back to it."""
        context |= {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": article,
            "title": title,
            "change": reverse("admin:news_article_change", args=[article.pk]),
        }
        return TemplateResponse(request, f"admin/news/article/{name}.html", context)


def _latest(versions: list[Version]) -> dict[str, int] | None:
    keys = [one.event.pgh_id for one in versions[-2:]]
    return {"earlier": keys[0], "later": keys[-1]} if keys else None
