import datetime

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

STATED = datetime.date(2018, 6, 20)
DAY = datetime.timedelta(days=1)


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


def deciding(**round_):
    """Return a round of decisions, held by an authority."""
    facts = {"kind": RoundKind.DECISION, "partnership": None}
    return RoundFactory(**{"organisation": OrganisationFactory()} | facts | round_)


def granted(round_, amount="1 000 000", **decision):
    """Publish a project that the round of decisions gave an amount, in force when it met."""
    facts = {"funder": round_.organisation, "round": round_, "decided_on": round_.met_on}
    first = grant(ProjectFactory(), amount, **facts | decision)
    make_public(first.project)
    return first


def announced(round_, amount, number="1", **figure):
    """State how many projects a round decided on, and a sum of them."""
    figure = {"basis": Basis.REGISTERED_SUPPORT} | figure
    state(round_, number, quantity=Quantity.PROJECTS, **figure)
    state(round_, amount, **figure)


def test_a_round_of_decisions_is_held_against_what_its_own_body_gave():
    round_ = deciding()
    other = OrganisationFactory()
    project = granted(round_).project
    grant(project, "600 000", funder=other, decided_on=round_.met_on)
    announced(round_, "1 000 000")
    announced(round_, "600 000", funder=other)

    own, others = [line for line in compare(round_) if line.total]

    assert (own.total.at_least, own.verdict.sign) == (1_000_000, Sign.AGREES)
    assert (others.total.at_least, others.verdict.sign) == (600_000, Sign.AGREES)


def test_a_round_of_decisions_leaves_out_what_its_body_gave_at_another():
    earlier = deciding(met_on=datetime.date(2015, 1, 1))
    authority = earlier.organisation
    round_ = deciding(organisation=authority)
    project = granted(earlier, "5 000 000").project
    grant(project, "2 000 000", funder=authority, round=round_, decided_on=round_.met_on)
    announced(round_, "2 000 000")

    assert compare(round_)[1].verdict.sign is Sign.AGREES


def test_a_prioritisation_counts_what_anybody_gave_whom_it_ranked():
    round_ = RoundFactory()
    project = ranked(round_).project
    for amount in ("1 000 000", "600 000"):
        grant(project, amount, decided_on=round_.met_on)
    make_public(project)
    announced(round_, "1 600 000")

    assert compare(round_)[1].verdict.sign is Sign.AGREES


@pytest.mark.parametrize("kind", [DecisionKind.AMENDED, DecisionKind.REVOKED])
def test_what_is_decided_after_a_figure_was_stated_does_not_contradict_it(kind):
    round_ = deciding()
    first = granted(round_)
    announced(round_, "1 000 000")
    splits = {"splits": []} if kind == DecisionKind.REVOKED else {}
    grant(first.project, "3", kind=kind, supersedes=first, decided_on=STATED + DAY, **splits)

    line = compare(round_)[1]

    assert (line.total.at_least, line.verdict.sign) == (1_000_000, Sign.AGREES)


def test_a_figure_is_held_against_the_amendment_in_force_the_day_it_was_stated():
    round_ = deciding()
    first = granted(round_)
    grant(
        first.project,
        "3 000 000",
        kind=DecisionKind.AMENDED,
        supersedes=first,
        decided_on=STATED,
    )
    announced(round_, "3 000 000")

    assert compare(round_)[1].verdict.sign is Sign.AGREES


def test_what_was_revoked_by_the_day_of_a_figure_is_not_in_it():
    round_ = deciding()
    first = granted(round_)
    grant(
        first.project,
        kind=DecisionKind.REVOKED,
        supersedes=first,
        decided_on=STATED,
        splits=[],
    )
    announced(round_, "1 000 000")

    assert compare(round_)[1].total.projects == 0


def test_a_grant_known_only_later_counts_by_its_first_entry_that_was_no_mistake():
    round_ = RoundFactory()
    project = ranked(round_).project
    authority = OrganisationFactory()
    mistake = grant(project, "10 000 000", funder=authority, decided_on=STATED + DAY)
    right = grant(
        project, "1 000 000", supersedes=mistake, entry=Entry.CORRECTION, reason_sv="En nolla."
    )
    grant(
        project,
        "3 000 000",
        kind=DecisionKind.AMENDED,
        supersedes=right,
        decided_on=STATED + 9 * DAY,
    )
    make_public(project)
    announced(round_, "1 000 000")

    line = compare(round_)[1]

    assert (line.total.at_least, line.verdict.sign) == (1_000_000, Sign.AGREES)


def test_a_fund_that_came_later_adds_no_project_to_the_number_stated():
    round_ = deciding()
    fund = FundFactory()
    first, other = granted(round_, fund=fund), granted(round_)
    grant(
        other.project,
        fund=fund,
        kind=DecisionKind.AMENDED,
        supersedes=other,
        decided_on=STATED + DAY,
    )
    state(round_, "1", quantity=Quantity.PROJECTS, fund=fund)

    (line,) = compare(round_)

    assert first.project != other.project
    assert (line.held, line.verdict.sign) == (1, Sign.AGREES)


def test_a_round_counts_each_project_by_its_proposal_else_by_its_grant():
    round_, fund = RoundFactory(), FundFactory()
    first = proposed(round_, "30 000 000", fund, OrganisationFactory())
    grant(first, "29 000 000", fund=fund, decided_on=STATED)
    second = ranked(round_).project
    grant(second, "5 000 000", fund=fund, decided_on=STATED)
    make_public(second)
    announced(round_, "35 mn", "2", fund=fund, basis=Basis.EU_SUPPORT)

    line = compare(round_)[1]

    assert (line.total.at_least, line.total.basis) == (35_000_000, Basis.EU_SUPPORT)
    assert (line.proposals, line.granted) == (1, 1)
    assert (line.is_mixed, line.is_proposed) == (True, False)
    assert line.verdict.sign is Sign.AGREES


def test_a_proposal_that_the_same_round_changed_counts_once():
    round_, fund, payer = RoundFactory(), FundFactory(), OrganisationFactory()
    project = proposed(round_, "30 000 000", fund, payer)
    grant(
        project,
        "20 000 000",
        funder=payer,
        fund=fund,
        kind=DecisionKind.PRIORITISED,
        organisation=None,
        partnership=round_.partnership,
        round=round_,
        supersedes=project.decisions.get(),
        decided_on=round_.met_on + DAY,
    )
    announced(round_, "20 mn", basis=Basis.PROPOSED_SUPPORT)

    line = compare(round_)[1]

    assert (line.total.at_least, line.proposals) == (20_000_000, 1)


def test_a_figure_of_proposals_counts_neither_grants_nor_what_another_round_proposed():
    round_ = RoundFactory()
    other = RoundFactory(partnership=round_.partnership)
    project = proposed(other, "9 000 000", FundFactory(), OrganisationFactory())
    ranked(round_, project=project)
    grant(project, "8 000 000", decided_on=STATED)
    state(round_, "1 mn", basis=Basis.PROPOSED_SUPPORT)

    (line,) = compare(round_)

    assert (line.held, line.total.projects) == (0, 0)


def test_an_announced_total_cost_is_what_the_projects_say_they_cost():
    round_ = deciding()
    project = granted(round_).project
    project.total_cost, project.total_cost_precision = 4_000_000, "exact"
    project.save()
    announced(round_, "4 000 000", basis=Basis.TOTAL_COST)

    assert compare(round_)[1].verdict.sign is Sign.AGREES
