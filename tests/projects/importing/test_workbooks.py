"""XLSX and ODS: what is read, and what never gets as far as a decoder."""

import io
import struct
import time
import tracemalloc
import zipfile
from datetime import date
from decimal import Decimal

import pytest

from projects.importing import reading
from projects.importing.reading import FileRefusedError
from projects.importing.recognising import likeliest, recognise
from projects.importing.records import records
from projects.importing.workbooks import sheets as every_sheet
from tests.projects.importing.workbooks_of import (
    bare_xlsx,
    ods,
    ods_row,
    text_cell,
    xlsx,
    zipped,
)

HEADER = ["Ärende-ID", "Projektnamn", "Stödmottagare", "Beviljat belopp (kr)", "Startdatum"]


def refusal(content: bytes, name: str = "lista.xlsx") -> str:
    with pytest.raises(FileRefusedError) as refused:
        reading.sheets(content, name)
    assert refused.value.message
    assert "%(" not in refused.value.message
    return refused.value.code


def test_numbers_and_dates_of_a_workbook_are_never_floats():
    content = xlsx(
        {"Blad1": [HEADER, [20200919, "SPIN", "Umeå universitet", 9735500.5, 42583]]},
        E2="yyyy-mm-dd",
    )

    (sheet,) = reading.sheets(content, "lista.xlsx")

    assert sheet.rows[1] == (
        20200919,
        "SPIN",
        "Umeå universitet",
        Decimal("9735500.5"),
        date(2016, 8, 1),
    )


def test_empty_sheets_are_passed_over_and_titles_may_stand_above_the_headings():
    content = xlsx(
        {
            "Tom": [],
            "Beviljade": [
                ["Beviljade projekt 2016"],
                [],
                HEADER,
                ["1", "SPIN", "Umeå universitet", 100, "2016-08-01"],
            ],
            "Avslag": [HEADER],
        }
    )

    found = reading.sheets(content, "lista.xlsx")
    (record,) = records(found[0], recognise(found[0]))

    assert [sheet.name for sheet in every_sheet(content)] == ["Tom", "Beviljade", "Avslag"]
    assert [sheet.name for sheet in found] == ["Beviljade", "Avslag"]
    assert recognise(found[0]).header == 2
    assert record.rows == (4,)
    assert str(record.title_sv.at) == "B4"


def test_the_sheet_with_the_projects_is_told_from_the_one_that_explains_them():
    content = xlsx(
        {
            "Läs mig": [["Kolumn", "Betydelse"], ["Projektnamn", "projektets namn"]],
            "Projekt": [HEADER, ["1", "SPIN", "Umeå universitet", 100, "2016-08-01"]],
        }
    )

    assert likeliest(reading.sheets(content, "lista.xlsx")).name == "Projekt"


def test_an_open_document_is_read():
    content = ods(ods_row("Projektnamn", "Projektägare") + ods_row("SPIN", "Umeå universitet"))

    (sheet,) = reading.sheets(content, "lista.ods")

    assert [list(row) for row in sheet.rows] == [
        ["Projektnamn", "Projektägare"],
        ["SPIN", "Umeå universitet"],
    ]


def test_a_percentage_of_a_workbook_is_a_fraction_of_one():
    content = xlsx(
        {"Blad1": [["Projekt", "Projektägare", "EU-andel"], ["SPIN", "A", 0.4]]}, C2="0%"
    )

    (sheet,) = reading.sheets(content, "lista.xlsx")
    (record,) = records(sheet, recognise(sheet))

    assert record.eu_rate.value == Decimal("40.00")


@pytest.mark.parametrize("shown", ["[$€-2] #,##0", '"£"#,##0', "[$EUR] 0", '0 "$"'])
def test_an_amount_that_is_shown_in_another_currency_is_never_taken_for_kronor(shown):
    header = ["Ärendenummer", "Projekt", "Beviljat belopp"]
    content = xlsx({"Blad1": [header, ["1", "SPIN", 9735500]]}, C2=shown)
    (sheet,) = reading.sheets(content, "lista.xlsx")

    mapping = recognise(sheet)

    assert [problem.code for problem in mapping.problems] == ["foreign_format"]
    assert [(question.code, question.suggested) for question in mapping.questions] == [
        ("unit", "foreign")
    ]


