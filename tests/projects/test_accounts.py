"""One project's account: what its parts and the figures about them allow, on any basis and day."""

import datetime
from decimal import Decimal
from typing import Any

import pytest

from projects.accounts import Account
from projects.models import Entry, FundLevel, Project
from projects.money import Basis, Total
from projects.settlement import settle, with_accounts
from tests.factories import (
    FundFactory,
    OrganisationFactory,
    PartnershipFactory,
    PlaceFactory,
    ProjectFactory,
    grant,
    spin,
    state,
)

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)
GRANTED_ON = datetime.date(2018, 1, 1)
AMENDED_ON = datetime.date(2019, 1, 1)


def account(project: Project) -> Account:
    return Account.of(Project.objects.get(pk=project.pk))


def bounds(total: Total) -> tuple[Decimal, Decimal | None]:
    """Return the lower end and the first sum that is too high, kronor."""
    return total.at_least, total.under


def sums(project: Project) -> dict[str, Decimal]:
    """Return the sum on each basis that has one, of parts that are known to the öre."""
    held = account(project)
    totals = {basis.value: held.total(basis) for basis in Basis}
    return {basis: total.at_least for basis, total in totals.items() if total.projects}


def test_spin_is_bounded_by_what_the_news_says_of_it() -> None:
    held = account(spin().project)

    assert bounds(held.total(Basis.REGISTERED_SUPPORT)) == (14_050_000, 14_085_500)
    assert bounds(held.total(Basis.EU_SUPPORT)) == (9_735_500, Decimal("9735500.01"))


def test_one_funder_s_part_is_bounded_by_the_figure_of_the_whole() -> None:
    built = spin()

    region = account(built.project).total(Basis.GRANTED_SUPPORT, funder=built.region)

    assert bounds(region) == (4_314_500, 4_350_000)


def test_one_fund_s_part_is_the_part_out_of_that_fund() -> None:
    built = spin()

    eruf = account(built.project).total(Basis.REGISTERED_SUPPORT, fund=built.eruf)

    assert eruf == Total.exactly(9_735_500, basis=Basis.REGISTERED_SUPPORT)


def test_nothing_is_the_part_of_who_gives_nothing() -> None:
    built = spin()

    total = account(built.project).total(Basis.EU_SUPPORT, funder=built.region)

    assert total == Total.empty(Basis.EU_SUPPORT)


@pytest.mark.parametrize(
    ("given", "bases"),
    [
        ({"fund": FundLevel.EU}, {"eu", "granted", "public", "registered", "funding"}),
        ({"fund": FundLevel.EU_AND_STATE}, {"granted", "public", "registered", "funding"}),
        ({"fund": FundLevel.REGION}, {"granted", "public", "registered", "funding"}),
        ({"private": True}, {"granted", "registered", "funding"}),
        ({"kind": "cofunding_promised"}, {"public", "registered", "funding"}),
        ({"form": "in_kind"}, {"funding"}),
        ({"form": "in_kind", "kind": "prioritised"}, set()),
        ({"kind": "prioritised"}, {"proposed"}),
        ({"kind": "rejected"}, set()),
    ],
)
def test_a_part_counts_on_the_bases_it_belongs_to(given: dict[str, Any], bases: set[str]) -> None:
    project = ProjectFactory()
    fund = FundFactory(level=given.pop("fund")) if "fund" in given else None
    funder = OrganisationFactory(private=given.pop("private", False))
    names = {
        "eu": Basis.EU_SUPPORT,
        "granted": Basis.GRANTED_SUPPORT,
        "public": Basis.PUBLIC_SUPPORT,
        "registered": Basis.REGISTERED_SUPPORT,
        "funding": Basis.TOTAL_FUNDING,
        "proposed": Basis.PROPOSED_SUPPORT,
    }

    grant(project, "100", funder=funder, fund=fund, **given)

    assert sums(project) == {names[base].value: Decimal(100) for base in bases}


@pytest.mark.parametrize("kind", ["amended", "closed"])
@pytest.mark.parametrize(
    ("first", "basis"),
    [("granted", "granted_support"), ("prioritised", "proposed_support")],
)
def test_what_is_amended_or_closed_stays_what_it_was(kind: str, first: str, basis: str) -> None:
    earlier = grant(ProjectFactory(), "100", kind=first)

    grant(earlier.project, "90", kind=kind, supersedes=earlier)

    assert sums(earlier.project)[basis] == Decimal(90)
    other = {"granted_support", "proposed_support"} - {basis}
    assert not other & set(sums(earlier.project))


def test_a_revoked_grant_counts_until_the_day_it_was_revoked() -> None:
    first = grant(ProjectFactory(), "100", decided_on=GRANTED_ON)
    grant(first.project, "100", kind="revoked", supersedes=first, decided_on=AMENDED_ON)
    held = account(first.project)

    assert held.total(Basis.GRANTED_SUPPORT, AMENDED_ON - DAY).at_least == 100
    assert held.total(Basis.GRANTED_SUPPORT, AMENDED_ON) == Total.empty(
        Basis.GRANTED_SUPPORT, AMENDED_ON
    )


