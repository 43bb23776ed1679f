from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations, product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from projects.money import (
    Amount,
    Interval,
    Precision,
    Reconciliation,
    Statement,
    kronor,
    ore,
    parse,
    reconcile,
)


def exact(count: int) -> Amount:
    return Amount(kronor(count))


def stated(parts: Sequence[int], text: str) -> Statement:
    return Statement(frozenset(parts), parse(text))


SPIN_PARTS = [parse("9 735 500"), parse("4,3 mn")]
SPIN_STATEMENTS = [
    stated([1], "4,3 mn"),
    stated([0], "9,7 mn"),
    stated([0, 1], "14,1 mn"),
    stated([0, 1], "14 mn"),
]


def test_spin_comes_out_as_its_sources_leave_it():
    spin = reconcile(SPIN_PARTS, SPIN_STATEMENTS)

    assert spin.parts == (
        Interval(973_550_000, 973_550_000),
        Interval(431_450_000, 434_999_999),
    )
    assert spin.total == Interval(1_405_000_000, 1_408_549_999)
    assert (spin.is_contradictory, spin.is_tight) == (False, True)


def test_the_plain_sum_of_spin_is_disproved():
    spin = reconcile(SPIN_PARTS, SPIN_STATEMENTS)

    assert ore(Decimal(14_035_500)) not in spin.total
    assert not spin.allows([973_550_000, 430_000_000])
    assert spin.allows([973_550_000, 431_450_000])


def test_two_rounded_parts_and_their_sum_exclude_the_round_figure():
    found = reconcile([parse("4,3 mn"), parse("9,7 mn")], [stated([0, 1], "14,1 mn")])

    assert found.parts == (
        Interval(430_000_001, 434_999_999),
        Interval(970_000_001, 974_999_999),
    )


TOP = 6


@st.composite
def small_amounts(draw: st.DrawFn) -> Amount:
    """Amounts of a few öre, of every kind."""
    count = draw(st.integers(0, TOP))
    kind = draw(st.sampled_from([*Precision, None]))
    if kind is None:
        return Amount(None)
    step = draw(st.integers(1, 5)) if kind is Precision.ROUNDED else None
    return Amount(kronor(count), kind, None if step is None else kronor(step))


@st.composite
def small_cases(draw: st.DrawFn) -> tuple[list[Amount], list[Statement]]:
    parts = draw(st.lists(small_amounts(), min_size=1, max_size=4))
    subsets = st.frozensets(st.integers(0, len(parts) - 1))
    statements = st.builds(Statement, subsets, small_amounts())
    return parts, draw(st.lists(statements, max_size=4))


def reach(parts: Sequence[Amount], statements: Sequence[Statement], part: int) -> int | None:
    """The highest sum of a part worth trying; None where nothing bounds it."""
    own = parts[part].interval()
    tops = [own.high] if own else []
    for statement in statements:
        interval = statement.amount.interval()
        if interval and part in statement.parts:
            tops.append(interval.high)
    return min(tops, default=None)


def solutions(
    parts: Sequence[Amount], statements: Sequence[Statement]
) -> Iterator[tuple[int, ...]]:
    """Every assignment in whole öre that is true; a part without a bound is tried at 0 and 1."""
    ranges = []
    for number, part in enumerate(parts):
        top = reach(parts, statements, number)
        low = (part.interval() or Interval(0, 0)).low
        ranges.append(range(low, 2 if top is None else top + 1))
    rules = [(s.parts, s.amount.interval()) for s in statements if s.amount.interval()]
    for values in product(*ranges):
        if all(sum(values[part] for part in subset) in allowed for subset, allowed in rules):
            yield values


def every_subset(count: int) -> Iterator[frozenset[int]]:
    for size in range(count + 1):
        yield from map(frozenset, combinations(range(count), size))


@settings(max_examples=300)
@given(small_cases())
def test_every_sum_of_parts_is_the_exact_hull_that_brute_force_finds(case):
    parts, statements = case
    found = list(solutions(parts, statements))
    assume(found)
    result = reconcile(parts, statements)

    assert (result.is_contradictory, result.is_tight) == (False, True)
    for subset in every_subset(len(parts)):
        sums = [sum(values[part] for part in subset) for values in found]
        is_open = any(reach(parts, statements, part) is None for part in subset)
        assert result.of(subset) == Interval(min(sums), None if is_open else max(sums))


