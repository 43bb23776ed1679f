"""What a person is told of an amount that is refused, in the back office and in a filter."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from projects.money import Amount, AmountError, Precision
from projects.templatetags.figures import amount_text, precision_words


def in_words(error: AmountError, text: str) -> str:
    """Return what is wrong with an amount, and how to write it instead."""
    if error.code == "ambiguous":
        return _(
            "“%(text)s” can be read as %(first)s or as %(second)s."
            " Write 4300, 4 300 or 4.3 million."
        ) % {"text": text, "first": _reading(error, 0), "second": _reading(error, 1)}
    known = {
        "negative": _("An amount cannot be negative."),
        "too_large": _("An amount is less than 100 000 000 000 000 kronor."),
        "too_many_decimals": _("An amount has at most two decimals: öre."),
    }
    return known.get(error.code) or _(
        "This is not an amount. Write it as printed, such as 4.3 million or 9 735 500."
    )


def _reading(error: AmountError, place: int) -> str:
    amount = error.readings[place]
    if amount.precision is Precision.EXACT:
        return amount_text(amount)
    return pgettext("amount and its rounding", "%(amount)s (%(precision)s)") % {
        "amount": amount_text(Amount(amount.kronor)),
        "precision": precision_words(amount),
    }
