"""Dates in cells: every way of writing one, and none that is guessed."""

import contextlib
import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.importing import dates
from projects.importing.parts import Day

DAYS = st.dates(datetime.date(1990, 1, 1), datetime.date(2089, 12, 31))
EPOCH = datetime.date(1899, 12, 30)


def read(content: object, order: str = "", *, is_end: bool = False) -> Day:
    return dates.day(content, order=order, is_end=is_end)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2018-12-31", "2018-12-31"),
        ("2018/12/31", "2018-12-31"),
        ("20181231", "2018-12-31"),
        ("2018-12-31 01:17:38", "2018-12-31"),
        ("2018-12-31T00:00:00Z", "2018-12-31"),
        ("31.12.2018", "2018-12-31"),
        ("18.03.13", "2013-03-18"),
        ("01. Okt 15", "2015-10-01"),
        ("1 oktober 2015", "2015-10-01"),
        ("den 1 oktober 2015", "2015-10-01"),
        ("1-Oct-15", "2015-10-01"),
        ("October 1, 2015", "2015-10-01"),
        ("1. März 2015", "2015-03-01"),
        (datetime.datetime.fromisoformat("2015-01-01T01:00"), "2015-01-01"),
        (datetime.date(2015, 1, 1), "2015-01-01"),
        (42583, "2016-08-01"),
        ("42583", "2016-08-01"),
        (Decimal("42583.5"), "2016-08-01"),
    ],
)
def test_a_date_that_tells_itself_needs_no_order(written, meant):
    assert read(written) == Day(datetime.date.fromisoformat(meant))


@given(DAYS, st.sampled_from(["-", "/", "."]), st.booleans())
def test_numbers_are_read_back_in_the_order_they_were_written_in(on, mark, is_short):
    year = f"{on:%y}" if is_short else f"{on:%Y}"

    assert read(f"{on:%d}{mark}{on:%m}{mark}{year}", "dmy") == Day(on)
    if mark != ".":
        assert read(f"{on:%m}{mark}{on:%d}{mark}{year}", "mdy") == Day(on)


@given(DAYS)
def test_a_day_number_is_counted_as_spreadsheets_do(on):
    assert read((on - EPOCH).days) == Day(on)


@given(DAYS, st.sampled_from(["-", "/"]))
def test_the_order_a_date_was_written_in_is_always_among_those_it_allows(on, mark):
    assert "dmy" in dates.orders(f"{on:%d}{mark}{on:%m}{mark}{on:%y}")
    assert "mdy" in dates.orders(f"{on:%m}{mark}{on:%d}{mark}{on:%Y}")


@pytest.mark.parametrize(
    ("written", "orders"),
    [
        ("31/12/18", ("dmy",)),
        ("12/31/18", ("mdy",)),
        ("03/04/18", ("dmy", "mdy")),
        ("03.04.18", ("dmy",)),
        ("18-12-31", ("dmy", "ymd")),
        ("13-03-2015", ("dmy",)),
        ("2018-03-04", ()),
        ("1 mars 2018", ()),
        (42583, ()),
    ],
)
def test_only_orders_that_make_a_date_are_allowed(written, orders):
    assert dates.orders(written) == orders


@pytest.mark.parametrize(
    ("written", "is_end", "on", "precision"),
    [
        ("2018", False, "2018-01-01", "year"),
        ("2018", True, "2018-12-31", "year"),
        (2018, True, "2018-12-31", "year"),
        ("2018-02", False, "2018-02-01", "month"),
        ("2018-02", True, "2018-02-28", "month"),
        ("2/2020", True, "2020-02-29", "month"),
        ("februari 2020", True, "2020-02-29", "month"),
        ("dec 2018", True, "2018-12-31", "month"),
        ("okt-15", False, "2015-10-01", "month"),
    ],
)
def test_a_month_or_a_year_is_kept_as_one(written, is_end, on, precision):
    assert read(written, is_end=is_end) == Day(datetime.date.fromisoformat(on), precision)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("bad date", "not_a_date"),
        ("2018-13-01", "not_a_date"),
        ("2018-02-30", "not_a_date"),
        ("31/31/18", "not_a_date"),
        ("0001-01-01", "out_of_range"),
        ("1989-12-31", "out_of_range"),
        ("9999-12-31", "out_of_range"),
        ("2101", "out_of_range"),
        ("2101-01-01", "out_of_range"),
        ("99999", "not_a_date"),
        (10**30, "not_a_date"),
        ("0000", "not_a_date"),
        (True, "not_a_date"),
        ("2018-0１-01", "not_a_date"),
    ],
)
def test_what_is_no_date_of_the_registry_is_refused(written, code):
    with pytest.raises(dates.DateError) as refused:
        read(written, "dmy")

    assert refused.value.code == code


@given(st.text(max_size=30), st.sampled_from(["", *dates.ORDERS]), st.booleans())
def test_no_text_makes_anything_but_a_date_or_a_refusal(text, order, is_end):
    try:
        found = dates.day(text, order=order, is_end=is_end)
    except dates.DateError:
        return
    assert dates.FIRST <= found.on <= dates.LAST


@given(st.integers() | st.decimals(-(10**30), 10**30))
def test_no_number_makes_anything_but_a_date_or_a_refusal(number):
    with contextlib.suppress(dates.DateError):
        dates.day(number, order="dmy", is_end=False)
