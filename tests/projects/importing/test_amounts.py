"""Amounts in cells: every way of writing one, and none that is guessed."""

import contextlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.importing import amounts
from projects.money import Amount, AmountError, Precision
from tests.projects.importing.tables import codes, only, read

KRONOR = st.integers(0, 10**12)
ORE = st.integers(0, 99)


def kronor(written: object, *, decimal: str = "", unit: int = 1) -> Decimal | None:
    figure = amounts.figure(written)
    return amounts.amount(figure, decimal=decimal, unit=Decimal(unit))[0].kronor


def grouped(number: int, mark: str) -> str:
    return f"{number:,}".replace(",", mark)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1 234,56", "1234.56"),
        ("1\u00a0234\u202f567,5", "1234567.5"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("1'234'567.50", "1234567.50"),
        ("4300000", "4300000"),
        ("4 300 000 kr", "4300000"),
        ("4300000:-", "4300000"),
        ("SEK 4 300 000", "4300000"),
        ("403514,06", "403514.06"),
        ("0,50", "0.50"),
        ("7867603*", "7867603"),
        (9_735_500, "9735500"),
        (Decimal("403514.06"), "403514.06"),
    ],
)
def test_a_writing_that_tells_itself_needs_no_answer(written, meant):
    assert kronor(written) == Decimal(meant)


@given(KRONOR, ORE, st.sampled_from([(".", ","), (",", "."), (" ", ","), ("\u00a0", ",")]))
def test_groups_and_decimals_are_read_back_whatever_their_marks(whole, ore, marks):
    group, decimal = marks
    written = f"{grouped(whole, group)}{decimal}{ore:02}"

    assert kronor(written) == Decimal(f"{whole}.{ore:02}")


@given(st.integers(1, 999), st.integers(0, 999), st.sampled_from(".,"))
def test_one_mark_before_three_digits_is_open_until_the_column_is_told(whole, rest, mark):
    written = f"{whole}{mark}{rest:03}"
    other = "," if mark == "." else "."

    assert amounts.figure(written).is_open
    assert kronor(written, decimal=other) == whole * 1000 + rest
    with pytest.raises(AmountError, match="too_many_decimals"):
        kronor(written, decimal=mark)


@given(st.decimals(0, 10**13, places=2))
def test_the_number_of_a_spreadsheet_is_kept_to_the_ore(number):
    amount, is_rounded = amounts.amount(amounts.figure(number), decimal="", unit=Decimal(1))

    assert (amount, is_rounded) == (Amount(number.quantize(Decimal("0.01"))), False)


@given(st.text(max_size=40))
def test_no_text_makes_anything_but_an_amount_or_a_refusal(text):
    with contextlib.suppress(AmountError, amounts.ForeignCurrencyError):
        amounts.amount(amounts.figure(text), decimal=",", unit=Decimal(1000))


def test_what_a_spreadsheet_computed_is_rounded_to_ore_and_says_so():
    amount, is_rounded = amounts.amount(
        amounts.figure(Decimal("2888913.3333333335")), decimal="", unit=Decimal(1)
    )

    assert (amount.kronor, is_rounded) == (Decimal("2888913.33"), True)


@pytest.mark.parametrize(
    ("written", "unit", "amount"),
    [
        ("4 300", 1000, Amount(Decimal(4_300_000), Precision.ROUNDED, Decimal(1000))),
        ("4,3", 10**6, Amount(Decimal(4_300_000), Precision.ROUNDED, Decimal(100_000))),
        (Decimal("4.3"), 10**6, Amount(Decimal(4_300_000), Precision.ROUNDED, Decimal(100_000))),
        (450, 1000, Amount(Decimal(450_000), Precision.ROUNDED, Decimal(1000))),
        ("4,300", 10**6, Amount(Decimal(4_300_000), Precision.ROUNDED, Decimal(1000))),
        ("450 tkr", 1, Amount(Decimal(450_000), Precision.ROUNDED, Decimal(1000))),
        ("ca 2 mn", 1000, Amount(Decimal(2_000_000), Precision.APPROXIMATE)),
    ],
)
def test_the_unit_of_the_column_is_for_cells_that_tell_none(written, unit, amount):
    found, _ = amounts.amount(amounts.figure(written), decimal=",", unit=Decimal(unit))

    assert found == amount


@pytest.mark.parametrize("written", ["£4.578.474", "4578474 EUR", "€ 12", "100 USD", "12meur"])
def test_another_currency_is_told_apart_by_its_sign(written):
    with pytest.raises(amounts.ForeignCurrencyError):
        amounts.figure(written)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("sju", "not_an_amount"),
        ("-500", "negative_amount"),
        ("−500", "negative_amount"),
        ("(500)", "not_an_amount"),
        ("100000000000000000000", "too_large_amount"),
        ("1e20", "not_an_amount"),
        ("NaN kronor", "not_an_amount"),
        ("Infinity", "not_an_amount"),
        ("12,345678", "too_many_decimals"),
        ("1_0", "not_an_amount"),
        ("１２", "not_an_amount"),
        ("2016-08-01", "not_an_amount"),
        ("9" * 5000, "not_an_amount"),
        ("500 €", "foreign_currency"),
    ],
)
def test_what_is_no_amount_in_kronor_is_an_error_of_its_row_alone(written, code):
    _, found = read("Ärendenummer;Projekt;Beviljat belopp (kr)", f"1;SPIN;{written}", "2;Annat;100")

    assert [codes(record) for record in found] == [[code], []]
    assert str(found[0].problems[0].where) == "C2"
    assert found[0].amounts == ()


@pytest.mark.parametrize("nothing", ["", "-", "–", "n/a", "#N/A", "null"])
def test_the_lack_of_an_amount_is_not_an_amount(nothing):
    record = only("Ärendenummer;Projekt;Beviljat belopp (kr)", f"1;SPIN;{nothing}")

    assert (record.amounts, record.problems) == ((), ())


@pytest.mark.parametrize("unknown", ["okänt", "Uppgift saknas", "ej  angivet", "unknown"])
def test_an_amount_that_is_said_to_be_unknown_is_kept_as_that(unknown):
    record = only("Ärendenummer;Projekt;Beviljat belopp (kr)", f"1;SPIN;{unknown}")

    assert [money.amount.value for money in record.amounts] == [Amount.unknown()]