@settings(max_examples=200)
@given(small_cases())
def test_the_parts_and_the_total_are_the_sums_asked_for_most(case):
    result = reconcile(*case)
    count = len(case[0])
    found = [result.of({part}) for part in range(count)]

    assert result.parts == tuple(None if one == Interval(0, None) else one for one in found)
    assert result.total == result.of(range(count))


@settings(max_examples=200)
@given(small_cases())
def test_exactly_the_assignments_that_brute_force_finds_are_allowed(case):
    parts, statements = case
    result = reconcile(parts, statements)
    found = set(solutions(parts, statements))
    ranges = [
        range(2 if reach(parts, statements, part) is None else TOP + 4)
        for part in range(len(parts))
    ]

    assert {values for values in product(*ranges) if result.allows(values)} == {
        values for values in found if all(v in r for v, r in zip(values, ranges, strict=True))
    }


@settings(max_examples=300)
@given(small_cases())
def test_a_contradiction_is_what_brute_force_finds_no_solution_for(case):
    parts, statements = case
    result = reconcile(parts, statements)

    assert result.is_contradictory == (not any(True for _ in solutions(parts, statements)))
    assert bool(result.conflict) == result.is_contradictory


@settings(max_examples=300)
@given(small_cases())
def test_a_conflict_contradicts_and_none_of_it_can_be_spared(case):
    parts, statements = case
    conflict = reconcile(parts, statements).conflict
    assume(conflict)
    blamed = [statements[number] for number in conflict]

    assert not any(True for _ in solutions(parts, blamed))
    for spared in conflict:
        rest = [statements[number] for number in conflict - {spared}]
        assert any(True for _ in solutions(parts, rest))


