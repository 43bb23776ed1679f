"""The page of a round on which rows are pasted from minutes or a spreadsheet, once a week."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from projects.admin.paste_forms import (
    PREFIX,
    KnownAutocomplete,
    PastedRows,
    SharedForm,
    as_sent,
    formset_of,
)
from projects.admin.presets import PresetField
from projects.models import (
    Decision,
    DecisionKind,
    Fund,
    GrantSplit,
    Participation,
    Round,
)
from projects.pasting import announced, tables
from projects.pasting.saving import Saved, kind_at, save
from projects.refusals import REFUSALS, in_words
from spin_registry import sending

ADD_PROJECT = "projects.add_project"
READ, SAVE = "_read", "_save"
LONGEST_TABLE = 500_000
"""Characters of a pasted table."""


class TableForm(forms.Form):
    """The table itself, and answers to what it leaves open."""

    table = forms.CharField(
        required=False,
        strip=False,
        max_length=LONGEST_TABLE,
        widget=forms.Textarea(attrs={"rows": 8, "wrap": "off"}),
    )


class Pastes:
    """The way from a round to drafts of all its projects, for the admin of rounds."""

    def get_urls(self: Any) -> list[URLPattern]:
        view = require_http_methods(["GET", "HEAD", "POST"])(self.paste_view)
        own = path(
            "<int:key>/paste/", self.admin_site.admin_view(view), name="projects_round_paste"
        )
        return [own, *super().get_urls()]  # type: ignore[misc]

    def paste_view(self: Any, request: HttpRequest, key: int) -> HttpResponse:
        """Show what was pasted beside what was announced; save it once a person says so."""
        if not (self.has_view_permission(request) and request.user.has_perm(ADD_PROJECT)):
            raise PermissionDenied
        met = Round.objects.filter(pk=min(key, 2**63 - 1)).first()
        if met is None:
            raise Http404
        with transaction.atomic():
            page = Page(self, request, met)
            if request.method == "POST" and SAVE in request.POST:
                return page.save_once() or page.shown()
            return page.shown()


class Page:
    """One showing of the page: its forms, and what they come to."""

    def __init__(self, admin: Any, request: HttpRequest, met: Round) -> None:
        self.admin, self.request, self.met = admin, request, met
        kept = sending.kept(request)
        self.is_kept = kept is not None
        self.sent: Any = request.POST if request.method == "POST" else kept
        self.notes: Sequence[str] = ()
        self.questions: list[tuple[Any, str]] = []
        self.table = TableForm(self.sent)
        self.shared = self._shared_form()
        self.rows = self._rows()

    def _shared_form(self) -> SharedForm:
        def column(model: Any, name: str, *, required: bool = False) -> Any:
            field = self.admin.formfield_for_dbfield(model._meta.get_field(name), self.request)
            field.required, field.help_text = required, ""
            return field

        fields: dict[str, Any] = {"source": column(Decision, "source", required=True)}
        fields["preset"] = PresetField()
        fields["preset_filled"] = forms.CharField(required=False, widget=forms.HiddenInput)
        if kind_at(self.met) != DecisionKind.GRANTED:
            fields["funder"] = column(GrantSplit, "funder")
        for name in ("fund", "programme"):
            fields[name] = column(GrantSplit, name)
        kind = type("Shared", (SharedForm,), {**fields, "round": self.met})
        return kind(self.sent, initial=self._initial())

    def _initial(self) -> dict[str, Any]:
        """Return what the latest row of the same body says, to be looked at and changed."""
        same = Round.objects.filter(
            partnership=self.met.partnership_id, organisation=self.met.organisation_id
        )
        last = GrantSplit.objects.filter(decision__round__in=same).order_by("-pk").first()
        names = ("funder", "fund", "programme")
        return {name: getattr(last, f"{name}_id") for name in names} if last else {}

    def _rows(self) -> PastedRows | None:
        """Return the rows that were sent, or read anew; None where there are none yet."""
        if self.sent is None:
            return None
        sent = self.sent
        if READ in sent or f"{PREFIX}-TOTAL_FORMS" not in sent:
            read = self._read()
            if read is None and f"{PREFIX}-TOTAL_FORMS" not in sent:
                return None
            sent = read or sent
        rows = formset_of(self.met, sent, self._widgets())
        rows.is_valid()
        return rows

    def _read(self) -> QueryDict | None:
        if not self.table.is_valid():
            return None
        try:
            pasted = tables.read(self.table.cleaned_data["table"], self._answers())
        except tables.FileRefusedError as refused:
            self.table.add_error("table", refused.message)
            return None
        self.notes = pasted.notes
        self.questions = [(one, self._answers().get(one.key, "")) for one in pasted.questions]
        if not pasted.rows:
            return None
        self._take_fund(pasted.fund)
        sent = QueryDict(mutable=True)
        sent.update(as_sent(self.met, pasted.rows))
        return sent

    def _answers(self) -> dict[str, str]:
        found = {}
        for place, key in enumerate(self.sent.getlist("question")):
            found[key] = self.sent.get(f"answer-{place}", "")
        return found

    def _take_fund(self, written: str) -> None:
        """Choose the fund that all rows name, where none is chosen."""
        if not written or self.sent.get("fund"):
            return
        names = ("code", "name_sv", "name_en")
        same = [one for one in Fund.objects.all() if written in {getattr(one, n) for n in names}]
        if len(same) == 1:
            self.sent = self.sent.copy()
            self.sent["fund"] = str(same[0].pk)
            self.shared = self._shared_form()

    def _widgets(self) -> dict[str, Any]:
        site = self.admin.admin_site
        return {
            "project": KnownAutocomplete(Decision._meta.get_field("project"), site),
            "lead": KnownAutocomplete(Participation._meta.get_field("organisation"), site),
        }

    def save_once(self) -> HttpResponse | None:
        """Save the rows, unless this form was saved before; None where it is to be shown again."""
        sent = sending.claim(self.request)
        if sent and sent.leads_to:
            return HttpResponseRedirect(sent.leads_to)
        # Whoever saves rows of the same round waits here, and sees those of the first.
        Round.objects.select_for_update(no_key=True).get(pk=self.met.pk)
        self.rows = self._rows()
        saved = self._save(self.rows) if self.rows and self._is_sound(self.rows) else None
        if saved is None:
            if sent:
                sending.forget(sent)
            return None
        back = reverse("admin:projects_round_paste", args=[self.met.pk])
        if sent:
            sending.settle_sending(sent, back, self.met.pk)
        self._tell(saved)
        return HttpResponseRedirect(back)

    def _is_sound(self, rows: PastedRows) -> bool:
        is_sound = self.shared.is_valid() and rows.is_valid()
        if not rows.kept:
            self.shared.add_error(None, _("There is no row to save."))
        if self.met.met_on and self.met.met_on > timezone.localdate():
            self.shared.add_error(None, _("A decision is entered once it is made."))
            return False
        return is_sound and bool(rows.kept)

    def _save(self, rows: PastedRows) -> Saved | None:
        try:
            with transaction.atomic():
                saved = save(
                    shared=self.shared.shared(),
                    rows=[form.wanted() for form in rows.kept],
                    by=self.request.user,
                )
                self._log(saved)
        except (ValidationError, *REFUSALS) as refused:
            is_ours = isinstance(refused, ValidationError)
            said = refused.messages if is_ours else [in_words(refused)]  # type: ignore[union-attr]
            self.shared.add_error(None, said)
            return None
        return saved

    def _log(self, saved: Saved) -> None:
        """Remember who entered the projects: somebody else publishes them."""
        for project in saved.made:
            self.admin.log_addition(self.request, project, [{"added": {}}])
        what = [{"added": {"name": str(Decision._meta.verbose_name), "object": str(self.met)}}]
        for project in saved.added:
            self.admin.log_change(self.request, project, what)

    def _tell(self, saved: Saved) -> None:
        told = [
            ngettext("%(n)s draft was made.", "%(n)s drafts were made.", len(saved.made)),
            ngettext(
                "%(n)s project got a decision.", "%(n)s projects got a decision.", len(saved.added)
            ),
            ngettext("%(n)s waits for approval.", "%(n)s wait for approval.", len(saved.waiting)),
            ngettext(
                "%(n)s was in the round already.",
                "%(n)s were in the round already.",
                len(saved.left),
            ),
            ngettext(
                "%(n)s was scheduled, and is a draft again.",
                "%(n)s were scheduled, and are drafts again.",
                len(saved.unscheduled),
            ),
        ]
        lists = (saved.made, saved.added, saved.waiting, saved.left, saved.unscheduled)
        said = [text % {"n": len(rows)} for text, rows in zip(told, lists, strict=True) if rows]
        messages.success(self.request, " ".join(said))

    def shown(self) -> HttpResponse:
        is_valid = self.sent is not None and self.shared.is_valid()
        held = announced.held(self.met)
        new = []
        if is_valid and self.rows is not None:
            shared = self.shared.shared()
            counted = [form for form in self.rows.forms if form.counts]
            new = announced.unsaved(shared.row(one.cleaned_data["amount"]) for one in counted)
        lines = announced.lines(self.met, [*held, *new])
        media = self.admin.media + self.shared.media
        for widget in self._widgets().values():
            media += widget.media
        context = {
            **self.admin.admin_site.each_context(self.request),
            "opts": self.admin.opts,
            "original": self.met,
            "title": _("Paste rows"),
            "media": media,
            "page": self,
            "held": [
                (account.project, announced.added_up(self.met, [account])) for account in held
            ],
            "held_total": announced.added_up(self.met, held),
            "new_count": len(new),
            "new_total": announced.added_up(self.met, new) if new else None,
            "lines": [(line.verdict.sign.value, announced.in_words(line)) for line in lines],
            "once": (self.sent or {}).get(sending.ONCE) or sending.new_key(self.request.user),
        }
        return TemplateResponse(self.request, "admin/projects/round/paste.html", context).render()
