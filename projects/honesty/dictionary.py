"""The data dictionary: every table and column of the open data, told from the models."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.releases.tables import TABLES, Column, Table

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LABELS: dict[str, "StrOrPromise"] = {
    "id": gettext_lazy("number of the row"),
    "reference": gettext_lazy("reference"),
    "project": gettext_lazy("project"),
    "round": gettext_lazy("round"),
    "decision": gettext_lazy("decision"),
    "organisation": gettext_lazy("organisation"),
    "article": gettext_lazy("article"),
    "funder": gettext_lazy("funder"),
    "basis": gettext_lazy("what is counted"),
    "at_least": gettext_lazy("at least, kronor"),
    "at_most": gettext_lazy("at most, kronor"),
    "unknown_parts": gettext_lazy("parts without an amount"),
    "is_approximate": gettext_lazy("whether any part is approximate"),
    "identity": gettext_lazy("identity in feeds"),
    "at": gettext_lazy("corrected at"),
}
"""What a column is called where its model gives it no name."""

MEANINGS: dict[str, "StrOrPromise"] = {
    "projects.reference": gettext_lazy("Ours, and never used for another project."),
    "projects.state": gettext_lazy(
        "A release holds what is published, and names what is withdrawn."
    ),
    "decisions.id": gettext_lazy("Given once; a later entry has a higher number."),
    "decisions.in_force_from": gettext_lazy(
        "The day of the decision, or where it is unknown the day of its source."
    ),
    "decisions.supersedes": gettext_lazy(
        "The earlier entry of the same matter, which counts no more from this one's day."
    ),
    "decisions.entry": gettext_lazy(
        "A decision changed what is true; a correction mended what this registry said."
    ),
    "decisions.recorded_at": gettext_lazy("When this registry first said so."),
    "grant_splits.amount": gettext_lazy("Kronor; empty where no source gives it, never nought."),
    "grant_splits.amount_step": gettext_lazy(
        "Of a rounded amount: 4,3 million is rounded to steps of 100 000 kronor."
    ),
    "grant_splits.amount_precision": gettext_lazy(
        "Exact; rounded to a step; approximate, which sets no bound; or at most."
    ),
    "payments.takes_back": gettext_lazy(
        "The payment that was entered by mistake. Neither of the two counts."
    ),
    "stated_figures.words": gettext_lazy("The figure in the words of its source."),
    "sources.dated": gettext_lazy("The day the source itself gives."),
    "totals.funder": gettext_lazy("Empty for all funders together."),
    "totals.at_most": gettext_lazy("Empty where nothing bounds the sum from above."),
    "project_places.meaning": gettext_lazy("The money of a project is never divided by place."),
    "participations.from_on": gettext_lazy("Empty: from the beginning of the project."),
    "organisations.number": gettext_lazy("Empty where no source gives it."),
    "organisations.merged_into": gettext_lazy(
        "Two entries were one organisation; this is the one that is kept."
    ),
    "organisations.succeeded_by": gettext_lazy(
        "A new legal person that took over. Each keeps its own money."
    ),
}
"""What a column means, where its name does not say so; by table and column."""


@dataclass(frozen=True)
class Explained:
    """One column in words. `values` are what it may hold, each with its name."""

    name: str
    label: str
    kind: str
    target: str
    meaning: str
    values: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Section:
    """One table in words."""

    table: Table
    title: str
    columns: list[Explained]


def sections() -> list[Section]:
    """Return every table with all its columns, in the reader's language."""
    names = {one.model: one.name for one in TABLES}
    return [
        Section(one, title(one), [explained(one, column, names) for column in one.columns])
        for one in TABLES
    ]


def title(of: Table) -> str:
    special = {
        "announced_figures": _("Figures announced of rounds"),
        "stated_figures": _("Figures stated of projects"),
        "organisation_names": _("Names of organisations"),
        "totals": _("Totals"),
    }
    return special.get(of.name) or capfirst(str(of.model._meta.verbose_name_plural))


def explained(of: Table, column: Column, names: dict[type[models.Model], str]) -> Explained:
    target = names.get(column.target, "") if column.target else ""
    return Explained(
        name=column.name,
        label=capfirst(str(label(column))),
        kind=kind(column),
        target=target,
        meaning=meaning(of, column),
        values=[(str(value), str(name)) for value, name in column.field.choices or () if value],
    )


def label(column: Column) -> "StrOrPromise":
    """Return what a column is called; KeyError where nobody has given it a name."""
    own = getattr(column.field, "_verbose_name", None)
    return LABELS["id"] if column.name == "id" else own or LABELS[column.name]


def meaning(of: Table, column: Column) -> str:
    """Return what must be known of a column beside its name: often nothing."""
    return str(MEANINGS.get(f"{of.name}.{column.name}", ""))


def kind(column: Column) -> str:
    """Return what a value of a column is, in a word or two."""
    if column.target:
        return _("leads to several rows of") if column.is_list else _("leads to a row of")
    field = column.field
    words = {
        models.BooleanField: _("yes or no"),
        models.DateTimeField: _("moment, UTC"),
        models.DateField: _("date"),
        models.DecimalField: _("decimal number"),
        models.IntegerField: _("whole number"),
        ArrayField: _("several texts"),
    }
    if field.choices:
        return _("one of the values")
    return next((word for cls, word in words.items() if isinstance(field, cls)), _("text"))
