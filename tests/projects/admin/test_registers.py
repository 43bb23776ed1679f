"""What one person may change of what all sums rest on: until the public has seen one of them."""

from typing import Any

import pytest
from django.urls import reverse

from tests import factories
from tests.projects.admin.typed_forms import as_sent

pytestmark = pytest.mark.django_db


def change(row: Any) -> str:
    return reverse(f"admin:projects_{row._meta.model_name}_change", args=[row.pk])


def send(office: Any, row: Any, **typed: str) -> Any:
    """Send the form of a row with a few fields typed anew, and return the row as it is then."""
    path = change(row)
    office.post(path, as_sent(office.get(path)) | typed)
    row.refresh_from_db()
    return row


def test_what_a_fund_and_a_funder_count_as_is_fixed_once_the_public_has_seen_a_sum(office):
    it = factories.spin()

    fund = send(office, it.eruf, level="state", name_sv="Regionalfonden")
    funder = send(office, it.region, sector="private", name_en="The Region")

    assert (fund.level, fund.name_sv) == ("eu", "Regionalfonden")
    assert (funder.sector, funder.name_en) == ("public", "The Region")
    assert "ändrar en person ensam" in office.get(change(it.eruf)).text
    assert "ändrar en person ensam" in office.get(change(it.region)).text


def test_until_then_it_is_changed_as_anything_else(office):
    it = factories.spin(published=False)

    assert send(office, it.eruf, level="state").level == "state"
    assert send(office, it.region, sector="private").sector == "private"


@pytest.mark.usefixtures("one_person")
def test_where_one_person_is_enough_it_is_never_fixed(office):
    it = factories.spin()

    assert send(office, it.eruf, level="state").level == "state"
