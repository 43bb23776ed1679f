"""An amount as a source prints it, in one field."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy

from projects.amount_errors import in_words
from projects.money import Amount, AmountError, entry_text, parse

AMOUNT_HELP = gettext_lazy("As printed: 4,3 mn, 9 735 500, 450 tkr, ca 2 mn. Empty is unknown.")
FIGURE_HELP = gettext_lazy("As printed: 14,1 miljoner kronor.")


class AmountField(forms.CharField):
    """A text that means an amount; empty is the unknown one.

    `clean` returns an Amount and refuses what is ambiguous with both readings in words.
    """

    def __init__(self, **options: Any) -> None:
        options.setdefault("required", False)
        options.setdefault("help_text", AMOUNT_HELP)
        widget = forms.TextInput(attrs={"class": "money", "autocomplete": "off"})
        super().__init__(widget=widget, strip=True, **options)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Amount):
            return "" if value.is_unknown else entry_text(value, get_language() or "sv")
        return value

    def clean(self, value: Any) -> Amount:
        text = super().clean(value)
        if not text:
            return Amount.unknown()
        try:
            return parse(text)
        except AmountError as error:
            raise ValidationError(in_words(error, text), code=error.code) from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)
