from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.money import Amount, AmountError, Precision, entry_text, parse

from .strategies import amounts


def rounded(kronor: int | str, step: int | str) -> Amount:
    return Amount(Decimal(kronor), Precision.ROUNDED, Decimal(step))


@pytest.mark.parametrize(
    "text",
    [
        "4 300 000",
        "4300000",
        "4\u00a0300\u00a0000 kr",
        "4\u202f300\u2009000\u00a0kronor",
        "  4 300 000,00  ",
        "SEK 4,300,000",
        "4.300.000",
        "4.300.000,00 SEK",
        "4,300,000.00",
        "kr 4300000.0",
        "4300000kr.",
        "04300000",
        "4 300 000:-",
    ],
)
def test_kronor_written_out_are_exact(text):
    assert parse(text) == Amount(Decimal(4_300_000))


def test_ore_are_kept():
    assert parse("4300000,50") == Amount(Decimal("4300000.50"))


@pytest.mark.parametrize(
    "text",
    [
        "4,3 mn",
        "4,3 miljoner",
        "4.3M",
        "4,3 mkr",
        "4,3mnkr",
        "4,3 MSEK",
        "4,3 mn kr",
        "4.3 million",
        "SEK 4.3 million",
        "4,3 miljoner kronor",
        "4,3\u00a0Mkr",
        "4 300 000 (avrundat till 100 000)",
        "4,3 mn (rounded to 100,000.00)",
        "4 300 000 kr (avrundat till 0,1 mn)",
    ],
)
def test_millions_are_rounded_to_their_last_digit(text):
    assert parse(text) == rounded(4_300_000, 100_000)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("14 miljoner", rounded(14_000_000, 1_000_000)),
        ("142 miljoner kronor", rounded(142_000_000, 1_000_000)),
        ("4,30 mn", rounded(4_300_000, 10_000)),
        ("0,300 mn", rounded(300_000, 1_000)),
        ("450 tkr", rounded(450_000, 1_000)),
        ("450 kkr", rounded(450_000, 1_000)),
        ("1 450,5 tkr", rounded(1_450_500, 100)),
        ("1,2 miljarder", rounded(1_200_000_000, 100_000_000)),
        ("4,12345678 mn", rounded("4123456.78", "0.01")),
        ("4 300 000 (avrundat till 50 000)", rounded(4_300_000, 50_000)),
        ("0 mn", rounded(0, 1_000_000)),
    ],
)
def test_a_unit_says_how_far_an_amount_is_rounded(text, amount):
    assert parse(text) == amount


@pytest.mark.parametrize(
    "word",
    ["ca", "ca.", "Cirka", "drygt", "omkring", "about", "approx.", "knappt", "c:a", "~", "around"],
)
def test_words_of_doubt_make_an_amount_approximate(word):
    assert parse(f"{word} 4,3 miljoner") == Amount(Decimal(4_300_000), Precision.APPROXIMATE)


@pytest.mark.parametrize("text", ["högst 500 000 kr", "At most SEK 500,000.00", "upp till 500 tkr"])
def test_a_limit_is_an_amount_at_most(text):
    assert parse(text) == Amount(Decimal(500_000), Precision.AT_MOST)