@pytest.mark.parametrize("shown", ['#,##0 "kr"', "[$-41D]#,##0", "0.00", "#,##0\\ [$kr-41D]"])
def test_an_amount_that_is_shown_in_kronor_or_bare_is_in_kronor(shown):
    header = ["Ärendenummer", "Projekt", "Beviljat belopp"]
    content = xlsx({"Blad1": [header, ["1", "SPIN", 9735500]]}, C2=shown)
    (sheet,) = reading.sheets(content, "lista.xlsx")

    assert recognise(sheet).questions == ()


def test_a_currency_of_an_open_document_is_seen():
    cell = (
        '<table:table-cell office:value-type="currency" office:currency="EUR" '
        'office:value="9735500"><text:p>9 735 500 EUR</text:p></table:table-cell>'
    )
    head = ods_row("Ärendenummer", "Projekt", "Beviljat belopp")
    row = ods_row("1", "SPIN").replace("</table:table-row>", f"{cell}</table:table-row>")
    (sheet,) = reading.sheets(ods(head + row), "lista.ods")

    assert [problem.code for problem in recognise(sheet).problems] == ["foreign_format"]


def test_a_cell_of_a_gigabyte_in_a_megabyte_is_refused_at_once():
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(1024):
                part.write(b"a" * 2**20)
    content = into.getvalue()
    assert len(content) < 1.2 * 2**20

    tracemalloc.start()
    start = time.monotonic()
    code = refusal(content)
    taken = time.monotonic() - start
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert code == "too_large_unpacked"
    assert taken < 3
    assert peak < 10 * 2**20


def test_a_part_that_is_larger_than_it_says_is_refused():
    content = bytearray(bare_xlsx(f'<row r="1">{text_cell("A1", "a" * 40_000)}</row>'))
    directory = content.index(b"xl/worksheets/sheet1.xml", content.index(b"PK\x01\x02")) - 46
    content[directory + 24 : directory + 28] = struct.pack("<I", 1000)

    assert refusal(bytes(content)) == "broken_workbook"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (xlsx({"Blad1": [HEADER]})[:-200], "broken_workbook"),
        (zipped({"lista.csv": "Projekt;Belopp"}), "not_a_workbook"),
        (zipped({"inner.xlsx": xlsx({"Blad1": [HEADER]})}), "not_a_workbook"),
        (zipped({"xl/workbook.xml": "<workbook"}), "broken_workbook"),
        (b"PK\x03\x04" + b"\xff" * 100, "broken_workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "old_workbook"),
        (bare_xlsx("", **{"xl/styles.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}),
         "declares_entities"),
    ],
    ids=["cut", "csv in zip", "nested", "no xml", "junk", "xls", "entities"],
)  # fmt: skip
def test_what_is_no_sound_workbook_is_refused_in_words(content, code):
    assert refusal(content) == code


def test_a_password_is_told_of():
    content = bytearray(xlsx({"Blad1": [HEADER]}))
    at = content.index(b"PK\x01\x02")
    while at != -1:
        content[at + 8] |= 1
        at = content.find(b"PK\x01\x02", at + 1)

    assert refusal(bytes(content)) == "encrypted"


@pytest.mark.parametrize(
    "content",
    [
        bare_xlsx(
            f'<row r="1">{text_cell("A1", "a")}</row>'
            f'<row r="1048576">{text_cell("XFD1048576", "b")}</row>'
        ),
        ods(
            ods_row("a", repeated=1_000_000)
            + ods_row("b", repeated=1_000_000)
            + ods_row("c", repeated=1_000_000)
        ),
        ods(
            '<table:table-row table:number-rows-repeated="1000000"><table:table-cell '
            'table:number-columns-repeated="16384" office:value-type="string"><text:p>a</text:p>'
            "</table:table-cell></table:table-row>"
        ),
    ],
    ids=["far cell", "repeated rows", "repeated cells"],
)
def test_a_small_workbook_that_unfolds_to_a_huge_table_is_refused(content):
    start = time.monotonic()
    code = refusal(content)

    assert code in ("too_many_rows", "too_large_unpacked", "broken_workbook")
    assert time.monotonic() - start < 15


def test_a_cell_longer_than_a_spreadsheet_holds_is_refused():
    row = f'<row r="1">{text_cell("A1", "a" * 40_000)}</row>'

    assert refusal(bare_xlsx(row)) == "too_long_cell"