def printed(count: int, step: int) -> Amount:
    """A sum in öre as rounded to a step in kronor; nought prints what it is."""
    size = step * 100
    return Amount(kronor((count + size // 2) // size * size), Precision.ROUNDED, Decimal(step))


@st.composite
def true_cases(draw: st.DrawFn) -> tuple[list[int], list[Amount], list[Statement]]:
    """Sums, how sources print some of them, and what they print of overlapping sums."""
    truth = draw(st.lists(st.integers(0, 10**13), min_size=2, max_size=9))
    steps = st.sampled_from([1, 1_000, 50_000, 100_000, 1_000_000])
    kinds = st.sampled_from(["exact", "rounded", "unknown"])
    parts = []
    for count in truth:
        kind = draw(kinds)
        writing = printed(count, draw(steps)) if kind == "rounded" else exact(count)
        parts.append(Amount(None) if kind == "unknown" else writing)
    subsets = draw(st.lists(st.frozensets(st.integers(0, len(truth) - 1)), max_size=6))
    statements = [
        Statement(subset, printed(sum(truth[part] for part in subset), draw(steps)))
        for subset in subsets
    ]
    return truth, parts, statements


@settings(max_examples=60)
@given(true_cases())
def test_what_is_true_never_contradicts_and_is_always_allowed(case):
    truth, parts, statements = case
    result = reconcile(parts, statements)

    assert not result.is_contradictory
    assert result.is_tight
    assert result.allows(truth)
    assert sum(truth) in result.total
    assert all(found is None or v in found for v, found in zip(truth, result.parts, strict=True))


@settings(max_examples=30)
@given(true_cases(), st.data())
def test_the_ends_of_a_sum_can_be_reached_and_not_passed(case, data):
    _, parts, statements = case
    subset = data.draw(st.frozensets(st.integers(0, len(parts) - 1), min_size=1))
    bounds = reconcile(parts, statements).of(subset)

    def is_possible(count: int) -> bool:
        claim = Statement(subset, exact(count))
        return not reconcile(parts, [*statements, claim]).is_contradictory

    assert is_possible(bounds.low)
    assert bounds.low == 0 or not is_possible(bounds.low - 1)
    assert bounds.high is None or is_possible(bounds.high)
    assert bounds.high is None or not is_possible(bounds.high + 1)


@pytest.mark.parametrize("scale", [1, 10**6, 10**14])
def test_whole_ore_decide_where_fractions_would_agree(scale):
    total = exact(2 * scale + 1)
    pairs = [Statement(frozenset(pair), total) for pair in ([0, 1], [1, 2], [0, 2])]

    result = reconcile([Amount(None)] * 3, pairs)

    assert result.is_contradictory
    assert result.conflict == {0, 1, 2}


@pytest.mark.parametrize("scale", [1, 10**6, 10**14])
def test_an_odd_ring_of_sums_has_whole_ends(scale):
    limit = Amount(kronor(2 * scale + 1), Precision.AT_MOST)
    pairs = [Statement(frozenset(pair), limit) for pair in ([0, 1], [1, 2], [0, 2])]

    result = reconcile([Amount(None)] * 3, pairs)

    assert result.total == Interval(0, 3 * scale + 1)


def test_by_funder_and_by_fund_narrow_one_another():
    table = [parse("okänt"), parse("2 000"), parse("1 000"), parse("okänt")]
    funders = [stated([0, 1], "5 000"), stated([2, 3], "7 000")]
    funds = [stated([0, 2], "4 000"), stated([1, 3], "8 000")]

    result = reconcile(table, funders + funds)

    assert [part and part.at_least for part in result.parts] == [3000, 2000, 1000, 6000]
    assert result.total.is_exact


def test_hundreds_of_parts_under_a_few_statements_take_few_steps():
    parts = [parse("4,3 mn")] * 300
    statements = [stated(range(300), "1 290 mn"), stated(range(100), "430,5 mn")]

    result = reconcile(parts, statements, steps=2_000)

    assert result.is_tight
    assert result.total == Interval(128_950_000_000, 129_049_999_999)


@pytest.mark.parametrize("text", ["ca 1 000", "okänt"])
def test_approximate_and_unknown_statements_prove_nothing(text):
    result = reconcile([parse("5 000")], [stated([0], text)])

    assert (result.is_contradictory, result.total) == (False, Interval(500_000, 500_000))


def test_an_approximate_part_may_be_anything_until_a_sum_bounds_it():
    parts = [parse("ca 4 mn"), parse("1 000")]

    assert reconcile(parts, []).parts == (None, Interval(100_000, 100_000))
    assert reconcile(parts, []).total == Interval(100_000, None)
    assert reconcile(parts, [stated([0, 1], "3 000")]).parts[0] == Interval(200_000, 200_000)


def test_a_contradiction_narrows_nothing():
    result = reconcile([parse("4,3 mn"), parse("1 000")], [stated([0, 1], "9 mn")])

    assert result.conflict == {0}
    assert result.parts == (Interval(425_000_000, 434_999_999), Interval(100_000, 100_000))


def test_a_sum_of_no_parts_is_nought():
    assert reconcile([], []).total == Interval(0, 0)
    assert reconcile([], [stated([], "0")]).is_contradictory is False
    assert reconcile([], [stated([], "1")]).conflict == {0}


def test_a_statement_about_parts_that_do_not_exist_is_refused():
    with pytest.raises(ValueError, match="do not exist"):
        reconcile([parse("1 000")], [stated([1], "1 000")])


def test_an_assignment_needs_one_sum_for_each_part():
    with pytest.raises(ValueError, match="one sum for each part"):
        reconcile([parse("1 000")], []).allows([])


@settings(max_examples=150)
@given(small_cases(), st.integers(0, 60))
def test_a_search_cut_short_is_safe_and_says_so(case, steps):
    full, short = reconcile(*case), reconcile(*case, steps=steps)

    assert not short.is_contradictory or full.is_contradictory
    assume(not full.is_contradictory)
    for subset in every_subset(len(case[0])):
        assert full.of(subset) & short.of(subset) == full.of(subset)
    assert not short.is_tight or short.parts == full.parts


def test_a_contradiction_not_proved_within_the_steps_is_not_reported():
    result = reconcile([parse("1 000")], [stated([0], "2 000")], steps=0)

    assert isinstance(result, Reconciliation)
    assert result.total == Interval(100_000, 100_000)
