"""An import taken back: what goes, what is withdrawn, what is reversed, what stays."""

import datetime

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from projects.approving import approve, entered_by
from projects.importing.undoing import undo
from projects.models import Decision, ImportState, Organisation, Project
from projects.settlement import unsettled
from tests.factories import OrganisationFactory, RoundFactory, grant, make_public
from tests.projects.admin.typed_forms import as_sent, seen
from tests.projects.importing.files import ROW, imported

pytestmark = pytest.mark.django_db

WHY = "Fel fil."
CHANGED = ROW.replace("1 250 000", "1 300 000").replace("Skogens", "Skogarnas")


@pytest.fixture
def funder() -> Organisation:
    return OrganisationFactory(name="Tillväxtverket")


@pytest.fixture
def clerk() -> User:
    return User.objects.create_superuser("handlaggare")


def test_drafts_go_and_the_file_can_be_imported_again(funder, clerk):
    file = imported(ROW, funder=funder, by=clerk)

    assert undo(file, by=clerk, reason_sv=WHY) == {"deleted": 1}

    file.refresh_from_db()
    assert file.state == ImportState.UNDONE
    assert not Project.objects.exists()
    assert imported(ROW, funder=funder, by=clerk).counts == {"new": 1}


def test_what_the_public_sees_is_withdrawn_with_the_reason(funder, clerk):
    file = imported(ROW, funder=funder, by=clerk)
    make_public(Project.objects.get())

    assert undo(file, by=clerk, reason_sv=WHY) == {"withdrawn": 1}

    project = Project.objects.get()
    assert (project.state, project.withdrawn_reason_sv) == ("withdrawn", WHY)


