"""What a time of a clock in Sweden means, on the two nights a year above all."""

import datetime
from datetime import UTC, date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.clock import SWEDEN, Hour, hour_of, moment_of


def shown(day: date, hour: int, minute: int) -> datetime.datetime:
    """Return what a clock shows: a time without zone."""
    return datetime.datetime.combine(day, datetime.time(hour, minute))


YEARS = [1996, 2012, 2018, 2026, 2027, 2037, 2038, 2050, 2100]
WALLS = st.datetimes(shown(date(1990, 1, 2), 0, 0), shown(date(2100, 12, 31), 0, 0))


def last_sunday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)


@pytest.mark.parametrize("year", YEARS)
def test_what_comes_twice_means_the_first(year):
    night = last_sunday(year, 10)

    assert hour_of(shown(night, 2, 30)) is Hour.TWICE
    assert moment_of(shown(night, 2, 30)) == datetime.datetime(
        year, 10, night.day, 0, 30, tzinfo=UTC
    )
    assert moment_of(shown(night, 1, 59)) == datetime.datetime(
        year, 10, night.day - 1, 23, 59, tzinfo=UTC
    )
    assert moment_of(shown(night, 3, 0)) == datetime.datetime(year, 10, night.day, 2, tzinfo=UTC)


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("minute", [0, 1, 30, 59])
def test_what_never_comes_means_three(year, minute):
    night = last_sunday(year, 3)

    assert hour_of(shown(night, 2, minute)) is Hour.NEVER
    assert moment_of(shown(night, 2, minute)) == moment_of(shown(night, 3, 0))
    assert moment_of(shown(night, 3, 0)) == datetime.datetime(year, 3, night.day, 1, tzinfo=UTC)
    assert moment_of(shown(night, 1, 59)) == moment_of(shown(night, 3, 0)) - timedelta(minutes=1)


@given(WALLS)
def test_a_clock_shows_the_time_again_at_its_moment_unless_it_skips_it(wall):
    again = moment_of(wall).astimezone(SWEDEN).replace(tzinfo=None, fold=0)

    if hour_of(wall) is Hour.NEVER:
        assert (wall.hour, again) == (2, wall.replace(hour=3, minute=0, second=0, microsecond=0))
    else:
        assert again == wall.replace(fold=0)


@given(WALLS, WALLS)
def test_later_on_the_clock_is_never_earlier(one, other):
    first, second = sorted((one, other))

    assert moment_of(first) <= moment_of(second)


@given(WALLS)
def test_no_earlier_moment_shows_the_same(wall):
    """Of an hour that comes twice it is the first: an hour before, the clock shows another."""
    before = moment_of(wall) - timedelta(hours=1)

    assert before.astimezone(SWEDEN).replace(tzinfo=None, fold=0) != wall.replace(fold=0)


@given(WALLS, st.integers(0, 1))
def test_the_fold_that_a_time_came_with_does_not_count(wall, fold):
    assert moment_of(wall.replace(fold=fold)) == moment_of(wall)


def test_two_nights_a_year_are_not_as_others():
    nights = [date(2027, 1, 1) + timedelta(days=day) for day in range(365)]

    found = {night: hour_of(shown(night, 2, 30)) for night in nights}

    assert {night: hour for night, hour in found.items() if hour is not Hour.ONCE} == {
        date(2027, 3, 28): Hour.NEVER,
        date(2027, 10, 31): Hour.TWICE,
    }
