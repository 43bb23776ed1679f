"""Values reach their columns through COPY as they were."""

import datetime

import pytest

from projects.generating.copying import kronor, text
from projects.generating.rows import MISSING, PLACES
from projects.models import MissingFact
from tests.factories import ProjectFactory


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, r"\N"),
        (True, "t"),
        (False, "f"),
        (7, "7"),
        (datetime.date(2018, 6, 20), "2018-06-20"),
        (["en plattform", "p000001"], '{"en plattform","p000001"}'),
    ],
)
def test_a_value_is_written_as_copy_reads_it(value, written):
    assert text(value) == written


@pytest.mark.parametrize(("ore", "written"), [(0, "0.00"), (5, "0.05"), (120_050, "1200.50")])
def test_ore_are_written_as_kronor(ore, written):
    assert kronor(ore) == written


@pytest.mark.django_db
@pytest.mark.parametrize("note", [r"a\b", "två\nrader", "flik\there", r"\N", "å ä ö 'x' \"y\""])
def test_a_text_is_stored_as_it_is(note):
    project = ProjectFactory()

    MISSING.copy([MISSING.line(1_000, project.pk, "period", note, "")])

    assert MissingFact.objects.get(pk=1_000).note_sv == note


def test_a_row_of_too_few_values_is_refused():
    with pytest.raises(ValueError, match="4 values, not 2"):
        PLACES.line(1, 2)
