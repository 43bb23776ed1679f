"""Text files in every alphabet and separator, JSON, and what is refused."""

import codecs
import json
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.importing import reading, recognising
from projects.importing.reading import FileRefusedError
from projects.importing.records import records
from tests.projects.importing.tables import table

LINES = ["Ärendenummer{0}Projekt{0}Stödmottagare", "1{0}Åtta ängar{0}Örebro kommun"]


def refusal(content: bytes, name: str = "lista.csv") -> str:
    with pytest.raises(FileRefusedError) as refused:
        reading.sheets(content, name)
    assert refused.value.message
    assert "%(" not in refused.value.message
    return refused.value.code


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (b"", "utf-16-le"),
        (b"", "utf-16-be"),
        (b"", "latin-1"),
        (b"", "windows-1252"),
    ],
)
def test_every_alphabet_and_separator_is_told_by_the_file_itself(separator, end, mark, encoding):
    content = mark + end.join(LINES).format(separator).encode(encoding)

    (sheet,) = reading.sheets(content, "lista.csv")

    assert [list(row) for row in sheet.rows] == [
        ["Ärendenummer", "Projekt", "Stödmottagare"],
        ["1", "Åtta ängar", "Örebro kommun"],
    ]


def test_an_alphabet_that_was_guessed_is_told():
    content = "Projekt;Stödmottagare\nAtt “öka” – mer;Örebro".encode("windows-1252")
    (sheet,) = reading.sheets(content, "lista.csv")

    (problem,) = recognising.recognise(sheet).problems

    assert (problem.code, dict(problem.values)) == (
        "guessed_alphabet",
        {"written": "Windows-1252"},
    )
    assert sheet.rows[1][0] == "Att “öka” – mer"


def test_quotes_line_breaks_and_separators_within_a_cell_are_kept():
    sheet = table("Projekt;Beskrivning;Sökande", '"Ett; ""två""";"rad 1\nrad 2";A')

    assert sheet.rows[1] == ('Ett; "två"', "rad 1\nrad 2", "A")


def test_titles_and_empty_rows_above_the_headings_keep_the_numbers_of_rows():
    sheet = table(
        "Beviljade projekt 2016;;",
        ";;",
        "",
        "Ärendenummer;Projekt;Sökande",
        "1;SPIN;A",
        "",
        "2;B;C",
    )

    found = list(records(sheet, recognising.recognise(sheet)))

    assert [record.rows for record in found] == [(5,), (7,)]


def test_pasted_text_is_a_table():
    sheet = reading.pasted("Projekt\tSökande\tBelopp (kr)\nSPIN\tUmeå universitet\t100\n")

    (record,) = records(sheet, recognising.recognise(sheet))

    assert record.amounts[0].amount.value.kronor == 100


