"""What is about persons is gone before anybody can keep it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.identifiers import luhn_sum, swedish_number
from projects.importing import personal
from tests.projects.importing.tables import codes, only, read, table


@st.composite
def identity_numbers(draw):
    on = draw(st.dates())
    day = on.day + draw(st.sampled_from([0, 60]))
    nine = f"{on.year % 100:02}{on.month:02}{day:02}{draw(st.integers(0, 999)):03}"
    check = next(n for n in range(10) if luhn_sum(f"{nine}{n}") % 10 == 0)
    mark = draw(st.sampled_from(["", "-", "+"]))
    century = draw(st.sampled_from(["", "19", "20"]))
    return f"{century}{nine[:6]}{mark}{nine[6:]}{check}"


@given(identity_numbers())
def test_a_personal_identity_number_is_known_and_cut_out_of_any_text(number):
    assert personal.is_identity(number)
    assert personal.cut(f"Kontakta {number} för mer") == "Kontakta  för mer"


@given(st.from_regex(r"\A[0-9]{2}[2-9][0-9]{7}\Z"))
def test_an_organisation_number_is_never_taken_for_a_person(number):
    if swedish_number(number):
        assert not personal.is_identity(number)


@pytest.mark.parametrize(
    "text",
    [
        "501-10458-2012",
        "Dnr 501-2688-2011",
        "2016-08-01 till 2019-11-30",
        "9 735 500 kr",
        "202100-2874",
        "2607614076.74",
        "1.2607614076",
        "vid väg 971 och E4",
        "",
    ],
)
def test_what_is_no_person_is_left_as_it_stands(text):
    assert personal.cut(text) == text


@pytest.mark.parametrize(
    "private",
    ["namn@example.se", "070-123 45 67", "0701234567", "+46 70 123 45 67", "tel: 0910-12 34 56"],
)
def test_addresses_and_telephone_numbers_are_cut_out_and_that_is_told(private):
    record = only(
        "Projekt;Projektägare;Beskrivning", f"SPIN;Umeå universitet;Fråga {private} om mer"
    )

    assert private not in repr(record)
    assert codes(record) == ["personal_cut"]


@pytest.mark.parametrize(
    "heading",
    [
        "E-post",
        "E-postadress",
        "Epost projektledare",
        "Telefon",
        "Telefonnummer",
        "Mobil",
        "Kontaktperson",
        "Projektledare",
        "Handläggare",
        "Personnummer",
        "Contact e-mail",
        "Phone",
        "Full name of applicant",
        "Co-applicant(s)",
        "Recipient Ind:Name",
        "kontakt_epost",
    ],
)
def test_a_column_about_persons_is_empty_from_the_first_step_on(heading):
    sheet = table(f"Projekt;Projektägare;{heading}", "SPIN;Umeå universitet;hemligt")
    mapping, _ = read(f"Projekt;Projektägare;{heading}", "SPIN;Umeå universitet;hemligt")

    assert "hemligt" not in repr(sheet)
    assert mapping.columns[2].target == "personal"
    assert [problem.code for problem in mapping.problems] == ["personal_column"]
    assert mapping.with_targets({2: "title_sv"}).columns[2].target == "personal"


@pytest.mark.parametrize("title", ["Mobil naturskola", "Kontaktyta", "E-post för alla", "Telefon"])
def test_a_project_whose_title_sounds_personal_keeps_its_column(title):
    record = only("Projekt;Projektägare", f"{title};Umeå universitet")

    assert record.title_sv.value == title


@given(st.text(max_size=300))
def test_cutting_never_adds(text):
    assert len(personal.cut(text)) <= len(text)


def test_a_long_word_is_looked_through_in_no_time():
    word = "a" * 32_000

    assert personal.cut(f"{word}@") == f"{word}@"
    assert personal.cut("1" * 32_000) == "1" * 32_000
    assert personal.cut("a.b" * 10_000 + "@") == "a.b" * 10_000 + "@"


def test_a_name_with_the_number_of_a_person_is_not_kept():
    record = only("Projekt;Projektägare", "SPIN;Förnamn Efternamn 811228-9874")

    assert record.lead.is_person
    assert "Efternamn" not in repr(record)
    assert codes(record) == ["person"]


def test_samples_of_a_column_nobody_knows_show_no_addresses():
    mapping, _ = read("Projekt;Sökande;Övrigt", "SPIN;A;fråga namn@example.se")

    assert mapping.columns[2].samples == ("fråga ",)
