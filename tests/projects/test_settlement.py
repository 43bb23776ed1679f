"""What is stored of a project always equals what its account adds up to."""

import datetime
import threading
from collections.abc import Callable
from decimal import Decimal
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projects import publishing
from projects.models import Decision, DecisionKind, Entry, Fact, Project, SplitForm, Subtotal
from projects.money import Basis
from projects.search.asked import asked
from projects.search.postgres import Postgres
from projects.search.query import Query, Seen
from projects.settlement import settle, settle_those_naming, unsettled
from tests.factories import (
    FundFactory,
    OrganisationFactory,
    ParticipationFactory,
    ProjectFactory,
    ProjectPlaceFactory,
    grant,
    spin,
    state,
)
from tests.projects.models.refusing import refused

FIRST = datetime.date(2018, 1, 1)
AMOUNTS = ["60 000", "4,3 mn", "ca 2 mn", "högst 500 000", None, "9 735 500"]

amounts = st.sampled_from(AMOUNTS)
steps = st.one_of(
    st.tuples(st.just("grant"), amounts, st.integers(0, 2), st.sampled_from(SplitForm.values)),
    st.tuples(st.just("propose"), amounts, st.integers(0, 2), st.just("cash")),
    st.tuples(
        st.sampled_from(["amended", "closed", "revoked", "correct"]),
        amounts,
        st.integers(0, 9),
        st.just("cash"),
    ),
    st.tuples(
        st.just("state"),
        st.sampled_from(["4,3 mn", "14,1 mn", "100 000"]),
        st.integers(0, 2),
        st.sampled_from(["registered_support", "eu_support", "total_funding"]),
    ),
)


def take(step: tuple, project: Project, funders: list) -> None:
    """Take one step the way the back office does, through the ledger."""
    what, amount, which, last = step
    if what == "state":
        funder = funders[which] if which else None
        state(project, amount, basis=Basis(last), funder=funder)
    elif what in {"grant", "propose"}:
        kind = DecisionKind.GRANTED if what == "grant" else DecisionKind.PRIORITISED
        fund = FundFactory() if which else None
        grant(project, amount, kind=kind, funder=funders[which], fund=fund, form=last)
    else:
        standing = list(project.decisions.filter(superseded_by__isnull=True).order_by("pk"))
        if standing:
            replace(standing[which % len(standing)], what, amount)


def replace(earlier: Decision, how: str, amount: str | None) -> None:
    is_correction = how == "correct"
    grant(
        earlier.project,
        amount,
        kind=earlier.kind if is_correction else how,
        supersedes=earlier,
        entry=Entry.CORRECTION if is_correction else Entry.DECISION,
        reason_sv="Fel belopp." if is_correction else "",
        decided_on=FIRST + datetime.timedelta(days=earlier.pk % 7),
    )


@pytest.mark.django_db
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(walk=st.lists(steps, min_size=2, max_size=6))
def test_whatever_is_recorded_the_stored_bounds_are_what_the_account_adds_up_to(
    walk: list, db: None
) -> None:
    with transaction.atomic():
        project = ProjectFactory()
        settle(project)
        funders = [OrganisationFactory(), OrganisationFactory(private=True), OrganisationFactory()]
        for step in walk:
            take(step, project, funders)

        assert list(unsettled(Project.objects.all())) == []
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_a_project_without_decisions_is_settled_at_nothing() -> None:
    project = ProjectFactory()
    settle(project)
    project.refresh_from_db()

    assert (project.at_least, project.at_most, project.is_granted) == (0, 0, False)
    assert not project.subtotals.exists()
    assert list(unsettled(Project.objects.all())) == []


@pytest.mark.django_db
def test_derived_columns_tell_the_last_words() -> None:
    project = ProjectFactory()
    first = grant(project, decided_on=FIRST)
    revoked = grant(
        project,
        kind="revoked",
        supersedes=first,
        decided_on=FIRST + datetime.timedelta(days=9),
        splits=[],
    )
    project.refresh_from_db()

    assert project.cancelled_on == project.decided_on == revoked.decided_on
    assert (project.is_granted, project.at_least, project.at_most) == (False, 0, 0)


