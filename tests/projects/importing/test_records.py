"""From lines of a table to projects."""

from decimal import Decimal

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
