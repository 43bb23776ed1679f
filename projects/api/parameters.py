"""What may be asked of a list, and the words for what cannot be read."""

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.clock import moment_of

DEFAULT_LIMIT = 20
LARGEST_LIMIT = 100
_MOMENT = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})"
    r"(?:T(?P<time>\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)(?P<zone>Z|[+ -]\d{2}:\d{2}))?",
    re.ASCII,
)
_EARLIEST = datetime.datetime(1990, 1, 1, tzinfo=datetime.UTC)
_LATEST = datetime.datetime(2100, 12, 31, tzinfo=datetime.UTC)


class RefusedError(Exception):
    """Parameters that cannot be read; `errors` has what is wrong with each."""

    def __init__(self, errors: Mapping[str, Sequence[str]]) -> None:
        super().__init__(", ".join(errors))
        self.errors = errors

    @property
    def told(self) -> list[dict[str, str]]:
        return [
            {"parameter": name, "detail": words}
            for name, found in self.errors.items()
            for words in found
        ]


class MomentField(forms.Field):
    """A moment in ISO 8601 with its zone, or a day, which begins at midnight in Sweden."""

    def to_python(self, value: Any) -> datetime.datetime | None:
        text = (value or "").strip()
        if not text:
            return None
        try:
            found = _read_moment(text)
        except (ValueError, OverflowError):
            found = None
        if found is None or not _EARLIEST <= found <= _LATEST:
            raise ValidationError(
                _("Write a moment such as 2026-01-31T12:00:00Z, or a day such as 2026-01-31.")
            )
        return found


def _read_moment(text: str) -> datetime.datetime | None:
    match = _MOMENT.fullmatch(text)
    if match is None:
        return None
    if match["time"] is None:
        return moment_of(datetime.datetime.fromisoformat(match["day"]))
    # A plus that nobody escaped arrives as a space.
    zone = match["zone"].replace(" ", "+")
    return datetime.datetime.fromisoformat(f"{match['day']}T{match['time']}{zone}")


class FieldsField(forms.Field):
    """Names of fields with commas between them; None for all of them."""

    def __init__(self, names: Iterable[str], **options: Any) -> None:
        self.names = list(names)
        super().__init__(required=False, **options)

    def to_python(self, value: Any) -> list[str] | None:
        chosen = [one.strip() for one in (value or "").split(",") if one.strip()]
        unknown = sorted(set(chosen) - set(self.names))
        if unknown:
            raise ValidationError(
                _("There is no field %(unknown)s. There are: %(names)s."),
                params={"unknown": unknown[0][:40], "names": ", ".join(self.names)},
            )
        return chosen or None


def key_of(reference: str) -> int | None:
    """Return the key of the project of a reference, such as 123 of P000123; None of no other text.

    References are made of keys, and only keys have an index.
    """
    digits = reference.removeprefix("P")
    if not re.fullmatch(r"[0-9]{6,18}", digits, re.ASCII):
        return None
    key = int(digits)
    return key if reference == f"P{key:06}" else None


class ReferenceField(forms.CharField):
    """The reference of a project, read as its key; of none, nothing is found."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return text and (key_of(text) or -1)


class LimitField(forms.RegexField):
    """How many rows, from 1 to 100; 20 where nothing is said."""

    def __init__(self) -> None:
        super().__init__(
            r"\A(?:[1-9][0-9]?|100)\Z",
            required=False,
            error_messages={"invalid": gettext_lazy("The limit is a number from 1 to 100.")},
        )


def common(
    fields: Iterable[str], *, has_list: bool = False, has_changes: bool = False
) -> dict[str, forms.Field]:
    """Return the parameters that all addresses of a kind share."""
    found: dict[str, forms.Field] = {"fields": FieldsField(fields)}
    if has_list:
        found |= {"limit": LimitField(), "after": forms.CharField(required=False)}
    if has_changes:
        found["changed_since"] = MomentField(required=False)
    return found


def read(query: QueryDict, fields: Mapping[str, forms.Field], known: Iterable[str] = ()) -> dict:
    """Return what the parameters mean. RefusedError where one is not known or cannot be read.

    `known` are those that somebody else reads. A parameter that is misspelt must not pass
    for a list that nothing narrows.
    """
    errors: dict[str, list[str]] = {
        name: [_("There is no such parameter here.")]
        for name in sorted(set(query) - set(fields) - set(known))
    }
    form = type("Parameters", (forms.Form,), dict(fields))(query)
    if not form.is_valid():
        errors |= {name: [str(one) for one in found] for name, found in form.errors.items()}
    if errors:
        raise RefusedError(errors)
    return form.cleaned_data
