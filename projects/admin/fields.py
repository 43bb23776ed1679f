"""An amount as a source prints it, in one field."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from projects.money import Amount, AmountError, Precision, entry_text, parse
from projects.templatetags.figures import amount_text, precision_words

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
            raise ValidationError(_why(error, text), code=error.code) from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


def _why(error: AmountError, text: str) -> str:
    """Return what is wrong with an amount, and how to write it instead."""
    if error.code == "ambiguous":
        return _(
            "“%(text)s” can be read as %(first)s or as %(second)s. Write 4300, 4 300 or 4,3 mn."
        ) % {"text": text, "first": _reading(error, 0), "second": _reading(error, 1)}
    known = {
        "negative": _("An amount cannot be negative."),
        "too_large": _("An amount is less than 100 000 000 000 000 kronor."),
        "too_many_decimals": _("An amount has at most two decimals: öre."),
    }
    return known.get(error.code) or _(
        "This is not an amount. Write it as printed, such as 4,3 mn or 9 735 500."
    )


def _reading(error: AmountError, place: int) -> str:
    amount = error.readings[place]
    if amount.precision is Precision.EXACT:
        return amount_text(amount)
    return pgettext("amount and its rounding", "%(amount)s (%(precision)s)") % {
        "amount": amount_text(Amount(amount.kronor)),
        "precision": precision_words(amount),
    }
