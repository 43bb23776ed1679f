import pytest
from django.utils import translation

from projects.ledger import record_decision
from projects.models import DecisionKind, Entry, FundLevel, Quantity, Round, RoundKind
from projects.money import Basis
from projects.round_verdicts import compare, projects_of
from projects.verdicts import Sign
from tests.factories import (
    FundFactory,
    OrganisationFactory,
    ProjectFactory,
    RoundFactory,
    SourceFactory,
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


def ranked(round_, **decision):
    """Record that the round decided something about a project without a sum."""
    project = decision.pop("project", None) or ProjectFactory()
    facts = {"kind": DecisionKind.PRIORITISED, "source": SourceFactory(), "round": round_}
    return record_decision(
        project=project,
        partnership=round_.partnership,
        decided_on=round_.met_on,
        **facts | decision,
    )


def test_a_round_holds_neither_what_it_rejected_nor_what_was_put_there_by_mistake():
    round_ = RoundFactory()
    held, rejected = ranked(round_), ranked(round_, kind=DecisionKind.REJECTED)
    mistaken = ranked(round_)
    ranked(
        RoundFactory(partnership=round_.partnership),
        project=mistaken.project,
        supersedes=mistaken,
        entry=Entry.CORRECTION,
        reason_sv="Fel omgång.",
    )
    for decision in (held, rejected, mistaken):
        make_public(decision.project)

    assert list(projects_of(round_)) == [held.project]
    assert Round.objects.with_counts().get(pk=round_.pk).held == 1


def test_an_announced_sum_of_eu_support_is_held_against_proposals_of_eu_money_alone():
    round_ = RoundFactory()
    own = FundFactory(level=FundLevel.REGION)
    proposed(round_, "30 000 000", FundFactory(), OrganisationFactory())
    proposed(round_, "5 000 000", own, OrganisationFactory())
    state(round_, "30 mn", basis=Basis.EU_SUPPORT)

    (line,) = compare(round_)

    assert (line.total.at_least, line.held) == (30_000_000, 1)


def test_what_a_round_granted_is_no_proposal():
    funder = OrganisationFactory()
    round_ = RoundFactory(kind=RoundKind.DECISION, partnership=None, organisation=funder)
    make_public(grant(ProjectFactory(), "1 000 000", funder=funder, round=round_).project)
    state(round_, "1 mn", basis=Basis.REGISTERED_SUPPORT)

    (line,) = compare(round_)

    assert (line.total.at_least, line.is_proposed) == (1_000_000, False)
    assert line.total.basis is Basis.REGISTERED_SUPPORT
