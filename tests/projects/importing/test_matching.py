"""Who is meant by a name in a file, where the registry knows an organisation by several."""

import pytest
from django.contrib.auth.models import User

from projects import merging
from projects.importing.cells import Cell, Value
from projects.importing.matching import Organisations
from projects.importing.parts import Party
from projects.models import OrganisationName
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


def test_every_name_of_one_that_was_merged_leads_to_the_one_that_was_kept():
    kept = OrganisationFactory(name="Region Västerbotten", name_en="Region of Vasterbotten")
    gone = OrganisationFactory(name="Regionförbundet Umeå", number="2120002452")
    OrganisationName.objects.create(organisation=gone, name="Umeåregionen", kind="former")
    merging.merge(gone=gone, kept=kept, by=User.objects.create(username="anna"))

    it = Organisations({})

    token = f"org:{kept.pk}"
    assert it.numbers["2120002452"] == token
    for name in ("Umeåregionen", "Regionförbundet Umeå", "Region of Vasterbotten"):
        assert it.token(party(name), 2) == ("" if name not in it.exact else token)
    assert {key for one in it.proposals.values() for key in one.candidates} == {token}
    assert {one.candidates[token] for one in it.proposals.values()} == {"Region Västerbotten"}


def party(name: str) -> Party:
    return Party(name=Value(name, Cell("", 2, 1)))
