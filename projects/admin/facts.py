"""Who takes part in a project, where it is, and what is not known of it."""

import datetime
from typing import Any

from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

from projects.admin.base import RegistryInline
from projects.models import Intervention, MissingFact, Participation, ProjectPlace, Role
from projects.models.operations import WHOLE


class ParticipationRows(BaseInlineFormSet):
    """Participants; of two leads at one time the later row says so."""

    def clean(self) -> None:
        super().clean()
        leads: list[Any] = []
        for row in self.forms:
            cleaned = getattr(row, "cleaned_data", {})
            if cleaned.get("role") != Role.LEAD or row in self.deleted_forms:
                continue
            if any(overlap(cleaned, earlier) for earlier in leads):
                row.add_error("role", _("A project has one lead at a time."))
            leads.append(cleaned)


def overlap(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Answer whether two periods share a day, their last days included; unknown ends are open."""
    first, last = datetime.date.min, datetime.date.max
    return (one.get("from_on") or first) <= (other.get("until_on") or last) and (
        other.get("from_on") or first
    ) <= (one.get("until_on") or last)


class ParticipationInline(RegistryInline):
    model = Participation
    formset = ParticipationRows
    verbose_name_plural = _("Participants")
    fieldsets = [
        (None, {"fields": [("role", "organisation", "group_sv", "group_en")]}),
        (
            _("Part of it, and from when until when"),
            {
                "classes": ["collapse"],
                "fields": [("note_sv", "note_en"), ("from_on", "until_on")],
            },
        ),
    ]


class PlaceInline(RegistryInline):
    model = ProjectPlace
    max_num = 120
    verbose_name = _("place")
    verbose_name_plural = _("Places")
    fieldsets = [(None, {"fields": [("place", "meaning", "source")]})]


class MissingFactInline(RegistryInline):
    model = MissingFact
    max_num = 4
    verbose_name_plural = _("Unknown facts: what the public is told instead")
    fieldsets = [(None, {"fields": [("fact", "note_sv", "note_en")]})]


class InterventionRows(BaseInlineFormSet):
    """Intervention fields; the row that brings their shares above the whole says so."""

    def clean(self) -> None:
        super().clean()
        shared = WHOLE * 0
        for row in self.forms:
            share = getattr(row, "cleaned_data", {}).get("share")
            if share is None or row in self.deleted_forms:
                continue
            shared += share
            if shared > WHOLE:
                row.add_error("share", _("The shares are more than 100 percent together."))
                return


class InterventionInline(RegistryInline):
    model = Intervention
    formset = InterventionRows
    max_num = 20
    verbose_name_plural = _("Intervention fields, for lists of operations")
    fieldsets = [(None, {"fields": [("code", "share")]})]
