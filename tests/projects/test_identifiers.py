"""Swedish organisation numbers: what passes, and that the database agrees."""

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projects.identifiers import luhn_sum, swedish_number
from projects.models import Organisation
from projects.models.organisations import _luhn_remainder

TRUE = ["2021006164", "2021002874", "2321000222", "5560360793"]


@pytest.mark.parametrize("number", TRUE)
def test_true_numbers_pass(number: str) -> None:
    assert swedish_number(number) == number


@pytest.mark.parametrize(
    "written",
    [
        "202100-6164",
        "202100 6164",
        " 2021006164 ",
        "16202100-6164",
        "162021006164",
        "20 21 00-61 64",
    ],
)
def test_a_number_is_read_as_people_write_it(written: str) -> None:
    assert swedish_number(written) == "2021006164"


@pytest.mark.parametrize(
    "written",
    [
        "",
        "202100-6165",
        "202100-616",
        "202100-61644",
        "19202100-6164",
        "2021OO6164",
        "２０２１００６１６４",
        "٢٠٢١٠٠٦١٦٤",
        "800101-1230",
        "19800101-1230",
        "SE202100616401",
        "20210+06164",
    ],
)
def test_what_is_no_organisation_number_is_none(written: str) -> None:
    assert swedish_number(written) is None


@given(st.integers(0, 10**9 - 1))
def test_each_nine_digits_have_one_check_digit(stem: int) -> None:
    sums = [luhn_sum(f"{stem:09}{digit}") % 10 for digit in range(10)]

    assert sums.count(0) == 1


@given(st.integers(0, 10**10 - 1).map("{:010}".format), st.integers(0, 9), st.integers(1, 9))
def test_one_mistyped_digit_never_passes(number: str, place: int, by: int) -> None:
    mistyped = str((int(number[place]) + by) % 10)
    other = number[:place] + mistyped + number[place + 1 :]

    assert not (luhn_sum(number) % 10 == 0 and luhn_sum(other) % 10 == 0)


@pytest.mark.django_db
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(numbers=st.lists(st.from_regex(r"[0-9]{10}", fullmatch=True), min_size=50, max_size=50))
def test_the_database_sums_as_python_does(numbers: list[str], db: None) -> None:
    with transaction.atomic():
        Organisation.objects.bulk_create(
            Organisation(
                slug=f"a-{place}",
                name="A",
                kind="other",
                sector="private",
                number_scheme="other",
                number=f"{number}",
                country=f"{chr(65 + place // 26)}{chr(65 + place % 26)}",
            )
            for place, number in enumerate(dict.fromkeys(numbers))
        )
        rows = Organisation.objects.annotate(sum=_luhn_remainder("number"))
        summed = dict(rows.values_list("number", "sum"))
        transaction.set_rollback(True)

    assert summed == {number: luhn_sum(number) % 10 for number in numbers}


@pytest.mark.django_db
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    number=st.one_of(
        st.integers(0, 10**9 - 1).map(lambda stem: _checked(f"{stem:09}")),
        st.from_regex(r"[0-9]{9,11}", fullmatch=True),
        st.text(alphabet="0123456789- \nåX", max_size=12),
    )
)
def test_the_database_takes_what_python_takes_as_it_stands(number: str, db: None) -> None:
    row = Organisation(slug="a", name="A", kind="other", sector="private", number=number)
    try:
        with transaction.atomic():
            row.save()
            transaction.set_rollback(True)
        is_taken = True
    except IntegrityError:
        is_taken = False

    assert is_taken == (swedish_number(number) == number)


def _checked(stem: str) -> str:
    return next(f"{stem}{digit}" for digit in range(10) if luhn_sum(f"{stem}{digit}") % 10 == 0)
