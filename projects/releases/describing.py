"""The description of a release as a Frictionless data package.

https://specs.frictionlessdata.io/data-package/
https://specs.frictionlessdata.io/table-schema/
"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import override

from projects.honesty.dictionary import explained
from projects.models import Project
from projects.money import Basis
from projects.releases.folders import CHANGES, sha256
from projects.releases.tables import TABLES, Column, Table, table
from projects.totals import total

TYPES: list[tuple[type[models.Field], str]] = [
    (models.BooleanField, "boolean"),
    (models.DateTimeField, "datetime"),
    (models.DateField, "date"),
    (models.DecimalField, "number"),
    (models.IntegerField, "integer"),
]


def described(folder: Path, name: str, rows: dict[str, int]) -> dict[str, Any]:
    """Return what a release of a name says of itself and of each file in its folder, in English."""
    files = sorted(one.name for one in folder.iterdir())
    with override("en"):
        found: dict[str, Any] = {
            "profile": "data-package",
            "name": "project-registry",
            "title": settings.PUBLISHER_NAME or str(settings.SITE_NAME),
            "homepage": settings.SITE_URL,
            "version": name,
            "created": name[:10],
            "resources": [_resource(folder / one) for one in files],
            "registry:rows": rows,
            "registry:published": Project.objects.published().count(),
            "registry:totals": totals(),
        }
    if settings.DATA_LICENCE:
        found["licenses"] = [{"path": settings.DATA_LICENCE}]
    return found


def totals() -> list[dict[str, Any]]:
    """Return what all public projects got, on each basis that any has; kronor as text."""
    sums = (total(Project.objects.published(), basis) for basis in Basis)
    return [
        {
            "basis": one.basis.value,
            "at_least": str(one.at_least),
            "at_most": None if one.at_most is None else str(one.at_most),
            "unknown_parts": one.unknown_parts,
            "is_approximate": one.is_approximate,
            "projects": one.projects,
        }
        for one in sums
        if one.projects
    ]


def sized(path: Path) -> dict[str, Any]:
    """Return the size and the checksum of a file, as a description has them."""
    return {"bytes": path.stat().st_size, "hash": f"sha256:{sha256(path)}"}


def _resource(path: Path) -> dict[str, Any]:
    kind = path.suffix[1:]
    found = {
        "name": path.name.replace(".", "-"),
        "path": path.name,
        "format": kind,
        "mediatype": "text/csv" if kind == "csv" else "application/jsonl",
        "encoding": "utf-8",
        **sized(path),
    }
    if path.name == CHANGES:
        fields = [{"name": one, "type": "string"} for one in ("reference", "change")]
        return found | {"profile": "tabular-data-resource", "schema": {"fields": fields}}
    of = table(path.stem)
    found["description"] = str(of.about)
    if kind == "csv":
        found |= {"profile": "tabular-data-resource", "schema": _schema(of)}
    return found


def _schema(of: Table) -> dict[str, Any]:
    names = {one.model: one.name for one in TABLES}
    found: dict[str, Any] = {"fields": [_field(of, column, names) for column in of.columns]}
    if any(column.name == of.key for column in of.columns):
        found["primaryKey"] = of.key
    found["missingValues"] = [""]
    return found


def _field(of: Table, column: Column, names: dict[type[models.Model], str]) -> dict[str, Any]:
    told = explained(of, column, names)
    found: dict[str, Any] = {"name": column.name, "type": _type(column), "title": told.label}
    if told.meaning:
        found["description"] = told.meaning
    if told.values:
        found["constraints"] = {"enum": [value for value, _name in told.values]}
    return found


def _type(column: Column) -> str:
    if column.is_list or isinstance(column.field, ArrayField):
        return "array"
    if column.target:
        return "integer" if column.path == column.field.attname else "string"
    return next((name for cls, name in TYPES if isinstance(column.field, cls)), "string")
