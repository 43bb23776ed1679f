"""What is asked, what settles itself, and what the answers do."""

import datetime
from decimal import Decimal

import pytest
from django.utils.translation import override

from projects.importing import recognising
from projects.importing.cells import Kind
from projects.importing.records import records
from tests.projects.importing.tables import codes, only, read, table

HEADER = "Ärendenummer;Projekt;"


def asked(*lines: str) -> list[tuple[str, tuple[str, ...]]]:
    mapping, _ = read(*lines)
    return [(question.code, question.choices) for question in mapping.questions]


@pytest.mark.parametrize("unit", ["kr", "SEK", "kronor", "tkr", "kkr", "mnkr", "i tkr", "tSEK"])
def test_a_heading_that_tells_the_unit_settles_it(unit):
    assert asked(f"{HEADER}Beviljat belopp ({unit})", "1;SPIN;4300") == []


def test_a_swedish_list_with_a_figure_of_a_million_is_in_kronor_and_says_so():
    mapping, found = read(f"{HEADER}Beviljat belopp", "1;SPIN;9735500", "2;Annat;900")

    assert mapping.questions == ()
    assert [problem.code for problem in mapping.problems] == ["kronor_assumed"]
    assert [record.amounts[0].amount.value.kronor for record in found] == [9_735_500, 900]


@pytest.mark.parametrize("header", ["Identifier;Title;Amount", "Aktenzeichen;Project title;Grant"])
def test_a_list_in_another_language_is_always_asked_for_its_currency(header):
    assert [code for code, _ in asked(header, "1;SPIN;9735500")] == ["unit"]


def test_a_swedish_list_of_another_country_is_asked_and_another_currency_suggested():
    mapping, _ = read(f"{HEADER}Beviljat belopp;Land", "1;SPIN;9735500;Finland")

    assert [(question.code, question.suggested) for question in mapping.questions] == [
        ("unit", "foreign")
    ]


def test_another_currency_as_an_answer_refuses_each_row_with_its_cell():
    lines = ("Identifier;Title;Amount", "1;SPIN;100", "2;B;200")
    mapping, _ = read(*lines)

    found = read(*lines, answers={mapping.questions[0].key: "foreign"})[1]

    assert [(problem.code, str(problem.where)) for r in found for problem in r.problems] == [
        ("foreign_column_cell", "C2"),
        ("foreign_column_cell", "C3"),
    ]
    assert not any(record.is_sound for record in found)


def test_a_heading_in_another_currency_refuses_the_column_and_each_row():
    mapping, found = read(f"{HEADER}Beviljat belopp (EUR)", "1;SPIN;100", "2;B;-")

    assert [(problem.code, problem.kind) for problem in mapping.problems] == [
        ("foreign_column", Kind.ERROR)
    ]
    assert [codes(record) for record in found] == [["foreign_currency"], []]


def test_a_column_of_currencies_tells_the_unit_and_refuses_rows_in_others():
    mapping, found = read(
        f"{HEADER}Amount awarded;Currency", "1;SPIN;100;SEK", "2;B;100;GBP", "3;C;0;EUR"
    )

    assert [question.code for question in mapping.questions] == ["zero"]
    assert [codes(record) for record in found] == [[], ["other_currency"], ["other_currency"]]
    assert found[0].amounts[0].amount.value.kronor == 100


def test_a_row_that_does_not_tell_its_currency_where_others_do_is_an_error():
    _, found = read(f"{HEADER}Amount awarded;Currency", "1;SPIN;100;SEK", "2;B;100;", "3;C;;")

    assert [codes(record) for record in found] == [[], ["no_currency"], []]


def test_two_columns_given_one_meaning_lose_no_amount_in_silence():
    mapping, _ = read(f"{HEADER}Stöd (kr);Bidrag (kr);Rubrik", "1;SPIN;100;50;B", "2;A;;70;A")
    put_right = mapping.with_targets({3: "granted", 4: "title_sv"})

    found = list(records(mapping.sheet, put_right))

    assert [codes(record) for record in found] == [["second_amount", "cells_differ"], []]
    assert [record.title_sv.value for record in found] == ["SPIN", "A"]
    assert found[1].amounts[0].amount.value.kronor == 70


@pytest.mark.parametrize(
    ("proof", "meant"), [("1.234,56", 4300), ("1.234.567", 4300), ("12.5", Decimal("4.300"))]
)
def test_one_cell_that_proves_the_mark_settles_the_column(proof, meant):
    mapping, found = read(f"{HEADER}Belopp (mnkr)", "1;SPIN;4.300", f"2;B;{proof}")

    assert mapping.questions == ()
    assert found[0].amounts[0].amount.value.kronor == meant * 10**6


def test_a_mark_that_nothing_proves_is_asked_about_and_answered_once():
    lines = (f"{HEADER}Belopp (kr)", "1;SPIN;4.300", "2;B;1.200")
    mapping, found = read(*lines)
    (question,) = mapping.questions

    answered = read(*lines, answers={question.key: "decimal_comma"})[1]
    otherwise = read(*lines, answers={question.key: "decimal_point"})[1]

    assert question.code == "marks"
    assert question.examples == ("4.300", "1.200")
    assert [codes(record) for record in found] == [["marks_open"], ["marks_open"]]
    assert [record.amounts[0].amount.value.kronor for record in answered] == [4300, 1200]
    assert [codes(record) for record in otherwise] == [["too_many_decimals"]] * 2


