"""Rules of presets."""

import pytest
from django.db.models import ProtectedError
from django.utils.translation import override

from tests.projects.models.refusing import breaks
from tests.projects.presetting import preset

pytestmark = pytest.mark.django_db


@breaks("preset_name_is_used_once")
def test_two_presets_have_two_names() -> None:
    preset("ERUF via Tillväxtverket")
    preset("ERUF via Tillväxtverket")


@breaks("preset_fills_something")
def test_a_preset_fills_at_least_one_field() -> None:
    preset(funder=None, fund=None, programme=None, form="cash")


def test_a_preset_of_a_programme_alone_is_allowed() -> None:
    assert preset(funder=None, fund=None).programme is not None


def test_what_a_preset_names_cannot_be_deleted() -> None:
    held = preset()

    for row in (held.funder, held.fund, held.programme):
        with pytest.raises(ProtectedError):
            row.delete()


def test_a_preset_is_called_by_its_name_in_the_readers_language() -> None:
    held = preset("ERUF via Tillväxtverket", name_en="ERDF by the agency")

    with override("en"):
        assert str(held) == "ERDF by the agency"
    assert str(held) == "ERUF via Tillväxtverket"
