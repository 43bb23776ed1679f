"""The form of a decision that amends or corrects another, and what it starts from."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.admin.base import capitalised
from projects.entering import CORRECTION, Row
from projects.ledger import Split
from projects.models import Decision, DecisionKind, GrantSplit
from projects.proposed import Content

KINDS = [
    (DecisionKind.AMENDED.value, gettext_lazy("amended: a new decision changes an amount")),
    (DecisionKind.CLOSED.value, gettext_lazy("closed: the final amount")),
]
SET_TOO = ("title_sv", "title_en", "starts_on", "ends_on")
"""What a new decision may set of the project beside its money."""


class AmendForm(forms.Form):
    """A decision that replaces another; each amount stands as it is until it is changed."""

    decision: Decision
    is_correction = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        capitalised(self)

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        day = cleaned.get("decided_on")
        if day and day > timezone.localdate():
            self.add_error("decided_on", _("A decision is entered once it is made."))
        if self.is_correction and not cleaned.get("reason_sv", "").strip():
            self.add_error("reason_sv", _("Say what is corrected, and why."))
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("A project cannot end before it starts."))
        if cleaned.get("lead") and not (cleaned.get("lead_from") or day):
            self.add_error("lead_from", _("Say from which day there is a new lead."))
        if not self.errors and not self.is_changing():
            self.add_error(None, _("Nothing was changed."))
        return cleaned

    def is_changing(self) -> bool:
        said = {name for name in self.changed_data if not name.startswith("reason")}
        return bool(said - {"source", "kind", "decided_on"}) or "kind" in self.changed_data

    def amounts(self) -> Iterator[tuple[GrantSplit, Any]]:
        """Return each item with the field in which its amount is typed."""
        for split in self.decision.splits.all():
            yield split, self[f"amount_{split.pk}"]

    def content(self) -> Content:
        """Return what is to be entered, or to wait; only of a form without errors."""
        cleaned = self.cleaned_data
        lead = cleaned.get("lead")
        return Content(
            rows=tuple(self._rows()),
            facts={
                name: cleaned[name]
                for name in SET_TOO
                if name in self.changed_data and name in cleaned
            },
            lead=lead,
            lead_from=(cleaned["lead_from"] or cleaned["decided_on"]) if lead else None,
        )

    def _rows(self) -> Iterator[Row]:
        cleaned, earlier = self.cleaned_data, self.decision
        names = ("case_number", "reference", "source", "reason_sv", "reason_en")
        bodies = ("organisation", "partnership", "group_sv", "group_en", "round", "eu_rate")
        said = {name: cleaned[name] for name in names}
        said |= {name: getattr(earlier, name) for name in bodies}
        said["kind"] = CORRECTION if self.is_correction else cleaned["kind"]
        said["decided_on"] = earlier.decided_on if self.is_correction else cleaned["decided_on"]
        splits: list[Split | None] = [
            Split(
                amount=cleaned[field.name],
                **{
                    name: getattr(split, name)
                    for name in ("funder", "group_sv", "group_en", "fund", "programme", "form")
                },
            )
            for split, field in self.amounts()
        ]
        for one in splits or [None]:
            yield Row(split=one, replaces=earlier, **said)


def initial_of(decision: Decision) -> dict[str, Any]:
    """Return what the form starts from: what stands."""
    project = decision.project
    amounts = {f"amount_{split.pk}": split.value for split in decision.splits.all()}
    facts = {name: getattr(project, name) for name in SET_TOO}
    return amounts | facts | {"case_number": decision.case_number}
