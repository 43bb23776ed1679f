"""What a form held when it was opened, carried along in it as one hidden text.

For each field the text holds a digest of what stood there, so that what somebody else
saved meanwhile can be told from what was typed.
"""

import base64
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode

from django import forms
from django.conf import settings
from django.forms.boundfield import BoundField

LONGEST = 60_000
LANGUAGE = "language"
LEDGER = "ledger"


@dataclass(frozen=True)
class Forms:
    """A form of the back office and the sets of rows below it."""

    form: forms.BaseForm
    formsets: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Opened:
    """Digests by name: `title_sv`, `stated_figures.17.basis`, or `splits` for rows as a whole."""

    digests: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, shown: Forms, language: str, ledger: str = "") -> Self:
        """Return what unbound forms hold, as read in a language.

        `ledger` stands for what is saved beside the form and not shown in it.
        """
        said = {LANGUAGE: language, LEDGER: digest([ledger])}
        said |= {name: digest(written(bound)) for name, bound in _named(shown)}
        for formset in shown.formsets:
            if is_rewritten(formset):
                said[formset.prefix] = digest([str(row) for row in rows(formset)])
        return cls(said)

    @classmethod
    def read(cls, text: str) -> Self:
        """Return what a form carries along; nothing of a text that is none of ours."""
        if len(text) > LONGEST:
            return cls()
        return cls(dict(parse_qsl(text, keep_blank_values=True)))

    def __str__(self) -> str:
        return urlencode(self.digests)

    @property
    def language(self) -> str:
        """Return the language that the form was shown in."""
        said = self.digests.get(LANGUAGE, "")
        return said if said in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE

    def held(self, name: str, what: list[str]) -> bool:
        """Whether a field, or rows as a whole, held this when the form was opened."""
        return self.digests.get(name) == digest(what)


def digest(what: Iterable[str]) -> str:
    """Return eight characters that differ where texts differ."""
    full = hashlib.sha256("\0".join(what).encode("utf-8", "replace")).digest()
    return base64.urlsafe_b64encode(full[:6]).decode()


def written(bound: BoundField) -> list[str]:
    """Return what a field of a form shows, as the texts that a browser would send for it."""
    widget: Any = bound.field.widget
    value = bound.value()
    # The admin wraps the choice of another row in links to it, and the wrapping reads no lists.
    widget = getattr(widget, "widget", widget)
    if isinstance(widget, forms.CheckboxInput):
        return ["on"] if widget.check_test(value) else []
    shown = widget.format_value(value)
    texts = shown if isinstance(shown, list) else [shown]
    return sorted(str(one).replace("\r\n", "\n").strip() for one in texts if one not in (None, ""))


def compared(form: forms.BaseForm) -> Iterator[BoundField]:
    """Return the fields in which people write."""
    for bound in form:
        if not (bound.is_hidden or isinstance(bound.field, forms.FileField)):
            yield bound


def is_rewritten(formset: Any) -> bool:
    """Whether the rows have no keys of their own: what is saved is what they say together."""
    return getattr(formset, "is_rewritten", False)


def rows(formset: Any) -> list[dict[str, list[str]]]:
    """Return what the rows that say anything hold; those that are to be dropped say nothing."""
    said = []
    for form in formset.forms:
        is_said = form.has_changed() if form.is_bound else bool(form.initial)
        is_dropped = form.is_bound and is_to_go(form)
        if is_said and not is_dropped:
            said.append({bound.name: written(bound) for bound in compared(form)})
    return said


def is_to_go(form: forms.BaseForm) -> bool:
    """Whether a row is marked to be dropped."""
    return "DELETE" in form.fields and written(form["DELETE"]) != []


def key_of(form: Any) -> str:
    """Return the key of the saved row that a form of a formset shows; empty of a new one."""
    return "".join(written(form["id"])) if "id" in form.fields else ""


def _named(shown: Forms) -> Iterator[tuple[str, BoundField]]:
    for bound in compared(shown.form):
        yield bound.name, bound
    for formset in shown.formsets:
        if not is_rewritten(formset):
            for form in formset.initial_forms:
                for bound in compared(form):
                    yield f"{formset.prefix}.{key_of(form)}.{bound.name}", bound
