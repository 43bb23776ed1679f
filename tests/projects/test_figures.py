from decimal import Decimal
from fractions import Fraction
from html import unescape

import pytest
from django.utils.html import strip_tags
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from projects.money import Amount, Basis, Interval, Precision, Total, entry_text, parse
from projects.templatetags import figures
from tests.projects.money.strategies import amounts
from tests.projects.money.test_totals import totals
from tests.projects.printing import in_both, render, spaced

UNKNOWN = Amount(None)
SPIN = Interval(1_405_000_000, 1_408_549_999)


def within(interval: Interval, **gaps) -> Total:
    return Total.within(interval, basis=Basis.REGISTERED_SUPPORT, **gaps)


@pytest.mark.parametrize(
    ("amount", "swedish", "english"),
    [
        (parse("9 735 500"), "9 735 500 kr", "SEK 9,735,500"),
        (parse("9 735 500,50"), "9 735 500,50 kr", "SEK 9,735,500.50"),
        (parse("0"), "0 kr", "SEK 0"),
        (parse("4,3 mn"), "ca 4,3 mn kr", "about SEK 4.3 million"),
        (parse("4,30 mn"), "ca 4,30 mn kr", "about SEK 4.30 million"),
        (parse("14 mn"), "ca 14 mn kr", "about SEK 14 million"),
        (parse("142 miljoner"), "ca 142 mn kr", "about SEK 142 million"),
        (parse("1,2 miljarder"), "ca 1 200 mn kr", "about SEK 1,200 million"),
        (parse("0,3 mn"), "ca 0,3 mn kr", "about SEK 0.3 million"),
        (parse("450 tkr"), "ca 450 000 kr", "about SEK 450,000"),
        (parse("4 335 tkr"), "ca 4 335 000 kr", "about SEK 4,335,000"),
        (parse("4 350 000 (avrundat till 50 000)"), "ca 4,35 mn kr", "about SEK 4.35 million"),
        (parse("ca 4,3 mn"), "ca 4,3 mn kr", "about SEK 4.3 million"),
        (parse("ca 450 000"), "ca 450 000 kr", "about SEK 450,000"),
        (parse("ca 4 335 500"), "ca 4 335 500 kr", "about SEK 4,335,500"),
        (parse("högst 500 000"), "högst 500 000 kr", "at most SEK 500,000"),
        (UNKNOWN, "belopp saknas", "amount not known"),
        (None, "belopp saknas", "amount not known"),
        (Decimal("9735500.00"), "9 735 500 kr", "SEK 9,735,500"),
    ],
)
def test_an_amount_is_printed_as_its_source_means_it(amount, swedish, english):
    assert in_both(figures.amount_text, amount) == (swedish, english)


@given(amounts)
def test_the_markup_of_an_amount_reads_as_its_plain_text(amount):
    with override("sv"):
        assert unescape(strip_tags(figures.amount(amount))) == figures.amount_text(amount)


@given(amounts)
def test_no_digit_of_an_amount_is_lost_in_print(amount):
    with override("sv"):
        printed = spaced(figures.amount_text(amount)).replace(" kr", "")
    digits = printed.removeprefix("ca ").removeprefix("högst ")

    assert amount.is_unknown or parse(digits).kronor == amount.kronor


def test_an_exact_amount_carries_its_value_for_machines():
    assert render("{% amount a %}", a=parse("9 735 500")) == (
        '<data class="amt" value="9735500">9\u00a0735\u00a0500\u00a0'
        '<span class="u">kr</span></data>'
    )
    assert 'value="4300.5"' in render("{% amount a %}", a=parse("4 300,50"))


def test_a_rounded_amount_says_ca_in_light_type():
    assert render("{% amount a %}", a=parse("4,3 mn")) == (
        '<span class="amt"><span class="u">ca</span>\u00a04,3\u00a0'
        '<span class="u">mn\u00a0kr</span></span>'
    )


def test_an_unknown_amount_is_named_as_missing():
    assert render("{% amount a %}", a=UNKNOWN) == '<span class="amt unknown">belopp saknas</span>'


def test_a_proposed_amount_is_marked():
    assert 'class="amt proposed"' in render("{% amount a proposed=True %}", a=parse("5"))
    assert 'class="amt proposed"' in render("{% amount a proposed=True %}", a=parse("5 mn"))


def test_english_puts_the_currency_first():
    with override("en"):
        assert figures.amount(parse("4,3 mn")) == (
            '<span class="amt"><span class="u">about\u00a0SEK</span>\u00a04.3\u00a0'
            '<span class="u">million</span></span>'
        )


