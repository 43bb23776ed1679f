import json

import pytest
from django.utils.translation import override

from projects.importing.cells import Cell, Kind, Problem, Sheet, letters


@pytest.mark.parametrize(
    ("column", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ")]
)
def test_columns_are_called_what_a_spreadsheet_calls_them(column, name):
    assert letters(column) == name


def test_a_cell_is_found_by_column_and_row():
    sheet = Sheet("Blad1", [["Titel", "Belopp"], ["SPIN", 1]])

    assert str(sheet.cell(1, 1)) == "B2"


def test_a_value_of_a_json_file_is_found_by_row_and_path():
    sheet = Sheet("grants", [["title"], ["SPIN"]], first_row=0, names=("title",))

    assert str(sheet.cell(1, 0)) == "1: title"


def test_a_problem_is_told_in_the_language_of_its_reader():
    problem = Problem("not_an_amount", Kind.ERROR, values=(("written", "sju"),))

    with override("en"):
        english = problem.message
    with override("sv"):
        swedish = problem.message

    assert (english, swedish) == ("“sju” is not an amount.", "”sju” är inte ett belopp.")


@pytest.mark.parametrize("where", [None, Cell("Blad1", 7, 1), Cell("grants", 7, 1, "title")])
def test_a_problem_can_be_kept_as_json(where):
    problem = Problem("not_an_amount", Kind.ERROR, where, "granted", (("written", "sju"),))

    assert Problem.from_json(json.loads(json.dumps(problem.as_json()))) == problem
