"""The picture of what several statements allow, and where they meet.

Left edges and widths are percent of the picture's width, heights pixels; sums Decimal kronor.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from projects.charts import ROOM_FOR_SUM, Stretch, percent, written_ends
from projects.money import Interval, kronor

ROW = 66
"""Pixels from one statement to the next: its words, its range, its bounds below one another."""
MEETING_ROW = 76
"""Pixels that the place where all statements meet takes: words, range and bounds."""
ROOM_FOR_BOUNDS = 2.2 * ROOM_FOR_SUM
"""Percent of the width that two sums with a dash between them take at 320 px."""
CROSS_ROW = 42
"""Pixels that an excluded sum takes: its words above, its cross below."""


@dataclass(frozen=True)
class Word:
    """Where a text stands: `anchor` as in SVG, `dx` pixels aside."""

    x: str
    anchor: str
    dx: int = 0


@dataclass(frozen=True)
class Range(Stretch):
    """What one statement allows; `middle` is where its bounds stand, below it."""

    label: str
    interval: Interval
    y: int
    middle: str

    @property
    def ends(self) -> tuple[Decimal, Decimal | None]:
        return written_ends(self.interval)


@dataclass(frozen=True)
class Meeting(Stretch):
    """What all statements allow; `low` and `high` tell where the bounds are written.

    `high` is None where one text holds both, at `low`.
    """

    interval: Interval
    low: Word
    high: Word | None

    @property
    def ends(self) -> tuple[Decimal, Decimal | None]:
        return written_ends(self.interval)


@dataclass(frozen=True)
class Excluded:
    """A sum that no statement leaves room for, such as the plain sum of rounded parts."""

    label: str
    sum: Decimal
    x: str
    y: int


@dataclass(frozen=True)
class Tick:
    """A round sum on the axis, in kronor."""

    sum: Decimal
    x: str
    anchor: str


@dataclass(frozen=True)
class Loupe:
    """The whole picture; `meeting` is None where the statements contradict each other.

    `decimals` is how many the ticks need in millions; None where they are written in kronor.
    """

    ranges: tuple[Range, ...]
    meeting: Meeting | None
    excluded: tuple[Excluded, ...]
    ticks: tuple[Tick, ...]
    decimals: int | None
    height: int

    @property
    def meeting_y(self) -> int:
        return ROW * len(self.ranges)

    @property
    def axis_y(self) -> int:
        return self.height - 26


@dataclass(frozen=True)
class _Axis:
    """A scale between two round sums, in öre."""

    start: int
    end: int
    step: int

    def at(self, ore: int) -> float:
        return 100.0 * (min(max(ore, self.start), self.end) - self.start) / (self.end - self.start)

    def stretch(self, interval: Interval) -> Stretch:
        left = self.at(interval.low)
        right = 100.0 if interval.high is None else self.at(interval.high + 1)
        return Stretch(left, max(right - left, 0.3))

    @property
    def decimals(self) -> int | None:
        """Return the decimals of a round step in millions; None below a thousand kronor."""
        zeros = len(str(self.step // 100)) - 1
        return max(0, 6 - zeros) if zeros >= 3 and self.end >= 10**8 else None

    def ticks(self) -> tuple[Tick, ...]:
        sums = range(self.start, self.end + 1, self.step)
        anchors = ["start", *["middle"] * (len(sums) - 2), "end"]
        return tuple(
            Tick(kronor(ore), percent(self.at(ore)), anchor)
            for ore, anchor in zip(sums, anchors, strict=True)
        )


def loupe(
    claims: Sequence[tuple[str, Interval]],
    meeting: Interval | None,
    excluded: Sequence[tuple[str, int]] = (),
) -> Loupe:
    """Return the picture of claims (label, interval), where they meet, and excluded sums in öre."""
    axis = _axis(claims, [ore for _label, ore in excluded])
    ranges = tuple(
        _range(axis, label, interval, ROW * number)
        for number, (label, interval) in enumerate(claims)
    )
    foot = ROW * len(ranges) + (MEETING_ROW if meeting else 28)
    crosses = tuple(
        _excluded(axis, label, ore, foot + CROSS_ROW * number)
        for number, (label, ore) in enumerate(excluded)
    )
    return Loupe(
        ranges=ranges,
        meeting=_meeting(axis, meeting) if meeting else None,
        excluded=crosses,
        ticks=axis.ticks(),
        decimals=axis.decimals,
        height=foot + CROSS_ROW * len(crosses) + 32,
    )


def _axis(claims: Sequence[tuple[str, Interval]], sums: list[int]) -> _Axis:
    """Return a scale of four to six round steps or so that holds every bound and sum."""
    for _label, interval in claims:
        sums = [*sums, interval.low, interval.low if interval.high is None else interval.high + 1]
    low, high = min(sums), max(sums)
    step = 100
    for step in _round_steps():
        start, end = low // step * step, -(-high // step) * step
        if end - start <= 5 * step:
            break
    return _Axis(start, max(end, start + 2 * step), step)


def _round_steps() -> list[int]:
    """Return 1, 2, 5, 10 … kronor up to the largest sum the registry holds, in öre."""
    return [factor * 10**power for power in range(2, 17) for factor in (1, 2, 5)]


def _range(axis: _Axis, label: str, interval: Interval, y: int) -> Range:
    place = axis.stretch(interval)
    return Range(place.left, place.size, label, interval, y, _middle(place))


def _middle(place: Stretch) -> str:
    """Return where bounds stand below a stretch, in its middle and yet within the picture."""
    half = ROOM_FOR_BOUNDS / 2
    return percent(min(max(place.left + place.size / 2, half), 100 - half))


def _meeting(axis: _Axis, interval: Interval) -> Meeting:
    place = axis.stretch(interval)
    right = place.left + place.size
    if place.left >= ROOM_FOR_SUM and right <= 100 - ROOM_FOR_SUM and not interval.is_exact:
        return Meeting(
            place.left,
            place.size,
            interval,
            Word(place.x, "end", -5),
            Word(place.end, "start", 5),
        )
    low = Word(place.x, "start") if place.left < 50 else Word(place.end, "end")
    return Meeting(place.left, place.size, interval, low, None)


def _excluded(axis: _Axis, label: str, ore: int, y: int) -> Excluded:
    return Excluded(label, kronor(ore), percent(axis.at(ore)), y)
