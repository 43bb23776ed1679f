"""Amounts of every kind, for the tests that hold for all of them."""

from decimal import Decimal

from hypothesis import strategies as st

from projects.money import Amount, Precision

kronor = st.one_of(
    st.integers(0, 10**16 - 1).map(lambda ore: Decimal(ore).scaleb(-2)),
    st.integers(0, 10**14 - 1).map(Decimal),
    st.integers(0, 999).map(lambda tenths: Decimal(tenths) * 100_000),
)
steps = st.one_of(
    st.integers(0, 11).map(lambda power: Decimal(10) ** power),
    st.integers(1, 10**9).map(lambda ore: Decimal(ore).scaleb(-2)),
)
rounded = st.one_of(
    st.builds(Amount, kronor, st.just(Precision.ROUNDED), steps),
    st.builds(
        lambda times, step: Amount(times * step, Precision.ROUNDED, step),
        st.integers(0, 9_999),
        st.integers(0, 9).map(lambda power: Decimal(10) ** power),
    ),
)
amounts = st.one_of(
    st.just(Amount(None)),
    st.builds(
        Amount, kronor, st.sampled_from([Precision.EXACT, Precision.APPROXIMATE, Precision.AT_MOST])
    ),
    rounded,
)
