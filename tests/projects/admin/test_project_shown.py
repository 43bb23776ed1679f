"""What the back office shows of a project, to whom, and in which words."""

import datetime

import pytest
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.urls import reverse

from projects.models import Project
from tests import factories
from tests.projects.admin.test_project import ADD, change
from tests.projects.admin.typed_forms import seen, typed

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", ["reviewer", "editor"])
def test_who_may_only_read_sees_the_ledger_and_changes_nothing(as_role, role):
    it = factories.spin(published=False)
    client = as_role(role)
    page = client.get(change(it.project)).content.decode()

    assert "9\u00a0735\u00a0500" in page
    assert "4\u00a0314\u00a0500" in page
    assert "4\u00a0350\u00a0000" in page
    assert 'name="splits-0-amount"' not in page
    assert client.post(change(it.project), typed()).status_code == 403


def test_a_draft_may_be_deleted_with_its_ledger_and_what_was_public_may_not(office):
    draft = factories.spin(published=False).project
    public = factories.ProjectFactory(published=True)
    for project in (draft, public):
        office.post(reverse("admin:projects_project_delete", args=[project.pk]), {"post": "yes"})

    assert list(Project.objects.all()) == [public]


def test_a_draft_that_is_only_prioritised_is_not_said_to_have_support_of_nothing(office):
    it = factories.spin(published=False)
    it.project.decisions.all().delete()
    factories.grant(
        it.project,
        "390 231",
        kind="prioritised",
        organisation=None,
        partnership=it.partnership,
        round=it.round,
        decided_on=it.round.met_on,
    )

    page = office.get(change(it.project)).text.replace("\xa0", " ")
    panel = page.partition('class="panel"')[2].partition("</section>")[0]

    assert 'föreslaget stöd: <span class="amt">390 231 kr</span>' in panel
    assert "registrerat stöd" not in panel


def test_what_goes_with_a_draft_is_what_somebody_entered(office):
    it = factories.spin(published=False)
    path = reverse("admin:projects_project_delete", args=[it.project.pk])

    page = office.get(path).text

    assert it.project.subtotals.exists()
    assert "granted_support" not in page
    assert "ubtotal" not in page


def test_a_day_is_written_alike_in_lists_and_forms_in_english(office):
    it = factories.spin()
    history = reverse("admin:projects_project_history", args=[it.project.pk])
    user = User.objects.get(username="administrator")
    at = datetime.datetime(2019, 3, 5, 9, 30, tzinfo=datetime.UTC)
    entry = LogEntry.objects.log_actions(user.pk, [it.project], 2, "x", single_object=True)
    LogEntry.objects.filter(pk=entry.pk).update(action_time=at)
    office.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

    assert "5 March 2019 10:30" in office.get(history).text


def test_what_is_wrong_is_said_once_with_a_link_to_each_field(office):
    page = office.post(ADD, typed(fields={"title_sv": ""}) | seen(office, ADD)).text

    assert "Inget har sparats: det här behöver rättas" in page
    assert "errornote" not in page
