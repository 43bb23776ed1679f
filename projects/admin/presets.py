"""Presets: a list to keep, and a choice in each money row that fills what stands empty there."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.forms.widgets import Script
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from projects.admin.base import RegistryAdmin
from projects.models import Preset

FILLED = ("funder", "fund", "programme")
"""What a preset fills where nothing was chosen."""
FILLED_BEFORE = ("form", "kind")
"""What a preset sets where the row still says what it began with."""
PRESET_HELP = _("Fills in funder, fund and programme where you leave them empty.")


class PresetSelect(forms.Select):
    """A choice that carries along what each preset fills in, for the script that does it at once.

    Without the script the server does it when the form is saved.
    """

    presets: dict[str, Preset]

    class Media:
        js = [Script("presets.js", defer=True)]

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        chosen = self.presets.get(str(value))
        if chosen:
            option["attrs"] |= _fillings(chosen)
        return option


def _fillings(preset: Preset) -> dict[str, Any]:
    """Return what a preset fills in: of a relation the key, and the words for it."""
    found: dict[str, Any] = {f"data-{name}": getattr(preset, name) for name in FILLED_BEFORE}
    for name in FILLED:
        row = getattr(preset, name)
        if row:
            found |= {f"data-{name}": row.pk, f"data-{name}-name": str(row)}
    return {name: value for name, value in found.items() if value}


class PresetField(forms.ChoiceField):
    """A choice among all presets, read once for all rows; `clean` returns one or None."""

    def __init__(self, **options: Any) -> None:
        rows = Preset.objects.select_related(*FILLED)
        self.presets = {str(one.pk): one for one in rows}
        widget = PresetSelect(attrs={"data-filled": _("Filled in:")})
        super().__init__(
            choices=[("", "–"), *((key, str(one)) for key, one in self.presets.items())],
            required=False,
            label=_("preset"),
            help_text=PRESET_HELP,
            widget=widget,
            **options,
        )
        widget.presets = self.presets

    def clean(self, value: Any) -> Preset | None:
        return self.presets.get(super().clean(value))

    def __deepcopy__(self, memo: Any) -> Any:
        copied = super().__deepcopy__(memo)
        copied.widget.presets = self.presets
        return copied


def take_preset(form: forms.BaseForm) -> None:
    """Fill what a row leaves empty from its preset, unless the browser did so already.

    Then the row says what was meant, and what was emptied by hand stays empty.
    """
    cleaned: dict[str, Any] = form.cleaned_data
    preset = cleaned.get("preset")
    if preset is None or cleaned.get("preset_filled") == str(preset.pk):
        return
    for name in FILLED:
        is_group = name == "funder" and cleaned.get("group_sv")
        if not cleaned.get(name) and name not in form.errors and not is_group:
            cleaned[name] = getattr(preset, name)
    for name in FILLED_BEFORE:
        value = getattr(preset, name)
        if value and name in form.fields and cleaned.get(name) == form.fields[name].initial:
            cleaned[name] = value


@admin.register(Preset)
class PresetAdmin(RegistryAdmin):
    list_display = ["name_sv", "funder", "fund", "programme", "kind"]
    list_select_related = [*FILLED]
    search_fields = ["name_sv", "name_en"]
    fieldsets = [
        (None, {"fields": [("name_sv", "name_en")]}),
        (
            _("What it fills in"),
            {
                "fields": [FILLED, ("kind", "form")],
                "description": _("What is left empty here is left to whoever enters the row."),
            },
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Preset]:
        return super().get_queryset(request).select_related(*FILLED)
