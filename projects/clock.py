"""Clocks in Sweden, and the two nights a year on which they are changed.

In spring the hour from 02:00 never comes, in autumn it comes twice. Whoever writes such a
time means a moment all the same: the first of the two, and 03:00 where there is none.
"""

import datetime
from enum import Enum
from zoneinfo import ZoneInfo

SWEDEN = ZoneInfo("Europe/Stockholm")


class Hour(Enum):
    """How often what a clock shows comes that day."""

    ONCE = "once"
    TWICE = "twice"
    NEVER = "never"


def hour_of(wall: datetime.datetime) -> Hour:
    """Return how often clocks in Sweden show a time, given without zone, that day."""
    first, second = (wall.replace(tzinfo=SWEDEN, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return Hour.ONCE
    there_and_back = first.astimezone(datetime.UTC).astimezone(SWEDEN).replace(tzinfo=None)
    return Hour.TWICE if there_and_back == wall.replace(fold=0) else Hour.NEVER


def moment_of(wall: datetime.datetime) -> datetime.datetime:
    """Return the moment, in UTC, at which clocks in Sweden show a time, given without zone.

    Of two the first; where clocks leap past it, the one to which they leap: 03:00. Raises
    OverflowError where a calendar has no such moment in UTC.
    """
    if hour_of(wall) is Hour.NEVER:
        wall = wall.replace(hour=3, minute=0, second=0, microsecond=0)
    return wall.replace(tzinfo=SWEDEN, fold=0).astimezone(datetime.UTC)
