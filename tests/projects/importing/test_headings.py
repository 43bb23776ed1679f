"""Headings as authorities write them, and the row they stand in."""

from decimal import Decimal

import pytest

from projects.importing import headings
from projects.importing.targets import TARGETS

ESF = {
    "Diarienummer / Operation ID": "case_number",
    "Stödmottagare / Beneficiary": "lead_name",
    "Projektägare organisationsnummer / Beneficiary ID": "lead_number",
    "Projektägare ort / Beneficiary city": "",
    "Stödmottagarens land / Beneficiary country": "country",
    "Namn på insatsen / Operation Name": "title_sv",
    "Programområde / Priority": "priority",
    "Specifikt mål / Specific objective concerned": "",
    "Interventionsområde / Intervention field": "",
    "Total projektbudget / Total budget SEK": "total_cost",
    "Unionens medfinansieringsgrad / Union co-financing rate": "eu_rate",
    "EU-stöd i SEK / EU contribution SEK": "eu",
    "Sammanfattning / Summary": "purpose_sv",
    "Sammanfattning engelsk / Summary in english": "purpose_en",
    "Startdatum / Start date": "starts_on",
    "Slutdatum / End date": "ends_on",
    "EU-fond / EU fund": "fund",
    "Program CCI / Program CCI": "programme",
}
KOHESIO = {
    "Operation_Unique_Identifier": "case_number",
    "CountryID": "country",
    "Operation_Name_Programme_Language": "title_sv",
    "Operation_Name_English": "title_en",
    "Country": "country",
    "Location_Indicator_Postcode": "",
    "Operation_Start_Date": "starts_on",
    "Operation_Expected_End_Date": "ends_on",
    "CoFinancing_Rate": "eu_rate",
    "Total_Eligible_Expenditure_amount": "eligible_cost",
    "Total_Eligible_Expenditure_Currency": "currency",
    "Total_Eligible_Expenditure_Exchange_Rate": "",
    "Location_Indicator_NUTS_code": "place",
    "Beneficiary_Name": "lead_name",
    "Location_Indicator_latitude_longitude": "",
    "Fund_Code": "fund",
    "Operation_Summary_English": "purpose_en",
    "Operation_Summary_Programme_Language": "purpose_sv",
    "Programme_Name": "programme",
    "Program_Priority_Axis_Name": "priority",
    "Date_Of_Last_Update": "",
    "Beneficiary_Unique_Identifier": "lead_number",
    "Social_Media_Links": "",
}
OTHERS = {
    "Ärende-ID": "case_number",
    "ÄRENDENR.": "case_number",
    "LänsstyrelsensDiarienummer": "reference",
    "Dnr": "reference",
    "Projektets namn": "title_sv",
    "Sökande": "lead_name",
    "Projektägare": "lead_name",
    "Org.nr": "lead_number",
    "Org nr": "lead_number",
    "Beviljat belopp (tkr)": "granted",
    "Beviljat belopp, kr": "granted",
    "EU-stöd (SEK)": "eu",
    "Prioriterat belopp": "proposed",
    "Nationell medfinansiering": "national",
    "Finansiär": "funder_name",
    "Beslutsdatum": "decided_on",
    "Kommun(er)": "municipality",
    "Sammanträdesdatum": "round_on",
    "Recipient Org:Name": "lead_name",
    "Recipient Org:Identifier": "lead_number",
    "Planned Dates:Start Date": "starts_on",
    "Amount Awarded": "granted",
    "Beneificary Name                    ": "lead_name",
    "Postnummer": "",
    "Antal kontaktpersoner": "",
    "": "",
    "   ": "",
}


@pytest.mark.parametrize(("heading", "target"), [*ESF.items(), *KOHESIO.items(), *OTHERS.items()])
def test_a_heading_is_known_by_the_words_authorities_use(heading, target):
    assert headings.read(heading).target == target


def test_no_heading_has_two_meanings():
    names = [name for target in TARGETS.values() for name in set(target.names())]

    assert [name for name in names if names.count(name) > 1] == []


def test_every_heading_is_found_as_it_is_listed():
    for key, target in TARGETS.items():
        for name in target.names():
            assert headings.read(name).target == key, name
            assert headings.read(name.upper().replace(" ", "_")).target == key, name


@pytest.mark.parametrize(
    ("heading", "unit", "currency"),
    [
        ("Beviljat belopp (tkr)", 1000, ""),
        ("Beviljat belopp, mnkr", 10**6, ""),
        ("beviljat_belopp_sek", 1, ""),
        ("beviljat_belopp_eur", None, "eur"),
        ("EU-stöd €", None, "eur"),
        ("Amount (GBP)", None, "gbp"),
        ("Beviljat belopp", None, ""),
        ("Projekt SEK", None, ""),
    ],
)
def test_a_heading_tells_the_unit_of_money_alone(heading, unit, currency):
    read = headings.read(heading)

    assert read.currency == currency
    assert read.unit == (None if unit is None else Decimal(unit)) or not read.target


def test_words_that_other_languages_share_do_not_make_a_list_swedish():
    assert not any(
        headings.read(heading).is_swedish for heading in ("Land", "Region", "Status", "Projekt")
    )
    assert headings.read("Stödmottagare").is_swedish


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ([["Projekt", "Sökande"], ["SPIN", "A"]], 0),
        ([["Beviljade projekt"], [], ["Projekt", "Sökande"], ["SPIN", "A"]], 2),
        ([["Projekt", "Beviljade 2016"], ["Projekt", "Sökande", "Belopp"]], 1),
        ([["Tytuł", "Wartość"], ["Budowa", 1]], 0),
        ([["Lista", None], ["Tytuł", "Wartość"], ["Budowa", 1]], 1),
        ([["SPIN", "Umeå universitet", 100]], None),
        ([["1", "2"], ["3", "4"]], None),
        ([["Bara ett"]], None),
        ([], None),
    ],
)
def test_the_row_of_headings_is_found_wherever_it_stands(rows, place):
    assert headings.header_place(rows) == place
