"""Geometry of the loupe."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from projects.loupe import loupe
from projects.money import Interval

KR = 100
PARTS = Interval(13_985_500 * KR, 14_085_500 * KR - 1)
STATED = Interval(14_050_000 * KR, 14_150_000 * KR - 1)


def test_spin_stands_on_an_axis_of_round_sums():
    picture = loupe(
        [("parts", PARTS), ("stated", STATED)], PARTS & STATED, [("plain", 14_035_500 * KR)]
    )

    assert [tick.sum for tick in picture.ticks] == [
        Decimal(sum_) for sum_ in (13_950_000, 14_000_000, 14_050_000, 14_100_000, 14_150_000)
    ]
    assert (picture.ranges[0].x, picture.ranges[0].width) == ("17.750%", "50.000%")
    assert (picture.meeting.x, picture.meeting.width) == ("50.000%", "17.750%")
    assert picture.excluded[0].x == "42.750%"


def test_statements_that_contradict_have_no_meeting():
    picture = loupe([("a", Interval(100, 199)), ("b", Interval(500, 599))], None)

    assert picture.meeting is None
    assert (
        picture.height
        < loupe([("a", Interval(100, 199)), ("b", Interval(150, 599))], Interval(150, 199)).height
    )


def test_a_statement_without_an_end_reaches_the_edge():
    picture = loupe([("a", Interval(1000, None)), ("b", Interval(500, 1500))], Interval(1000, 1500))

    assert picture.ranges[0].end == "100.000%"


def test_an_exact_statement_is_still_visible():
    picture = loupe([("a", Interval(1000, 1000)), ("b", Interval(500, 1500))], Interval(1000, 1000))

    assert picture.ranges[0].size > 0
    assert picture.meeting.high is None


@given(
    st.lists(st.tuples(st.integers(0, 10**15), st.integers(0, 10**12)), min_size=1, max_size=5),
    st.lists(st.integers(0, 10**15), max_size=2),
)
def test_everything_stands_within_the_picture(claims, sums):
    intervals = [Interval(low, low + gap) for low, gap in claims]

    picture = loupe([("x", interval) for interval in intervals], None, [("y", ore) for ore in sums])

    assert 2 <= len(picture.ticks) <= 7
    assert all(0 <= r.left <= 100 and r.left + r.size <= 100.3 + 1e-6 for r in picture.ranges)
    assert picture.ticks[0].x == "0.000%"
    assert picture.ticks[-1].x == "100.000%"
