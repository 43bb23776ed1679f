"""From lines of a table to projects."""

from decimal import Decimal

import pytest

from projects.importing.cells import Kind
from projects.money import Amount, Precision
from tests.projects.importing.tables import codes, only, read

HEADER = "Ärende-ID;Projektnamn;Stödmottagare;Beviljat belopp (kr)"


def test_a_row_is_a_project_and_each_value_knows_its_cell():
    record = only(HEADER, "20200919;SPIN;Umeå universitet;9 735 500")

    assert record.rows == (2,)
    assert [number.value for number in record.case_numbers] == ["20200919"]
    assert record.title_sv.value == "SPIN"
    assert str(record.title_sv.at) == "B2"
    assert record.lead.name.value == "Umeå universitet"
    assert [(money.target, money.amount.value) for money in record.amounts] == [
        ("granted", Amount(Decimal(9_735_500)))
    ]
    assert record.problems == ()


def test_thousands_are_rounded_to_thousands():
    record = only("Projekt;Projektägare;Beviljat belopp (tkr)", "SPIN;Umeå universitet;4 300")

    assert record.amounts[0].amount.value == Amount(
        Decimal(4_300_000), Precision.ROUNDED, Decimal(1000)
    )


def test_a_unit_that_nobody_tells_is_asked_about_and_answered_once():
    lines = ("Projekt;Projektägare;Belopp", "SPIN;Umeå universitet;4300", "B;C;5200")
    mapping, found = read(*lines)

    (question,) = mapping.questions
    answered = read(*lines, answers={question.key: "tkr"})[1]

    assert [problem.kind for record in found for problem in record.problems] == [
        Kind.QUESTION,
        Kind.QUESTION,
    ]
    assert [record.amounts for record in found] == [(), ()]
    assert [record.amounts[0].amount.value.kronor for record in answered] == [4_300_000, 5_200_000]


def test_rows_with_one_case_number_are_one_project_also_when_they_stand_apart():
    _, found = read(
        "Ärendenummer;Projektnamn;Finansiär;Belopp (kr)",
        "1;SPIN;Tillväxtverket;9735500",
        "2;Annat;Tillväxtverket;100",
        "1;SPIN;Region Västerbotten;4300000",
    )

    by_title = {record.title_sv.value: record for record in found}
    assert sorted(by_title) == ["Annat", "SPIN"]
    assert by_title["SPIN"].rows == (2, 4)
    assert by_title["SPIN"].funder is None
    assert [
        (money.funder.name.value, money.amount.value.kronor) for money in by_title["SPIN"].amounts
    ] == [("Tillväxtverket", 9_735_500), ("Region Västerbotten", 4_300_000)]
    assert by_title["Annat"].funder.name.value == "Tillväxtverket"


def test_a_row_without_number_and_title_says_more_of_the_project_above_it():
    record = only(
        "Ärendenummer;Projektnamn;Finansiär;Belopp (kr)",
        "1;SPIN;Tillväxtverket;9735500",
        ";;Region Västerbotten;4300000",
    )

    assert [money.amount.value.kronor for money in record.amounts] == [9_735_500, 4_300_000]


def test_an_amount_that_each_row_of_a_project_repeats_is_counted_once():
    record = only(
        "Ärendenummer;Projektnamn;Kommun;Belopp (kr)", "1;SPIN;Umeå;100", "1;SPIN;Skellefteå;100"
    )

    assert len(record.amounts) == 1
    assert [place.value for place in record.places] == ["2480", "2482"]
    assert codes(record) == ["repeated_amount"]


def test_a_row_of_sums_is_left_out_and_said_to_be():
    mapping, found = read(HEADER, "1;SPIN;Umeå universitet;100", "Summa;;;100")

    assert len(found) == 1
    assert [problem.code for problem in mapping.problems] == ["sum_row"]


def test_a_project_called_total_is_no_row_of_sums():
    _, found = read("Projekt;Sökande;Belopp (kr)", "Total;Umeå universitet;100", "Summa:;;100 kr")

    assert [record.title_sv.value for record in found] == ["Total"]


def test_an_amount_alone_in_a_row_is_not_added_to_the_project_above_it():
    _, found = read(HEADER, "1;SPIN;Umeå universitet;100", ";;;100")

    assert [codes(record) for record in found] == [[], ["no_title"]]


def test_a_county_gives_way_to_its_municipalities():
    record = only("Projekt;Projektägare;Län;Kommun", "SPIN;A;Västerbottens län;Umeå, Skellefteå")

    assert [place.value for place in record.places] == ["2480", "2482"]


def test_nothing_is_kept_of_a_person():
    mapping, (record,) = read(
        "Projekt;Stödmottagare;Organisationsnummer;E-post;Projektledare",
        "SPIN;Enskild Firma;811228-9874;namn@example.se;Förnamn Efternamn",
    )

    assert record.lead.is_person
    assert "Firma" not in repr(record)
    assert "9874" not in repr(record)
    assert "namn@" not in repr(mapping.sheet)
    assert "Efternamn" not in repr(mapping.sheet)
    assert [column.target for column in mapping.columns][3:] == ["personal", "personal"]


