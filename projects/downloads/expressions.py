"""Expressions that columns are asked for with: names in a language, lists of names, statuses."""

from typing import Any

from django.db.models import (
    Case,
    F,
    OuterRef,
    QuerySet,
    StringAgg,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Concat, NullIf

from projects.downloads.columns import Asking
from projects.models import Subtotal
from projects.models.statuses import ProjectStatus, status_condition
from projects.money import Basis

BETWEEN = "; "
"""Stands between several names in one cell."""


def where_known(value: str, told: str) -> Any:
    """Return what a column tells of a value; nothing while the value itself is unknown."""
    return Case(When(**{f"{value}__isnull": False}, then=F(told)))


def said(field: str, asking: Asking) -> Any:
    """Return a text of `…_sv` and `…_en` in the reader's language, else in Swedish."""
    if asking.language == "en":
        return Coalesce(NullIf(f"{field}_en", Value("")), f"{field}_sv", output_field=TextField())
    return F(f"{field}_sv")


def named(field: str, asking: Asking) -> Any:
    """Return the name of an organisation, or the words for the unnamed group in its place."""
    return Coalesce(f"{field}__name", said("group", asking), output_field=TextField())


def joined(rows: QuerySet[Any], name: Any) -> Subquery:
    """Return the names of the rows of each project in the order entered; null without any."""
    return _of_each(rows, name, order_by="pk")


def distinct(rows: QuerySet[Any], name: Any) -> Subquery:
    """Return the same with each name once, by its letters."""
    return _of_each(rows, name, distinct=True)


def _of_each(rows: QuerySet[Any], name: Any, **how: Any) -> Subquery:
    names = StringAgg(name, delimiter=Value(BETWEEN), output_field=TextField(), **how)
    of_one = rows.filter(project=OuterRef("pk")).order_by().values(one=Value(1))
    return Subquery(of_one.annotate(names=names).values("names"))


def status(asking: Asking) -> Case:
    """Return what a project is on the day; null while its dates tell nothing."""
    return Case(
        *(When(status_condition(one, asking.day), then=Value(one.value)) for one in ProjectStatus)
    )


def bound(column: str, basis: Basis) -> Subquery:
    """Return a column of a project's own subtotal on a basis; null where it has no part there."""
    mine = Subtotal.objects.filter(project=OuterRef("pk"), basis=basis, funder__isnull=True)
    return Subquery(mine.order_by().values(column)[:1])


def address(path: str, asking: Asking, slug: str = "slug") -> Concat:
    """Return the whole address of a row's page, below the path of its list."""
    here = Value(f"{asking.site}{path}")
    return Concat(here, slug, Value("/"), output_field=TextField())
