"""What a decision of the ledger says once a file has spoken of it.

A file overwrites what it mentions. What it is silent of, such as a fund or a reference that a
person added, stays as it stands.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from projects.entering import split_of
from projects.ledger import Split
from projects.models import Decision

KEPT = ("case_number", "reference", "eu_rate")
BODY = ("round", "group_en")
"""What no file tells of a decision that is there."""


def facts_over(earlier: Decision, said: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of a decision as the file says them, over those that stand."""
    silent = {name: getattr(earlier, name) for name in KEPT if said.get(name) in (None, "")}
    return said | silent | {name: getattr(earlier, name) for name in BODY}


def splits_over(earlier: Decision, said: Sequence[Split], *, drops_rest: bool) -> list[Split]:
    """Return the items of a decision as the file says them, over those that stand.

    Those that it does not mention stay, unless `drops_rest`: an earlier file told of them.
    """
    rows = earlier.splits.select_related("funder", "fund", "programme").order_by("pk")
    left = [split_of(one) for one in rows]
    found = []
    for one in said:
        old = _same(one, left)
        if old is None:
            found.append(one)
            continue
        left.remove(old)
        told = {name: value for name in ("fund", "programme") if (value := getattr(one, name))}
        found.append(replace(old, amount=one.amount, **told))
    return found if drops_rest else [*found, *left]


def _same(said: Split, standing: Sequence[Split]) -> Split | None:
    """Return the item that a file speaks of: of the same funder, and the likeliest of those."""
    theirs = [one for one in standing if _payer(one) == _payer(said)]
    theirs.sort(key=lambda one: (one.fund != said.fund, one.amount != said.amount))
    return next(iter(theirs), None)


def _payer(split: Split) -> tuple[Any, str]:
    return split.funder, split.group_sv
