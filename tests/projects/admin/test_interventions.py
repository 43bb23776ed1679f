"""What lists of operations ask for, as an administrator enters it."""

import pytest

from projects.models import Project
from tests.projects.admin.typed_forms import seen, typed

pytestmark = pytest.mark.django_db

ADD = "/admin/projects/project/add/"


def sent(office, shares: list[str]):
    rows = [{"code": f"06{place}", "share": share} for place, share in enumerate(shares)]
    facts = {"postcode": "90187", "specific_objective_code": "RSO1.1"}
    return office.post(ADD, typed(fields=facts, interventions=rows) | seen(office, ADD))


def test_fields_of_intervention_are_entered_with_their_shares(office):
    sent(office, ["60", "40", ""])

    project = Project.objects.get()
    assert (project.postcode, project.specific_objective_code) == ("90187", "RSO1.1")
    assert [str(one.share) for one in project.interventions.all()] == ["60.00", "40.00", "None"]
    assert project.interventions.first().events.count() == 1


def test_the_row_that_brings_the_shares_above_the_whole_says_so(office):
    answer = sent(office, ["60", "40.01", "1"])

    assert "Andelarna är tillsammans mer än 100 procent." in answer.text
    assert not Project.objects.exists()
