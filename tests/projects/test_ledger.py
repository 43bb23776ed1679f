"""What was true on a day, and what this site said at a moment."""

import datetime
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projects.accounts import Account
from projects.models import Decision, Entry, Project, Source
from tests.factories import (
    OrganisationFactory,
    PartnershipFactory,
    ProjectFactory,
    SourceFactory,
    grant,
    make_public,
    spin,
)

pytestmark = pytest.mark.django_db

FIRST = datetime.date(2018, 1, 1)
DAY = datetime.timedelta(days=1)


def day(number: int) -> datetime.date:
    return FIRST + number * DAY


def moment(number: int) -> datetime.datetime:
    return datetime.datetime(2025, 1, 1 + number, 12, tzinfo=datetime.UTC)


def true_on(on: datetime.date) -> list[Decision]:
    return list(Decision.objects.in_force(on))


def said_at(at: datetime.datetime) -> list[Decision]:
    return list(Decision.objects.as_published(at))


def test_a_decision_is_in_force_from_the_day_it_was_made() -> None:
    decision = grant(ProjectFactory(), decided_on=FIRST)

    assert true_on(FIRST - DAY) == []
    assert true_on(FIRST) == [decision]


def test_a_decision_of_unknown_date_is_in_force_from_the_day_of_its_source() -> None:
    spin()

    assert [one.body.name for one in true_on(datetime.date(2016, 10, 13)) if one.organisation] == []
    assert [one.body.name for one in true_on(datetime.date(2016, 10, 14)) if one.organisation] == [
        "Tillväxtverket"
    ]
    assert len(true_on(datetime.date(2018, 6, 20))) == 3


def test_an_amendment_takes_over_on_its_own_day() -> None:
    first = grant(ProjectFactory(), decided_on=FIRST)
    second = grant(
        first.project, "60 000", kind="amended", supersedes=first, decided_on=FIRST + 9 * DAY
    )

    assert true_on(FIRST + 8 * DAY) == [first]
    assert true_on(FIRST + 9 * DAY) == [second]


def test_a_correction_holds_for_all_the_days_that_the_mistake_stood() -> None:
    mistake = grant(ProjectFactory(), "1 000 000", decided_on=FIRST)
    right = grant(
        mistake.project,
        supersedes=mistake,
        entry=Entry.CORRECTION,
        reason_sv="En nolla för mycket.",
    )

    assert true_on(FIRST - DAY) == []
    assert true_on(FIRST) == true_on(timezone.localdate()) == [right]


def test_a_revocation_is_in_force_and_its_grant_no_more() -> None:
    first = grant(ProjectFactory(), decided_on=FIRST)
    revoked = grant(
        first.project, kind="revoked", supersedes=first, decided_on=FIRST + DAY, splits=[]
    )

    assert true_on(FIRST) == [first]
    assert true_on(FIRST + DAY) == [revoked]


def test_two_bodies_decide_each_for_itself() -> None:
    project = ProjectFactory()
    first = grant(project, decided_on=FIRST)
    other = grant(project, decided_on=FIRST)
    amended = grant(project, kind="amended", supersedes=first, decided_on=FIRST + DAY)

    assert true_on(FIRST) == [first, other]
    assert true_on(FIRST + DAY) == [other, amended]


def test_an_entry_that_bears_an_earlier_day_than_the_one_before_it_does_not_count_twice() -> None:
    first = grant(ProjectFactory(), "1", decided_on=day(0))
    attested = SourceFactory(dated=day(90))
    second = grant(first.project, "2", kind="amended", supersedes=first, source=attested)
    third = grant(first.project, "3", kind="amended", supersedes=second, decided_on=day(30))

    assert true_on(day(29)) == [first]
    assert true_on(day(30)) == true_on(day(90)) == [third]
    assert [part.decision for part in Account.of(first.project).parts] == [first, third]


def test_this_site_said_what_was_recorded_once_the_project_was_public() -> None:
    project = ProjectFactory()
    first = grant(project, recorded_at=moment(0))
    make_public(project, at=moment(2))
    second = grant(
        project,
        "1",
        supersedes=first,
        entry=Entry.CORRECTION,
        reason_sv="Fel belopp.",
        recorded_at=moment(4),
    )

    assert said_at(moment(1)) == []
    assert said_at(moment(2)) == said_at(moment(3)) == [first]
    assert said_at(moment(4)) == [second]


