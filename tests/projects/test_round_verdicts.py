import pytest
from django.utils import translation

from projects.models import DecisionKind, Quantity
from projects.money import Basis
from projects.round_verdicts import compare, projects_of
from projects.verdicts import Sign
from tests.factories import (
    FundFactory,
    OrganisationFactory,
    ProjectFactory,
    RoundFactory,
    grant,
    make_public,
    spin,
    state,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def proposed(round_, amount, fund, funder):
    """Publish a project that the round ranked, with the amount it asked for."""
    project = ProjectFactory()
    grant(
        project,
        amount,
        funder=funder,
        fund=fund,
        kind=DecisionKind.PRIORITISED,
        organisation=None,
        partnership=round_.partnership,
        round=round_,
        decided_on=round_.met_on,
    )
    make_public(project)
    return project


def test_what_the_2016_round_announced_stands_beside_the_one_project_held():
    it = spin()

    lines = {str(line.figure): line for line in compare(it.round)}

    money = lines["cirka 142 miljoner"]
    assert (money.total.at_least, money.total.at_most) == (9_735_500, 9_735_500)
    assert (money.is_proposed, money.verdict.sign) == (False, Sign.UNTESTABLE)
    assert money.verdict.sentence.startswith("21 of 22 projects are not in the registry.")


def test_a_round_whose_projects_reach_the_announced_sum_closes():
    round_, fund, funder = RoundFactory(), FundFactory(), OrganisationFactory()
    for amount in ("30 000 394", "27 201 000"):
        proposed(round_, amount, fund, funder)
    state(round_, "2", quantity=Quantity.PROJECTS, fund=fund, basis=Basis.PROPOSED_SUPPORT)
    state(round_, "57 mn", fund=fund, basis=Basis.PROPOSED_SUPPORT)

    count, money = compare(round_)

    assert (count.held, count.verdict.sign) == (2, Sign.AGREES)
    assert (money.total.at_least, money.is_proposed) == (57_201_394, True)
    assert money.verdict.sign is Sign.AGREES


def test_a_round_whose_projects_make_another_sum_contradicts():
    round_, fund = RoundFactory(), FundFactory()
    proposed(round_, "30 000 000", fund, OrganisationFactory())
    state(round_, "1", quantity=Quantity.PROJECTS, fund=fund, basis=Basis.PROPOSED_SUPPORT)
    state(round_, "57 mn", fund=fund, basis=Basis.PROPOSED_SUPPORT)

    assert compare(round_)[1].verdict.sign is Sign.CONTRADICTS


def test_more_projects_than_announced_contradict():
    round_, fund = RoundFactory(), FundFactory()
    for _ in range(2):
        proposed(round_, "1 mn", fund, OrganisationFactory())
    state(round_, "1", quantity=Quantity.PROJECTS, basis=Basis.EU_SUPPORT)

    assert compare(round_)[0].verdict.sign is Sign.CONTRADICTS


def test_a_sum_without_a_stated_number_of_projects_cannot_be_tested():
    round_, fund = RoundFactory(), FundFactory()
    proposed(round_, "57 000 000", fund, OrganisationFactory())
    state(round_, "57 mn", fund=fund, basis=Basis.PROPOSED_SUPPORT)

    (line,) = compare(round_)

    assert line.verdict.sentence == "How many projects the sum counts is not stated."


def test_drafts_are_no_part_of_a_round():
    it = spin(published=False)

    assert list(projects_of(it.round)) == []


@pytest.mark.parametrize("count", [1, 3])
def test_comparing_takes_the_same_queries_however_many_projects(
    count, django_assert_max_num_queries
):
    round_, fund, funder = RoundFactory(), FundFactory(), OrganisationFactory()
    for _ in range(count):
        proposed(round_, "1 mn", fund, funder)
    state(round_, "3", quantity=Quantity.PROJECTS, basis=Basis.EU_SUPPORT)
    state(round_, "3 mn", basis=Basis.EU_SUPPORT)

    with django_assert_max_num_queries(12) as captured:
        compare(round_)

    assert len(captured) == 10
