"""Columns that hold an amount together with what its writing implies."""

from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.money import Amount, Precision

PRECISIONS = [
    (Precision.EXACT.value, _("exact")),
    (Precision.ROUNDED.value, _("rounded")),
    (Precision.APPROXIMATE.value, _("approximate")),
    (Precision.AT_MOST.value, _("at most")),
]


def kronor_field(name: Any, **options: Any) -> models.DecimalField:
    """Return a column of kronor and öre; null is unknown."""
    return models.DecimalField(
        name, max_digits=16, decimal_places=2, null=True, blank=True, **options
    )


def precision_field() -> models.CharField:
    return models.CharField(
        _("precision"), max_length=11, choices=PRECISIONS, default=Precision.EXACT.value
    )


def stored_amount(row: models.Model, field: str) -> Amount:
    """Return the amount that a row holds in `<field>`, `<field>_precision`, `<field>_step`."""
    return Amount(
        kronor=_plain(getattr(row, field)),
        precision=Precision(getattr(row, f"{field}_precision")),
        step=_plain(getattr(row, f"{field}_step")),
    )


def amount_columns(field: str, amount: Amount) -> dict[str, Any]:
    """Return the column values that hold an amount, the inverse of `stored_amount`."""
    return {
        field: amount.kronor,
        f"{field}_precision": amount.precision.value,
        f"{field}_step": amount.step,
    }


def _plain(value: Decimal | int | None) -> Decimal | None:
    return None if value is None else Decimal(value)
