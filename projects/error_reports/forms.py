"""The form in which a reader says what is wrong."""

import hashlib
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from projects.error_reports import tokens
from projects.error_reports.tokens import Age
from projects.importing.personal import names_one
from projects.models.error_reports import TYPED
from projects.rules import CONTROL_CHARACTERS

AGES = {
    Age.TOO_YOUNG: _(
        "That went faster than anybody types, so it was not sent. What you wrote stands below: "
        "send it again."
    ),
    Age.TOO_OLD: _(
        "The form had been open for more than a day, so it was not sent. What you wrote stands "
        "below: look through it, and send it again."
    ),
    Age.UNKNOWN: _(
        "The form did not come as it was opened, so it was not sent. What you wrote stands below: "
        "send it again."
    ),
}


def no_identity(text: str) -> None:
    """Refuse a text with a personal identity number in it."""
    if names_one(text):
        raise ValidationError(_("Leave out the personal identity number; it is not needed."))


class Typed(forms.CharField):
    """A text of several lines, each counted as one sign at its end, as browsers count them."""

    default_validators = [
        RegexValidator(
            CONTROL_CHARACTERS,
            _("The text holds an invisible control character."),
            inverse_match=True,
        ),
        no_identity,
    ]

    def __init__(self, rows: int, **options: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **options)

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")


class ErrorReportForm(forms.Form):
    """What is wrong, what is right, how one knows, and where to send an answer."""

    wrong = Typed(rows=4, label=_("What is wrong?"), max_length=2000)
    right = Typed(rows=4, label=_("What is right?"), max_length=2000, required=False)
    source = Typed(
        rows=2,
        label=_("How do you know?"),
        max_length=1000,
        required=False,
        help_text=_("A link, or the name and day of a document. It helps us most of all."),
    )
    email = forms.EmailField(
        label=_("Your e-mail, if you want an answer"),
        max_length=254,
        required=False,
        validators=Typed.default_validators,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    # Hidden from people by the page itself, so that no reader, however they read, fills it in.
    name = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, sent: Any = None, *, path: str) -> None:
        super().__init__(sent, initial={"opened": tokens.new(path)})
        self.path = path

    def clean_name(self) -> str:
        if self.cleaned_data["name"]:
            raise ValidationError(_("This is to be left empty."))
        return ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        age = tokens.age(cleaned.get("opened", ""), self.path)
        if age is not Age.FINE:
            self.add_error(None, AGES[age])
        return cleaned

    def renewed(self) -> "ErrorReportForm":
        """Give the form a token of its own time where the one that was sent is of no use."""
        age = tokens.age(self.data.get("opened", ""), self.path)
        if age in {Age.TOO_OLD, Age.UNKNOWN}:
            self.data = {**self.data.dict(), "opened": tokens.new(self.path)}  # type: ignore[attr-defined]
        return self

    @property
    def typed(self) -> dict[str, str]:
        """What the reporter wrote, by the columns that keep it."""
        return {name: self.cleaned_data[name] for name in TYPED}

    @property
    def key(self) -> str:
        """The same for the same words sent twice from one opened form, and for nothing else."""
        words = [self.cleaned_data["opened"], *self.typed.values()]
        return hashlib.sha256("\0".join(words).encode()).hexdigest()
