"""Rules of the ledger's entries and of their splits."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from projects.ledger import Split, record_decision
from projects.models import Decision, DecisionKind, Entry, GrantSplit
from projects.money import Amount
from tests.factories import (
    FundFactory,
    OrganisationFactory,
    PartnershipFactory,
    ProjectFactory,
    SourceFactory,
    grant,
    make_public,
)
from tests.projects.models.refusing import breaks, covering, refused, sql

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


def decide(**columns: Any) -> Decision:
    """Record a grant without splits of a new project, by an organisation unless told otherwise."""
    given = {"project", "source", "kind"} & set(columns)
    if "project" not in given:
        columns["project"] = ProjectFactory()
    if "source" not in given:
        columns["source"] = SourceFactory()
    columns.setdefault("kind", DecisionKind.GRANTED)
    if not {"organisation", "partnership", "group_sv"} & set(columns):
        columns["organisation"] = OrganisationFactory()
    return record_decision(**columns)


@breaks("decision_has_one_body")
def test_somebody_decides() -> None:
    decide(organisation=None)


@breaks("decision_has_one_body")
def test_no_two_bodies_make_one_decision() -> None:
    decide(
        organisation=OrganisationFactory(),
        partnership=PartnershipFactory(),
        kind=DecisionKind.PRIORITISED,
    )


@pytest.mark.parametrize(
    "kind",
    [kind for kind in DecisionKind if kind not in {"prioritised", "rejected"}],
)
def test_a_partnership_ranks_and_never_grants(kind: str) -> None:
    partnership, project = PartnershipFactory(), ProjectFactory()
    ranked = decide(project=project, partnership=partnership, kind=DecisionKind.PRIORITISED)

    with refused("decision_partnership_never_grants"):
        decide(project=project, partnership=partnership, kind=kind, supersedes=ranked)


covering("decision_partnership_never_grants")


@pytest.mark.parametrize("kind", ["amended", "revoked", "closed"])
@breaks("decision_amends_another")
def test_a_change_says_what_it_changes(kind: str) -> None:
    decide(kind=kind)


@breaks("decision_correction_has_a_reason")
def test_a_correction_says_why() -> None:
    mistaken = grant(ProjectFactory())
    grant(mistaken.project, supersedes=mistaken, entry=Entry.CORRECTION)


@breaks("decision_correction_has_a_reason")
def test_a_correction_corrects_something() -> None:
    source = SourceFactory()
    Decision.objects.bulk_create(
        [
            Decision(
                project=ProjectFactory(),
                kind="granted",
                organisation=OrganisationFactory(),
                source=source,
                in_force_from=source.known_on,
                entry="correction",
                reason_sv="Fel.",
            )
        ]
    )


@breaks("decision_is_in_force_from_its_day")
def test_a_decision_of_known_date_is_in_force_from_that_day() -> None:
    decision = grant(ProjectFactory(), decided_on=datetime.date(2018, 1, 1))
    Decision.objects.filter(pk=decision.pk).update(in_force_from=datetime.date(2018, 1, 2))


@breaks("undated_decision_holds_from_its_source")
def test_a_decision_of_unknown_date_is_in_force_from_the_day_of_its_source() -> None:
    Decision.objects.create(
        project=ProjectFactory(),
        kind="granted",
        organisation=OrganisationFactory(),
        source=SourceFactory(dated=datetime.date(2016, 10, 14)),
        in_force_from=datetime.date(2016, 10, 13),
    )


def test_the_ledger_dates_a_decision_of_unknown_date_by_its_source() -> None:
    source = SourceFactory(dated=datetime.date(2016, 10, 14))

    assert grant(ProjectFactory(), source=source).in_force_from == datetime.date(2016, 10, 14)


@pytest.mark.parametrize("rate", ["-0.01", "100.01"])
@breaks("decision_eu_rate_is_a_percentage")
def test_an_eu_rate_is_a_percentage(rate: str) -> None:
    decide(eu_rate=Decimal(rate))


@breaks("decision_is_not_in_the_future")
def test_a_decision_is_entered_once_it_is_made() -> None:
    decide(decided_on=timezone.localdate() + 2 * DAY)


@breaks("decision_supersedes_an_earlier_entry")
def test_decisions_never_supersede_one_another_in_a_circle() -> None:
    first = decide()
    second = decide(project=first.project, organisation=first.organisation, supersedes=first)
    sql("UPDATE projects_decision SET supersedes_id = NULL WHERE id = %s", second.pk)
    sql("UPDATE projects_decision SET supersedes_id = %s WHERE id = %s", second.pk, first.pk)


@breaks("decision_supersedes_an_earlier_entry")
def test_a_decision_does_not_supersede_itself() -> None:
    first = decide()
    Decision.objects.filter(pk=first.pk).update(supersedes=first)


def test_a_decision_is_superseded_once() -> None:
    first = decide()
    second = {"project": first.project, "organisation": first.organisation, "supersedes": first}
    decide(**second)

    with refused("projects_decision_supersedes_id_key"):
        decide(**second)


@pytest.mark.parametrize("other", ["project", "body", "group"])
@breaks("decision_supersedes_its_own_kind")
def test_a_decision_replaces_one_of_the_same_project_and_body(other: str) -> None:
    if other == "group":
        first = decide(group_sv="ett antal företag")
        decide(project=first.project, group_sv="några företag", supersedes=first)
        return
    first = decide()
    project = ProjectFactory() if other == "project" else first.project
    body = OrganisationFactory() if other == "body" else first.organisation
    decide(project=project, organisation=body, supersedes=first)


@breaks("correction_keeps_the_date")
def test_a_correction_takes_the_date_of_what_it_corrects() -> None:
    first = decide(decided_on=datetime.date(2018, 1, 1))
    Decision.objects.create(
        project=first.project,
        kind="granted",
        organisation=first.organisation,
        source=first.source,
        decided_on=datetime.date(2018, 1, 2),
        in_force_from=datetime.date(2018, 1, 2),
        supersedes=first,
        entry="correction",
        reason_sv="Fel dag.",
    )


def test_the_ledger_gives_a_correction_the_date_of_what_it_corrects() -> None:
    first = grant(ProjectFactory(), decided_on=datetime.date(2018, 1, 1))

    again = grant(
        first.project,
        supersedes=first,
        entry=Entry.CORRECTION,
        reason_sv="Fel belopp.",
        decided_on=datetime.date(2020, 1, 1),
    )

    assert (again.decided_on, again.in_force_from) == (first.decided_on, first.in_force_from)


@pytest.mark.parametrize(
    "columns", [{"in_force_from": datetime.date(2016, 1, 1)}, {"kind": "closed"}]
)
@breaks("superseded_decision_is_fixed")
def test_a_draft_that_was_replaced_is_changed_no_more(columns: dict[str, Any]) -> None:
    first = decide()
    decide(project=first.project, organisation=first.organisation, supersedes=first)
    Decision.objects.filter(pk=first.pk).update(**columns)


def test_saving_a_replaced_draft_unchanged_changes_nothing() -> None:
    first = decide()
    decide(project=first.project, organisation=first.organisation, supersedes=first)

    first.save()

    assert Decision.objects.current().get().supersedes == first


def test_every_entry_of_a_chain_knows_the_first_one_however_it_was_written() -> None:
    first = decide()
    link = {"project": first.project, "organisation": first.organisation}
    second = decide(supersedes=first, **link)
    third = decide(supersedes=second, **link)
    third.save()  # its own copy never learnt of it

    matters = Decision.objects.values_list("matter", flat=True)

    assert list(matters) == [first.pk] * 3


def split_of(decision: Decision, **columns: Any) -> GrantSplit:
    columns = {"project": decision.project, "funder": decision.organisation} | columns
    return GrantSplit(decision=decision, amount=1, **columns)


@breaks("split_is_of_its_decisions_project")
def test_a_split_belongs_to_the_project_of_its_decision() -> None:
    GrantSplit.objects.bulk_create([split_of(decide(), project=ProjectFactory())])


@pytest.mark.parametrize("given", ["both", "neither"])
@breaks("split_has_one_funder")
def test_a_split_has_one_funder(given: str) -> None:
    decision = decide(kind=DecisionKind.PRIORITISED)
    if given == "both":
        split_of(decision, group_sv="ett antal företag").save()
    else:
        split_of(decision, funder=None).save()


@pytest.mark.parametrize("kind", ["granted", "cofunding_promised"])
@breaks("split_funder_is_the_decisions_body")
def test_who_decides_is_who_pays(kind: str) -> None:
    decide(
        kind=kind,
        splits=[Split(amount=Amount(Decimal(1)), funder=OrganisationFactory())],
    )


@breaks("split_funder_is_the_decisions_body")
def test_no_other_unnamed_group_pays() -> None:
    decide(group_sv="företag", splits=[Split(amount=Amount.unknown(), group_sv="kommuner")])


@pytest.mark.parametrize("column", ["organisation", "kind"])
@breaks("split_funder_is_the_decisions_body")
def test_a_draft_decision_keeps_to_the_funders_it_has(column: str) -> None:
    other = OrganisationFactory()
    kind = "prioritised" if column == "kind" else "granted"
    decision = grant(ProjectFactory(), kind=kind)
    if column == "kind":
        decision.splits.update(funder=other)
    values = {"organisation": other, "kind": "granted"}
    Decision.objects.filter(pk=decision.pk).update(**{column: values[column]})


def test_a_prioritisation_names_who_would_pay() -> None:
    split = Split(amount=Amount(Decimal(1)), funder=OrganisationFactory())

    decision = decide(
        partnership=PartnershipFactory(), kind=DecisionKind.PRIORITISED, splits=[split]
    )

    assert decision.splits.get().funder == split.funder


@pytest.mark.parametrize("has_fund", [True, False])
@breaks("split_is_one_per_funder_fund_and_form")
def test_a_decision_has_one_split_for_each_funder_fund_and_form(has_fund: bool) -> None:
    fund = FundFactory() if has_fund else None
    decision = grant(ProjectFactory(), fund=fund)
    split_of(decision, fund=fund).save()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("moved", [False, True])
def test_nothing_is_slipped_into_a_decision_that_the_public_has_read(moved: bool) -> None:
    project = ProjectFactory()
    decision = grant(project)
    prioritised = decide(project=project, organisation=decision.organisation, kind="prioritised")
    make_public(project)

    with refused("split_is_entered_with_its_decision"):
        split_of(prioritised if moved else decision, fund=FundFactory()).save()


covering("split_is_entered_with_its_decision")
