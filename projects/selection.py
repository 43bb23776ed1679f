"""A selection in words and addresses: its heading, its chips, its orders."""

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.filters import ProjectFilter, Selection
from projects.templatetags.figures import limit_text

LONGEST_LABEL = 60
NAMED_IN_HEADING = 3
LIMITS = ["min", "max"]
NOT_NARROWING = {"sort", "page", "per"}


@dataclass(frozen=True)
class Chip:
    """One choice, and the query of the same selection without it."""

    name: str
    title: str
    label: str
    query: str


@dataclass(frozen=True)
class Order:
    """An order to ask for, and the query that does."""

    label: str
    query: str
    is_current: bool


ORDER_LABELS = {
    "relevance": gettext_lazy("relevance"),
    "-decided": gettext_lazy("latest decided"),
    "-granted": gettext_lazy("largest support"),
    "title": gettext_lazy("title"),
    "-starts": gettext_lazy("latest start"),
}


def query_of(selection: Selection, **changes: list[str]) -> str:
    """Return the query string of a selection, "?" included, in one order whatever was typed.

    `changes` replace the values of a parameter; an empty list leaves it out. The
    first page is never written out.
    """
    values = {**selection.given_values, **changes}
    if values["page"] == ["1"]:
        values["page"] = []
    return "?" + "&".join([_pair(name, one) for name in values for one in values[name]])


@lru_cache(maxsize=20_000)
def _pair(name: str, value: str) -> str:
    """Return one choice as an address has it: a page repeats each in some twenty links."""
    return urlencode([(name, value)])


def chips(selection: Selection) -> list[Chip]:
    """Return every choice that narrows a selection, in the order of the declaration."""
    return [
        Chip(
            name=name,
            title=_("Support") if name in LIMITS else str(selection.filters[name].label),
            label=_shortened(_label(selection, name, value)),
            query=query_of(
                selection,
                page=[],
                **{name: [one for one in selection.given(name) if one != value]},
            ),
        )
        for name in selection.filters
        if name not in NOT_NARROWING
        for value in selection.given(name)
    ]


def orders(selection: ProjectFilter) -> list[Order]:
    """Return the orders that a selection can be shown in; relevance only to search words."""
    words, current = selection.query.is_asked, selection.query.order
    return [
        Order(str(label), query_of(selection, sort=[value], page=[]), value == current)
        for value, label in ORDER_LABELS.items()
        if words or value != "relevance"
    ]


def heading(selection: ProjectFilter, chips: list[Chip]) -> str:
    """Return what a selection holds, as the heading of its page: its words and first choices."""
    if selection.form.errors:
        return _("Projects")
    words = selection.values.get("q")
    title = _("Projects")
    if words:
        title = _("Projects that mention %(words)s") % {"words": words}
        if not selection.query.asked.groups:
            title = _("Projects found by %(words)s") % {"words": words}
    return narrowed(title, [chip for chip in chips if chip.name != "q"])


def narrowed(title: str, chips: list[Chip]) -> str:
    """Return the title of a list with the first of the choices that narrow it."""
    labels = [chip.label for chip in chips]
    more = ["…"] if len(labels) > NAMED_IN_HEADING else []
    named = ", ".join(labels[:NAMED_IN_HEADING] + more)
    return f"{title}: {named}" if named else title


def _shortened(label: str) -> str:
    if len(label) <= LONGEST_LABEL:
        return label
    return Truncator(label).chars(LONGEST_LABEL)


def _label(selection: Selection, name: str, value: str) -> str:
    if name in LIMITS:
        kronor = selection.values.get(name)
        return value if kronor is None else limit_text(kronor, is_highest=name == "max")
    return value if name == "q" else selection.label(name, value)