@pytest.mark.parametrize("text", ["okänt", "Unknown", "belopp saknas"])
def test_an_unknown_amount_can_be_written(text):
    assert parse(text) == Amount(None)


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("4.300", (Amount(Decimal(4_300)), Amount(Decimal("4.30")))),
        ("1,234", (Amount(Decimal(1_234)), Amount(Decimal("1.23")))),
        ("SEK 12,000", (Amount(Decimal(12_000)), Amount(Decimal(12)))),
        ("1,234 mn", (rounded(1_234_000_000, 1_000_000), rounded(1_234_000, 1_000))),
        (
            "ca 4.300",
            (
                Amount(Decimal(4_300), Precision.APPROXIMATE),
                Amount(Decimal("4.3"), Precision.APPROXIMATE),
            ),
        ),
        ("4 300 (avrundat till 1.000)", (Amount(Decimal(1_000)), Amount(Decimal(1)))),
    ],
)
def test_a_lone_group_of_three_is_refused_with_both_readings(text, readings):
    with pytest.raises(AmountError) as refusal:
        parse(text)

    assert (refusal.value.code, refusal.value.readings) == ("ambiguous", readings)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        (" \u00a0\t\n", "empty"),
        ("-5", "negative"),
        ("−5 mn", "negative"),
        ("SEK -5", "negative"),
        ("100 000 000 000 000", "too_large"),
        ("100 000 miljarder", "too_large"),
        ("9" * 90, "too_large"),
        ("4300,500", "too_many_decimals"),
        ("0.500", "too_many_decimals"),
        ("4,300.500", "too_many_decimals"),
        ("4,123456789 mn", "too_many_decimals"),
        ("0," + "3" * 90, "too_many_decimals"),
        ("9" * 101, "not_a_number"),
        ("1_000", "not_a_number"),
        ("\uff11", "not_a_number"),
        ("٣", "not_a_number"),
        ("1E6", "not_a_number"),
        ("NaN", "not_a_number"),
        ("inf", "not_a_number"),
        ("0x10", "not_a_number"),
        ("43 00", "not_a_number"),
        ("4 3000", "not_a_number"),
        ("1,2,3", "not_a_number"),
        ("4.300,000.00", "not_a_number"),
        (",5", "not_a_number"),
        ("5,", "not_a_number"),
        ("mn", "not_a_number"),
        ("ca", "not_a_number"),
        ("kr", "not_a_number"),
        ("5 EUR", "not_a_number"),
        ("4,3 mn tkr", "not_a_number"),
        ("4\u200b300", "not_a_number"),
        ("5\x00", "not_a_number"),
        ("4 300 (avrundat till 0)", "not_a_number"),
        ("4 300 (avrundat till okänt)", "not_a_number"),
        ("ca 4 300 (avrundat till 100)", "not_a_number"),
        ("okänt (avrundat till 100)", "not_a_number"),
        ("4 300 (avrundat till 10) (avrundat till 10)", "not_a_number"),
    ],
)
def test_anything_else_is_refused_with_its_reason(text, code):
    with pytest.raises(AmountError) as refusal:
        parse(text)

    assert (refusal.value.code, refusal.value.readings) == (code, ())


@given(amounts, st.sampled_from(["sv", "en", "en-gb"]))
def test_what_is_written_for_a_form_reads_back_as_the_same_amount(amount, language):
    assert parse(entry_text(amount, language)) == amount


@pytest.mark.parametrize(
    ("amount", "swedish", "english"),
    [
        (Amount(Decimal("9735500.00")), "9 735 500", "9 735 500"),
        (Amount(Decimal("0.5")), "0,50", "0.50"),
        (rounded(4_300_000, 100_000), "4,3 mn", "4.3 million"),
        (rounded(142_000_000, 1_000_000), "142 mn", "142 million"),
        (rounded(4_335_000, 1_000), "4 335 tkr", "4 335 thousand"),
        (
            rounded(4_300_000, 50_000),
            "4 300 000 (avrundat till 50 000)",
            "4 300 000 (rounded to 50 000)",
        ),
        (
            Amount(Decimal(4_300_000), Precision.APPROXIMATE),
            "ca 4 300 000",
            "about 4 300 000",
        ),
        (Amount(Decimal(5), Precision.AT_MOST), "högst 5", "at most 5"),
        (Amount(None), "okänt", "unknown"),
    ],
)
def test_amounts_are_written_for_a_form_as_a_person_would(amount, swedish, english):
    assert (entry_text(amount), entry_text(amount, "en")) == (swedish, english)


def reading(text: str) -> Amount | AmountError:
    try:
        return parse(text)
    except AmountError as refusal:
        return refusal


@given(st.text(max_size=120))
def test_any_text_is_read_or_refused(text):
    assert isinstance(reading(text), Amount | AmountError)


@given(st.text(alphabet="0123456789., ()-mnkrtkcaöhgs", max_size=30))
def test_any_figure_is_read_once_or_refused_with_two_readings(text):
    result = reading(text)

    if isinstance(result, Amount):
        assert parse(entry_text(result)) == result
    else:
        assert (result.code == "ambiguous") == (len(result.readings) == 2)
