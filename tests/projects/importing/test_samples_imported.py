"""Lists that authorities have published, imported whole."""

import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Sum

from projects.importing import checking, job
from projects.importing.matching import NEW
from projects.importing.opening import digest, opened
from projects.models import GrantSplit, Import, ImportState, Project, ProjectPlace
from projects.settlement import unsettled
from tests.factories import OrganisationFactory
from tests.projects.importing.tables import SAMPLES

pytestmark = pytest.mark.django_db


def brought_in(path: str, **facts: Any) -> Import:
    """Import a published file; every name that is like another is a new organisation."""
    file: Path = SAMPLES / path
    if not file.exists():
        pytest.skip(f"{file} is not there")
    content = file.read_bytes()
    row = Import.objects.create(
        file_name=file.name,
        content=content,
        sha256=digest(content),
        source_title="Listan",
        source_publisher="Utgivaren",
        source_retrieved=datetime.date(2026, 11, 1),
        **facts,
    )
    while asked := checking.check(opened(row)):
        chosen = {one.key: NEW for one in asked}
        if row.choices == chosen:
            break
        row.choices = chosen
        row.save()
    assert job.begin(row)
    return job.run(row.pk)


@pytest.mark.drill
def test_the_project_bank_becomes_238_drafts_to_the_krona():
    funder = OrganisationFactory(name="Tillväxtverket")

    file = brought_in("se/dev_se_erdf_2014-2020_6areas.json", funder=funder)

    assert (file.state, file.counts) == (ImportState.DONE, {"new": 238})
    assert set(Project.objects.values_list("state", flat=True)) == {"draft"}
    granted = GrantSplit.objects.aggregate(kronor=Sum("amount"))["kronor"]
    total = sum((one.at_least for one in Project.objects.all()), Decimal(0))
    assert granted == total > 0
    assert not Project.objects.filter(project_places=None).exists()
    assert list(unsettled(Project.objects.all())) == []
    again = brought_in("se/dev_se_erdf_2014-2020_6areas.json", funder=funder)
    assert again.counts == {"unchanged": 238}


@pytest.mark.drill
def test_the_grants_for_nature_become_946_drafts_in_their_municipalities():
    file = brought_in("se/dev_lona_2010-2013.csv", funder=OrganisationFactory())

    assert (file.state, file.counts) == (ImportState.DONE, {"new": 946})
    assert Project.objects.filter(state="draft").count() == 946
    assert ProjectPlace.objects.filter(place__kind="municipality").count() == 946


def test_a_round_becomes_prioritised_projects_that_add_up():
    file = brought_in("se/round_2023-12-08.csv", funder=OrganisationFactory())

    assert file.counts == {"new": 12}
    proposed = GrantSplit.objects.filter(decision__kind="prioritised")
    assert proposed.aggregate(kronor=Sum("amount"))["kronor"] == 57_201_394
    assert not Project.objects.filter(is_granted=True).exists()


@pytest.mark.parametrize(
    "path", ["360giving/a002400000KeYdsAAF.json", "360giving/fundingproviders-grants_2_grants.xlsx"]
)
def test_grants_in_pounds_are_refused_row_by_row(path):
    file = brought_in(path, funder=OrganisationFactory())

    assert set(file.counts) == {"error"}
    assert not Project.objects.exists()
    for row in file.records.all():
        assert "other_currency" in {one["code"] for one in row.problems}
