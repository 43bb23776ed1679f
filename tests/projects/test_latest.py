"""The latest decisions tell who decided what, and how well its day is known."""

import datetime

import pytest
from django.utils.translation import override

from projects.latest import latest_decisions
from projects.ledger import Split, record_decision
from projects.models import DecisionKind, SplitForm
from projects.money import Basis, parse
from tests.factories import (
    FundFactory,
    OrganisationFactory,
    ProjectFactory,
    SourceFactory,
    grant,
    spin,
)

pytestmark = pytest.mark.django_db


def test_spin_has_three_lines_the_latest_known_first():
    spin()

    with override("en"):
        lines = latest_decisions(5)

    told = [(line.on.isoformat(), line.is_dated, line.what) for line in lines]
    assert told == [
        ("2018-06-20", False, "Granted by Region Västerbotten"),
        ("2016-10-14", False, "Granted by Tillväxtverket"),
        ("2016-06-15", True, "Prioritised by Strukturfondspartnerskapet för Övre Norrland"),
    ]
    assert [line.amount for line in lines] == [parse("4,3 mn"), parse("9 735 500"), None]


def test_replaced_decisions_and_projects_that_are_not_public_are_left_out():
    ProjectFactory(published=True, withdrawn="Dubblett.")
    grant(ProjectFactory())
    public = ProjectFactory(published=True)
    grant(public, "50", supersedes=public.decisions.get(), kind=DecisionKind.AMENDED)

    (line,) = latest_decisions(5)

    assert line.amount == parse("50")


def test_parts_of_one_decision_are_added_as_bounds():
    project, funder = ProjectFactory(published=True), OrganisationFactory()
    record_decision(
        project=project,
        kind=DecisionKind.GRANTED,
        organisation=funder,
        decided_on=datetime.date(2025, 1, 1),
        source=SourceFactory(),
        splits=[
            Split(amount=parse("4,3 mn"), funder=funder, fund=FundFactory()),
            Split(amount=parse("100 000"), funder=funder, fund=FundFactory()),
        ],
    )

    total = latest_decisions(1)[0].total

    assert total is not None
    assert (total.at_least, total.under) == (4_350_000, 4_450_000)


def test_what_is_given_in_kind_is_in_no_sum_and_is_told_apart():
    project, funder = ProjectFactory(published=True), OrganisationFactory()
    record_decision(
        project=project,
        kind=DecisionKind.GRANTED,
        organisation=funder,
        decided_on=datetime.date(2025, 1, 1),
        source=SourceFactory(),
        splits=[
            Split(amount=parse("200 000"), funder=funder, fund=FundFactory()),
            Split(amount=parse("100 000"), funder=funder),
            Split(amount=parse("50 000"), funder=funder, form=SplitForm.IN_KIND),
        ],
    )

    line = latest_decisions(1)[0]

    assert line.total is not None
    assert (line.total.at_least, line.total.basis) == (300_000, Basis.REGISTERED_SUPPORT)
    assert line.has_in_kind


def test_a_decision_of_nothing_but_work_has_no_sum():
    project = ProjectFactory(published=True)
    grant(project, form=SplitForm.IN_KIND, decided_on=datetime.date(2025, 1, 1))

    line, money = latest_decisions(2)

    assert (line.amount, line.total, line.has_in_kind) == (None, None, True)
    assert not money.has_in_kind
