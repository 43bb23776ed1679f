"""Amounts of pasted rows that cannot be read, and tables of which little can."""

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from projects.models import Decision, GrantSplit
from tests.projects.admin.pasting import it, read, save
from tests.projects.admin.test_rounds import Fields

__all__ = ["it"]

pytestmark = pytest.mark.django_db

HEADINGS = "Projekt\tSökande\tEU-stöd kr\n"


def amount_of(page: Any) -> str:
    return Fields(page.text).sent["rows-0-amount"][0]


@pytest.mark.parametrize(
    ("table", "written"),
    [
        (f"{HEADINGS}Charm\tUmeå universitet\t9999999999999999\n", "9999999999999999"),
        ("Charm\tUmeå universitet\t9999999999999999\tUmeå\n", "9999999999999999"),
        (f"{HEADINGS}Charm\tUmeå universitet\tmånga\n", "många"),
        (f"{HEADINGS}Charm\tUmeå universitet\t-5\n", "-5"),
        ("Projekt\tSökande\tStöd EUR\nCharm\tUmeå universitet\t1000\n", "1000 EUR"),
        ("Projekt\tSökande\tBelopp\tValuta\nC\tA\t1000000\tEUR\n", "1000000 EUR"),
        ("Projekt\tEU-stöd\tBelopp kr\nCharm\tmånga\t100000\n", "många"),
    ],
)
def test_an_amount_that_cannot_be_read_is_refused_at_its_field_as_it_was_written(
    office: Client, it: SimpleNamespace, table: str, written: str
) -> None:
    page = read(office, it, table)

    answer = save(office, it, page)

    assert amount_of(page) == amount_of(answer) == written
    assert page.context["page"].rows.forms[0].errors["amount"]
    assert not Decision.objects.filter(round=it.met).exists()


@pytest.mark.parametrize("cell", ["", "-", "okänt"])
def test_an_empty_amount_or_one_said_to_be_unknown_is_unknown(
    office: Client, it: SimpleNamespace, cell: str
) -> None:
    table = f"{HEADINGS}Charm\tUmeå universitet\t{cell}\nB\tC\t100 000\n"

    save(office, it, read(office, it, table))

    amounts = GrantSplit.objects.filter(decision__round=it.met).order_by("pk")
    assert [one.amount for one in amounts] == [None, Decimal(100_000)]


def test_words_alone_are_a_row_and_no_headings(office: Client, it: SimpleNamespace) -> None:
    page = read(office, it, "Charm food lab\tÄlvsbyns kommun\tmånga\tÄlvsbyn\n")

    assert amount_of(page) == "många"
    assert "”många” är inte ett belopp." in page.text


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (HEADINGS, "Här finns rubriker men ingen rad om något projekt under dem."),
        (" ", "Här är inget inklistrat än."),
    ],
)
def test_a_table_without_rows_says_what_it_lacks(
    office: Client, it: SimpleNamespace, table: str, said: str
) -> None:
    assert said in read(office, it, table).text


def test_a_column_without_heading_is_named_by_its_place(
    office: Client, it: SimpleNamespace
) -> None:
    page = read(office, it, "Charm\tUmeå universitet\t390\tUmeå\n")

    assert "Vad är beloppen i ”kolumn 3” räknade i?" in page.text
    assert "”belopp”" not in page.text


def test_a_point_that_no_other_row_explains_is_asked_about(
    office: Client, it: SimpleNamespace
) -> None:
    table = f"{HEADINGS}Charm\tUmeå universitet\t4.300\nB\tC\t4,3 mn\n"

    page = read(office, it, table)

    assert page.context["page"].rows is None
    assert "komma: 4.300 blir 4\xa0300" in page.text
    assert "punkt: 4.300 blir 4,30" in page.text


def test_a_row_in_the_round_already_is_not_said_to_get_a_decision(
    office: Client, it: SimpleNamespace
) -> None:
    save(office, it, read(office, it))

    page = read(office, it)

    assert "redan i omgången" in page.text
    assert "bara beslutet läggs till" not in page.text
