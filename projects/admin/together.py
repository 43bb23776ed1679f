"""Two people at once: a form is saved once, over nobody's work, and is never lost.

Every form of the back office carries two hidden texts: `seen`, what it held when it was
opened, and `once`, its own key. Whoever saves after somebody else gets the form again, answered
409, with both versions field by field; whoever sends a form twice is led to where the
first sending led; whoever was signed out finds the form as it was typed.
"""

import copy
import re
from collections.abc import Sequence
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import flatten_fieldsets
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from projects.admin.meanwhile import Difference, Merger
from projects.admin.opened import Forms, Opened
from projects.templatetags.figures import moment_text
from spin_registry import sending

SEEN = "seen"
SIGNED_OUT = gettext_lazy(
    "This was not saved: you had been signed out. Here it is as you wrote it; save it again."
)
GONE = gettext_lazy(
    "Somebody else deleted this while you were writing. What you wrote stands below; if you "
    "save it, it is entered anew."
)


class Together:
    """What the admin of a register does so that people can work at the same time."""

    def ledger_of(self, row: Any) -> str:
        """Return a text that changes with what is saved beside a row and not shown in its form."""
        return ""

    def send(self: Any, request: HttpRequest, object_id: str | None, view: Any) -> HttpResponse:
        """Save a form that was sent, within a transaction; `view` is what Django does of it."""
        sent = sending.claim(request)
        if sent and sent.leads_to:
            return self._sent_before(request, sent)
        answer = self._compare(request, object_id) or view()
        if sent and self._is_saved(request, answer):
            row = getattr(request, "saved_row", None)
            sending.settle_sending(sent, answer.get("Location", request.path), row)
        elif sent:
            sending.forget(sent)
        return answer

    def response_add(self, request: HttpRequest, obj: Any, *rest: Any) -> HttpResponse:
        request.saved_row = obj.pk  # type: ignore[attr-defined]
        return super().response_add(request, obj, *rest)  # type: ignore[misc]

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        request.saved_row = obj.pk  # type: ignore[attr-defined]
        return super().response_change(request, obj)  # type: ignore[misc]

    def shown_again(
        self: Any, request: HttpRequest, object_id: str | None, view: Any
    ) -> HttpResponse | None:
        """Return a form that was kept when its sender was signed out, if one is asked for."""
        content = sending.kept(request)
        if content is None:
            return None
        return self.shown_unsaved(request, object_id, view, content, str(SIGNED_OUT))

    def shown_unsaved(
        self: Any, request: HttpRequest, object_id: str | None, view: Any, content: Any, why: str
    ) -> HttpResponse:
        """Return a form with what it held once, checked and not saved, and say why."""
        request._load_post_and_files()  # else it is loaded later, over what is set here
        request.POST, request.method = content, "POST"
        with transaction.atomic():
            answer = self._compare(request, object_id)
            if answer is None:
                differs = str(getattr(request, "refused", ""))
                reasons = filter(None, [why, differs])
                request.refused = " ".join(reasons)  # type: ignore[attr-defined]
                answer = view()
            answer.render()
            transaction.set_rollback(True)
        request.method, answer.status_code = "GET", 200
        return answer

    def _is_saved(self, request: HttpRequest, answer: HttpResponse) -> bool:
        return hasattr(request, "saved_row") and answer.status_code in {200, 302}

    def _sent_before(self: Any, request: HttpRequest, sent: Any) -> HttpResponse:
        """Answer a form that was saved already, as it was answered then."""
        row = self.get_object(request, sent.row) if IS_POPUP_VAR in request.POST else None
        if row is not None:
            return self.response_add(request, row)
        return HttpResponseRedirect(sent.leads_to)

    def _compare(self: Any, request: HttpRequest, object_id: str | None) -> HttpResponse | None:
        """Put into `request` what somebody else saved meanwhile, so that the form comes back.

        Returns an answer only where the row is gone.
        """
        if object_id is None:
            return None
        row = self.get_object(request, object_id)
        if row is None:
            return self._gone(request)
        if not self.has_change_permission(request, row):
            return None
        opened = Opened.read(request.POST.get(SEEN, ""))
        ledger = self.ledger_of(row)
        with override(opened.language):
            now = self._saved(request, row)
            if str(Opened.of(now, opened.language, ledger)) == str(opened):
                return None
            merger = Merger(opened, request.POST.copy())
            merger.merge(now, self._typed(request, row))
        merger.sent[SEEN] = str(Opened.of(self._saved(request, row), _language(), ledger))
        request.POST = merger.sent  # type: ignore[assignment]
        request.meanwhile = merger.differences  # type: ignore[attr-defined]
        request.refused = self._words(request, row, merger.differences)  # type: ignore[attr-defined]
        return None

    def _saved(self, request: HttpRequest, row: Any) -> Forms:
        """Return the form as it would be shown if it were opened now."""
        reading = copy.copy(request)
        reading.method = "GET"
        return self._forms(reading, row, None)

    def _typed(self, request: HttpRequest, row: Any) -> Forms:
        return self._forms(request, copy.copy(row), request.POST)

    def _forms(self: Any, request: HttpRequest, row: Any, data: Any) -> Forms:
        names = flatten_fieldsets(self.get_fieldsets(request, row))
        kind = self.get_form(request, row, change=True, fields=names)
        form = kind(instance=row) if data is None else kind(data, instance=row)
        formsets, _inlines = self._create_formsets(request, row, change=True)
        return Forms(form, tuple(formsets))

    def _gone(self: Any, request: HttpRequest) -> HttpResponse | None:
        """Show what was typed of a row that somebody else deleted as a new one, unsaved."""
        if SEEN not in request.POST or not self.has_add_permission(request):
            return None
        sent = request.POST.copy()
        for name in list(sent):
            if name.endswith("-INITIAL_FORMS"):
                sent[name] = "0"
            elif re.search(rf"-\d+-(id|{self.opts.model_name})$", name):
                del sent[name]
        request.POST = sent  # type: ignore[assignment]
        request.refused = str(GONE)  # type: ignore[attr-defined]
        request.meanwhile = []  # type: ignore[attr-defined]
        add = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_add")
        return self._changeform_view(request, None, add, None)

    def carry(self: Any, request: HttpRequest, context: dict[str, Any], row: Any) -> None:
        """Let a form that is about to be shown carry its hidden texts along."""
        is_new = row is None or row.pk is None
        context["meanwhile"] = getattr(request, "meanwhile", None)
        context["once"] = request.POST.get(sending.ONCE) or sending.new_key(request.user)
        context["seen"] = request.POST.get(SEEN, "")
        if not is_new and request.method != "POST":
            forms = Forms(
                context["adminform"].form,
                tuple(inline.formset for inline in context["inline_admin_formsets"]),
            )
            context["seen"] = Opened.of(forms, _language(), self.ledger_of(row))

    def get_object(
        self: Any, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        """Return a row; one that is about to be saved waits for whoever is saving it now."""
        row = super().get_object(request, object_id, from_field)  # type: ignore[misc]
        if row is None or request.method != "POST" or not connection.in_atomic_block:
            return row
        locking = self.model._base_manager.select_for_update(no_key=True, of=("self",))
        if not locking.filter(pk=row.pk).exists():
            return None
        row.refresh_from_db()
        return row

    def _words(self: Any, request: HttpRequest, row: Any, differences: Sequence[Difference]) -> str:
        """Say who saved a row meanwhile, and what to do about it."""
        entries = LogEntry.objects.filter(object_id=str(row.pk))
        entries = entries.filter(content_type__model=self.opts.model_name)
        last = entries.select_related("user").order_by("-action_time").first()
        if last is None:
            said = _("This was saved by somebody else while you were writing.")
        elif last.user_id == request.user.pk:
            said = _("You saved this yourself meanwhile, in another window, %(moment)s.")
            said %= {"moment": moment_text(last.action_time)}
        else:
            who = {"person": last.user.get_full_name() or last.user.get_username()}
            said = _("%(person)s saved this while you were writing, %(moment)s.")
            said %= who | {"moment": moment_text(last.action_time)}
        rest = _("Nothing of yours is lost or saved yet: compare, and save again.")
        if not differences:
            rest = _("What you wrote stands below, unsaved: see what is recorded, and save again.")
        return f"{said} {rest}"


def _language() -> str:
    return get_language() or "sv"
