"""Reads a release into an empty registry, so that the same release can be made of it again."""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import batched
from typing import Any

import pgtrigger
from django.core.management.color import no_style
from django.db import connection, models, transaction

from news.figures.keeping import keep_figures
from news.models import Article, Correction
from projects.models import Decision, Organisation, Place, PlaceKind, Project, Subtotal
from projects.releases.folders import Release, ReleaseError
from projects.releases.tables import KEYS, TABLES, Table, children
from projects.settlement import settle_new

BATCH = 500
TIES = {"merged_into", "succeeded_by", "succeeded_on"}
"""The columns of an organisation that speak of another one."""

# The source may have been given another day since a decision of unknown date was entered;
# what the trigger derives (`matter`) is derived here too.
_ENTERED_BEFORE = "projects.Decision:decision_fits_when_entered"


class Loader:
    """One release on its way into the registry: what names rows, and the numbers they got."""

    def __init__(self, release: Release, by: Any) -> None:
        self.release = release
        self.by = by
        self.keys: dict[type[models.Model], dict[str, int]] = {model: {} for model in KEYS}
        self.keys[Place] = dict(Place.objects.values_list("code", "pk"))
        self.matters: dict[int, int] = {}
        self.project_of: dict[int, int] = {}

    def lines(self, of: Table) -> Iterator[dict[str, Any]]:
        with (self.release.folder / f"{of.name}.jsonl").open(encoding="utf-8") as file:
            yield from map(json.loads, file)

    def load(self, of: Table) -> None:
        """Enter a table with all that stands within its rows."""
        for rows in self.parts(of):
            self.matters, self.project_of = {}, {}
            made = self.enter(of, rows)
            if of.model is Project:
                settle_new([one.pk for one in made])
            if of.model is Article:
                for one in made:
                    keep_figures(one)  # type: ignore[arg-type]
        if of.model is Organisation:
            self.tie(of)

    def parts(self, of: Table) -> Iterator[list[dict[str, Any]]]:
        """Yield the rows of a table some at a time; of places, those around others first."""
        if of.model is Place:
            rows = list(self.lines(of))
            yield from ([one for one in rows if one["kind"] == kind] for kind in PlaceKind)
        else:
            yield from map(list, batched(self.lines(of), BATCH))

    def enter(self, of: Table, rows: list[dict[str, Any]]) -> list[models.Model]:
        """Enter rows of a table, then those within them, each knowing the row it stands in."""
        made = [of.model(**self.columns(of, row)) for row in rows]
        if not made:
            return made
        if of.model is Place:
            fields = [one.name for one in of.columns if one.name != "code"]
            Place.objects.bulk_create(
                made,  # type: ignore[arg-type]
                update_conflicts=True,
                unique_fields=["code"],
                update_fields=fields,
            )
        else:
            of.model._default_manager.bulk_create(made)
        if of.model in KEYS:
            named = (row[of.key] for row in rows)
            self.keys[of.model] |= dict(zip(named, (one.pk for one in made), strict=True))
        if of.model is Decision:
            self.project_of |= {one.pk: one.project_id for one in made}  # type: ignore[attr-defined]
        self.refer(of, rows, made)
        for one in children(of):
            if one.model is Subtotal:
                continue
            inner = [
                child | {one.under: row[of.key]} for row in rows for child in row.get(one.name, [])
            ]
            self.enter(one, inner)
        return made

    def columns(self, of: Table, row: dict[str, Any]) -> dict[str, Any]:
        """Return the columns of a row that is not entered yet, as its model takes them."""
        found: dict[str, Any] = {}
        for column in of.columns:
            later = of.model is Organisation and column.name in TIES
            if column.name not in row or column.field.many_to_many or later:
                continue
            value = row[column.name]
            if column.target is None:
                if not getattr(column.field, "generated", False):
                    found[column.name] = column.field.to_python(value)
            else:
                found[column.field.attname] = self.key_of(column.target, value)
        return found | self.derived(of, row)

    def derived(self, of: Table, row: dict[str, Any]) -> dict[str, Any]:
        """Return the columns that a release leaves out and a row must have."""
        if of.model is Project:
            return {"id": int(row["reference"][1:])}
        if of.model is Decision:
            earlier = row["supersedes"]
            self.matters[row["id"]] = self.matters[earlier] if earlier else row["id"]
            return {"matter": self.matters[row["id"]]}
        if of.name == "grant_splits":
            return {"project_id": self.project_of[row["decision"]]}
        if of.model is Correction:
            if self.by is None:
                raise ReleaseError("The release has corrections of news: say who enters them.")
            return {"by": self.by}
        return {}

    def key_of(self, target: type[models.Model], value: Any) -> Any:
        """Return the number of the row that a value names; ReleaseError where none is."""
        if value is None or target not in KEYS:
            return value
        try:
            return self.keys[target][value]
        except KeyError:
            named = target._meta.verbose_name
            raise ReleaseError(f"The release names the {named} {value}, and lacks it.") from None

    def refer(
        self, of: Table, rows: Sequence[dict[str, Any]], made: Sequence[models.Model]
    ) -> None:
        """Enter which rows each refers to where it refers to several."""
        for column in of.columns:
            if column.field.many_to_many:
                for row, one in zip(rows, made, strict=True):
                    keys = [self.key_of(column.target, name) for name in row[column.name]]  # type: ignore[arg-type]
                    getattr(one, column.name).set(keys)

    def tie(self, of: Table) -> None:
        """Enter which organisations were merged and succeeded, once all of them are there."""
        for row in self.lines(of):
            tied = {
                "merged_into": self.key_of(Organisation, row["merged_into"]),
                "succeeded_by": self.key_of(Organisation, row["succeeded_by"]),
                "succeeded_on": row["succeeded_on"],
            }
            if any(tied.values()):
                Organisation.objects.filter(slug=row["slug"]).update(**tied)


def load(release: Release, by: Any = None) -> int:
    """Enter a release whole, or nothing of it, and return how many projects came.

    Raises ReleaseError where the release is damaged, and where anything is entered already.
    """
    release.refuse_damaged()
    if Project.objects.exists() or Organisation.objects.exists():
        raise ReleaseError("The registry holds projects or organisations: it must be empty.")
    with transaction.atomic(), pgtrigger.ignore(_ENTERED_BEFORE):
        loader = Loader(release, by)
        for of in TABLES:
            if not of.under:
                loader.load(of)
        _go_on_counting(one.model for one in TABLES)
    return Project.objects.count()


def _go_on_counting(entered: Iterable[type[models.Model]]) -> None:
    """Let the next rows get numbers after those that were entered with theirs."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(entered)):
            cursor.execute(statement)
