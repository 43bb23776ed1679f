"""How long the bars of a breakdown are drawn, as percent of the room there is."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from projects.charts import UNKNOWN_PERCENT, Stretch
from projects.money import Total
from projects.totals import Paid

NARROWEST_PERCENT = 0.6
"""A bar is never drawn narrower: what is there shows."""


@dataclass(frozen=True)
class Bar:
    """What is certain of a total, what its bounds leave open, what nothing bounds, what is paid.

    None for what there is nothing of.
    """

    certain: Stretch | None
    open: Stretch | None
    endless: Stretch | None
    paid: Stretch | None


def bars(rows: Sequence[tuple[Total, Paid]]) -> list[Bar]:
    """Return one bar a row, all of one scale: the longest fills the room."""
    ends = [max(total.at_least, total.at_most or Decimal(0), paid.kronor) for total, paid in rows]
    scale = max(ends, default=Decimal(0))
    is_endless = any(total.at_most is None for total, _paid in rows)
    room = 100.0 - (UNKNOWN_PERCENT if is_endless else 0.0)
    return [_bar(total, paid, scale, room) for total, paid in rows]


def _bar(total: Total, paid: Paid, scale: Decimal, room: float) -> Bar:
    def length(kronor: Decimal) -> float:
        return max(room * float(kronor / scale), NARROWEST_PERCENT) if kronor > 0 else 0.0

    solid = length(total.at_least)
    top = solid if total.at_most is None else length(total.at_most)
    return Bar(
        certain=Stretch(0.0, solid) if solid else None,
        open=Stretch(solid, top - solid) if top > solid else None,
        endless=Stretch(solid, UNKNOWN_PERCENT) if total.at_most is None else None,
        paid=Stretch(0.0, length(paid.kronor)) if paid.kronor > 0 else None,
    )