@pytest.mark.parametrize(
    ("written", "references", "said"),
    [
        ("501-8505-11, 501-1024-11", ["501-8505-11", "501-1024-11"], ["several_numbers"]),
        ("501-10096-13 501-1029-11", ["501-10096-13", "501-1029-11"], ["several_numbers"]),
        ("501-5047-10/ 7982-13", ["501-5047-10", "7982-13"], ["several_numbers"]),
        ("501-5049-10/501-7979-13", ["501-5049-10", "501-7979-13"], ["several_numbers"]),
        ("501-2588-2012 (jfr 501-1935-2010)", ["501-2588-2012"], ["compared_number"]),
        ("Inget diarienummer", [], []),
        ("2018/00076", ["2018/00076"], []),
        ("25-031-S02", ["25-031-S02"], []),
        ("RUN 2016-00123", ["RUN 2016-00123"], []),
        ("000001/X/00/X", ["000001/X/00/X"], []),
        ("1" * 400, [], ["not_a_case_number"]),
    ],
)
def test_numbers_of_cases_are_told_apart(written, references, said):
    record = only("Ärendenummer;Diarienummer;Projekt", f"1;{written};SPIN")

    assert [reference.value for reference in record.references] == references
    assert codes(record) == said


def test_in_a_list_without_case_numbers_the_reference_is_the_key():
    _, found = read(
        "Diarienummer;Projekt;Kommun",
        "501-1-11;SPIN;Umeå",
        "501-1-11;SPIN;Vännäs",
        "501-2-11;B;Umeå",
    )

    assert [record.case_numbers[0].value for record in found] == ["501-1-11", "501-2-11"]
    assert [len(record.places) for record in found] == [2, 1]


def test_what_a_dash_was_lost_from_is_told_and_left_as_it_stands():
    record = only("Ärendenummer;Projekt", "1;SPIN ¿ i norr")

    assert record.title_sv.value == "SPIN ¿ i norr"
    assert codes(record) == ["lost_character"]


def test_what_rows_of_a_project_say_differently_is_told_and_the_first_kept():
    record = only(
        "Ärendenummer;Projekt;Startdatum", "1;SPIN;2016-08-01", "1;SPIN i norr;2016-09-01"
    )

    assert record.title_sv.value == "SPIN"
    assert str(record.starts_on.value.on) == "2016-08-01"
    assert codes(record) == ["rows_differ", "rows_differ"]
    assert record.is_sound


def test_costs_that_differ_between_rows_of_a_project_are_an_error():
    record = only("Ärendenummer;Projekt;Totalkostnad (kr)", "1;SPIN;100", "1;SPIN;200")

    assert not record.is_sound


def test_equal_amounts_of_two_funders_are_two():
    record = only(
        "Ärendenummer;Projekt;Finansiär;Fond;Beslutsdatum;Belopp (kr)",
        "1;SPIN;Tillväxtverket;ERUF;2016-06-15;100",
        "1;SPIN;Region Västerbotten;1:1;2016-07-01;100",
        "1;SPIN;Region Västerbotten;1:1;2016-07-01;100",
    )

    assert [
        (money.funder.name.value, money.fund.value, str(money.decided_on.value))
        for money in record.amounts
    ] == [("Tillväxtverket", "ERUF", "2016-06-15"), ("Region Västerbotten", "1:1", "2016-07-01")]
    assert codes(record) == ["repeated_amount"]


def test_each_column_of_money_is_a_row_of_money():
    record = only(
        "Projekt;Sökande;EU-stöd (kr);Nationell medfinansiering (kr);Privat finansiering (tkr)",
        "SPIN;A;100;50;2",
    )

    assert [(money.target, money.amount.value.kronor) for money in record.amounts] == [
        ("eu", 100),
        ("national", 50),
        ("private", 2000),
    ]


def test_an_end_before_the_start_is_an_error():
    record = only("Ärendenummer;Projekt;Startdatum;Slutdatum", "1;SPIN;2019-11-30;2016-08-01")

    assert codes(record) == ["ends_before_start"]


def test_a_decision_of_a_year_alone_has_no_date():
    record = only("Ärendenummer;Projekt;Beslutsdatum", "1;SPIN;2016")

    assert (record.decided_on, codes(record)) == (None, ["not_a_whole_date"])


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("202100-2874", "2021002874"),
        ("2021002874", "2021002874"),
        ("16202100-2874", "2021002874"),
        ("SE-BLV-2021002874", "2021002874"),
    ],
)
def test_an_organisation_number_is_kept_as_ten_digits(written, number):
    record = only("Projekt;Sökande;Organisationsnummer", f"SPIN;Umeå universitet;{written}")

    assert record.lead.number.value == number


@pytest.mark.parametrize("written", ["202100-2875", "GB-CHC-000000", "12", "okänd firma"])
def test_any_other_number_is_left_out_and_told(written):
    record = only("Projekt;Sökande;Organisationsnummer", f"SPIN;Umeå universitet;{written}")

    assert (record.lead.number, codes(record)) == (None, ["not_an_organisation_number"])


def test_html_in_a_text_becomes_plain_lines():
    record = only(
        "Projekt;Sökande;Sammanfattning",
        'SPIN;A;"<p>Ett &amp; två</p><ul><li>tre</li></ul><script>x</script>"',
    )

    assert record.purpose_sv.value == "Ett & två\n\ntre\n\nx"
    assert codes(record) == ["markup_removed"]


def test_arrows_and_ampersands_in_a_text_are_no_html():
    record = only("Projekt;Sökande", "A < B & C > D;Larsson & Co")

    assert record.title_sv.value == "A < B & C > D"
    assert record.problems == ()


def test_control_characters_become_spaces():
    record = only("Projekt;Sökande", "SPIN\x0bi\x1fnorr\u200b;A")

    assert record.title_sv.value == "SPIN i norr"


def test_a_heading_repeated_on_each_page_is_passed_over():
    _, found = read(HEADER, "1;SPIN;A;100", HEADER, "2;B;C;200")

    assert [record.rows for record in found] == [(2,), (4,)]
