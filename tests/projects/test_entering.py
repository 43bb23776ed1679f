"""Rows become decisions and decisions rows, without loss."""

import datetime
from dataclasses import replace

import pytest

from projects.entering import CORRECTION, Row, RowRefusedError, enter, rows_of
from projects.ledger import Split
from projects.models import Decision
from projects.money import parse
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def funder():
    return factories.OrganisationFactory(name="Region Exempel")


@pytest.fixture
def granted(funder):
    """A row of 100 000 kronor granted on a day."""
    return Row(
        kind="granted",
        organisation=funder,
        source=factories.SourceFactory(),
        decided_on=datetime.date(2017, 3, 1),
        case_number="A1",
        split=Split(amount=parse("100 000"), funder=funder),
    )


def amended(row: Row, amount: str, day: datetime.date) -> Row:
    split = replace(row.split, amount=parse(amount))
    return replace(row, kind="amended", decided_on=day, split=split)


def test_what_is_read_back_is_what_was_entered(granted):
    project = factories.ProjectFactory()
    rows = [
        granted,
        amended(granted, "90 000", datetime.date(2018, 3, 1)),
        replace(
            amended(granted, "95 000", datetime.date(2018, 3, 1)),
            kind=CORRECTION,
            reason_sv="Fel siffra.",
        ),
        replace(granted, kind="revoked", split=None, decided_on=datetime.date(2019, 1, 1)),
    ]
    enter(project=project, rows=rows)

    assert rows_of(project) == rows
    assert enter(project=project, rows=rows_of(project)) == []


def test_a_row_that_amends_is_recorded_after_what_it_amends(granted):
    project = factories.ProjectFactory()
    later = amended(granted, "90 000", datetime.date(2018, 3, 1))
    decisions = enter(project=project, rows=[later, granted])

    assert [one.kind for one in decisions] == ["granted", "amended"]
    assert decisions[1].supersedes == decisions[0]


def test_a_rewritten_ledger_leaves_nothing_of_the_old(granted):
    project = factories.spin(published=False).project
    enter(project=project, rows=[granted])
    project.refresh_from_db()

    assert project.decisions.count() == 1
    assert project.total.at_least == 100_000


def test_what_was_public_is_only_added_to(granted):
    project = factories.spin().project
    enter(project=project, rows=[granted])

    assert project.decisions.count() == 4


def test_a_row_that_replaces_nothing_says_where_it_stands(granted):
    project = factories.ProjectFactory()
    orphan = amended(replace(granted, organisation=factories.OrganisationFactory()), "1", None)
    with pytest.raises(RowRefusedError) as refused:
        enter(project=project, rows=[granted, orphan])

    assert (refused.value.place, refused.value.field) == (1, "kind")
    assert not Decision.objects.exists()


def test_one_funder_fund_and_form_stands_once_in_a_decision(granted):
    project = factories.ProjectFactory()
    with pytest.raises(RowRefusedError):
        enter(project=project, rows=[granted, granted])
