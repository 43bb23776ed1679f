"""Geometry of the split bar."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.charts import NARROWEST_PERCENT, Kind, split_bar
from projects.money import Interval

KR = 100


def spin():
    return split_bar(
        [
            ("Tillväxtverket, ERUF", "eu", Interval(9_735_500 * KR, 9_735_500 * KR)),
            ("Region Västerbotten", "region", Interval(4_314_500 * KR, 4_350_000 * KR - 1)),
        ],
        Interval(14_050_000 * KR, 14_085_500 * KR - 1),
    )


def test_spin_stands_in_two_parts_and_a_narrow_open_stretch():
    bar = spin()

    assert [(s.kind, s.share) for s in bar.segments] == [(Kind.EU, 69), (Kind.REGION, 31)]
    assert bar.segments[0].width == "69.046%"
    assert bar.segments[1].x == "69.046%"
    assert bar.open.x == bar.segments[1].end
    assert bar.unknown is None
    assert bar.has_labels


def test_a_narrow_open_stretch_is_magnified_between_round_sums():
    strip = spin().strip

    assert (strip.start, strip.end) == (Decimal(14_000_000), Decimal(14_100_000))
    assert (strip.low_x, strip.high_x) == ("50.000%", "85.500%")
    assert (strip.open.x, strip.open.width) == ("50.000%", "35.500%")
    assert [s.kind for s in strip.segments] == [Kind.REGION]
    assert strip.fan.x == "99.291%"


def test_exact_parts_fill_the_bar_and_need_no_strip():
    bar = split_bar(
        [("A", "eu", Interval(300, 300)), ("B", "state", Interval(100, 100))], Interval(400, 400)
    )

    assert (bar.open, bar.strip, bar.unknown) == (None, None, None)
    assert bar.segments[1].end == "100.000%"
    assert bar.height == 64


def test_a_wide_open_stretch_shows_without_a_strip():
    bar = split_bar([("A", "eu", Interval(350, 449))], Interval(350, 449))

    assert bar.strip is None
    assert bar.open.end == "100.000%"


def test_a_part_without_an_amount_leaves_the_end_of_the_bar_open():
    bar = split_bar([("A", "eu", Interval(400, 400)), ("B", "private", None)], Interval(400, None))

    assert bar.unknown_labels == ("B",)
    assert (bar.unknown.x, bar.unknown.end) == ("88.000%", "100.000%")
    assert bar.open is None


def test_nothing_certain_is_no_bar():
    assert split_bar([("A", "eu", None)], Interval(0, None)) is None


def test_a_kind_nobody_has_drawn_is_refused():
    with pytest.raises(ValueError, match="gold"):
        split_bar([("A", "gold", Interval(1, 1))], Interval(1, 1))


@given(st.lists(st.tuples(st.integers(1, 10**13), st.integers(0, 10**9)), min_size=1, max_size=8))
def test_parts_never_overlap_nor_leave_the_picture(parts):
    intervals = [Interval(low, low + gap) for low, gap in parts]
    total = Interval(sum(i.low for i in intervals), sum(i.high for i in intervals))

    bar = split_bar([("x", "eu", interval) for interval in intervals], total)

    ends = [s.left + s.size for s in bar.segments]
    assert all(s.size >= NARROWEST_PERCENT - 1e-9 for s in bar.segments)
    assert [s.left for s in bar.segments] == [0.0, *ends[:-1]]
    assert ends[-1] + (bar.open.size if bar.open else 0) <= 100 + 1e-6
    if bar.strip:
        assert 0 <= bar.strip.open.left <= bar.strip.open.left + bar.strip.open.size <= 100 + 1e-6
        assert kronor_of(bar.strip.start) < total.low
        assert kronor_of(bar.strip.end) >= total.high


def kronor_of(sum_: Decimal) -> int:
    return int(sum_ * KR)
