"""Stated figures as rows of a project's or a round's form."""

from typing import Any

from django import forms
from django.contrib import admin
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from projects.admin.base import RegistryInline, capitalised
from projects.admin.fields import FIGURE_HELP, AmountField
from projects.admin.rows import SOURCE_HELP
from projects.ledger import state_figure
from projects.models import Project, Quantity, Round, StatedFigure
from projects.models.amounts import amount_columns
from projects.money import Amount, Basis, parse
from projects.money.amounts import AmountError
from projects.templatetags.figures import amount_text, number

NUMBER_OF_PROJECTS = 10_000


class FigureForm(forms.ModelForm):
    """One figure; its amount is typed as printed and its day may be that of its source."""

    printed = AmountField(label=_("amount"), required=True, help_text=FIGURE_HELP)

    class Meta:
        model = StatedFigure
        fields = ["quantity", "basis", "funder", "fund", "place", "words", "stated_on", "source"]
        help_texts = {
            "words": _("Where the source prints it in other words: drygt 14 miljoner."),
            "stated_on": _("Empty is the day of the source."),
            "source": SOURCE_HELP,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        capitalised(self)
        for name in {"source", "stated_on"} & self.fields.keys():
            self.fields[name].required = False
        if self.instance.pk:
            self.initial["printed"] = typed(self.instance)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        amount = cleaned.get("printed")
        if amount is not None and amount.is_unknown:
            self.add_error("printed", _("A stated figure states an amount."))
        elif amount is not None and cleaned.get("quantity") == Quantity.PROJECTS:
            self._clean_number(amount)
        return cleaned

    def _clean_number(self, amount: Amount) -> None:
        kronor = amount.kronor
        if kronor is None or kronor != int(kronor) or kronor > NUMBER_OF_PROJECTS:
            self.add_error("printed", _("A number of projects is a whole number."))

    def fill_in(self, source: Any) -> None:
        """Take the source, and from it the day, that the row leaves out; say what is missing."""
        cleaned = self.cleaned_data
        cleaned["source"] = cleaned.get("source") or source
        if cleaned["source"] is None:
            if "source" not in self.errors:
                self.add_error("source", _("Name the source."))
            return
        cleaned["stated_on"] = cleaned.get("stated_on") or cleaned["source"].dated
        if cleaned["stated_on"] is None and "stated_on" not in self.errors:
            self.add_error("stated_on", _("The source has no date of its own: give the day."))

    def _get_validation_exclusions(self) -> set[str]:
        # Filled in by the row above, after this form has been checked.
        return super()._get_validation_exclusions() | {"source", "stated_on"}  # type: ignore[misc]

    def state(self, about: Project | Round) -> StatedFigure:
        """Add the figure to the ledger."""
        return state_figure(**about_what(about), **self.columns())

    def restate(self) -> StatedFigure:
        """Write a figure that was changed."""
        columns = self.columns()
        columns |= amount_columns("amount", columns.pop("amount"))
        for name, value in (columns | {"basis": columns["basis"].value}).items():
            setattr(self.instance, name, value)
        self.instance.save()
        return self.instance

    def unsaved(self) -> StatedFigure:
        """Return the figure as it will be written; what stands already only where it changed."""
        if not self.has_changed():
            return self.instance
        columns = self.columns()
        columns |= amount_columns("amount", columns.pop("amount"))
        return StatedFigure(pk=self.instance.pk, **columns)

    def columns(self) -> dict[str, Any]:
        """Return what `state_figure` is told, but what the figure is about."""
        cleaned = self.cleaned_data
        names = ["quantity", "funder", "fund", "place", "stated_on", "source"]
        columns = {name: cleaned[name] for name in names if name in cleaned}
        columns["basis"] = Basis(cleaned["basis"])
        columns["amount"] = cleaned["printed"]
        columns["words"] = cleaned["words"] or self.data.get(self.add_prefix("printed"), "").strip()
        return columns


def about_what(about: Project | Round) -> dict[str, Any]:
    """Return the keyword by which a figure is about a project or a round."""
    return {"round": about} if isinstance(about, Round) else {"project": about}


def typed(figure: StatedFigure) -> Any:
    """Return what to show where a figure is typed: its words where they say its amount."""
    try:
        return figure.words if parse(figure.words) == figure.value else figure.value
    except AmountError:
        return figure.value


class FigureRows(BaseInlineFormSet):
    """Figures written through the ledger; a row without a source has that of the row above."""

    default_source: Any = None

    def clean(self) -> None:
        super().clean()
        source = self.default_source
        rows: list[Any] = self.forms
        for row in rows:
            if row.has_changed() and row not in self.deleted_forms:
                row.fill_in(source)
                source = row.cleaned_data.get("source") or source
            elif row.instance.pk:
                source = row.instance.source

    def save_new(self, form: Any, commit: bool = True) -> StatedFigure:
        return form.state(self.instance)

    def save_existing(self, form: Any, obj: Any, commit: bool = True) -> StatedFigure:
        return form.restate()


class FigureInline(RegistryInline):
    """What sources say of the sums; each is tested against the parts when the form is saved."""

    model = StatedFigure
    form = FigureForm
    formset = FigureRows
    max_num = 30
    verbose_name = _("stated figure")
    verbose_name_plural = _("Stated figures: checked against the rows, never summed")
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("printed", "basis", "stated_on", "source"),
                    ("funder", "fund", "place", "words"),
                ]
            },
        )
    ]

    @admin.display(description=_("amount"))
    def printed(self, figure: StatedFigure) -> str:
        if figure.quantity == Quantity.PROJECTS:
            return number(figure.amount or 0)
        return amount_text(figure.value)


class ProjectFigureInline(FigureInline):
    """Of a project that was ever public, stated figures stay as they were entered."""

    fk_name = "project"

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        kept = obj is not None and obj.was_ever_public
        return not kept and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        kept = obj is not None and obj.was_ever_public
        return not kept and super().has_delete_permission(request, obj)


class RoundFigureInline(FigureInline):
    """What was announced of a round; its page is public, so nothing is deleted."""

    fk_name = "round"
    can_delete = False
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("quantity", "printed", "basis", "stated_on"),
                    ("source", "funder", "fund", "place"),
                    "words",
                ]
            },
        )
    ]
