from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.money import Basis, Interval, Rounded, Total

DAY = date(2018, 6, 20)
BASIS = Basis.REGISTERED_SUPPORT


def between(low: str | int, high: str | int | None) -> Total:
    top = None if high is None else Decimal(high)
    return Total(Decimal(low), top, 0, False, BASIS, DAY)


sums = st.integers(0, 10**12).map(lambda ore: Decimal(ore).scaleb(-2))
totals = st.builds(
    lambda low, width, unknown, approximate, projects: Total(
        low, None if width is None else low + width, unknown, approximate, BASIS, DAY, projects
    ),
    sums,
    st.none() | sums,
    st.integers(0, 3),
    st.booleans(),
    st.integers(0, 5),
)


@given(totals, totals)
def test_totals_add_their_bounds_and_all_that_they_lack(one, other):
    both = one + other

    assert both.at_least == one.at_least + other.at_least
    assert (both.at_most is None) == (one.at_most is None or other.at_most is None)
    assert both.at_most is None or both.at_most == one.at_most + other.at_most
    assert both.unknown_parts == one.unknown_parts + other.unknown_parts
    assert both.is_approximate == (one.is_approximate or other.is_approximate)
    assert both.projects == one.projects + other.projects


@given(st.lists(totals))
def test_a_total_over_many_is_their_sum_in_any_order(many):
    over = Total.over(many, basis=BASIS, on=DAY)

    assert over == Total.over(reversed(many), basis=BASIS, on=DAY)
    assert over.projects == sum(total.projects for total in many)


def test_the_total_over_nothing_is_exactly_nothing():
    empty = Total.empty(BASIS, DAY)

    assert (empty.at_least, empty.at_most, empty.projects) == (0, 0, 0)
    assert empty.is_exact
    assert empty + between(5, 7) == between(5, 7)


@pytest.mark.parametrize(
    "other",
    [
        Total.exactly(1, basis=Basis.PROPOSED_SUPPORT, on=DAY),
        Total.exactly(1, basis=BASIS, on=date(2018, 6, 21)),
        Total.exactly(1, basis=BASIS),
    ],
)
def test_totals_of_another_basis_or_day_are_never_added(other):
    with pytest.raises(ValueError, match="never added"):
        Total.exactly(1, basis=BASIS, on=DAY) + other


@pytest.mark.parametrize(
    ("low", "high", "unknown", "projects"),
    [(-1, 0, 0, 1), (2, 1, 0, 1), (0, 1, -1, 1), (0, 1, 0, -1)],
)
def test_a_total_that_cannot_be_is_refused(low, high, unknown, projects):
    with pytest.raises(ValueError, match=r".+"):
        Total(Decimal(low), Decimal(high), unknown, False, BASIS, DAY, projects)


def test_a_total_within_an_interval_keeps_its_closed_ends():
    total = Total.within(Interval(1_405_000_000, 1_408_549_999), basis=BASIS, on=DAY)

    assert total == between(14_050_000, "14085499.99")
    assert total.under == 14_085_500


def test_a_total_without_a_top_has_no_under():
    total = Total.within(Interval(5, None), basis=BASIS, unknown_parts=1)

    assert (total.under, total.is_exact, total.rounded()) == (None, False, None)


@pytest.mark.parametrize(
    ("low", "high", "figure"),
    [
        (14_050_000, "14085499.99", Rounded(Decimal(14_100_000), Decimal(100_000))),
        (201_937_855, 201_973_355, Rounded(Decimal(202_000_000), Decimal(1_000_000))),
        (9_735_500, 9_735_500, Rounded(Decimal(9_735_500), Decimal("0.01"))),
        (0, 0, Rounded(Decimal(0), Decimal("0.01"))),
        (449_500, "450499.99", Rounded(Decimal(450_000), Decimal(1_000))),
        (445_000, "454999.99", Rounded(Decimal(450_000), Decimal(10_000))),
        (250_000, "349999.99", Rounded(Decimal(300_000), Decimal(100_000))),
        (250_000, 350_000, None),
        (0, "499999.99", None),
        (13_949_999, 14_550_000, None),
        (14_049_999, "14085499.99", Rounded(Decimal(14_000_000), Decimal(1_000_000))),
        (3_684_567, "3784566.99", None),
        (3_684_567, 4_000_000, Rounded(Decimal(4_000_000), Decimal(1_000_000))),
        (1_500, 1_600, None),
        (0, 1, None),
        (5, None, None),
    ],
)
def test_one_figure_stands_for_both_ends_only_where_they_print_alike(low, high, figure):
    assert between(low, high).rounded() == figure


@given(totals)
def test_a_rounded_figure_covers_the_whole_total(total):
    figure = total.rounded()

    if figure is not None and not total.is_exact:
        half = figure.step / 2
        assert figure.kronor - half <= total.at_least <= total.at_most < figure.kronor + half


@pytest.mark.parametrize(
    ("kronor", "step", "hides"),
    [
        (14_100_000, 100_000, True),  # coarser than what it is read beside
        (14_000_000, 1_000_000, True),  # reads the same
        (13_000_000, 1_000_000, False),
    ],
)
def test_a_rounded_figure_hides_what_only_both_ends_tell(kronor, step, hides):
    total = between(14_385_500, "14485499.99")

    assert total.hides(Decimal(kronor), Decimal(step)) is hides