@pytest.mark.parametrize("text", ["", "  \n\t "])
def test_nothing_pasted_is_refused(text):
    with pytest.raises(FileRefusedError):
        reading.pasted(text)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\r\n \n", "empty"),
        (b"\x00\x00\x00", "empty"),
        (b";;;\n;;;\n", "empty"),
        (b"Projekt;Bel\x00opp\n1;2", "nul"),
        ("Projekt;Bel\x00opp".encode("utf-16"), "nul"),
        (b"%PDF-1.7\n...", "pdf"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "picture"),
        (b"\xff\xd8\xff\xe0" + bytes(100), "picture"),
        (b"GIF89a" + bytes(10), "picture"),
        (b"\x1f\x8b\x08" + bytes(10), "packed"),
        (b"\x01\x02\x03\x04\x05" * 20, "not_text"),
        (b"\xff\xfe\x41", "not_text"),
        (b"<!DOCTYPE html><html><table>", "markup"),
        (b"<?xml version='1.0'?><x/>", "markup"),
        (b"{", "broken_json"),
        (b'{"grants": "none"}', "no_list"),
        (b"[1, 2]", "no_list"),
        (b"[]", "no_list"),
        (b"[" * 100_000, "broken_json"),
        (b'[{"a":' * 50 + b"1" + b"}]" * 50, "too_deep"),
        (b"[" + b"[]," * 500_000 + b"[]]", "too_many_values"),
        (b"[" + b"1," * 1_000_001 + b"1]", "too_many_values"),
        (b"a;" * 200 + b"a\n", "too_many_columns"),
        (b"a;b\n" * 50_001, "too_many_rows"),
        (b'Projekt;Namn\n"' + b"x" * 40_000, "too_long_cell"),
        (b"x" * (20 * 2**20 + 1), "too_large"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_in_words(content, code):
    assert refusal(content) == code


def test_a_picture_named_csv_is_a_picture_and_a_csv_named_xlsx_is_read():
    assert refusal(b"\x89PNG\r\n\x1a\n" + bytes(100), "lista.csv") == "picture"
    assert reading.sheets(b"Projekt;Namn\nSPIN;A", "lista.xlsx")[0].rows[1] == ("SPIN", "A")


def test_values_within_objects_have_a_path_and_numbers_are_exact():
    content = json.dumps(
        {
            "version": 1,
            "grants": [
                {
                    "id": "1",
                    "title": "SPIN",
                    "currency": "SEK",
                    "amountAwarded": 403514.06,
                    "recipientOrganization": [{"name": "Umeå universitet"}, {"name": "Andra"}],
                    "fundingOrganization": [{"name": "Tillväxtverket"}],
                    "plannedDates": [{"startDate": "2016-08-01", "endDate": "2019-11-30"}],
                    "additional_data": {"much": list(range(500))},
                }
            ],
        }
    )
    (sheet,) = reading.sheets(content.encode(), "grants.json")

    (record,) = records(sheet, recognising.recognise(sheet))

    assert record.rows == (1,)
    assert str(record.lead.name.at) == "1: recipientOrganization/name"
    assert record.lead.name.value == "Umeå universitet"
    assert record.funder.name.value == "Tillväxtverket"
    assert str(record.amounts[0].amount.value.kronor) == "403514.06"
    assert str(record.ends_on.value.on) == "2019-11-30"
    assert record.is_sound


@pytest.mark.parametrize("number", ["1E+1000000", "1E-1000000", "9" * 5000, "NaN", "Infinity"])
def test_a_number_that_is_no_amount_is_an_error_of_its_row(number):
    content = f'[{{"projekt": "SPIN", "sökande": "A", "belopp_sek": {number}}}]'
    (sheet,) = reading.sheets(content.encode(), "lista.json")

    (record,) = records(sheet, recognising.recognise(sheet))

    assert len(record.problems) <= 1
    assert record.amounts == ()


@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.json", "a.xlsx", "", "a"]))
def test_no_content_makes_anything_but_sheets_or_a_refusal(content, name):
    try:
        found = reading.sheets(content, name)
    except FileRefusedError:
        return
    for sheet in found:
        for record in records(sheet, recognising.recognise(sheet)):
            assert all(problem.message for problem in record.problems)


CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["-", "0", "1.234", "03/04/18", "Umeå", "50%", "£4", "Summa", "501-1-12, 501-2-12", "2018"]
    ),
)
HEADINGS = ["Ärende-ID", "Projekt", "Sökande", "Belopp", "Start", "Slut", "Kommun", "EU-andel"]


@given(st.lists(st.lists(CELLS, min_size=8, max_size=8), max_size=6))
def test_no_table_makes_anything_but_records_with_words_for_what_is_wrong(rows):
    lines = ["\t".join(HEADINGS), *("\t".join(" ".join(c.split()) for c in r) for r in rows)]
    try:
        sheet = reading.pasted("\n".join(lines))
    except FileRefusedError:
        return
    mapping = recognising.recognise(sheet)
    for question in mapping.questions:
        assert question.message
        assert len(question.labels) > 1
    for record in records(sheet, mapping):
        assert record.rows
        assert all(problem.message for problem in record.problems)


def held_beside_the_sheet(count: int) -> int:
    """Return the bytes that reading the records of so many rows holds at most."""
    rows = (f"{n};Projekt {n};Umeå universitet;{n + 1000000};Umeå" for n in range(count))
    sheet = table("Ärende-ID;Projekt;Sökande;Belopp (kr);Kommun", *rows)
    mapping = recognising.recognise(sheet)
    assert mapping.questions == ()
    tracemalloc.start()
    sound = sum(record.is_sound for record in records(sheet, mapping))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert sound == count
    return peak


def test_records_stream():
    # One number is kept for each row, so that rows of one project find one another.
    assert held_beside_the_sheet(6000) < 2 * 2**20
