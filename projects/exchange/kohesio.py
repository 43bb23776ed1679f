"""The list of operations as the Commission's Kohesio takes it: 33 columns of one CSV.

https://github.com/ISAITB/validator-resources-kohesio. Its Table Schema contradicts itself in
places; the readings chosen are told in docs/reference/lists.md.
"""

import datetime

from django.utils.translation import gettext_lazy as _

from projects.exchange.lists import (
    Column,
    OperationList,
    beneficiary,
    money,
    number,
    percent,
    summary,
)
from projects.exchange.operations import EARLIER, LATER, Operation

LAST_CATEGORY = 123
"""The schema knows the fields of 2014-2020 and no others."""
FUNDS = {
    "ERUF": "ERDF",
    "ERDF": "ERDF",
    "ESF": "ESF",
    "EJFLU": "EAFRD",
    "EHFF": "EMFF",
    "SF": "CF",
    "YEI": "YEI",
    "SUI": "YEI",
}
PROGRAMMES = frozenset(
    ["2014SE05M9OP001", "2014SE16M2OP001", *(f"2014SE16RFOP00{last}" for last in range(1, 10))]
)
"""The codes of Swedish programmes that the schema knows."""
SEK_PER_EURO = {
    2014: "9.0968",
    2015: "9.3562",
    2016: "9.4704",
    2017: "9.6326",
    2018: "10.2567",
    2019: "10.5892",
    2020: "10.4867",
    2021: "10.1449",
    2022: "10.6317",
    2023: "11.4765",
    2024: "11.4322",
}
"""Yearly means of Sveriges riksbank, series SEKEURPMI: kronor that a euro cost."""


def _day(day: datetime.date | None) -> str:
    return day.strftime("%d/%m/%Y") if day else ""


def _expected(one: Operation) -> str:
    """Return the end where it is still to come."""
    ends_on = one.project.ends_on
    return _day(ends_on) if ends_on and ends_on > one.updated_on else ""


def _exchange(one: Operation) -> str:
    decided = one.parts[0].decision
    return SEK_PER_EURO.get(decided.in_force_from.year, "")


def _category(one: Operation) -> str:
    """Return the field with the largest share, where the schema knows its number."""
    codes = one.interventions
    return str(int(codes[0])) if codes and int(codes[0]) <= LAST_CATEGORY else ""


def _fund(one: Operation) -> str:
    return FUNDS.get(one.funds.upper(), "")


def _fund_name(one: Operation) -> str:
    fund = one.parts[0].split.fund
    return fund.name_sv if fund else ""


def _programme(one: Operation) -> str:
    code = one.programme.code or ""
    return code if code in PROGRAMMES else ""


def _where(one: Operation) -> str:
    return one.project.postcode or one.nuts2


def _nothing(_one: Operation) -> str:
    return ""


def _of_priority(name: str) -> Column:
    def told(one: Operation) -> str:
        priority = one.project.priority
        return str(getattr(priority, name)) if priority else ""

    return Column(f"Program_Priority_Axis_{'Code' if name == 'code' else 'Name'}", told)


KOHESIO = OperationList(
    key="kohesio",
    title=_("Kohesio"),
    law=_("The Commission’s Table Schema for lists of operations"),
    months=4,
    periods=(EARLIER, LATER),
    is_strict=True,
    extensions=("csv",),
    columns=[
        Column("Operation_Unique_Identifier", lambda one: str(one.project.reference)),
        Column("CountryID", lambda _one: "SE"),
        Column("Operation_Name_Programme_Language", lambda one: one.project.title_sv, _("name")),
        Column("Operation_Name_English", lambda one: one.project.title_en),
        Column("Country", lambda _one: "Sweden"),
        Column("Location_Indicator_Postcode", lambda one: one.project.postcode),
        Column("Operation_Start_Date", lambda one: _day(one.project.starts_on), _("start")),
        Column("Operation_Expected_End_Date", _expected),
        Column("Operation_End_Date", lambda one: _day(one.project.ends_on), _("end")),
        Column("CoFinancing_Rate", percent, _("Union co-financing rate")),
        Column("Total_Eligible_Expenditure_amount", money, _("cost")),
        Column("Total_Eligible_Expenditure_Currency", lambda _one: "SEK"),
        Column("Total_Eligible_Expenditure_Exchange_Rate", _exchange, _("exchange rate")),
        Column(
            "Location_Indicator_NUTS_code", lambda one: one.nuts2, _("place or postcode"), _where
        ),
        Column("Beneficiary_Name", beneficiary, _("beneficiary, a legal person")),
        Column("Location_Indicator_latitude_longitude", _nothing),
        Column("Category_Of_Intervention", _category, _("intervention field, 001 to 123")),
        Column("Fund_Code", _fund),
        Column("Programme_Code", _programme),
        Column("Operation_Summary_English", lambda one: one.project.purpose_en),
        Column("Operation_Summary_Programme_Language", summary, _("purpose")),
        Column("Programming_Period", lambda one: one.period.code),
        Column("Programme_Name", lambda one: one.programme.name_sv),
        _of_priority("code"),
        _of_priority("name_sv"),
        Column("Program_Specific_Objective_Code", lambda one: one.project.specific_objective_code),
        Column("Program_Specific_Objective_Name", lambda one: one.project.specific_objective_sv),
        Column("Program_Thematic_Objective_Code", _nothing),
        Column("Program_Thematic_Objective_Name", _nothing),
        Column("Fund_Name", _fund_name),
        Column("Date_Of_Last_Update", lambda one: _day(one.updated_on)),
        Column("Beneficiary_Unique_Identifier", number),
        Column("Social_Media_Links", _nothing),
    ],
)
