"""Where a list goes on: after a row, told by what it is sorted by and never by a count.

Rows that come or go meanwhile neither repeat others nor hide them.
"""

import datetime
from collections.abc import Sequence
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any

from django.core import signing
from django.db.models import F, Model, Q, QuerySet
from django.db.models.expressions import OrderBy


def in_order(rows: QuerySet, terms: Sequence[Any], after: Sequence[Any] | None) -> QuerySet:
    """Return rows in an order, from the one after a row's values on.

    The last of the terms must tell any two rows apart.
    """
    orders = [one if isinstance(one, OrderBy) else OrderBy(one) for one in terms]
    rows = rows.annotate(**{f"_key{place}": one.expression for place, one in enumerate(orders)})
    named = [
        OrderBy(F(f"_key{place}"), one.descending, one.nulls_first, one.nulls_last)
        for place, one in enumerate(orders)
    ]
    if after is not None:
        rows = rows.filter(_beyond(named, after))
    return rows.order_by(*named)


def token(row: Model, terms: Sequence[Any], salt: str) -> str:
    """Return what names the place after a row, for the same list in the same order."""
    values = [getattr(row, f"_key{place}") for place in range(len(terms))]
    return signing.dumps([_kept(value) for value in values], salt=salt)


def values_of(token: str, terms: Sequence[Any], salt: str) -> list[Any] | None:
    """Return what a token of ours holds; None where it is of no such list."""
    try:
        values = signing.loads(token, salt=salt)
    except signing.BadSignature:
        return None
    return values if len(values) == len(terms) else None


def _kept(value: Any) -> Any:
    return str(value) if isinstance(value, datetime.date | Decimal) else value


def _beyond(orders: Sequence[OrderBy], values: Sequence[Any]) -> Q:
    """Return what comes after: the same in the first terms and further on in the next."""
    found = []
    same = Q()
    for place, (order, value) in enumerate(zip(orders, values, strict=True)):
        name = f"_key{place}"
        further = _further(order, name, value)
        if further is not None:
            found.append(same & further)
        same &= Q(**{f"{name}__isnull": True}) if value is None else Q(**{name: value})
    return reduce(or_, found)


def _further(order: OrderBy, name: str, value: Any) -> Q | None:
    """Return what one term puts after a value; None where it puts nothing there."""
    unknown = Q(**{f"{name}__isnull": True})
    if value is None:
        return ~unknown if order.nulls_first else None
    beyond = Q(**{f"{name}__{'lt' if order.descending else 'gt'}": value})
    return beyond | unknown if order.nulls_last else beyond
