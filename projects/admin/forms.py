"""The form of a project, but for its rows."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from projects.admin.base import capitalised
from projects.admin.fields import AmountField
from projects.models import Project, Source
from projects.models.amounts import amount_columns
from projects.models.operations import NO_POSTCODE, POSTCODE

COPY_MARK = "KOPIA:"
"""Stands before the Swedish title of a copy until it is changed, whatever the reader's language."""
COST_HELP = _("As printed: 20 155 000, 20,2 mn, ca 20 mn. Empty is unknown.")


class PostcodeField(forms.CharField):
    """A postcode, written with a space as on a letter or without."""

    def __init__(self) -> None:
        said: Any = Project._meta.get_field("postcode")
        super().__init__(
            label=said.verbose_name,
            help_text=_("Of the place where the project is carried out, such as 901 87."),
            required=False,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 8}),
            validators=[RegexValidator(POSTCODE, NO_POSTCODE)],
        )

    def to_python(self, value: Any) -> str:
        return "".join((super().to_python(value) or "").split())


class ProjectForm(forms.ModelForm):
    """What is said of the project itself; amounts as printed."""

    total_cost_typed = AmountField(label=_("total cost"), help_text=COST_HELP)
    eligible_cost_typed = AmountField(label=_("total eligible cost"), help_text=COST_HELP)
    postcode = PostcodeField()
    default_source = forms.ModelChoiceField(Source.objects.none(), required=False)

    class Meta:
        model = Project
        exclude: list[str] = []
        labels = {
            "starts_on_precision": _("start known to the"),
            "ends_on_precision": _("end known to the"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        capitalised(self)
        if self.instance.pk:
            self.initial["total_cost_typed"] = self.instance.total_cost_amount
            self.initial["eligible_cost_typed"] = self.instance.eligible_cost_amount

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("A project cannot end before it starts."))
        if (cleaned.get("title_sv") or "").startswith(COPY_MARK):
            self.add_error("title_sv", _("Give the project a title of its own."))
        self._take_costs()
        return cleaned

    def _take_costs(self) -> None:
        for column in ("total_cost", "eligible_cost"):
            amount = self.cleaned_data.get(f"{column}_typed")
            if amount is not None:
                for name, value in amount_columns(column, amount).items():
                    setattr(self.instance, name, value)
