"""Where the stretches of a picture stand, as percent of its width; the templates draw them.

Percent are texts such as "69.046%", ready for an SVG attribute in every language.
Sums are Decimal kronor; intervals count whole öre.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from projects.money import Interval, kronor

NARROWEST_PERCENT = 1.2
"""A part is never drawn narrower, so that it shows beside its gap."""
MAGNIFIED_BELOW_PERCENT = 3.0
"""An open stretch narrower than this gets the magnified strip."""
UNKNOWN_PERCENT = 12.0
"""How much of a bar is left for what nobody knows."""
ROOM_FOR_SUM = 25.0
"""Percent of the width that a sum such as 14 050 000 takes at 320 px."""
ROOM_FOR_LABELS = 40
"""Characters of two labels that fit side by side at 320 px."""


class Kind(StrEnum):
    """Where money comes from; each kind has its own colour and pattern."""

    EU = "eu"
    STATE = "state"
    REGION = "region"
    MUNICIPALITY = "municipality"
    PRIVATE = "private"
    OTHER = "other"


@dataclass(frozen=True)
class Stretch:
    """A stretch of a picture."""

    left: float
    size: float

    @property
    def x(self) -> str:
        return percent(self.left)

    @property
    def width(self) -> str:
        return percent(self.size)

    @property
    def end(self) -> str:
        return percent(self.left + self.size)


@dataclass(frozen=True)
class Segment(Stretch):
    """A part of a bar: what is certain of it. `share` is whole percent of the total's low end."""

    label: str
    kind: Kind
    interval: Interval
    share: int


@dataclass(frozen=True)
class Strip:
    """The end of a bar, magnified: from `start` to `end` kronor, both round."""

    start: Decimal
    end: Decimal
    fan: Stretch
    segments: tuple[Segment, ...]
    open: Stretch
    low_x: str
    high_x: str
    ends: tuple[Decimal, Decimal | None]

    @property
    def anchors(self) -> tuple[str, str]:
        """How the two bounds are written below their marks without touching."""
        right = self.open.left + self.open.size
        if self.open.size > ROOM_FOR_SUM and right <= 100 - ROOM_FOR_SUM / 2:
            return "middle", "middle"
        return "end", "start" if right <= 100 - ROOM_FOR_SUM else "end"

    @property
    def names_start(self) -> bool:
        """Whether there is room for the sum at the strip's left end."""
        return self.anchors[0] == "middle" and self.open.left >= 1.5 * ROOM_FOR_SUM


@dataclass(frozen=True)
class SplitBar:
    """A total and its parts side by side. `unknown_labels` name parts without an amount."""

    segments: tuple[Segment, ...]
    total: Interval
    open: Stretch | None
    unknown: Stretch | None
    unknown_labels: tuple[str, ...]
    strip: Strip | None

    @property
    def has_labels(self) -> bool:
        """Whether the parts can be named above the bar."""
        return (
            len(self.segments) == 2 and sum(len(s.label) for s in self.segments) < ROOM_FOR_LABELS
        )

    @property
    def height(self) -> int:
        """Pixels."""
        return (86 if self.strip else 0) + 64


def split_bar(
    parts: Iterable[tuple[str, str, Interval | None]], total: Interval
) -> SplitBar | None:
    """Return the bar of parts (label, kind, interval; None is unknown) and their total.

    None where nothing of any part is certain: there is nothing to draw then.
    """
    listed = list(parts)
    known = [(label, Kind(kind), span) for label, kind, span in listed if span and span.low]
    certain = sum(interval.low for _label, _kind, interval in known)
    if not certain:
        return None
    nameless = tuple(label for label, _kind, interval in listed if interval is None)
    endless = total.high is None or bool(nameless)
    high = certain if endless else max(total.high or 0, certain)
    window = None if endless else _window(certain, high)
    scale = window[1] if window else high
    room = 100.0 - (UNKNOWN_PERCENT if endless else 0.0)
    segments = _segments(known, scale, room, max(total.low, certain))
    solid = segments[-1].left + segments[-1].size
    loose = room * high / scale - solid
    return SplitBar(
        segments=segments,
        total=total,
        open=Stretch(solid, loose) if high > certain and loose > 0 else None,
        unknown=Stretch(solid, UNKNOWN_PERCENT) if endless else None,
        unknown_labels=nameless,
        strip=_strip(known, window, Interval(max(total.low, certain), high)) if window else None,
    )


def _segments(
    known: Sequence[tuple[str, Kind, Interval]], scale: int, room: float, whole: int
) -> tuple[Segment, ...]:
    widths = _widths([room * interval.low / scale for _label, _kind, interval in known])
    segments, left = [], 0.0
    for (label, kind, interval), width in zip(known, widths, strict=True):
        share = round(100 * interval.low / whole)
        segments.append(Segment(left, width, label, kind, interval, share))
        left += width
    return tuple(segments)


def _widths(true: list[float]) -> list[float]:
    """Widen what would be too narrow to see, at the expense of the widest."""
    drawn = [max(width, NARROWEST_PERCENT) for width in true]
    widest = drawn.index(max(drawn))
    drawn[widest] = max(drawn[widest] - (sum(drawn) - sum(true)), NARROWEST_PERCENT)
    return drawn


def _window(certain: int, high: int) -> tuple[int, int] | None:
    """Return the round öre between which an open stretch is magnified, if it is too narrow."""
    gap = high - certain
    if not gap or 100 * gap / high >= MAGNIFIED_BELOW_PERCENT:
        return None
    size = _round_up(2 * gap)
    for step in (size, size // 2, size // 5, size // 10):
        start = (certain - size // 4) // step * step
        right = 100 * (high - start) / size
        if right <= 100 - ROOM_FOR_SUM or (right <= 100 and 100 * gap / size > ROOM_FOR_SUM):
            return start, start + size
    return None


def _round_up(ore: int) -> int:
    """Return the first of 1, 2, 5, 10 … kronor that is at least so many öre."""
    size = 100
    while True:
        for factor in (1, 2, 5):
            if size * factor >= ore:
                return size * factor
        size *= 10


def _strip(
    known: Sequence[tuple[str, Kind, Interval]], window: tuple[int, int], total: Interval
) -> Strip:
    start, end = window
    size = end - start

    def at(ore: int) -> float:
        return 100.0 * (min(max(ore, start), end) - start) / size

    segments, left = [], 0
    for label, kind, interval in known:
        right = left + interval.low
        if right > start:
            segments.append(Segment(at(left), at(right) - at(left), label, kind, interval, 0))
        left = right
    high = total.high or total.low
    return Strip(
        start=kronor(start),
        end=kronor(end),
        fan=Stretch(100.0 * start / end, 100.0 * size / end),
        segments=tuple(segments),
        open=Stretch(at(left), at(high + 1) - at(left)),
        low_x=percent(at(total.low)),
        high_x=percent(at(high + 1)),
        ends=written_ends(total),
    )


def written_ends(interval: Interval) -> tuple[Decimal, Decimal | None]:
    """Return the two sums in kronor that stand for an interval in a picture; they may be equal.

    The second is the first sum that is too high, as in all our bounds, except where
    the top itself is whole kronor; None where nothing bounds the interval.
    """
    top = interval.at_most
    if top is None or interval.is_exact or not top % 1:
        return interval.at_least, top
    return interval.at_least, interval.under


def percent(share: float) -> str:
    """Return 69.0461 as "69.046%"."""
    return f"{share:.3f}%"