@pytest.mark.django_db
def test_a_project_is_not_cancelled_while_another_grant_stands() -> None:
    project = ProjectFactory()
    grant(project, kind="revoked", supersedes=grant(project), splits=[])
    grant(project)
    project.refresh_from_db()

    assert (project.cancelled_on, project.is_granted) == (None, True)


@pytest.mark.django_db
def test_each_funder_has_a_subtotal_of_its_own_part() -> None:
    built = spin()

    parts = built.project.subtotals.filter(basis=Basis.REGISTERED_SUPPORT, funder__isnull=False)

    assert {row.funder.slug: (row.at_least, row.at_most) for row in parts} == {
        "tillvaxtverket": (Decimal(9_735_500), Decimal(9_735_500)),
        "region-vasterbotten": (Decimal(4_314_500), Decimal("4349999.99")),
    }


@pytest.mark.django_db
def test_the_check_names_the_column_that_was_tampered_with() -> None:
    project = grant(ProjectFactory(slug="spin")).project
    Project.objects.update(at_least=1)

    assert list(unsettled(Project.objects.all())) == [(project, "at_least")]
    with pytest.raises(CommandError, match="spin: at_least"):
        call_command("check_settlement", stdout=StringIO())


@pytest.mark.django_db
def test_the_check_sees_a_subtotal_that_is_gone() -> None:
    project = grant(ProjectFactory()).project
    Subtotal.objects.first().delete()

    assert list(unsettled(Project.objects.all())) == [(project, "subtotals")]


@pytest.mark.django_db
def test_the_check_command_says_how_many_it_compared() -> None:
    said = StringIO()
    spin()

    call_command("check_settlement", stdout=said)

    assert said.getvalue() == "1 projects are settled.\n"


@pytest.mark.django_db
def test_a_new_name_of_an_organisation_settles_what_it_decided_funded_and_leads() -> None:
    deciding, leading = OrganisationFactory(), OrganisationFactory()
    grant(ProjectFactory(), funder=deciding)
    grant(ProjectFactory(), funder=deciding, kind="rejected", splits=[])
    ParticipationFactory(organisation=leading)
    for organisation in (deciding, leading):
        organisation.name = "Nybildade myndigheten"
        organisation.save()
        settle_those_naming(organisation)

    query = Query(asked=asked("nybildade"), is_asked=True, seen=Seen.ALL)
    assert Postgres().count(query) == 3


def in_another_session(act: Callable[[], object], found: list) -> threading.Thread:
    """Start an act on a connection of its own and note the error it meets, if any."""

    def run() -> None:
        try:
            act()
        except (IntegrityError, ValidationError) as error:
            found.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_recorded_at_once_both_count() -> None:
    project, errors = ProjectFactory(), []

    with transaction.atomic():
        grant(project, "60 000")
        other = in_another_session(lambda: grant(project, "40 000"), errors)
        other.join(0.3)
        is_waiting = other.is_alive()
    other.join(10)

    project.refresh_from_db()
    assert (is_waiting, errors, project.at_least) == (True, [], Decimal(100_000))
    assert list(unsettled(Project.objects.all())) == []


@pytest.mark.django_db(transaction=True)
def test_nobody_publishes_on_a_lead_that_is_being_taken_away() -> None:
    project, errors = ProjectFactory(), []
    ProjectPlaceFactory(project=project)
    ParticipationFactory(project=project)
    grant(project)

    with refused("project_is_complete_when_published"):
        project.participations.all().delete()
        in_another_session(lambda: publishing.publish(project), errors).join(10)

    assert (errors, publishing.lacking(project)) == ([], [])


@pytest.mark.django_db(transaction=True)
def test_publishing_waits_for_a_decision_that_is_being_deleted() -> None:
    project, errors = ProjectFactory(), []
    ProjectPlaceFactory(project=project)
    ParticipationFactory(project=project)
    decision = grant(project)

    with transaction.atomic():
        decision.delete()
        publisher = in_another_session(lambda: publishing.publish(project), errors)
        publisher.join(0.3)
    publisher.join(10)

    assert [type(error) for error in errors] == [ValidationError]
    assert publishing.lacking(project) == [Fact.DECISION]