@pytest.mark.parametrize("answer", ["granted", "rejected"])
def test_a_proposal_is_answered_by_the_decision_of_who_would_pay(answer: str) -> None:
    project, funder = ProjectFactory(), OrganisationFactory()
    proposal = {"kind": "prioritised", "partnership": PartnershipFactory(), "organisation": None}
    grant(project, "100", funder=funder, decided_on=GRANTED_ON, **proposal)
    splits = {} if answer == "granted" else {"splits": []}

    grant(project, "90", funder=funder, kind=answer, decided_on=AMENDED_ON, **splits)

    held = account(project)
    assert held.total(Basis.PROPOSED_SUPPORT, AMENDED_ON - DAY).at_least == 100
    assert held.total(Basis.PROPOSED_SUPPORT).projects == 0
    assert held.total(Basis.REGISTERED_SUPPORT).at_least == (90 if answer == "granted" else 0)


def test_a_proposal_is_not_answered_by_somebody_else() -> None:
    project = ProjectFactory()
    grant(project, "100", kind="prioritised")

    grant(project, "90")

    assert account(project).total(Basis.PROPOSED_SUPPORT).at_least == 100


def test_total_funding_has_the_contributions_in_kind_besides() -> None:
    project = ProjectFactory()
    grant(project, "60 000")
    grant(project, "40 000", form="in_kind")

    assert sums(project)["registered_support"] == 60_000
    assert sums(project)["total_funding"] == 100_000


@pytest.mark.parametrize(
    ("cost", "total"),
    [
        ({"total_cost": None}, None),
        ({"total_cost": Decimal(10)}, (10, Decimal("10.01"), False)),
        (
            {
                "total_cost": Decimal(300_000),
                "total_cost_precision": "rounded",
                "total_cost_step": Decimal(100_000),
            },
            (250_000, 350_000, False),
        ),
        ({"total_cost": Decimal(10), "total_cost_precision": "approximate"}, (0, None, True)),
    ],
)
def test_the_total_cost_is_what_the_project_says(cost: dict[str, Any], total: Any) -> None:
    project = ProjectFactory(**cost)
    settle(project)

    found = account(project).total(Basis.TOTAL_COST)

    assert (
        (found.projects == 0)
        if total is None
        else ((found.at_least, found.under, found.is_approximate) == total)
    )
    assert project.subtotals.filter(basis=Basis.TOTAL_COST).exists() == (total is not None)


def test_the_total_cost_is_nobody_s_part() -> None:
    project = ProjectFactory(total_cost=Decimal(10))

    assert account(project).total(Basis.TOTAL_COST, funder=OrganisationFactory()).projects == 0


def test_an_unknown_part_leaves_the_top_open_and_is_counted() -> None:
    project = ProjectFactory()
    grant(project, "100")
    grant(project, None)

    total = account(project).total(Basis.REGISTERED_SUPPORT)

    assert (total.at_least, total.at_most, total.unknown_parts) == (100, None, 1)


def test_a_stated_sum_bounds_an_unknown_part() -> None:
    project, silent = ProjectFactory(), OrganisationFactory()
    grant(project, "9 735 500")
    grant(project, None, funder=silent)
    state(project, "14,1 mn")

    part = account(project).total(Basis.REGISTERED_SUPPORT, funder=silent)

    assert (part.at_least, part.under, part.unknown_parts) == (4_314_500, 4_414_500, 1)


def test_an_approximate_part_proves_nothing_and_is_marked() -> None:
    project = ProjectFactory()
    grant(project, "ca 2 mn")

    total = account(project).total(Basis.REGISTERED_SUPPORT)

    assert (total.at_least, total.at_most, total.is_approximate) == (0, None, True)


def test_a_part_of_at_most_so_much_may_be_nothing() -> None:
    project = ProjectFactory()
    grant(project, "högst 500 000")

    assert bounds(account(project).total(Basis.REGISTERED_SUPPORT)) == (0, Decimal("500000.01"))


def two_grants_and_a_stated_sum() -> Any:
    """4,3 and 9,7 million, stated as 14,1 together between the grants and the amendment."""
    project = ProjectFactory()
    small = grant(project, "4,3 mn", decided_on=GRANTED_ON)
    large = grant(project, "9,7 mn", decided_on=GRANTED_ON)
    state(project, "14,1 mn", stated_on=AMENDED_ON - DAY)
    return project, small, large


