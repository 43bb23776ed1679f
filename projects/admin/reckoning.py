"""Counts a project's form as it stands: sums, bounds and verdicts; nothing is stored.

What a script asks for while somebody types, and what the button "Count" answers without
one, come from the same functions as every page: `trying.tried` makes of the rows what
entering them would, and `verdicts` and `funding` say what that adds up to.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.admin import helpers
from django.core.exceptions import PermissionDenied
from django.forms.formsets import DELETION_FIELD_NAME, BaseFormSet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from projects.admin.figures import FigureRows
from projects.admin.payments import PaymentRows
from projects.admin.rows import LedgerRows
from projects.funding import Funding, funding
from projects.models import AcceptedWarning, GrantSplit, Project, Source, WarningRule
from projects.payments import Paid, payments
from projects.plausibility import doubts
from projects.templatetags.figures import amount_text, band_text
from projects.trying import Tried, tried
from projects.verdicts import Sign, Verdict, project_verdicts
from projects.warning_words import sentence

PART = "X-Part"
"""The header by which a script asks for the counted part of the page alone."""


@dataclass(frozen=True)
class Note:
    """Something to say at a field, or of the form where `field` is empty; an id without `#`."""

    words: str
    field: str = ""
    about: str = ""  # what it speaks of, where the field does not tell
    sign: str = ""
    is_wrong: bool = False
    is_missing: bool = False  # nothing is typed yet, so there is nothing to say at the field


@dataclass
class Reckoning:
    """What a form adds up to as it stands."""

    funding: Funding
    verdicts: Sequence[Verdict]
    notes: list[Note] = field(default_factory=list)  # of amounts and figures, each at its field
    unfinished: list[Note] = field(default_factory=list)  # what cannot be saved as it is
    unreadable: int = 0  # amounts that are typed and cannot be read

    @property
    def contradictions(self) -> list[Note]:
        return [note for note in self.notes if note.is_wrong]

    @property
    def agreeing(self) -> int:
        """How many stated figures the rows agree with."""
        return sum(one.sign in {Sign.AGREES, Sign.ROUNDING} for one in self.verdicts)

    @property
    def untested(self) -> int:
        return sum(one.sign is Sign.UNTESTABLE for one in self.verdicts)


class Reckons:
    """Counting, for the admin of projects."""

    def reckon_urls(self: Any) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.reckon_view))
        return [
            path("reckon/", view, name="projects_project_reckon_new"),
            path("<int:key>/reckon/", view, name="projects_project_reckon"),
        ]

    def reckon_view(self: Any, request: HttpRequest, key: int | None = None) -> HttpResponse:
        """Answer what the form that is sent adds up to: a part of a page, or the whole form."""
        project = self._project_to_reckon(request, key)
        form = self.get_form(request, project, change=project is not None)(
            request.POST, instance=project
        )
        form.is_valid()
        formsets, inlines = self._create_formsets(request, form.instance, project is not None)
        reckoning = reckon(form.instance, formsets, form)
        if PART in request.headers:
            template = "admin/projects/project/reckoned.html"
            return render(request, template, {"reckoning": reckoning})
        return self._counted_page(request, project, form, formsets, inlines, reckoning)

    def _project_to_reckon(self: Any, request: HttpRequest, key: int | None) -> Project | None:
        if key is None:
            if not self.has_add_permission(request):
                raise PermissionDenied
            return None
        project = self.get_object(request, str(key))
        if project is None:
            raise Http404
        if not self.has_change_permission(request, project):
            raise PermissionDenied
        return project

    def _counted_page(
        self: Any,
        request: HttpRequest,
        project: Project | None,
        form: Any,
        formsets: Sequence[Any],
        inlines: Sequence[Any],
        reckoning: Reckoning,
    ) -> HttpResponse:
        """Show the form as it was typed, with what it adds up to."""
        fieldsets = list(self.get_fieldsets(request, project))
        prepopulated = self.get_prepopulated_fields(request, project)
        readonly = self.get_readonly_fields(request, project)
        adminform = helpers.AdminForm(form, fieldsets, prepopulated, readonly, model_admin=self)
        inline_formsets = self.get_inline_formsets(request, formsets, inlines, project)
        parts = [adminform, *inline_formsets]
        said = _("Change %s") if project else _("Add %s")
        name = "change" if project else "add"
        context = {
            **self.admin_site.each_context(request),
            "title": said % self.opts.verbose_name,
            "subtitle": str(project) if project else None,
            "adminform": adminform,
            "object_id": str(project.pk) if project else None,
            "original": project,
            "is_popup": False,
            "to_field": None,
            "source_model": None,
            "media": sum((part.media for part in parts), self.media),
            "inline_admin_formsets": inline_formsets,
            "errors": [],
            "preserved_filters": self.get_preserved_filters(request),
            "reckoning": reckoning,
        }
        args = [project.pk] if project else []
        back = reverse(f"admin:projects_project_{name}", args=args)
        changes = project is not None
        return self.render_change_form(request, context, not changes, changes, back, project)


def reckon(project: Project, formsets: Sequence[Any], own: Any) -> Reckoning:
    """Return what a project adds up to with the rows of its form, as far as they can be read.

    `own` is the form of its own fields, for what hinders that it is saved.
    """
    for formset in formsets:
        formset.is_valid()
    rows = [form for form in _entered(formsets, LedgerRows) if _is_readable(form)]
    figures = [(form, form.unsaved()) for form in _figures(formsets)]
    paid = [form for form in _entered(formsets, PaymentRows) if not form.errors]
    found = tried(
        project=project,
        rows=[form.row() for form in rows],
        figures=[figure for _form, figure in figures],
    )
    money = funding(found.account)
    verdicts = project_verdicts(found.account)
    form_of = {id(figure): form for form, figure in figures}
    excesses = payments(found.account, money, [form.payment() for form in paid])
    return Reckoning(
        funding=money,
        verdicts=verdicts,
        notes=[
            *_stretches(money, found, rows),
            *(_verdict_note(one, form_of.get(id(one.figure))) for one in verdicts),
            *(_excess_note(one, paid) for one in (excesses.exceeding if excesses else ())),
            *_doubts(found, rows),
        ],
        unfinished=[*_unfinished_in(own, ""), *_refusals(found, rows), *_unfinished(formsets)],
        unreadable=sum("amount" in form.errors for form in _entered(formsets, LedgerRows)),
    )


def _entered(formsets: Sequence[Any], kind: Any) -> Iterator[Any]:
    """Yield the forms of a kind of rows in which something was typed, and not to be dropped."""
    for formset in formsets:
        if isinstance(formset, kind):
            yield from (one for one in formset.forms if one.has_changed() and not _dropped(one))


def _figures(formsets: Sequence[Any]) -> Iterator[Any]:
    """Yield the forms of the stated figures that can be read, those that stand already too."""
    for formset in formsets:
        if isinstance(formset, FigureRows) and not isinstance(formset, PaymentRows):
            for form in formset.forms:
                stands = form.instance.pk or form.has_changed()
                if stands and not form.errors and not _dropped(form):
                    yield form


def _dropped(form: Any) -> bool:
    return bool(getattr(form, "cleaned_data", {}).get(DELETION_FIELD_NAME))


def _is_readable(form: Any) -> bool:
    """Answer whether a row can be counted; a source that is yet to be named does not hinder it."""
    if set(form.errors) == {"source"}:
        form.cleaned_data["source"] = Source(pk=0, dated=timezone.localdate())
        return True
    return not form.errors


def _stretches(money: Funding, found: Tried, rows: Sequence[Any]) -> Iterator[Note]:
    """Say at each amount that leaves something open between which bounds it lies."""
    for item in money.standing:
        place = found.row_of.get(item.split.pk)
        if item.interval and place is not None:
            yield Note(band_text(item.interval), rows[place]["amount"].auto_id)


def _verdict_note(verdict: Verdict, form: Any) -> Note:
    """Say of a figure whether it agrees; of a public project's there is no field to say it at."""
    is_kept = form is None or (form.instance.pk and form.instance.project.was_ever_public)
    return Note(
        words=f"{verdict.title} {verdict.sentence}",
        field="" if is_kept else form["printed"].auto_id,
        about=str(verdict.figure),
        sign=verdict.sign.value,
        is_wrong=verdict.sign is Sign.CONTRADICTS,
    )