@pytest.mark.parametrize(
    ("bounds", "swedish", "english"),
    [
        (
            Interval(431_450_000, 434_999_999),
            "4 314 500 till under 4 350 000",
            "4,314,500 to under 4,350,000",
        ),
        (parse("4,3 mn"), "4 250 000 till under 4 350 000", "4,250,000 to under 4,350,000"),
        (Interval(0, 50_000), "0 till högst 500", "0 to at most 500"),
        (Interval(5, 6), "0,05 till under 0,07", "0.05 to under 0.07"),
        (Interval(500, None), "minst 5", "at least 5"),
        (Interval(5, 5), "", ""),
        (parse("5"), "", ""),
        (parse("högst 5"), "", ""),
        (parse("ca 5"), "", ""),
        (UNKNOWN, "", ""),
        (None, "", ""),
    ],
)
def test_a_band_prints_what_rounding_leaves_open(bounds, swedish, english):
    assert in_both(figures.band_text, bounds) == (swedish, english)


def test_a_band_stands_below_its_amount_or_not_at_all():
    assert spaced(render("{% amount_band b %}", b=parse("450 tkr"))) == (
        '<span class="band">449 500 till under 450 500</span>'
    )
    assert render("{% amount_band b %}", b=parse("5")) == ""


@pytest.mark.parametrize(
    ("total", "swedish", "english"),
    [
        (within(SPIN), "ca 14,1 mn kr", "about SEK 14.1 million"),
        (
            within(Interval(20_193_785_500, 20_197_335_500)),
            "ca 202 mn kr",
            "about SEK 202 million",
        ),
        (within(Interval(44_950_000, 45_049_999)), "ca 450 000 kr", "about SEK 450,000"),
        (within(Interval(973_550_000, 973_550_000)), "9 735 500 kr", "SEK 9,735,500"),
        (
            within(Interval(100_000_000, 200_000_000)),
            "minst 1 000 000 kr, högst 2 000 000 kr",
            "at least SEK 1,000,000, at most SEK 2,000,000",
        ),
        (within(Interval(0, 49_999_999)), "under 500 000 kr", "under SEK 500,000"),
        (
            within(Interval(973_550_000, None), unknown_parts=1),
            "minst 9 735 500 kr; 1 post saknar belopp",
            "at least SEK 9,735,500; 1 item has no known amount",
        ),
        (
            within(Interval(973_550_000, None), unknown_parts=2, is_approximate=True),
            "minst 9 735 500 kr; 2 poster saknar belopp; någon post är ungefärlig",
            "at least SEK 9,735,500; 2 items have no known amount; some item is approximate",
        ),
        (within(Interval(0, None), unknown_parts=1), "belopp saknas", "amount not known"),
        (
            within(Interval(0, None), is_approximate=True),
            "bara ungefärligt känt",
            "known only approximately",
        ),
        (Total.empty(Basis.EU_SUPPORT), "0 kr", "SEK 0"),
    ],
)
def test_a_total_is_printed_with_all_that_it_lacks(total, swedish, english):
    assert in_both(figures.total_text, total) == (swedish, english)


@given(totals)
def test_the_markup_of_a_total_reads_as_its_figures(total):
    with override("sv"):
        printed = unescape(strip_tags(figures.total(total)))
        assert printed.replace(" ", ", ") == figures.total_text(total).split("; ")[0] or (
            printed == figures.total_text(total)
        )


def test_a_total_of_one_figure_is_one_amount():
    assert spaced(render("{% total t %}", t=within(SPIN))) == (
        '<span class="amt"><span class="u">ca</span> 14,1 <span class="u">mn kr</span></span>'
    )
    assert 'class="amt proposed"' in render("{% total t proposed=True %}", t=within(SPIN))


def test_a_total_whose_ends_print_apart_shows_both_and_may_break_between_them():
    assert spaced(render("{% total t %}", t=within(Interval(100, 200_000_000)))) == (
        '<span class="amt"><span class="u">minst</span> 1 <span class="u">kr</span></span> '
        '<span class="amt"><span class="u">högst</span> 2 000 000 <span class="u">kr</span></span>'
    )


def test_a_total_without_any_known_amount_is_no_number():
    assert render("{% total t %}", t=within(Interval(0, None), unknown_parts=1)) == (
        '<span class="amt unknown">belopp saknas</span>'
    )


@pytest.mark.parametrize(
    ("total", "band"),
    [
        (within(SPIN), "14 050 000 till under 14 085 500"),
        (within(SPIN, unknown_parts=1), "14 050 000 till under 14 085 500; 1 post saknar belopp"),
        (within(Interval(500, None), unknown_parts=1), "1 post saknar belopp"),
        (within(Interval(0, None), unknown_parts=1), ""),
        (within(Interval(500, 500)), ""),
        (within(Interval(100_000_000, 200_000_000)), ""),
    ],
)
def test_the_band_of_a_total_says_what_its_figure_does_not(total, band):
    expected = f'<span class="band">{band}</span>' if band else ""

    assert spaced(render("{% total_band t %}", t=total)) == expected