def test_a_stated_sum_holds_for_the_parts_in_force_that_day() -> None:
    project, *_ = two_grants_and_a_stated_sum()
    late = grant(project, "1 mn", decided_on=AMENDED_ON)

    held = account(project)

    assert bounds(held.total(Basis.REGISTERED_SUPPORT, AMENDED_ON - DAY)) == (
        14_050_000,
        Decimal("14099999.99"),
    )
    assert held.claims[0].parts == {0, 1}
    assert [part.decision for part in held.parts][2] == late


def test_after_an_amendment_the_old_sum_still_bounds_the_part_that_did_not_change() -> None:
    project, small, large = two_grants_and_a_stated_sum()
    grant(project, "5 000 000", kind="amended", supersedes=small, decided_on=AMENDED_ON)
    held = account(project)

    unchanged = held.total(Basis.REGISTERED_SUPPORT, funder=large.organisation)

    assert bounds(unchanged) == (Decimal("9700000.01"), 9_750_000)
    assert bounds(held.total(Basis.REGISTERED_SUPPORT)) == (
        Decimal("14700000.01"),
        14_750_000,
    )


def test_after_an_amendment_the_old_sum_is_still_true_of_its_day() -> None:
    project, small, _ = two_grants_and_a_stated_sum()
    before = account(project).total(Basis.REGISTERED_SUPPORT, AMENDED_ON - DAY)

    grant(project, "5 000 000", kind="amended", supersedes=small, decided_on=AMENDED_ON)

    held = account(project)
    assert held.total(Basis.REGISTERED_SUPPORT, AMENDED_ON - DAY) == before
    assert held.conflicts == []


def test_a_mistake_that_was_corrected_never_held() -> None:
    mistake = grant(ProjectFactory(), "1 000 000", decided_on=GRANTED_ON)
    right = grant(
        mistake.project,
        "100 000",
        supersedes=mistake,
        entry=Entry.CORRECTION,
        reason_sv="En nolla för mycket.",
    )
    held = account(mistake.project)

    assert [part.decision for part in held.parts] == [right]
    assert held.total(Basis.REGISTERED_SUPPORT, GRANTED_ON).at_least == 100_000
    assert [held.chains.was_corrected(one) for one in held.decisions] == [True, False]


def test_a_contradiction_is_reported_and_proves_nothing() -> None:
    project = ProjectFactory()
    grant(project, "4,3 mn")
    grant(project, None)
    state(project, "20 mn")
    state(project, "14,1 mn")
    held = account(project)

    assert held.conflicts == [frozenset({0, 1})]
    assert bounds(held.total(Basis.REGISTERED_SUPPORT)) == (4_250_000, None)


def test_figures_beside_a_contradiction_still_count() -> None:
    project, known, other = ProjectFactory(), OrganisationFactory(), OrganisationFactory()
    grant(project, "4,3 mn", funder=known)
    grant(project, None, funder=other)
    state(project, "2 mn", funder=other)
    state(project, "5 mn", funder=other)
    state(project, "4,34 mn", funder=known)
    held = account(project)

    assert held.conflicts == [frozenset({0, 1})]
    assert bounds(held.total(Basis.REGISTERED_SUPPORT)) == (4_335_000, None)


def test_no_figure_wins_by_being_the_last_of_three_that_contradict() -> None:
    project = ProjectFactory()
    grant(project, None)
    for stated in ("2 mn", "5 mn", "14 mn"):
        state(project, stated)
    held = account(project)

    assert {place for conflict in held.conflicts for place in conflict} == {0, 1, 2}
    assert bounds(held.total(Basis.REGISTERED_SUPPORT)) == (0, None)


def test_a_figure_that_one_exact_part_contradicts_stands_alone_in_its_conflict() -> None:
    project = ProjectFactory()
    grant(project, "100 000")
    state(project, "200 000")

    held = account(project)

    assert held.conflicts == [frozenset({0})]
    assert bounds(held.total(Basis.REGISTERED_SUPPORT)) == (100_000, Decimal("100000.01"))


@pytest.mark.parametrize(
    "figure",
    [
        {"place": "24"},
        {"basis": Basis.TOTAL_COST},
        {"quantity": "projects"},
        {"basis": Basis.EU_SUPPORT},
        {"stated_on": GRANTED_ON - DAY},
    ],
)
def test_what_cannot_be_set_against_parts_claims_none(figure: dict[str, Any]) -> None:
    project = ProjectFactory()
    grant(project, "100 000", decided_on=GRANTED_ON)
    if "place" in figure:
        figure = {"place": PlaceFactory(code=figure["place"])}

    state(project, "200 000", **figure)

    held = account(project)
    assert (held.claims, held.conflicts) == ({}, [])


def test_accounts_of_many_projects_take_a_fixed_number_of_queries(
    django_assert_max_num_queries: Any,
) -> None:
    for _ in range(3):
        project = ProjectFactory()
        grant(project, "100", fund=FundFactory())
        state(project, "100")

    with django_assert_max_num_queries(11):
        for one in with_accounts(Project.objects.all()):
            Account.of(one).total(Basis.EU_SUPPORT)
