"""Figures in the back office: to choose among, to be told of while writing, and their notes."""

import datetime
import json
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from news.body import WORDS
from news.figures.changes import Note
from news.figures.choices import found_choices
from news.figures.page import notes_of
from news.figures.saying import said_of
from news.figures.texts import HOLDING
from news.models import Article, FigureNote
from projects.keys import is_key
from projects.models import Project, PublicationState, Round
from projects.search.asked import asked, clean
from projects.search.executor import executor
from projects.search.query import Query, Seen

MOST_FOUND = 3
MOST_NAMED = 20


class NoteForm(forms.ModelForm):
    """The words around a fact; the fact itself is the registry's."""

    class Meta:
        model = FigureNote
        fields = ["words_sv", "words_en"]
        widgets = dict.fromkeys(fields, forms.Textarea(attrs={"rows": 3}))
        help_texts = dict.fromkeys(
            fields, gettext_lazy("{fact} stands for the sentence above, which the registry writes.")
        )


class Figures:
    """What the admin of articles does about figures."""

    def figure_urls(self: Any) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        noting = require_http_methods(["GET", "HEAD", "POST"])(self.note_view)
        return [
            path("figures/", wrap(require_safe(self.choices_view)), name="news_article_figures"),
            path("said/", wrap(require_POST(self.said_view)), name="news_article_said"),
            path("<int:key>/note/<int:decision>/", wrap(noting), name="news_article_note"),
        ]

    def choices_view(self: Any, request: HttpRequest) -> HttpResponse:
        """Answer with the figures of what is searched for, or of what the article is about."""
        if not (self.has_add_permission(request) or self.has_change_permission(request)):
            raise PermissionDenied
        language = "en" if request.GET.get("language") == "en" else "sv"
        day = _day(request.GET.get("day", ""))
        found = list(found_choices(_subjects(request.GET), day, language))
        context = {"choices": found, "day": day}
        return render(request, "admin/news/article/figure_choices.html", context)

    def said_view(self: Any, request: HttpRequest) -> HttpResponse:
        """Answer what is said of the figures of the form as it stands; nothing is stored."""
        if not (self.has_add_permission(request) or self.has_change_permission(request)):
            raise PermissionDenied
        article = Article(**{name: request.POST.get(name, "")[:60_000] for name in HOLDING})
        key = request.GET.get("article", "")
        stored = Article.objects.filter(pk=key).first() if is_key(key) else None
        context = {"said": said_of(article, stored)}
        return render(request, "admin/news/article/figures_said.html", context)

    def figures_context(self: Any, form: Any, article: Article | None) -> dict[str, Any]:
        """Return what a form of an article says of the figures in it, and of those made public."""
        # Whoever only reads is shown the fields without a form.
        written = {
            name: (form[name].value() if name in form.fields else getattr(article, name, "")) or ""
            for name in HOLDING
        }
        is_out = article is not None and article.state == PublicationState.PUBLISHED
        words = ["figure", "search", "asOf", "find"]
        return {
            "said": said_of(Article(**written), article),
            "figure_words": json.dumps({key: str(WORDS[key]) for key in words}),
            "changed": notes_of([article])[article.pk] if article and is_out else [],
        }

    def note_view(self: Any, request: HttpRequest, key: int, decision: int) -> HttpResponse:
        """Let an editor put the note of a change in words; the first save says it is seen to."""
        article = self.seen(request, key)
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        note = _note_of(article, decision)
        row = FigureNote.objects.filter(article=article, decision=decision).first()
        row = row or FigureNote(article=article, decision=note.decision)
        form = NoteForm(request.POST or None, instance=row)
        if request.method == "POST" and form.is_valid():
            form.instance.by = request.user
            form.instance.at = timezone.now()
            form.save()
            self.log_change(request, article, _("Saw to the note of a change."))
            messages.success(request, _("The note is kept."))
            return HttpResponseRedirect(reverse("admin:news_article_change", args=[article.pk]))
        context = {"note": note, "form": form}
        return self.page(request, article, "note", _("Note of a change"), context)


def _note_of(article: Article, decision: int) -> Note:
    for note in notes_of([article])[article.pk]:
        if note.decision.pk == decision:
            return note
    raise Http404


def _day(written: str) -> datetime.date:
    """Return the day that was chosen, else today."""
    try:
        day = datetime.date.fromisoformat(written)
    except ValueError:
        return timezone.localdate()
    return day if 1990 <= day.year <= 2100 else timezone.localdate()


def _subjects(chosen: Any) -> list[Project | Round]:
    """Return the projects and rounds that are searched for, else those that are named by key."""
    words = clean(chosen.get("q", ""))
    if not words:
        projects = Project.objects.filter(pk__in=_keys(chosen.getlist("project")))
        rounds = Round.objects.filter(pk__in=_keys(chosen.getlist("round")))
        return [*projects.order_by("pk"), *rounds.order_by("pk")]
    query = Query(asked=asked(words), is_asked=True, order="relevance", seen=Seen.ALL)
    keys = executor().hits(query, 0, MOST_FOUND)
    held = Project.objects.in_bulk(keys)
    rounds = Round.objects.filter(name_sv__icontains=words) | Round.objects.filter(
        name_en__icontains=words
    )
    return [
        *(held[key] for key in keys if key in held),
        *rounds.order_by("-met_on", "pk")[:MOST_FOUND],
    ]


def _keys(written: list[str]) -> list[int]:
    return [int(one) for one in written if is_key(one)][:MOST_NAMED]