def test_this_site_says_nothing_of_a_draft_or_a_scheduled_or_a_withdrawn_project() -> None:
    grant(ProjectFactory())
    ProjectFactory(published=timezone.now() + DAY)
    ProjectFactory(published=True, withdrawn="Dubblett.")

    assert said_at(timezone.now()) == []


def test_what_this_site_said_before_a_withdrawal_it_did_say() -> None:
    project = ProjectFactory()
    decision = grant(project, recorded_at=moment(0))
    make_public(project, at=moment(0))
    project.take_back(reason_sv="Dubblett.")
    project.save()

    assert said_at(project.withdrawn_at - DAY) == [decision]
    assert said_at(project.withdrawn_at) == []


def test_the_last_word_is_what_nothing_supersedes() -> None:
    first = grant(ProjectFactory(), decided_on=FIRST)
    second = grant(first.project, kind="amended", supersedes=first, decided_on=FIRST)

    assert list(Decision.objects.current()) == [second]


def test_decisions_stand_in_the_order_they_came_into_force() -> None:
    later = grant(ProjectFactory(), decided_on=day(1))
    earlier = grant(ProjectFactory(), decided_on=day(0))
    ProjectFactory()

    assert list(Decision.objects.in_order()) == [earlier, later]


def test_the_public_ledger_leaves_out_what_the_public_cannot_see() -> None:
    shown = grant(ProjectFactory())
    make_public(shown.project)
    grant(ProjectFactory())
    ProjectFactory(published=True, withdrawn="Dubblett.")

    assert list(Decision.objects.public()) == [shown]


def test_the_body_of_a_decision_is_an_organisation_a_partnership_or_a_group_in_words() -> None:
    organisation, partnership = OrganisationFactory(), PartnershipFactory()

    assert Decision(organisation=organisation).body == organisation
    assert Decision(partnership=partnership).body == partnership
    assert Decision(group_sv="ett antal företag").body == "ett antal företag"


@dataclass(frozen=True)
class Planned:
    """An entry to be written: days and moments by number."""

    day: int
    is_known: bool
    is_correction: bool
    recorded: int


entries = st.builds(
    Planned, st.integers(0, 3), st.booleans(), st.booleans(), recorded=st.integers(0, 3)
)
chains = st.lists(entries, min_size=1, max_size=4)


def written(chain: list[Planned], project: Project, sources: list[Source]) -> list[Decision]:
    """Write a chain of decisions by one body, each superseding the one before it."""
    links: list[Decision] = []
    for planned in chain:
        earlier = links[-1] if links else None
        links.append(
            grant(
                project,
                funder=earlier.organisation if earlier else None,
                kind="amended" if earlier else "granted",
                decided_on=day(planned.day) if planned.is_known else None,
                source=sources[planned.day],
                supersedes=earlier,
                entry=Entry.CORRECTION if earlier and planned.is_correction else Entry.DECISION,
                reason_sv="Fel belopp.",
                recorded_at=moment(planned.recorded),
            )
        )
    return links


def last(chain: list[Decision], column: str, until: object) -> set[Decision]:
    """Read a chain as a person would: from the end, to the first entry that counts by then."""
    return set([one for one in chain if getattr(one, column) <= until][-1:])


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(one=chains, other=chains)
def test_both_questions_are_answered_as_by_reading_each_chain_from_its_end(
    one: list[Planned], other: list[Planned], db: None
) -> None:
    with transaction.atomic():
        project = ProjectFactory()
        sources = [SourceFactory(dated=day(number)) for number in range(4)]
        first, second = (written(chain, project, sources) for chain in (one, other))
        make_public(project, at=moment(1))
        account = Account.of(project)

        for number in range(-1, 5):
            on, at = day(number), moment(number + 1)
            true = last(first, "in_force_from", on) | last(second, "in_force_from", on)
            said = last(first, "recorded_at", at) | last(second, "recorded_at", at)
            assert set(true_on(on)) == true
            assert {part.decision for part in account.parts if part.holds(on)} == true
            assert set(said_at(at)) == (said if at >= moment(1) else set())
        transaction.set_rollback(True)
