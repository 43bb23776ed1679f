"""What somebody else saved while a form was being written, brought together with what was typed.

Three things are known of every field: what it held when the form was opened, what is saved
now, and what was typed. Where only one of the two people changed it, their word stands; where
both did, what was typed stands, and both are shown.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from itertools import zip_longest
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.admin.opened import (
    Forms,
    Opened,
    compared,
    is_rewritten,
    is_to_go,
    key_of,
    rows,
    written,
)
from projects.keys import is_key

NOTHING = "–"
MOST_SHOWN = 300
"""Characters of a text that the comparison shows; the form holds all of it."""
SHOWN_BEFORE = 60
"""Those of them that stand before the first difference, where a text is cut."""


class Outcome(Enum):
    """What stands in the form below."""

    SAVED = gettext_lazy("what is saved: you did not change it")
    TYPED = gettext_lazy("what you wrote: nobody else changed it")
    BOTH = gettext_lazy("what you wrote: both of you changed it")
    GONE = gettext_lazy("neither: it is no longer granted")
    CLOSED = gettext_lazy("neither: this became public meanwhile; enter it as a new decision")


@dataclass(frozen=True)
class Difference:
    """One field that holds something else than what is saved, or did until it was put right."""

    label: str
    saved: str
    typed: str
    outcome: Outcome


@dataclass
class Merger:
    """Brings a form that was sent together with what is saved now.

    `sent` is what the browser sent and becomes what the form shows next.
    """

    opened: Opened
    sent: QueryDict
    differences: list[Difference] = field(default_factory=list)

    def merge(self, now: Forms, typed: Forms) -> None:
        """Bring all of the form together."""
        for ours, theirs in _pairs(typed.form, now.form):
            if self._field(theirs.name, "", theirs, ours) is Outcome.SAVED:
                self._say(theirs.name, written(theirs))
        for theirs, ours in zip(now.formsets, typed.formsets, strict=True):
            if not ours.management_form.is_valid():
                saved = [(key_of(form), _texts(form)) for form in theirs.initial_forms]
                self._write(theirs.prefix, saved, [], ours)
            elif theirs.prefix in self.opened.digests and not is_rewritten(theirs):
                self._closed(theirs, ours)
            elif is_rewritten(theirs):
                self._whole(theirs, ours)
            else:
                self._rows(theirs, ours)

    def _field(self, name: str, row: str, now: BoundField, typed: BoundField) -> Outcome | None:
        """Decide one field and tell of it; `name` is what it is called in what was opened.

        None where what is saved and what was typed are the same.
        """
        saved, said = written(now), written(typed)
        if saved == said:
            return None
        outcome = self._outcome(name, saved, said)
        label = ", ".join(filter(None, [row, capfirst(str(now.label))]))
        self.differences.append(Difference(label, *parted(now, typed), outcome))
        return outcome

    def _outcome(self, name: str, saved: list[str], said: list[str]) -> Outcome:
        if self.opened.held(name, said):
            return Outcome.SAVED
        return Outcome.TYPED if self.opened.held(name, saved) else Outcome.BOTH

    def _say(self, html: str, texts: list[str]) -> None:
        if texts:
            self.sent.setlist(html, texts)
        else:
            self.sent.pop(html, None)

    def _rows(self, now: Any, typed: Any) -> None:
        """Decide rows with keys: those saved now come first, then the new ones."""
        old = {key_of(form): form for form in typed.initial_forms if key_of(form)}
        written_now = list(now.initial_forms)
        kept: list[tuple[str, dict[str, list[str]]]] = []
        for place, saved in enumerate(written_now, start=1):
            mine = old.pop(key_of(saved), None)
            name = f"{row_name(now)} {place}"
            kept.append((key_of(saved), self._row(now.prefix, name, saved, mine)))
        gone = [self._gone(now, form) for form in old.values() if not is_to_go(form)]
        new = [_texts(form) for form in typed.extra_forms if form.has_changed()]
        self._write(now.prefix, kept, [row for row in gone if row] + new, typed)

    def _row(self, prefix: str, name: str, saved: Any, mine: Any) -> dict[str, list[str]]:
        """Return what a saved row is to hold; one that somebody else added is taken as it is."""
        texts = _texts(saved)
        if mine is None:
            for bound in compared(saved):
                if written(bound):
                    label = f"{name}, {capfirst(str(bound.label))}"
                    difference = Difference(label, _excerpt(read(bound)), NOTHING, Outcome.SAVED)
                    self.differences.append(difference)
            return texts
        said = _texts(mine)
        for ours, theirs in _pairs(mine, saved):
            opened = f"{prefix}.{key_of(saved)}.{theirs.name}"
            if self._field(opened, name, theirs, ours) is Outcome.SAVED:
                said[theirs.name] = texts[theirs.name]
        return said

    def _gone(self, now: Any, form: Any) -> dict[str, list[str]] | None:
        """Return a row that somebody else took away as a new one, if anything was typed in it."""
        is_mine = any(
            not self.opened.held(f"{now.prefix}.{key_of(form)}.{bound.name}", written(bound))
            for bound in compared(form)
        )
        outcome = Outcome.BOTH if is_mine else Outcome.SAVED
        said = "; ".join(_excerpt(read(bound)) for bound in compared(form) if written(bound))
        self.differences.append(Difference(row_name(now), _("taken away"), said, outcome))
        return _texts(form) if is_mine else None

    def _write(
        self,
        prefix: str,
        kept: list[tuple[str, dict[str, list[str]]]],
        new: list[dict[str, list[str]]],
        typed: Any,
    ) -> None:
        """Replace a set of rows in what was sent."""
        link = typed.fk.name if hasattr(typed, "fk") else ""
        parent = str(typed.instance.pk or "") if link else ""
        for name in [one for one in self.sent if one.startswith(f"{prefix}-")]:
            if name not in {f"{prefix}-MIN_NUM_FORMS", f"{prefix}-MAX_NUM_FORMS"}:
                del self.sent[name]
        self.sent[f"{prefix}-TOTAL_FORMS"] = str(len(kept) + len(new))
        self.sent[f"{prefix}-INITIAL_FORMS"] = str(len(kept))
        for place, (key, texts) in enumerate([*kept, *(("", one) for one in new)]):
            if typed.model and key:
                self.sent[f"{prefix}-{place}-id"] = key
            if link:
                self.sent[f"{prefix}-{place}-{link}"] = parent
            for name, said in texts.items():
                self._say(f"{prefix}-{place}-{name}", said)

    def _whole(self, now: Any, typed: Any) -> None:
        """Decide rows without keys, as a whole: a row has nothing that it could be known by."""
        saved, said = rows(now), rows(typed)
        if saved == said:
            return
        outcome = self._outcome(now.prefix, [str(one) for one in saved], [str(one) for one in said])
        self._show_rows(now, typed, outcome)
        if outcome is Outcome.SAVED:
            self._write(now.prefix, [], saved, typed)

    def _closed(self, now: Any, typed: Any) -> None:
        """Leave out rows of a draft that became public: they are in its ledger already."""
        if not self.opened.held(now.prefix, [str(one) for one in rows(typed)]):
            self._show_rows(now, typed, Outcome.CLOSED)
        self._write(now.prefix, [], [], typed)

    def _show_rows(self, now: Any, typed: Any, outcome: Outcome) -> None:
        saved = [form for form in now.forms if form.initial]
        said = [form for form in typed.forms if form.has_changed() and not is_to_go(form)]
        blank = now.empty_form
        for place, (theirs, mine) in enumerate(zip_longest(saved, said), start=1):
            name = f"{row_name(now)} {place}"
            for bound in compared(blank):
                old = read((theirs or blank)[bound.name])
                new = read((mine or blank)[bound.name])
                if old != new:
                    label = f"{name}, {capfirst(str(bound.label))}"
                    texts = _excerpt(old), _excerpt(new)
                    self.differences.append(Difference(label, *texts, outcome))


def row_name(formset: Any) -> str:
    """Return what one row of a set is called."""
    named = getattr(formset, "row_name", "") or formset.model._meta.verbose_name
    return capfirst(str(named))


def read(bound: BoundField) -> str:
    """Return what a field holds in words: of a choice its label, not its key."""
    texts = written(bound)
    if isinstance(bound.field, forms.BooleanField):
        return _("yes") if texts else _("no")
    if isinstance(bound.field, forms.ModelChoiceField):
        texts = [_label(bound.field, key) for key in texts]
    elif isinstance(bound.field, forms.ChoiceField):
        choices: Any = bound.field.choices
        labels = {str(key): str(label) for key, label in choices}
        texts = [labels.get(key, key) for key in texts]
    text = ", ".join(texts)
    if getattr(bound.field.widget, "holds_html", False):
        text = " ".join(strip_tags(text.replace("<", " <")).split())
    return text or NOTHING


def parted(now: BoundField, typed: BoundField) -> tuple[str, str]:
    """Return what is saved and what was typed; of long texts, the place where they part."""
    texts = [read(now), read(typed)]
    pairs = enumerate(zip(*texts, strict=False))
    same = next((place for place, (one, other) in pairs if one != other), min(map(len, texts)))
    start = max(0, same - SHOWN_BEFORE) if max(map(len, texts)) > MOST_SHOWN else 0
    return _excerpt(texts[0], start), _excerpt(texts[1], start)


def _excerpt(text: str, start: int = 0) -> str:
    """Return as much of a text as is shown, with a sign where it is cut."""
    end = start + MOST_SHOWN
    return f"{'…' * bool(start)}{text[start:end]}{'…' * (len(text) > end)}"


def _label(field: Any, key: str) -> str:
    row = field.queryset.filter(pk=key).first() if is_key(key) else None
    return str(field.label_from_instance(row)) if row is not None else key


def _pairs(mine: forms.BaseForm, saved: forms.BaseForm) -> Iterator[tuple[BoundField, BoundField]]:
    """Return each field as typed and as saved."""
    for bound in compared(saved):
        if bound.name in mine.fields:
            yield mine[bound.name], bound


def _texts(form: forms.BaseForm) -> dict[str, list[str]]:
    """Return what a browser would send of a row, but its keys."""
    return {bound.name: written(bound) for bound in compared(form)}
