"""The form of an article keeps what is typed in it, and shows it again after a crash."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from news import drafting
from news.models import Article, KeptDraft
from projects.templatetags.figures import moment_text
from spin_registry.access import factors
from spin_registry.sending import ONCE


class Drafts:
    """What the admin of articles does so that nothing that was typed is lost."""

    def draft_urls(self: Any) -> list[URLPattern]:
        """Return the addresses at which a form is kept, and a kept one thrown away."""
        keep = require_POST(self.keep_view)
        discard = self.admin_site.admin_view(require_POST(self.discard_view))
        return [
            path("keep/", keep, name="news_article_keep_new"),
            path("<int:key>/keep/", keep, name="news_article_keep"),
            path("kept/<int:draft>/discard/", discard, name="news_article_discard"),
        ]

    def keep_view(self: Any, request: HttpRequest, key: int | None = None) -> HttpResponse:
        """Keep what a form holds; the answer says when, and by which number it is known.

        It is asked by a script: whoever was signed out is told so, and led nowhere.
        """
        if not self.admin_site.has_permission(request) or factors.is_missing(request):
            return JsonResponse({}, status=401)
        article = None if key is None else self.get_object(request, str(key))
        if key is not None and article is None:
            return JsonResponse({}, status=404)
        if not self.may_keep(request, article):
            return JsonResponse({}, status=403)
        try:
            draft = drafting.keep_draft(request.POST, user=request.user, article=article)
        except drafting.TooLongError:
            return JsonResponse({}, status=413)
        if draft is None:
            return JsonResponse({})
        time = timezone.localtime(draft.saved_at).strftime("%H:%M")
        return JsonResponse({"draft": draft.pk, "said": _("Draft kept %(time)s") % {"time": time}})

    def discard_view(self: Any, request: Any, draft: int) -> HttpResponse:
        """Throw away one of the person's own drafts, and lead back to the form it was of."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        kept = KeptDraft.objects.filter(pk=draft, user=request.user).first()
        if kept is None:
            raise Http404
        kept.delete()
        return HttpResponseRedirect(_form_of(kept.article_id))

    def may_keep(self: Any, request: HttpRequest, article: Article | None) -> bool:
        if article is None:
            return self.has_add_permission(request)
        return self.has_change_permission(request, article)

    def shown_again(
        self: Any, request: HttpRequest, object_id: str | None, view: Any
    ) -> HttpResponse | None:
        """Return a form with what a kept draft holds, unsaved, where the address asks for it."""
        draft = self._asked_for(request, object_id)
        if draft is None:
            return super().shown_again(request, object_id, view)  # type: ignore[misc]
        typed = draft.typed
        # The form it was typed in may have been saved since; this one has a key of its own.
        typed.pop(ONCE, None)
        typed[drafting.DRAFT] = str(draft.pk)
        words = {"moment": moment_text(draft.saved_at)}
        said = _("This is your draft from %(moment)s. It is not saved yet: save it.") % words
        request.restored = said  # type: ignore[attr-defined]
        return self.shown_unsaved(request, object_id, view, typed, said)

    def _asked_for(self: Any, request: HttpRequest, object_id: str | None) -> KeptDraft | None:
        number = request.GET.get(drafting.DRAFT, "") if request.method == "GET" else ""
        if not number or (object_id is not None and not object_id.isdigit()):
            return None
        article = None if object_id is None else self.get_object(request, object_id)
        if not self.may_keep(request, article):
            return None
        return drafting.named(number, user=request.user, article=article)

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)  # type: ignore[misc]
        drafting.forget(request.POST, user=request.user, article=obj)

    def calm(self, request: HttpRequest, context: dict[str, Any]) -> None:
        """Let a restored form say what it is, and find no fault yet with what is half written."""
        restored = getattr(request, "restored", None)
        if restored is None:
            return
        form = context["adminform"].form
        context["restored"] = form.non_field_errors() or [restored]
        context["errors"] = []
        form.errors.clear()

    def keeping(self, request: HttpRequest, article: Article | None) -> dict[str, Any]:
        """Return what a form needs to be kept, and the drafts that wait for whoever opens it."""
        if not self.may_keep(request, article):
            return {}
        is_new = request.method != "POST"
        names = ["news_article_keep_new"] if article is None else ["news_article_keep", article.pk]
        return {
            "keeps_at": reverse(f"admin:{names[0]}", args=names[1:]),
            "draft": request.POST.get(drafting.DRAFT, ""),
            "is_unsaved": not is_new,
            "kept_drafts": drafting.waiting(user=request.user, article=article) if is_new else [],
            "form_address": _form_of(article.pk if article else None),
        }


def _form_of(article: int | None) -> str:
    if article is None:
        return reverse("admin:news_article_add")
    return reverse("admin:news_article_change", args=[article])
