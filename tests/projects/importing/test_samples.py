"""Lists that authorities have published, read whole."""

from collections import Counter
from decimal import Decimal

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