def _excess_note(row: Paid, paid: Sequence[Any]) -> Note:
    """Say at the payment that was typed last that more is paid out than was granted."""
    said = _("%(item)s: %(amount)s more is paid out than was granted.")
    words = said % {"item": row.item.label, "amount": amount_text(row.excess)}
    theirs = [one for one in paid if one.cleaned_data.get("split") == row.item.split]
    return Note(words, theirs[-1]["printed"].auto_id if theirs else "", is_wrong=True)


def _doubts(found: Tried, rows: Sequence[Any]) -> Iterator[Note]:
    """Say at its field what else may be wrong and nobody has accepted."""
    project = found.account.project
    told_above = {WarningRule.FIGURES_CONTRADICT, WarningRule.PAID_OVER_GRANTED}
    accepted = AcceptedWarning.objects.filter(project=project) if project.pk else ()
    silent = {(one.rule, one.fingerprint) for one in accepted}
    for doubt in doubts(found.account):
        if doubt.rule in told_above or (doubt.rule, doubt.fingerprint) in silent:
            continue
        place = found.row_of.get(doubt.about.pk) if isinstance(doubt.about, GrantSplit) else None
        field = "" if place is None else rows[place]["amount"].auto_id
        if isinstance(doubt.about, str):
            field = f"id_{doubt.about}"
        yield Note(sentence(doubt), field, sign="!", is_wrong=True)


def _refusals(found: Tried, rows: Sequence[Any]) -> Iterator[Note]:
    for refused in found.refused:
        form = rows[refused.place]
        yield Note(refused.said, form[refused.field or "kind"].auto_id, about=_numbered(form))


def _unfinished(formsets: Sequence[Any]) -> Iterator[Note]:
    """Say what is wrong in each row, at its field."""
    for form in _entered(formsets, BaseFormSet):
        yield from _unfinished_in(form, _numbered(form))


def _unfinished_in(form: Any, number: str) -> Iterator[Note]:
    """Say of each error of a form what it is about; `number` says which row the form is."""
    for name, errors in form.errors.as_data().items():
        field = form.fields.get(name)
        label = capfirst(field.label) if field else ""
        yield Note(
            errors[0].messages[0],
            form[name].auto_id if field else "",
            about=", ".join(filter(None, [number, str(label)])),
            is_wrong=True,
            is_missing=errors[0].code == "required",
        )


def _numbered(form: Any) -> str:
    """Return which row it is: "Finansieringspost 2"."""
    number = int(str(form.prefix).rpartition("-")[2]) + 1
    return f"{capfirst(form.instance._meta.verbose_name)} {number}"
