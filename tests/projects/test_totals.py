"""A total over many projects counts each of them once and whole, however they were found."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db.models import Count, QuerySet

from projects.accounts import Account
from projects.models import Organisation, Project, ProjectPlace
from projects.money import Basis, Total
from projects.settlement import BY_FUNDER, settle
from projects.totals import total, totals_by, totals_by_fund
from tests.factories import (
    FundFactory,
    GrantFactory,
    OrganisationFactory,
    ParticipationFactory,
    PlaceFactory,
    PriorityFactory,
    ProjectFactory,
    ProjectPlaceFactory,
    grant,
    spin,
    state,
)

pytestmark = pytest.mark.django_db


def added_up(projects: QuerySet[Project], basis: Basis) -> Total:
    """Add up the accounts one by one, the slow way."""
    totals = [Account.of(project).total(basis) for project in set(projects)]
    return Total.over([one for one in totals if one.projects], basis=basis)


@pytest.fixture
def registry() -> dict[str, Project]:
    """Projects of every kind, some in many places, with several funders and figures."""
    eruf, region = FundFactory(), OrganisationFactory(slug="region")
    several = ProjectFactory(slug="flera", total_cost=Decimal(10_000_000))
    grant(several, "4,3 mn", funder=region)
    grant(several, "9 735 500", fund=eruf)
    grant(several, "250 000", form="in_kind")
    state(several, "14,1 mn")
    unknown = ProjectFactory(slug="okant")
    grant(unknown, None, funder=region)
    approximate = ProjectFactory(slug="cirka")
    grant(approximate, "ca 2 mn", fund=eruf)
    in_kind = ProjectFactory(slug="natura")
    grant(in_kind, "40 000", form="in_kind")
    proposed = ProjectFactory(slug="foreslaget")
    grant(proposed, "1 mn", kind="prioritised", funder=region)
    ProjectFactory(slug="tomt")
    for project in (several, unknown):
        for code in ("24", "2480", "2482"):
            ProjectPlaceFactory(project=project, place=PlaceFactory(code=code))
        ParticipationFactory.create_batch(2, project=project, role="partner")
    for project in Project.objects.all():
        settle(project)
    return {project.slug: project for project in Project.objects.all()}


FILTERS: dict[str, Callable[..., QuerySet[Project]]] = {
    "all": lambda projects: projects.all(),
    "none": lambda projects: projects.none(),
    "by a join that repeats rows": lambda projects: projects.filter(
        project_places__place__code__startswith="24", participations__role="partner"
    ),
    "by an aggregate": lambda projects: projects.annotate(n=Count("splits")).filter(n__gt=1),
    "by place": lambda projects: projects.in_place("2480"),
    "by an ordering": lambda projects: projects.order_by("splits__amount"),
    "distinct": lambda projects: projects.filter(splits__form="cash").distinct(),
    "by funder": lambda projects: projects.filter(splits__funder__slug="region"),
    "by a page": lambda projects: projects.filter(slug__in=["flera", "cirka"]),
}


def test_a_total_is_the_sum_of_the_accounts_whatever_the_filter(
    registry: dict[str, Project],
) -> None:
    for how, found in FILTERS.items():
        projects = found(Project.objects)
        for basis in Basis:
            assert total(projects, basis) == added_up(projects, basis), (how, basis)


def test_a_total_counts_every_decision_even_when_filtered_by_one_funder() -> None:
    project = ProjectFactory()
    first = GrantFactory(project=project, amount="60 000")
    GrantFactory(project=project, amount="40 000")

    found = Project.objects.funded_by(first.body)

    assert total(found) == Total.exactly(100_000, basis=Basis.REGISTERED_SUPPORT)


@pytest.mark.parametrize("basis", BY_FUNDER)
def test_one_funder_s_part_is_asked_for_by_name(basis: Basis, registry: dict[str, Project]) -> None:
    region = Organisation.objects.get(slug="region")
    accounts = [Account.of(project) for project in Project.objects.all()]
    parts = [account.total(basis, funder=region) for account in accounts]

    assert total(Project.objects.all(), basis, funder=region) == Total.over(
        [part for part in parts if part.projects], basis=basis
    )


@pytest.mark.parametrize("basis", [basis for basis in Basis if basis not in BY_FUNDER])
def test_a_part_that_is_not_kept_is_not_answered_with_nought(basis: Basis) -> None:
    with pytest.raises(ValueError, match="no part of one funder"):
        total(Project.objects.all(), basis, funder=OrganisationFactory())
    with pytest.raises(ValueError, match="no part of one funder"):
        totals_by("funder", Project.objects.all(), basis)


def test_a_total_is_taken_of_the_whole_answer_and_of_one_page_of_it() -> None:
    for amount in ("1", "2", "4"):
        grant(ProjectFactory(), amount)
    page = Project.objects.filter(pk__in=list(Project.objects.values_list("pk", flat=True)[:2]))

    assert total(Project.objects.all()).at_least == 7
    assert total(page).projects == 2


def test_totals_by_funder_are_each_funder_s_part() -> None:
    built = spin()

    parts = totals_by("funder", Project.objects.all(), Basis.REGISTERED_SUPPORT)

    assert {funder: (part.at_least, part.under) for funder, part in parts.items()} == {
        built.tillvaxtverket.pk: (9_735_500, Decimal("9735500.01")),
        built.region.pk: (4_314_500, 4_350_000),
    }


def test_a_fund_of_which_no_amount_is_known_is_open_and_not_nought() -> None:
    fund = FundFactory()
    grant(ProjectFactory(), None, fund=fund)

    [part] = totals_by_fund(Project.objects.all()).values()

    assert (part.at_least, part.at_most, part.unknown_parts) == (0, None, 1)


def test_totals_by_a_field_of_the_project_are_of_whole_projects() -> None:
    priority = PriorityFactory()
    for amount in ("60 000", "40 000"):
        grant(ProjectFactory(priority=priority), amount)
    grant(ProjectFactory(), "1")

    totals = totals_by("project__priority", Project.objects.all(), Basis.REGISTERED_SUPPORT)

    assert {key: one.at_least for key, one in totals.items()} == {priority.pk: 100_000, None: 1}
    assert Total.over(totals.values(), basis=Basis.REGISTERED_SUPPORT) == total(
        Project.objects.all()
    )


def test_a_total_takes_one_query(django_assert_num_queries: object) -> None:
    grant(ProjectFactory())

    with django_assert_num_queries(1):
        total(Project.objects.in_place("24"))


def test_each_project_counts_once_in_a_place_it_has_many_rows_of() -> None:
    project = ProjectFactory()
    grant(project, "100")
    for meaning in ("carried_out_in", "affects", "seat"):
        ProjectPlace.objects.create(
            project=project, place=PlaceFactory(code="2480"), meaning=meaning
        )

    assert total(Project.objects.in_place("24", "2480")) == Total.exactly(
        100, basis=Basis.REGISTERED_SUPPORT
    )
