from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.money import Amount, AmountError, Interval, Precision, kronor, ore

from .strategies import rounded

intervals = st.builds(
    lambda low, width: Interval(low, None if width is None else low + width),
    st.integers(-20, 20),
    st.none() | st.integers(0, 20),
)


@pytest.mark.parametrize(
    ("kronor", "code"),
    [
        ("-0.01", "negative"),
        ("NaN", "not_a_number"),
        ("sNaN", "not_a_number"),
        ("Infinity", "not_a_number"),
        ("-Infinity", "not_a_number"),
        ("1E+14", "too_large"),
        ("1E+1000000", "too_large"),
        ("0.001", "too_many_decimals"),
        ("99999999999999.999", "too_many_decimals"),
    ],
)
def test_what_cannot_be_an_amount_is_refused(kronor, code):
    with pytest.raises(AmountError) as refusal:
        Amount(Decimal(kronor))

    assert refusal.value.code == code


def test_the_largest_amount_is_one_ore_below_the_ceiling():
    assert Amount(Decimal("99999999999999.99")).interval() == Interval(10**16 - 1, 10**16 - 1)


def test_amounts_are_decimal_and_nothing_else():
    with pytest.raises(TypeError, match="not float"):
        Amount(4.3)


@pytest.mark.parametrize(
    ("kronor", "precision", "step"),
    [
        (Decimal(1), Precision.ROUNDED, None),
        (Decimal(1), Precision.EXACT, Decimal(1)),
        (Decimal(1), Precision.APPROXIMATE, Decimal(1)),
        (Decimal(1), Precision.AT_MOST, Decimal(1)),
        (Decimal(1), Precision.ROUNDED, Decimal(0)),
        (Decimal(1), Precision.ROUNDED, Decimal(-1)),
        (Decimal(1), Precision.ROUNDED, Decimal("0.001")),
        (Decimal(1), "guessed", None),
        (None, Precision.APPROXIMATE, None),
        (None, Precision.ROUNDED, Decimal(1)),
    ],
)
def test_a_precision_that_contradicts_itself_is_refused(kronor, precision, step):
    with pytest.raises(ValueError, match=r".+"):
        Amount(kronor, precision, step)


def test_a_precision_may_come_as_its_stored_word():
    assert Amount(Decimal(1), "at_most").precision is Precision.AT_MOST


@pytest.mark.parametrize(
    ("amount", "interval"),
    [
        (Amount(Decimal("9735500.25")), Interval(973550025, 973550025)),
        (
            Amount(Decimal(4_300_000), Precision.ROUNDED, Decimal(100_000)),
            Interval(425_000_000, 434_999_999),
        ),
        (Amount(Decimal(0), Precision.ROUNDED, Decimal(1_000_000)), Interval(0, 49_999_999)),
        (Amount(Decimal(1), Precision.ROUNDED, Decimal("0.01")), Interval(100, 100)),
        (Amount(Decimal(1), Precision.ROUNDED, Decimal("0.03")), Interval(99, 101)),
        (Amount(Decimal(5), Precision.AT_MOST), Interval(0, 500)),
        (Amount(Decimal(5), Precision.APPROXIMATE), None),
        (Amount(None), None),
    ],
)
def test_an_amount_allows_a_closed_interval_in_whole_ore(amount, interval):
    assert amount.interval() == interval


@given(rounded)
def test_a_rounded_amount_allows_exactly_what_rounds_to_it(amount):
    interval = amount.interval()
    half = amount.step / 2

    assert amount.kronor - half <= interval.at_least or interval.low == 0
    assert interval.low == 0 or kronor(interval.low - 1) < amount.kronor - half
    assert interval.at_most < amount.kronor + half <= interval.under


def test_an_interval_prints_its_ends_in_kronor():
    interval = Interval(431_450_000, 434_999_999)

    assert (interval.at_least, interval.at_most, interval.under) == (
        Decimal(4_314_500),
        Decimal("4349999.99"),
        Decimal(4_350_000),
    )
    assert not interval.is_exact


def test_an_open_interval_has_no_upper_end():
    interval = Interval(100, None)

    assert (interval.at_most, interval.under, interval.is_exact) == (None, None, False)
    assert 10**20 in interval


def test_an_empty_interval_is_refused():
    with pytest.raises(ValueError, match="empty interval"):
        Interval(1, 0)


@given(intervals, intervals, st.integers(-60, 60))
def test_the_intersection_holds_what_both_hold(one, other, value):
    both = one & other

    assert (both is not None and value in both) == (value in one and value in other)


@given(intervals, intervals)
def test_the_sum_of_intervals_reaches_from_end_to_end(one, other):
    both = one + other

    assert both.low == one.low + other.low
    assert (both.high is None) == (one.high is None or other.high is None)
    assert both.high is None or both.high == one.high + other.high


@given(st.integers(0, 10**16))
def test_ore_and_kronor_are_the_same_sum(count):
    assert ore(kronor(count)) == count