def test_nought_is_asked_about_and_may_mean_not_known_or_nothing():
    lines = (f"{HEADER}Beviljat belopp (kr);Totalkostnad (kr)", "1;SPIN;0;0", "2;B;7;8")
    mapping, found = read(*lines)
    keys = [question.key for question in mapping.questions]

    unknown = read(*lines, answers=dict.fromkeys(keys, "zero_unknown"))[1][0]
    nothing = read(*lines, answers=dict.fromkeys(keys, "zero_nothing"))[1][0]

    assert [question.code for question in mapping.questions] == ["zero", "zero"]
    assert codes(found[0]) == ["zero_open", "zero_open"]
    assert unknown.amounts[0].amount.value.is_unknown
    assert unknown.total_cost.value.is_unknown
    assert nothing.amounts == ()
    assert nothing.total_cost.value.kronor == 0


def test_one_date_that_fits_one_order_settles_its_column_and_no_other():
    mapping, (first, _) = read(
        f"{HEADER}Startdatum;Slutdatum", "1;SPIN;03/04/18;04/05/19", "2;B;31/12/18;05/06/19"
    )

    assert first.starts_on.value.on == datetime.date(2018, 4, 3)
    assert [(question.code, question.field) for question in mapping.questions] == [
        ("order", "ends_on")
    ]
    assert mapping.questions[0].choices == ("dmy", "mdy")


def test_an_order_that_makes_no_difference_is_not_asked_about():
    mapping, (record,) = read(f"{HEADER}Startdatum", "1;SPIN;04/04/18")

    assert mapping.questions == ()
    assert record.starts_on.value.on == datetime.date(2018, 4, 4)


def test_the_answer_to_an_order_is_used():
    lines = (f"{HEADER}Startdatum", "1;SPIN;03/04/18")
    mapping, (record,) = read(*lines)
    key = mapping.questions[0].key

    days = {
        choice: only(*lines, answers={key: choice}).starts_on.value.on
        for choice in mapping.questions[0].choices
    }

    assert codes(record) == ["order_open"]
    assert days == {"dmy": datetime.date(2018, 4, 3), "mdy": datetime.date(2018, 3, 4)}


@pytest.mark.parametrize(
    ("cells", "rates"),
    [
        (("50%", "40 %"), ("50.00", "40.00")),
        (("0.4", "0,5"), ("40.00", "50.00")),
        (("0,4", "1"), ("40.00", "100.00")),
        (("50", "40,5"), ("50.00", "40.50")),
        (("25%*", "18,13 %"), ("25.00", "18.13")),
    ],
)
def test_shares_are_read_by_what_the_whole_column_shows(cells, rates):
    mapping, found = read(f"{HEADER}EU-andel", *(f"{n};P{n};{c}" for n, c in enumerate(cells)))

    assert mapping.questions == ()
    assert tuple(str(record.eu_rate.value) for record in found) == rates


def test_shares_of_both_kinds_in_one_column_are_asked_about():
    lines = (f"{HEADER}EU-andel", "1;SPIN;50", "2;B;0,4")
    mapping, _ = read(*lines)
    (question,) = mapping.questions

    fractions = read(*lines, answers={question.key: "fraction"})[1]
    percents = read(*lines, answers={question.key: "percent"})[1]

    assert question.code == "rate"
    assert [str(record.eu_rate.value) for record in fractions] == ["50.00", "40.00"]
    assert [str(record.eu_rate.value) for record in percents] == ["50.00", "0.40"]


@pytest.mark.parametrize("written", ["1.733.348,00", "101", "-5%", "hälften", "1000"])
def test_what_is_no_share_is_left_out_and_said_to_be(written):
    record = only(f"{HEADER}EU-andel", f"1;SPIN;{written}")

    assert (record.eu_rate, codes(record)) == (None, ["not_a_rate"])


def test_an_answer_that_is_no_choice_leaves_the_question_open():
    lines = (f"{HEADER}Belopp", "1;SPIN;43")
    mapping, _ = read(*lines)

    record = only(*lines, answers={mapping.questions[0].key: "euro", "unit:Annan": "kr"})

    assert codes(record) == ["unit_open"]


def test_answers_and_meanings_are_saved_by_heading_and_used_for_the_next_file():
    first = recognising.recognise(table("Nr X;Rubrik;Projekt;Pengar", "1;SPIN;x;43"))
    assert first.problems[0].code == "header_guessed"
    put_right = first.with_targets({0: "case_number", 1: "title_sv", 2: "", 3: "granted"})
    saved = put_right.as_saved({put_right.questions[0].key: "tkr", "unit:Annan": "kr"})

    sheet = table("Pengar;Rubrik;Nr X;Projekt", "44;SPIN 2;2;y")
    (record,) = records(sheet, recognising.recognise(sheet, saved))

    assert saved["answers"] == {"unit:Pengar": "tkr"}
    assert record.case_numbers[0].value == "2"
    assert record.title_sv.value == "SPIN 2"
    assert record.amounts[0].amount.value.kronor == 44_000
    assert record.is_sound


def test_a_meaning_that_does_not_exist_is_refused():
    mapping, _ = read(f"{HEADER}Belopp (kr)", "1;SPIN;43")

    with pytest.raises(ValueError, match="no such targets"):
        mapping.with_targets({0: "nonsense"})


def test_a_question_is_worded_in_the_language_of_its_reader():
    mapping, _ = read(f"{HEADER}Belopp", "1;SPIN;43")
    (question,) = mapping.questions

    with override("sv"):
        swedish = (question.message, [str(label) for _, label in question.labels])
    with override("en"):
        english = question.message

    assert swedish == (
        "Vad är beloppen i ”Belopp” räknade i?",
        [
            "kronor: 43 blir 43\xa0kr",
            "tusental kronor: 43 blir ca\xa043\xa0000\xa0kr",
            "miljoner kronor: 43 blir ca\xa043\xa0mn\xa0kr",
            "en annan valuta",
        ],
    )
    assert english == "What are the amounts in “Belopp” counted in?"