def test_what_somebody_changed_since_stays(funder, clerk):
    file = imported(ROW, funder=funder, by=clerk)
    project = Project.objects.get()
    client = Client()
    client.force_login(clerk)
    path = f"/admin/projects/project/{project.pk}/change/"
    form = client.get(path).context["adminform"].form
    typed = {name: form[name].value() or "" for name in form.fields} | {"acronym": "SKOG"}
    managed = {
        f"{one.formset.prefix}-{name}": "0"
        for one in client.get(path).context["inline_admin_formsets"]
        for name in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    client.post(path, typed | managed | seen(client, path))
    project.refresh_from_db()
    assert project.acronym == "SKOG"

    assert undo(file, by=clerk, reason_sv=WHY) == {"kept": 1}
    assert Project.objects.get() == project


def test_a_changed_draft_says_again_what_it_said(funder, clerk):
    imported(ROW, funder=funder, by=clerk)
    file = imported(CHANGED, funder=funder, by=clerk)

    assert undo(file, by=clerk, reason_sv=WHY) == {"reversed": 1}

    project = Project.objects.get()
    assert (project.title_sv, project.at_least) == ("Skogens data", 1_250_000)
    assert list(unsettled(Project.objects.all())) == []


def test_a_scheduled_project_that_says_again_what_it_said_is_approved_anew(funder, clerk):
    imported(ROW, funder=funder, by=clerk)
    file = imported(CHANGED, funder=funder, by=clerk)
    project = Project.objects.get()
    make_public(project, at=timezone.now() + datetime.timedelta(days=2))

    undo(file, by=User.objects.create_superuser("annan"), reason_sv=WHY)

    project.refresh_from_db()
    assert (project.state, project.at_least) == ("draft", 1_250_000)


def test_whoever_undoes_an_import_entered_what_it_leaves(funder, clerk):
    first = imported(ROW, funder=funder, by=clerk)
    second = imported(CHANGED, funder=funder, by=clerk)
    other = User.objects.create_superuser("annan")

    undo(second, by=other, reason_sv=WHY)

    assert entered_by(Project.objects.get()) == {clerk.pk, other.pk}
    assert undo(first, by=clerk, reason_sv=WHY) == {"deleted": 1}


def test_a_row_of_money_that_somebody_changed_since_stays(funder, clerk):
    file = imported(ROW, funder=funder, by=clerk)
    project = Project.objects.get()
    client = Client()
    client.force_login(User.objects.create_superuser("annan"))
    path = f"/admin/projects/project/{project.pk}/change/"
    client.post(path, as_sent(client.get(path)) | {"splits-0-amount": "1 300 000"})
    project.refresh_from_db()
    assert project.at_least == 1_300_000

    assert undo(file, by=clerk, reason_sv=WHY) == {"kept": 1}


def test_a_proposal_that_waits_is_taken_back(funder, clerk):
    imported(ROW, funder=funder, by=clerk)
    make_public(Project.objects.get())
    file = imported(CHANGED, funder=funder, by=clerk)

    assert undo(file, by=clerk, reason_sv=WHY) == {"taken_back": 1}
    assert Project.objects.get().proposals.get().state == "taken_back"


def test_what_was_approved_is_reversed_by_a_correction_that_waits(funder, clerk):
    imported(ROW, funder=funder, by=clerk)
    project = Project.objects.get()
    make_public(project)
    file = imported(ROW.replace("1 250 000", "1 300 000"), funder=funder, by=clerk)
    reviewer = User.objects.create_superuser("granskare")
    approve(project.proposals.get(), by=reviewer)

    assert undo(file, by=clerk, reason_sv=WHY) == {"reversal_waits": 1}
    approve(project.proposals.waiting().get(), by=reviewer)

    project.refresh_from_db()
    assert project.at_least == project.at_most == 1_250_000
    assert project.decisions.count() == 3


def test_a_proposal_of_facts_alone_is_taken_back(funder, clerk):
    imported(ROW, funder=funder, by=clerk)
    make_public(Project.objects.get())
    file = imported(ROW.replace("2019-11-30", "2020-06-30"), funder=funder, by=clerk)

    assert undo(file, by=clerk, reason_sv=WHY) == {"taken_back": 1}
    assert Project.objects.get().proposals.get().state == "taken_back"


def test_facts_that_were_approved_are_put_back_by_somebody_elses_leave(funder, clerk):
    imported(ROW, funder=funder, by=clerk)
    project = Project.objects.get()
    make_public(project)
    changed = CHANGED.replace("2019-11-30", "2020-06-30")
    file = imported(changed, funder=funder, by=clerk)
    reviewer = User.objects.create_superuser("granskare")
    approve(project.proposals.get(), by=reviewer)
    project.refresh_from_db()
    assert (str(project.ends_on), project.title_sv) == ("2020-06-30", "Skogarnas data")
    Project.objects.filter(pk=project.pk).update(title_sv="Ett eget namn")

    assert undo(file, by=clerk, reason_sv=WHY) == {"reversal_waits": 1}
    approve(project.proposals.waiting().get(), by=reviewer)

    project.refresh_from_db()
    assert (str(project.ends_on), project.title_sv) == ("2019-11-30", "Ett eget namn")
    assert project.at_least == 1_250_000


def test_a_reversal_says_again_all_that_stood_before(funder, clerk):
    imported(ROW, funder=funder, by=clerk)
    project = Project.objects.get()
    decision = project.decisions.get()
    met = RoundFactory(partnership=None, organisation=funder)
    Decision.objects.update(round=met, eu_rate=50, reference="TV 2016:9")
    make_public(project)
    file = imported(ROW.replace("1 250 000", "1 300 000"), funder=funder, by=clerk)
    reviewer = User.objects.create_superuser("granskare")
    approve(project.proposals.get(), by=reviewer)
    amended = project.decisions.current().get()
    # Of the same body, so that the body alone does not tell which one is meant.
    grant(project, "1 kr", funder=funder, case_number="2016-2")

    undo(file, by=clerk, reason_sv=WHY)
    approve(project.proposals.waiting().get(), by=reviewer)

    last = project.decisions.get(supersedes=amended)
    said = (last.round, last.eu_rate, last.reference, last.source)
    assert said == (met, 50, "TV 2016:9", decision.source)


def test_what_was_amended_since_it_became_public_is_not_withdrawn(funder, clerk):
    file = imported(ROW, funder=funder, by=clerk)
    project = Project.objects.get()
    make_public(project)
    imported(ROW.replace("1 250 000", "1 300 000"), funder=funder, by=clerk)
    approve(project.proposals.get(), by=User.objects.create_superuser("granskare"))

    assert undo(file, by=clerk, reason_sv=WHY) == {"kept": 1}
    project.refresh_from_db()
    assert project.is_published


def test_it_is_undone_once_and_with_a_reason(funder, clerk):
    file = imported(ROW, funder=funder, by=clerk)

    with pytest.raises(ValidationError):
        undo(file, by=clerk, reason_sv=" ")
    undo(file, by=clerk, reason_sv=WHY)
    with pytest.raises(ValidationError):
        undo(file, by=clerk, reason_sv=WHY)
