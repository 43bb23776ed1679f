"""The library of pictures in the back office: found again, described, and shown where used."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from news.library import delete_picture, is_kept, with_uses
from news.models import Picture
from news.picture_forms import IN_THE_LIBRARY, ReceivesPicture
from projects.admin.base import RegistryAdmin

MOST_OFFERED = 24
"""Pictures that the editor of a text is offered at a time."""
MOST_NAMED = 3
"""Articles that the list names of those that show a picture."""

DESCRIPTION = ["alt_sv", "alt_en", "is_decorative", "credit"]


class PictureForm(ReceivesPicture, forms.ModelForm):
    """A picture that is sent to the library, or the words of one that is there."""

    class Meta:
        model = Picture
        fields = DESCRIPTION

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_new = self.instance.pk is None
        if not self.is_new:
            del self.fields["picture_file"], self.fields["picture_kept"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.is_new:
            self._take_file()
        self.ask_for_description("alt", "is_decorative")
        return cleaned

    def _take_file(self) -> None:
        stored = self.sent_picture()
        known = Picture.objects.filter(stem=stored.stem).first() if stored else None
        if known:
            self.retype("picture_kept", "")
            words = {"number": known.pk, "words": str(known)}
            self.add_error("picture_file", forms.ValidationError(IN_THE_LIBRARY, params=words))
        elif stored:
            self.instance.take(stored)
        elif "picture_file" not in self.errors:
            missing = forms.ValidationError(_("Choose the file of the picture."))
            self.add_error("picture_file", missing)


@admin.register(Picture)
class PictureAdmin(RegistryAdmin):
    form = PictureForm
    list_display = [
        "number",
        "small",
        "words",
        "credit",
        "shown_in_short",
        "uploaded_by",
        "uploaded_at",
    ]
    list_display_links = ["words"]
    list_select_related = ["uploaded_by"]
    search_fields = ["alt_sv", "alt_en", "credit"]
    readonly_fields = ["seen", "size", "shown_in", "in_a_text"]
    sortable_by = ["number", "credit", "uploaded_by", "uploaded_at"]

    def get_urls(self) -> list[URLPattern]:
        offered = path(
            "offered.json",
            self.admin_site.admin_view(require_safe(self.offered_view)),
            name="news_picture_offered",
        )
        return [offered, *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Picture]:
        return with_uses(super().get_queryset(request))

    def get_fieldsets(self, _request: HttpRequest, obj: Picture | None = None) -> Any:
        described = (_("Description"), {"fields": DESCRIPTION})
        if obj is None:
            return [(None, {"fields": ["picture_kept", "picture_file"]}), described]
        return [
            (None, {"fields": ["seen", "size"]}),
            described,
            (_("Use"), {"fields": ["shown_in", "in_a_text"]}),
        ]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and is_kept(obj))

    @admin.display(description=_("number"), ordering="pk")
    def number(self, picture: Picture) -> int:
        return picture.pk

    @admin.display(description=_("picture"))
    def small(self, picture: Picture) -> SafeString:
        return format_html(
            '<img class="small-picture" src="{}" alt="" loading="lazy" decoding="async">',
            picture.thumbnail,
        )

    @admin.display(description=_("picture"))
    def seen(self, picture: Picture) -> SafeString:
        return format_html(
            '<img class="shown-picture" src="{}" alt="{}">', picture.fallback, picture.said("alt")
        )

    @admin.display(description=_("what it shows"))
    def words(self, picture: Picture) -> str:
        return str(picture)

    @admin.display(description=_("size"))
    def size(self, picture: Picture) -> str:
        widths = ", ".join(map(str, picture.widths))
        words = _("%(width)s × %(height)s pixels; kept in the widths %(widths)s")
        return words % {"width": picture.width, "height": picture.height, "widths": widths}

    @admin.display(description=_("shown in"))
    def shown_in_short(self, picture: Any) -> SafeString | str:
        """The latest articles that show it, and how many more there are."""
        named = _links(picture.uses[:MOST_NAMED])
        more = len(picture.uses) - MOST_NAMED
        if more <= 0:
            return named or gettext("No article")
        words = ngettext("and %(count)s more", "and %(count)s more", more) % {"count": more}
        return format_html("{}{}", named, words)

    @admin.display(description=_("shown in"))
    def shown_in(self, picture: Any) -> SafeString | str:
        return _links(picture.uses) or gettext("No article")

    @admin.display(description=_("in a text"))
    def in_a_text(self, picture: Picture) -> SafeString:
        """What to paste into a text where the editor does not offer the picture."""
        return format_html(
            '<textarea class="in-a-text" readonly rows="3" aria-label="{}">{}</textarea>',
            _("HTML of the picture"),
            escape(picture.figure(get_language() or "sv")),
        )

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.uploaded_by = request.user
        super().save_model(request, obj, form, change)

    def delete_model(self, _request: HttpRequest, obj: Picture) -> None:
        delete_picture(obj)

    def offered_view(self, request: HttpRequest) -> HttpResponse:
        """Answer what the editor of a text may insert: the newest, or those that `q` finds."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        found, _distinct = self.get_search_results(
            request, Picture.objects.all(), request.GET.get("q", "")
        )
        pictures = [offered(one) for one in found.order_by("-pk")[:MOST_OFFERED]]
        answer = JsonResponse({"pictures": pictures})
        answer["Cache-Control"] = "private, no-store"
        return answer


def offered(picture: Picture) -> dict[str, Any]:
    """Return what stands in a text if the picture is inserted into it, in either language."""
    return {
        "src": picture.fallback,
        "thumbnail": picture.thumbnail,
        "words": str(picture),
        "alt": {"sv": picture.alt_sv, "en": picture.alt_en or picture.alt_sv},
        "caption": {"sv": picture.caption("sv"), "en": picture.caption("en")},
    }


def _links(uses: list[dict[str, Any]]) -> SafeString:
    """Return links to articles, each on a line of its own."""
    language = get_language()
    return format_html_join(
        "",
        '<div><a href="{}">{}</a></div>',
        (
            (
                reverse("admin:news_article_change", args=[use["key"]]),
                use.get(f"title_{language}") or use["title_sv"] or use["key"],
            )
            for use in uses
        ),
    )
