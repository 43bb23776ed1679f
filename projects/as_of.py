"""A day to look back to: `per=2018-06-20` asks for the amounts that were in force then."""

import datetime
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spin_registry.errors import UnreadableAddressError

PARAMETER = "per"
EARLIEST, LATEST = datetime.date(1990, 1, 1), datetime.date(2100, 12, 31)
PATTERN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


class DayField(forms.Field):
    """A day in ISO 8601 from 1990 to 2100; None where nothing is said."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", gettext_lazy("As of"))
        super().__init__(**options | {"required": False})

    def to_python(self, value: Any) -> datetime.date | None:
        text = (value or "").strip()
        if not text:
            return None
        try:
            found = datetime.date.fromisoformat(text) if re.match(PATTERN, text) else None
        except ValueError:
            found = None
        if found is None or not EARLIEST <= found <= LATEST:
            raise ValidationError(_("Write a day from 1990 to 2100, such as 2018-06-20."))
        return found


def query_for(on: datetime.date | None) -> str:
    """Return what an address has to ask for a day, "?" included; nothing for today."""
    return f"?{PARAMETER}={on.isoformat()}" if on else ""


def refuse_day(query: QueryDict) -> None:
    """Raise UnreadableAddressError where a day is asked for of what is told of today alone."""
    if query.get(PARAMETER, "").strip():
        raise UnreadableAddressError(
            _("This is told as of today alone: take %(name)s out of the address.")
            % {"name": PARAMETER}
        )


def day_asked(query: QueryDict) -> datetime.date | None:
    """Return the day that an address asks for. UnreadableAddressError where it is none."""
    field = DayField()
    try:
        return field.clean(query.get(PARAMETER))
    except ValidationError as error:
        said = " ".join(error.messages)
        raise UnreadableAddressError(f"{field.label} ({PARAMETER}): {said}") from error
