"""Rules of the rows that projects refer to: places, organisations, programmes, rounds, sources."""

import datetime
from typing import Any

import pytest
from django.db import IntegrityError

from projects.models import NumberScheme, Place, Programme, Source
from tests.factories import (
    FundFactory,
    OrganisationFactory,
    PlaceFactory,
    PriorityFactory,
    ProgrammeFactory,
    RoundFactory,
    SourceFactory,
)
from tests.projects.models.refusing import breaks, sql

pytestmark = pytest.mark.django_db

TILLVAXTVERKET = "2021006164"


@pytest.mark.parametrize(
    ("kind", "code"), [("county", "9999"), ("municipality", "99"), ("nuts2", "99"), ("region", "9")]
)
@breaks("place_code_fits_its_kind")
def test_a_place_has_the_code_of_its_kind(kind: str, code: str) -> None:
    PlaceFactory(code=code, kind=kind, parent=PlaceFactory(code="SE"))


@breaks("place_below_a_country_has_a_parent")
def test_a_county_is_part_of_something() -> None:
    Place.objects.filter(code="24").update(parent=None)


@breaks("place_below_a_country_has_a_parent")
def test_a_country_is_part_of_nothing() -> None:
    Place.objects.filter(code="SE").update(parent=Place.objects.get(code="24"))


@pytest.mark.parametrize("country", ["se", "S", "S1", "Å", ""])
@breaks("organisation_country_is_a_code")
def test_a_country_is_two_capital_letters(country: str) -> None:
    OrganisationFactory(country=country)


@pytest.mark.parametrize(
    "number",
    [
        "2021006165",  # the check digit
        "202100-6164",
        "20210061640",
        "202100616",
        "",
        "8001011230",  # a personal number: the third digit begins a month
        "２０２１００６１６４",
    ],
)
@breaks("organisation_number_is_valid")
def test_a_swedish_number_has_ten_digits_that_check_and_is_no_persons(number: str) -> None:
    OrganisationFactory(number=number)


@breaks("organisation_number_is_valid")
def test_the_number_is_checked_past_the_orm_too() -> None:
    organisation = OrganisationFactory(number=TILLVAXTVERKET)
    sql("UPDATE projects_organisation SET number = '1' WHERE id = %s", organisation.pk)


def test_a_foreign_number_is_kept_as_its_register_writes_it() -> None:
    organisation = OrganisationFactory(
        country="FI", number_scheme=NumberScheme.OTHER, number="0245895-5"
    )

    organisation.full_clean()


@breaks("organisation_number_is_unique")
def test_a_number_belongs_to_one_organisation() -> None:
    OrganisationFactory(number=TILLVAXTVERKET)
    OrganisationFactory(number=TILLVAXTVERKET)


def test_unknown_numbers_are_not_the_same_number() -> None:
    OrganisationFactory.create_batch(2, number=None)


@pytest.mark.parametrize("years", [(2020, 2014), (1989, 2020), (2014, 2101)])
@breaks("programme_period_is_plausible")
def test_a_programme_has_a_plausible_period(years: tuple[int, int]) -> None:
    ProgrammeFactory(first_year=years[0], last_year=years[1])


@pytest.mark.parametrize("share", ["-0.01", "100.01"])
@breaks("programme_eu_share_is_a_percentage")
def test_the_highest_eu_share_is_a_percentage(share: str) -> None:
    Programme.objects.filter(pk=ProgrammeFactory().pk).update(highest_eu_share=share)


@breaks("priority_is_named_once_in_a_programme")
def test_a_programme_names_a_priority_once() -> None:
    first = PriorityFactory()
    PriorityFactory(programme=first.programme, name_sv=first.name_sv)


@pytest.mark.parametrize("given", ["both", "neither"])
@breaks("round_has_one_body")
def test_a_round_is_held_by_one_body(given: str) -> None:
    if given == "both":
        RoundFactory(organisation=OrganisationFactory())
    else:
        RoundFactory(partnership=None)


@breaks("source_has_a_date")
def test_a_source_has_a_day_that_facts_of_unknown_date_count_from() -> None:
    SourceFactory(dated=None, retrieved=None)


@pytest.mark.parametrize("checksum", ["abc", "G" * 64, "A" * 64, "a" * 63 + "\n"])
@breaks("source_checksum_is_sha256")
def test_a_checksum_is_64_hexadecimal_digits(checksum: str) -> None:
    Source.objects.bulk_create([SourceFactory.build(sha256=checksum)])


def test_the_day_a_source_gives_goes_before_the_day_it_was_read() -> None:
    day, read = datetime.date(2016, 10, 14), datetime.date(2026, 11, 1)

    assert SourceFactory(dated=day, retrieved=read).known_on == day
    assert SourceFactory(dated=None, retrieved=read).known_on == read


@pytest.mark.parametrize(("factory", "column"), [(FundFactory, "code"), (ProgrammeFactory, "code")])
def test_a_code_belongs_to_one_row(factory: Any, column: str) -> None:
    factory(**{column: "ERUF"})

    with pytest.raises(IntegrityError, match=f"{column}_key"):
        factory(**{column: "ERUF"})


@breaks("organisation_registrar_email_is_one_address")
def test_a_registrar_has_one_mail_address() -> None:
    sql(
        "UPDATE projects_organisation SET registrar_email = %s WHERE id = %s",
        "a@exempel.se, b@exempel.se",
        OrganisationFactory().pk,
    )
