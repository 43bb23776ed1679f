"""Amounts, days, texts and addresses the way JSON carries them."""

import datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from projects.models.base import Bilingual
from projects.money import Amount, Interval, Total

LANGUAGES = ("sv", "en")

type Data = dict[str, Any]


def kronor(value: Decimal | None) -> str | None:
    """Return kronor as text with two decimals; None is unknown, or no limit."""
    return None if value is None else f"{value:.2f}"


def amount_data(amount: Amount, left: Interval | None = None) -> Data:
    """Return an amount as its source prints it, and both ends of what it can be, included.

    `left` is what everything that is stated leaves of it; without it the ends are those
    of its own writing. Nothing bounds a sum from above where `at_most` is null.
    """
    interval = left or amount.interval()
    return {
        "amount": kronor(amount.kronor),
        "precision": None if amount.is_unknown else amount.precision.value,
        "step": kronor(amount.step),
        "at_least": kronor(interval.at_least if interval else Decimal(0)),
        "at_most": kronor(interval.at_most) if interval else None,
    }


def total_data(total: Total, on: datetime.date | None = None) -> Data:
    """Return a sum with everything that must be said beside it; `on` is the day it holds."""
    return {
        "basis": total.basis.value,
        "at_least": kronor(total.at_least),
        "at_most": kronor(total.at_most),
        "unknown_parts": total.unknown_parts,
        "is_approximate": total.is_approximate,
        "on": day(total.on or on),
        "projects": total.projects,
    }


def day(value: datetime.date | None) -> str | None:
    return None if value is None else value.isoformat()


def moment(value: datetime.datetime | None) -> str | None:
    """Return a moment in UTC, to the microsecond, with the Z that all readers know."""
    if value is None:
        return None
    return value.astimezone(datetime.UTC).replace(tzinfo=None).isoformat("T", "microseconds") + "Z"


def text(row: Bilingual, field: str) -> Data | None:
    """Return a text of a row in both languages; None where there is none in either."""
    found = {code: getattr(row, f"{field}_{code}", "") or None for code in LANGUAGES}
    return found if any(found.values()) else None


def addresses(site: str, route: str, value: object) -> Data:
    """Return the addresses of a page in both languages; `site` is such as https://example.org."""
    return {code: f"{site}{_path(route, code)}{value}/" for code in LANGUAGES}


@cache
def _path(route: str, language: str) -> str:
    """Return the path of a page in a language up to what tells it from its like."""
    with override(language):
        return reverse(route, args=["x"]).removesuffix("x/")


def today() -> datetime.date:
    return timezone.localdate()
