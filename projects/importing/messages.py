"""What is said of a file, in the language of whoever reads it; `Problem.code` is a key here."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "not_an_amount": _("“%(written)s” is not an amount."),
}
