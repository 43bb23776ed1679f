import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from projects.models import Proposal
from tests import factories
from tests.projects.models.refusing import covering, refused

pytestmark = pytest.mark.django_db

covering(
    "proposal_answer_has_who_and_when",
    "proposal_is_approved_by_another",
    "proposal_is_taken_back_by_its_author",
    "proposal_is_returned_with_a_comment",
    "proposal_one_publication_waits",
    "proposal_is_kept",
)


@pytest.fixture
def anna() -> User:
    return User.objects.create_user("anna")


@pytest.fixture
def rut() -> User:
    return User.objects.create_user("rut")


@pytest.fixture
def proposal(anna) -> Proposal:
    return Proposal.objects.create(
        project=factories.ProjectFactory(), kind="amendment", by=anna, content={"rows": []}
    )


def answered(proposal: Proposal, **columns):
    return lambda: Proposal.objects.filter(pk=proposal.pk).update(**columns)


def test_an_answer_says_who_and_when(proposal, rut):
    for columns in ({"state": "approved"}, {"state": "approved", "decided_by": rut}):
        with refused("proposal_answer_has_who_and_when"):
            answered(proposal, **columns)()
    with refused("proposal_answer_has_who_and_when"):
        answered(proposal, decided_by=rut)()


def test_nobody_approves_alone_without_a_reason(proposal, anna):
    own = {"state": "approved", "decided_by": anna, "decided_at": timezone.now()}

    with refused("proposal_is_approved_by_another"):
        answered(proposal, **own)()
    answered(proposal, **own, self_reason_sv="Ensam.")()


def test_only_its_author_takes_a_proposal_back(proposal, rut):
    columns = {"state": "taken_back", "decided_by": rut, "decided_at": timezone.now()}

    with refused("proposal_is_taken_back_by_its_author"):
        answered(proposal, **columns)()


def test_a_proposal_is_returned_with_a_comment(proposal, rut):
    columns = {"state": "returned", "decided_by": rut, "decided_at": timezone.now()}

    with refused("proposal_is_returned_with_a_comment"):
        answered(proposal, **columns)()


def test_one_publication_waits_at_a_time(anna):
    project = factories.ProjectFactory()
    Proposal.objects.create(project=project, kind="publication", by=anna)

    with refused("proposal_one_publication_waits"):
        Proposal.objects.create(project=project, kind="publication", by=anna)


def test_a_proposal_and_its_answer_stay_as_they_are(proposal, rut):
    for columns in ({"content": {"rows": [1]}}, {"note": "x"}, {"by": rut}, {"kind": "money"}):
        with refused("proposal_is_kept"):
            answered(proposal, **columns)()
    answered(proposal, state="approved", decided_by=rut, decided_at=timezone.now())()
    with refused("proposal_is_kept"):
        answered(proposal, comment="x")()
    with refused("proposal_is_kept"):
        proposal.delete()
