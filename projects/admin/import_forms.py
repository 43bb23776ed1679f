"""The forms of an import: the file, what its columns mean, and who is meant by a name."""

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.admin.base import Autocomplete, no_controls, plausible_days
from projects.admin.base import PlainDateInput as DayInput
from projects.importing.matching import NEW
from projects.importing.opening import Opened
from projects.importing.refusing import MOST_UPLOADED
from projects.importing.targets import PERSONAL, TARGETS
from projects.models import Import, Preset, SavedMapping

FOR_ALL = ("funder", "fund", "programme")
"""What is chosen for a whole file, where it does not say so itself."""


def _for_all(name: str, chosen: Any = None) -> forms.Field:
    column: Any = Import._meta.get_field(name)
    return forms.ModelChoiceField(
        column.remote_field.model.objects.all(),
        required=False,
        label=column.verbose_name,
        help_text=column.help_text,
        widget=Autocomplete(column, admin.site),
        initial=chosen,
    )


class FileForm(forms.Form):
    """A file, and what is known of it as a source."""

    file = forms.FileField(
        label=gettext_lazy("file"),
        max_length=200,
        allow_empty_file=True,
        help_text=gettext_lazy("CSV, XLSX, ODS or JSON, at most 20 MB."),
    )
    mapping = forms.ModelChoiceField(
        SavedMapping.objects.all(),
        required=False,
        label=gettext_lazy("saved mapping"),
        empty_label=gettext_lazy("none: recognise the columns"),
    )
    preset = forms.ModelChoiceField(
        Preset.objects.all(),
        required=False,
        label=gettext_lazy("preset"),
        empty_label=gettext_lazy("none"),
        help_text=gettext_lazy("Fills in funder, fund and programme where they are left empty."),
    )
    source_title = forms.CharField(
        label=gettext_lazy("title of the source"),
        required=False,
        max_length=300,
        validators=[no_controls],
        help_text=gettext_lazy("Empty is the name of the file. For example Projektbanken."),
    )
    source_publisher = forms.CharField(
        label=gettext_lazy("publisher"),
        required=False,
        max_length=200,
        validators=[no_controls],
        help_text=gettext_lazy("Empty is the funder. For example Tillväxtverket."),
    )
    source_url = forms.URLField(
        label=gettext_lazy("web address"),
        required=False,
        max_length=500,
        assume_scheme="https",
        validators=[no_controls],
        help_text=gettext_lazy("Where the file was found."),
    )
    source_dated = forms.DateField(
        label=gettext_lazy("dated"),
        required=False,
        widget=DayInput(),
        validators=plausible_days,
        help_text=gettext_lazy(
            "The day the file itself gives, such as 2016-10-14. Decisions without a day count "
            "from it, else from today."
        ),
    )
    publishes = forms.BooleanField(
        label=gettext_lazy("publish what is complete"),
        required=False,
        help_text=gettext_lazy("Else everything becomes drafts."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in FOR_ALL:
            self.fields[name] = _for_all(name)
        first = ["file", "mapping", "preset", *FOR_ALL]
        self.order_fields(first)

    @property
    def is_too_large(self) -> bool:
        """Whether the file is larger than any that is read."""
        file = self.files.get("file")
        return file is not None and (file.size or 0) > MOST_UPLOADED

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        preset = cleaned.get("preset")
        for name in FOR_ALL:
            cleaned[name] = cleaned.get(name) or (preset and getattr(preset, name))
        return cleaned


LEFT_OUT = "-"
"""What a browser sends for a column that is to be left out; empty means: as recognised."""


class ColumnsForm(forms.Form):
    """What each column means, and the answers to what the columns leave open."""

    sheet = forms.ChoiceField(label=gettext_lazy("sheet"), required=False)
    name = forms.CharField(
        label=gettext_lazy("save the columns under a name"),
        max_length=100,
        required=False,
        validators=[no_controls],
        help_text=gettext_lazy("For the next file of the same kind. For example Projektbanken."),
    )

    def __init__(self, opened: Opened, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.opened = opened
        names = [one.name for one in opened.sheets]
        self.fields["sheet"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]
        self.fields["sheet"].initial = opened.sheet.name
        if len(names) == 1:
            del self.fields["sheet"]
        meanings = [("", _("left out"))]
        meanings += [(key, str(one.label)) for key, one in TARGETS.items() if key != PERSONAL]
        for column in opened.mapping.columns:
            if column.title and column.target != PERSONAL:
                self.fields[f"column-{column.place}"] = forms.ChoiceField(
                    choices=meanings, required=False, label=column.title, initial=column.target
                )
        for name in FOR_ALL:
            self.fields[name] = _for_all(name, getattr(opened.file, f"{name}_id"))
        for place, question in enumerate(opened.mapping.questions):
            self.fields[f"answer-{place}"] = forms.ChoiceField(
                choices=[("", _("Choose …")), *question.labels],
                label=question.message,
                initial=opened.answers.get(question.key, ""),
                required=False,
                help_text=", ".join(question.examples),
            )

    @property
    def columns(self) -> list[tuple[Any, Any]]:
        """Every column that has a heading, with the field that says what it means."""
        return [
            (column, self[name] if (name := f"column-{column.place}") in self.fields else None)
            for column in self.opened.mapping.columns
            if column.title
        ]

    @property
    def for_all(self) -> list[Any]:
        return [self[name] for name in FOR_ALL]

    @property
    def questions(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith("answer-")]

    @property
    def saved(self) -> dict[str, dict[str, str]]:
        """The mapping as `recognise` takes it, with every heading that the page showed."""
        columns = self.opened.mapping.columns
        targets = {
            column.title: self.cleaned_data[name]
            for column in columns
            if (name := f"column-{column.place}") in self.fields
        }
        answers = {
            question.key: choice
            for place, question in enumerate(self.opened.mapping.questions)
            if (choice := self.cleaned_data.get(f"answer-{place}"))
        }
        return {"targets": targets, "answers": answers}


class NamesForm(forms.Form):
    """Who is meant by each name that is only like that of a known organisation."""

    def __init__(self, file: Import, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.file = file
        for place, one in enumerate(file.proposals):
            known = one["candidates"].items()
            choices = [("", _("Choose …")), *known, (NEW, _("a new organisation"))]
            self.fields[f"name-{place}"] = forms.ChoiceField(
                choices=choices,
                required=False,
                label=_("%(name)s (row %(row)s)") % {"name": one["name"], "row": one["rows"][0]},
                initial=file.choices.get(one["key"], ""),
            )

    @property
    def chosen(self) -> dict[str, str]:
        """The choices by the keys of the proposals."""
        return {
            one["key"]: choice
            for place, one in enumerate(self.file.proposals)
            if (choice := self.cleaned_data.get(f"name-{place}"))
        }
