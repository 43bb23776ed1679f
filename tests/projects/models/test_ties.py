"""What ties organisations together keeps its rules, whoever writes it."""

import datetime

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from projects.models import (
    Decision,
    DistinctOrganisations,
    GrantSplit,
    Organisation,
    OrganisationMerge,
    OrganisationName,
)
from tests.factories import OrganisationFactory, ProjectFactory, grant, make_public
from tests.projects.models.refusing import breaks, covering, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> User:
    return User.objects.create_user("anna")


def tie(organisation: Organisation, **columns) -> None:
    Organisation.objects.filter(pk=organisation.pk).update(**columns)


@breaks("organisationname_ends_after_it_starts")
def test_a_name_does_not_end_before_it_starts():
    day = datetime.date(2019, 1, 1)
    OrganisationName.objects.create(
        organisation=OrganisationFactory(), name="A", from_on=day, until_on=day.replace(year=2018)
    )


@breaks("organisationname_is_given_once")
def test_a_name_is_given_once():
    organisation = OrganisationFactory()
    for _ in range(2):
        OrganisationName.objects.create(organisation=organisation, name="A")


@breaks("organisation_is_succeeded_by_somebody")
def test_somebody_takes_over():
    tie(OrganisationFactory(), succeeded_on=datetime.date(2019, 1, 1))


covering(
    "organisation_merges_in_one_step",
    "organisation_succession_has_no_circle",
    "merge_is_undone_by_somebody",
    "merge_is_kept",
)


def test_what_is_merged_is_merged_in_one_step():
    first, second, third = (OrganisationFactory() for _ in range(3))
    tie(first, merged_into=second)
    for one, other in [(third, first), (second, third)]:
        with refused("organisation_merges_in_one_step"):
            tie(one, merged_into=other)


def test_nobody_takes_over_from_themselves():
    first, second, third = (OrganisationFactory() for _ in range(3))
    tie(first, succeeded_by=second)
    tie(second, succeeded_by=third)
    for one, other in [(first, first), (third, first)]:
        with refused("organisation_succession_has_no_circle"):
            tie(one, succeeded_by=other)


@breaks("merge_is_of_two")
def test_a_merge_is_of_two(anna):
    one = OrganisationFactory()
    OrganisationMerge.objects.create(gone=one, kept=one, by=anna)


@breaks("merge_stands_once")
def test_an_organisation_is_merged_once_at_a_time(anna):
    one = OrganisationFactory()
    for _ in range(2):
        OrganisationMerge.objects.create(gone=one, kept=OrganisationFactory(), by=anna)


def test_a_merge_stays_on_record(anna):
    merge = OrganisationMerge.objects.create(
        gone=OrganisationFactory(), kept=OrganisationFactory(), by=anna
    )
    rows = OrganisationMerge.objects.filter(pk=merge.pk)
    with refused("merge_is_undone_by_somebody"):
        rows.update(undone_at=timezone.now())
    with refused("merge_is_kept"):
        rows.update(moved={"x": [1]})
    with refused("merge_is_kept"):
        rows.delete()
    rows.update(undone_at=timezone.now(), undone_by=anna)
    with refused("merge_is_kept"):
        rows.update(undone_at=timezone.now())


@breaks("distinct_organisations_are_two_in_order")
def test_two_that_are_distinct_stand_in_order(anna):
    one = OrganisationFactory()
    DistinctOrganisations.objects.create(one=one, other=one, by=anna)


@breaks("distinct_organisations_are_said_once")
def test_that_they_are_two_is_said_once(anna):
    one, other = OrganisationFactory(), OrganisationFactory()
    for _ in range(2):
        DistinctOrganisations.objects.create(one=one, other=other, by=anna)


def test_the_ledger_of_a_public_project_names_another_only_where_both_are_one():
    project = ProjectFactory()
    decision = grant(project)
    make_public(project)
    other = OrganisationFactory()
    decisions = Decision.objects.filter(pk=decision.pk)
    with refused("ledger_is_append_only"):
        decisions.update(organisation=other)

    tie(decision.organisation, merged_into=other)
    with refused("ledger_is_append_only"):
        decisions.update(organisation=other, case_number="X")
    with refused("ledger_is_append_only"):
        GrantSplit.objects.filter(decision=decision).update(funder=other, amount=1)
    decisions.update(organisation=other)
    GrantSplit.objects.filter(decision=decision).update(funder=other)
