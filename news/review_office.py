"""Reviews in the back office: what is new is shown, and what must be put right is sent back."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from news import publishing, reviewing
from news.models import Article
from projects.admin.base import no_controls


class CommentForm(forms.Form):
    """What has to be put right; who wrote the article reads it."""

    words = forms.CharField(
        label=gettext_lazy("comment"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        validators=[no_controls],
        help_text=gettext_lazy("What has to be put right. Whoever writes the article reads it."),
    )


class Reviews:
    """What the admin of articles does for whoever reviews them."""

    def review_urls(self: Any) -> list[URLPattern]:
        """Return the address at which an article is returned."""
        view = require_http_methods(["GET", "HEAD", "POST"])(self.return_view)
        wrapped = self.admin_site.admin_view(view)
        return [path("<int:key>/return/", wrapped, name="news_article_return")]

    def publish_deed(self, request: HttpRequest) -> Callable[..., None]:
        """Return what publishes an article, if it is what its reader read."""
        seen = request.POST.get("seen_changes") or request.GET.get("seen_changes", "")
        return partial(publishing.publish, seen=seen)

    def return_view(self: Any, request: HttpRequest, key: int) -> HttpResponse:
        """Ask what has to be put right, and return the article with it."""
        article = self.seen(request, key)
        if not self.may_publish(request):
            raise PermissionDenied
        form = CommentForm(request.POST or None)
        if form.is_valid() and self._returned(request, article, form):
            return HttpResponseRedirect(reverse("admin:news_article_change", args=[article.pk]))
        context = {"form": form, "reading": reviewing.reading(article)}
        return self.page(request, article, "return", _("Return with a comment"), context)

    def _returned(self: Any, request: HttpRequest, article: Article, form: forms.Form) -> bool:
        try:
            reviewing.send_back(article, by=request.user, words=form.cleaned_data["words"])
        except ValidationError as refused:
            form.add_error(None, refused)
            return False
        said = _("Returned with a comment.")
        self.log_change(request, article, said)
        messages.success(request, said)
        return True

    def told(self, article: Article) -> dict[str, Any]:
        """Return what the page of an article shows to whoever reviews or mends it."""
        return {
            "reading": reviewing.reading(article),
            "comments": reviewing.comments(article),
            "seen_changes": article.version,
        }
