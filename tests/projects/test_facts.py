"""What stands beside a project's money is what holds, not what was replaced."""

import pytest

from projects import facts
from projects.accounts import Account
from projects.models import DecisionKind, Entry
from tests.factories import ProgrammeFactory, ProjectFactory, RoundFactory, SourceFactory, grant

pytestmark = pytest.mark.django_db


def test_a_programme_that_an_amendment_left_is_not_named():
    left, kept = ProgrammeFactory(), ProgrammeFactory()
    first = grant(ProjectFactory(), "100", programme=left)
    grant(first.project, "90", programme=kept, supersedes=first, kind=DecisionKind.AMENDED)

    assert facts.programmes(Account.of(first.project)) == [kept]


def test_a_round_entered_by_mistake_is_not_named():
    wrong, right = RoundFactory(), RoundFactory()
    first = grant(ProjectFactory(), "100", round=wrong, source=SourceFactory())
    grant(
        first.project,
        "100",
        round=right,
        supersedes=first,
        entry=Entry.CORRECTION,
        reason_sv="Fel omgång.",
    )

    assert facts.rounds(Account.of(first.project)) == [right]
