"""Lists that authorities have published, read whole."""

from collections import Counter
from decimal import Decimal

import pytest

from projects.importing.cells import Kind
from projects.importing.recognising import recognise
from projects.importing.records import records
from tests.projects.importing.tables import sample


def test_the_project_bank_of_2016_is_read_whole():
    (sheet,) = sample("se/dev_se_erdf_2014-2020_6areas.json")
    mapping = recognise(sheet)

    found = list(records(sheet, mapping))

    assert mapping.questions == ()
    assert len(found) == 238
    assert all(record.is_sound for record in found)
    assert sum(record.amounts[0].amount.value.kronor for record in found) == sum(
        row[3] for row in sheet.rows[1:]
    )
    assert [word for record in found for word in record.unmatched_places] == []
    assert {problem.code for record in found for problem in record.problems} == {
        "lost_character",
        "place_read_as",
    }


def test_every_municipality_of_the_project_bank_is_matched():
    (sheet,) = sample("se/dev_se_erdf_2014-2020_6areas.json")

    found = list(records(sheet, recognise(sheet)))

    written = [len(str(row[10]).split(",")) for row in sheet.rows[1:]]
    matched = [
        sum(len(place.value) == 4 for place in record.places if place.value != "SE")
        for record in found
    ]
    assert matched == written


def test_euro_amounts_that_are_all_unknown_are_left_out_and_said_to_be():
    (sheet,) = sample("se/dev_se_erdf_2014-2020_6areas.json")

    problems = recognise(sheet).problems

    assert [problem.code for problem in problems if problem.where.column == 4] == [
        "foreign_column_left_out"
    ]


def test_the_grants_for_nature_of_2010_to_2013_are_read_whole():
    (sheet,) = sample("se/dev_lona_2010-2013.csv")
    mapping = recognise(sheet)

    found = list(records(sheet, mapping))

    assert mapping.questions == ()
    assert len(found) == 946
    assert all(record.is_sound for record in found)
    assert all(len(record.places) == 1 for record in found)
    assert len({record.case_numbers[0].value for record in found}) == 946
    assert sum(record.amounts[0].amount.value.kronor for record in found) == sum(
        Decimal(row[9]) for row in sheet.rows[1:]
    )
    assert Counter(len(record.references) for record in found) == {0: 114, 1: 797, 2: 35}


def test_the_round_of_december_2023_is_read_to_the_krona():
    (sheet,) = sample("se/round_2023-12-08.csv")

    found = list(records(sheet, recognise(sheet)))

    assert len(found) == 12
    assert [problem for record in found for problem in record.problems] == []
    assert sum(money.amount.value.kronor for record in found for money in record.amounts) == (
        57_201_394
    )
    assert {record.round_body.value for record in found} == {
        "Strukturfondspartnerskapet Övre Norrland"
    }
    assert {str(record.round_on.value) for record in found} == {"2023-12-08"}


def test_no_problem_of_a_sample_lacks_its_words():
    for path in ("se/dev_lona_2010-2013.csv", "se/dev_se_erdf_2014-2020_6areas.json"):
        (sheet,) = sample(path)
        mapping = recognise(sheet)
        problems = [*mapping.problems, *(p for r in records(sheet, mapping) for p in r.problems)]

        assert all(problem.message and "%(" not in problem.message for problem in problems)
        assert all(problem.kind is Kind.NOTE for problem in problems)


def told(path: str) -> list[tuple[list[str], int, Counter[str]]]:
    """Return for each sheet its questions, its number of records and what blocks them."""
    found = []
    for sheet in sample(path):
        mapping = recognise(sheet)
        read = list(records(sheet, mapping))
        blocking = Counter(
            problem.code
            for record in read
            for problem in record.problems
            if problem.kind is not Kind.NOTE
        )
        found.append(([q.key.split(":")[0] for q in mapping.questions], len(read), blocking))
    return found


@pytest.mark.parametrize(
    ("path", "sheets"),
    [
        ("eu/AT_ERDF_2014-2020.csv", [(["unit"], 49, {"unit_open": 49})]),
        ("eu/AT_ERDF_2014-2020.xlsx", [(["unit"], 49, {"unit_open": 49})]),
        ("eu/DE_Bayern_ERDF_2014-2020.csv", [(["unit"], 77, {"unit_open": 77})]),
        ("eu/UK_NI_ERDF_2014-2020.csv", [(["unit"], 196, {"unit_open": 196})]),
        ("eu/UK_NI_ERDF_2014-2020_original.xlsx", [(["unit"], 196, {"unit_open": 196})]),
        ("eu/UK_Wales_2014-2020.csv", [([], 145, {"foreign_currency": 290})]),
        (
            "eu/UK_Wales_2014-2020.xlsx",
            [(["unit", "unit"], 145, {"unit_open": 290}), ([], 0, {})],
        ),
        ("eu/PL_CF_2014-2020.csv", [(["unit"], 125, {"unit_open": 125, "no_title": 125})]),
    ],
)
def test_lists_of_other_countries_ask_for_their_currency_or_are_refused_by_row(path, sheets):
    assert told(path) == sheets


@pytest.mark.parametrize(
    ("path", "count", "blocking"),
    [
        ("360giving/a002400000KeYdsAAF.json", 379, {"other_currency": 379}),
        ("360giving/fundingproviders_grants_2_grants.csv", 2, {"other_currency": 2}),
        ("360giving/fundingproviders-grants_2_grants.xlsx", 2, {"other_currency": 2}),
        ("360giving/fundingproviders-grants_fixed_2_grants.json", 2, {"other_currency": 4}),
        ("360giving/decimal_amounts.csv", 7, {"other_currency": 7, "no_title": 7}),
        ("360giving/oneof.csv", 1, {"no_title": 1}),
        (
            "360giving/badfile_all_validation_errors.json",
            1,
            {"not_a_date": 1, "not_an_amount": 1, "other_currency": 1},
        ),
    ],
)
def test_grants_in_pounds_are_refused_with_a_reason_for_each_row(path, count, blocking):
    ((_, found, codes),) = told(path)

    assert (found, codes) == (count, blocking)


def test_nobody_who_applied_is_kept_of_a_list_of_grants():
    for path in (
        "360giving/fundingproviders_grants_2_grants.csv",
        "360giving/fundingproviders-grants_2_grants.xlsx",
        "360giving/fundingproviders-grants_fixed_2_grants.json",
    ):
        (sheet,) = sample(path)

        assert not {"Roe", "Doe", "Aquinas"} & set(repr(sheet.rows).replace("'", " ").split())


def test_the_rates_of_austria_are_the_same_from_text_and_from_a_workbook():
    rates = [
        [str(record.eu_rate.value) for record in records(sheet, recognise(sheet))]
        for path in ("eu/AT_ERDF_2014-2020.csv", "eu/AT_ERDF_2014-2020.xlsx")
        for sheet in sample(path)
    ]

    assert rates[0] == rates[1]
