"""The back office of the news: an editor writes, a reviewer reads, either publishes."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from news import publishing
from news import watch_admin as watch_admin  # registers itself
from news.body import BodyWidget
from news.correction_forms import FIELDS
from news.draft_office import Drafts
from news.figures.office import Figures
from news.figures.page import unseen
from news.figures.starting import about_project, about_round
from news.forms import ArticleForm
from news.library import add_picture
from news.models import Article
from news.picture_office import PictureAdmin
from news.preview_office import Previews
from news.review_office import Reviews
from news.sanitising import sanitised
from news.version_office import Versions
from projects.admin.base import RegistryAdmin
from projects.admin.moves import Moves
from projects.admin.narrowing import NotPublicFilter, YesFilter
from projects.keys import is_key
from projects.models import Project, Round
from projects.templatetags.figures import moment_text

__all__ = ["ArticleAdmin", "PictureAdmin"]

SWEDISH = ["kicker_sv", "title_sv", "lead_sv", "body_sv", "byline_sv"]
ENGLISH = ["kicker_en", "title_en", "lead_en", "body_en", "byline_en"]
HEADINGS = ["heading_figures"]
CHOSEN_PICTURE = ["picture", "picture_number"]
NEW_PICTURE = [
    "picture_kept",
    "picture_file",
    "picture_alt_sv",
    "picture_alt_en",
    "picture_decorative",
    "picture_credit",
]
ABOUT = ["event_on", "projects", "rounds", "organisations"]


class ChangedFiguresFilter(YesFilter):
    """Public articles with a note of a changed figure that nobody has seen to."""

    title = _("Figures")
    parameter_name = "changed_figures"
    words = _("changed, not yet seen to")

    def narrowed(self, queryset: Any) -> QuerySet:
        return queryset.filter(pk__in=unseen())


@admin.register(Article)
class ArticleAdmin(Drafts, Figures, Previews, Versions, Reviews, Moves, RegistryAdmin):
    form = ArticleForm
    publishing = publishing
    change_form_template = "admin/news/article/change_form.html"
    list_display = ["title_sv", "standing", "published_at", "event_on", "author"]
    list_filter = ["state", NotPublicFilter, ChangedFiguresFilter]
    list_select_related = ["author"]
    search_fields = ["title_sv", "title_en", "lead_sv", "slug"]
    ordering = ["-pk"]
    view_on_site = False

    class Media:
        js = [Script("news/keep_drafts.js", type="module")]

    def get_urls(self) -> list[URLPattern]:
        own = [*self.step_urls(), *self.preview_urls(), *self.version_urls()]
        own += [*self.draft_urls(), *self.figure_urls(), *self.review_urls()]
        return [*own, *super().get_urls()]

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> Any:
        """Return the form in the order in which an article is written."""
        may_write = self.has_change_permission(request, obj)
        picture = [(_("Picture"), {"fields": CHOSEN_PICTURE if may_write else ["picture_shown"]})]
        if may_write:
            picture.append((_("A new picture"), {"fields": NEW_PICTURE}))
        english = {"fields": ENGLISH, "classes": ["collapse"]}
        correction = []
        if may_write and obj and obj.was_ever_public:
            correction = [(_("Correction"), {"fields": FIELDS, "classes": ["collapse"]})]
        return [
            *correction,
            (None, {"fields": SWEDISH if may_write else _as_read(SWEDISH)}),
            (_("Figures in title and lead"), {"fields": HEADINGS, "classes": ["collapse"]}),
            *picture,
            (_("About"), {"fields": ABOUT}),
            (_("English"), english if may_write else {"fields": _as_read(ENGLISH)}),
            (_("Address"), {"fields": ["slug"]}),
        ]

    def get_readonly_fields(
        self,
        request: HttpRequest,
        obj: Article | None = None,
    ) -> list[str]:
        shown = ["picture_shown", "body_sv_shown", "body_en_shown"]
        return ["slug", *shown] if obj and obj.was_ever_public else shown

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Begin an article with the facts of the project or round that it is to be about."""
        initial = super().get_changeform_initial_data(request)
        project, round_ = (request.GET.get(name, "") for name in ("project", "round"))
        if is_key(project) and (held := Project.objects.filter(pk=project).first()):
            return about_project(held)
        if is_key(round_) and (met := Round.objects.filter(pk=round_).first()):
            return about_round(met)
        return initial

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name.startswith("body_"):
            kwargs["widget"] = BodyWidget(attrs={"lang": db_field.name[-2:], "rows": 20})
        elif db_field.name.startswith("lead_"):
            kwargs["widget"] = admin.widgets.AdminTextareaWidget(attrs={"rows": 3})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description=_("state"), ordering="state")
    def standing(self, article: Article) -> str:
        if article.published_at and article.is_scheduled:
            words = {"moment": moment_text(article.published_at)}
            return gettext("Embargo until %(moment)s") % words
        return article.get_state_display()

    @admin.display(description=_("picture"))
    def picture_shown(self, article: Article) -> str:
        if not article.picture:
            return ""
        return format_html(
            '<img class="shown-picture" src="{}" alt="{}">',
            article.picture.fallback,
            article.picture.said("alt"),
        )

    @admin.display(description=_("text in Swedish"))
    def body_sv_shown(self, article: Article) -> SafeString:
        return sanitised(article.body_sv)

    @admin.display(description=_("text in English"))
    def body_en_shown(self, article: Article) -> SafeString:
        return sanitised(article.body_en)

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        if change:
            obj.version += 1
            if form.has_changed():
                publishing.note_edit(obj)
        else:
            obj.author = request.user  # type: ignore[assignment]
        if form.new_picture:
            words = form.new_words()
            obj.picture = add_picture(form.new_picture, by=request.user, **words)
        super().save_model(request, obj, form, change)
        form.keep_correction(obj, request.user)

    def beside_step(self, row: Article, step: str) -> dict[str, Any]:
        return {"problems": publishing.to_put_right(row)} if step == "schedule" else {}

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Article | None = None,
    ) -> HttpResponse:
        saved = obj if obj is not None and obj.pk else None
        context |= self.keeping(request, saved)
        context |= self.figures_context(context["adminform"].form, saved)
        self.calm(request, context)
        if saved is not None:
            context |= {
                "may_write": self.has_change_permission(request, saved),
                "may_publish": self.may_publish(request),
                "problems": publishing.to_put_right(saved),
                **self.told(saved),
            }
        return super().render_change_form(request, context, add, change, form_url, obj)


def _as_read(fields: list[str]) -> list[str]:
    """Return the names under which those who may not write see the fields."""
    return [f"{field}_shown" if field.startswith("body_") else field for field in fields]