@pytest.mark.parametrize(
    ("bounds", "swedish", "english"),
    [
        (
            within(SPIN),
            "minst 14 050 000 kr, under 14 085 500 kr",
            "at least SEK 14,050,000, under SEK 14,085,500",
        ),
        (
            SPIN,
            "minst 14 050 000 kr, under 14 085 500 kr",
            "at least SEK 14,050,000, under SEK 14,085,500",
        ),
        (within(Interval(500, 500)), "5 kr", "SEK 5"),
        (
            within(Interval(973_550_000, None), unknown_parts=1),
            "minst 9 735 500 kr; 1 post saknar belopp",
            "at least SEK 9,735,500; 1 item has no known amount",
        ),
        (
            within(Interval(0, None), unknown_parts=1, is_approximate=True),
            "1 post saknar belopp; någon post är ungefärlig",
            "1 item has no known amount; some item is approximate",
        ),
        (Interval(0, None), "minst 0 kr", "at least SEK 0"),
    ],
)
def test_bounds_are_printed_in_words(bounds, swedish, english):
    assert in_both(figures.bounds_text, bounds) == (swedish, english)


def test_each_bound_stays_on_one_line():
    assert render("{% bounds t %}", t=within(SPIN)) == (
        '<span class="nb">minst\u00a014\u00a0050\u00a0000\u00a0kr,</span> '
        '<span class="nb">under\u00a014\u00a0085\u00a0500\u00a0kr</span>'
    )


@pytest.mark.parametrize(
    ("amount", "swedish", "english"),
    [
        (parse("5"), "exakt", "exact"),
        (parse("4,3 mn"), "avrundat till 0,1 mn", "rounded to 0.1 million"),
        (parse("14 mn"), "avrundat till 1 mn", "rounded to 1 million"),
        (parse("450 tkr"), "avrundat till 1 000 kr", "rounded to SEK 1,000"),
        (parse("ca 5"), "ungefärligt", "approximate"),
        (parse("högst 5"), "högst", "at most"),
        (UNKNOWN, "belopp saknas", "amount not known"),
    ],
)
def test_the_precision_of_an_amount_has_words(amount, swedish, english):
    assert in_both(figures.precision_words, amount) == (swedish, english)


@pytest.mark.parametrize(
    ("number", "swedish", "english"),
    [
        (239, "239", "239"),
        (1_234_567, "1 234 567", "1,234,567"),
        (-1_234, "−1 234", "−1,234"),
        (Decimal("14050000.00"), "14 050 000", "14,050,000"),
    ],
)
def test_numbers_are_grouped(number, swedish, english):
    assert in_both(figures.number, number) == (swedish, english)


@pytest.mark.parametrize(
    ("share", "decimals", "swedish", "english"),
    [
        (0.69, 0, "69 %", "69%"),
        (Decimal("0.6905"), 1, "69,1 %", "69.1%"),
        (Fraction(1, 3), 0, "33 %", "33%"),
        (1, 0, "100 %", "100%"),
        (Decimal("-0.001"), 0, "0 %", "0%"),
    ],
)
def test_shares_are_written_in_percent(share, decimals, swedish, english):
    assert in_both(figures.percent, share, decimals) == (swedish, english)


def test_millions_are_written_without_unit_for_sums_in_words():
    assert in_both(figures.millions, Decimal(14_035_500)) == ("14,0", "14.0")
    assert in_both(figures.millions, Decimal(14_050_000)) == ("14,1", "14.1")
    assert in_both(figures.millions, Decimal(14_050_000), 2) == ("14,05", "14.05")


def test_kronor_are_written_as_an_exact_sum():
    assert in_both(figures.kronor_text, 14_035_500) == ("14 035 500 kr", "SEK 14,035,500")
    assert in_both(figures.kronor_text, -64_500) == ("−64 500 kr", "SEK −64,500")


@given(st.integers(-(10**18), 10**18))
def test_a_number_keeps_every_digit(number):
    with override("sv"):
        printed = figures.number(number)

    assert int(printed.replace("\u00a0", "").replace("\u2212", "-")) == number


def test_what_is_printed_exactly_can_be_typed_into_a_form():
    amount = Amount(Decimal(9_735_500), Precision.EXACT)

    with override("sv"):
        assert parse(figures.amount_text(amount)) == parse(entry_text(amount)) == amount


def test_the_ends_of_a_wide_stretch_print_in_whole_kronor_outwards():
    wide = Interval(1_400_000_002, 2_817_099_998)

    with override("sv"):
        assert (
            figures.bounds_text(wide).replace("\xa0", " ")
            == "minst 14 000 000 kr, under 28 171 000 kr"
        )


def test_the_ends_of_a_narrow_stretch_keep_their_ore():
    narrow = Interval(10_050, 10_099)

    with override("sv"):
        assert spaced(figures.bounds_text(narrow)) == "minst 100,50 kr, under 101 kr"


def test_machines_read_both_ends_of_a_sum():
    assert figures.ends_value(within(SPIN)) == "14050000.00/14085499.99"
    assert (
        figures.ends_value(Total(Decimal(5), None, 1, False, Basis.EU_SUPPORT, None)) == "5.00/.."
    )
