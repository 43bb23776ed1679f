"""What lists of operations ask for: intervention fields with their shares, and a postcode."""

from decimal import Decimal

import pytest

from projects.models import Intervention, Project
from tests.factories import ProjectFactory
from tests.projects.models.refusing import breaks, covering, refused

pytestmark = pytest.mark.django_db


def share(project: Project, code: str, percent: str | None) -> Intervention:
    value = None if percent is None else Decimal(percent)
    return Intervention.objects.create(project=project, code=code, share=value)


@pytest.mark.parametrize("code", ["000", "183", "200", "60", "06a", "", "٠٦٠"])
@breaks("intervention_code_is_known")
def test_a_code_is_one_of_the_regulations(code):
    share(ProjectFactory(), code, "100")


@pytest.mark.parametrize("percent", ["0", "-1", "100.01"])
@breaks("intervention_share_is_a_percentage")
def test_a_share_is_above_nothing_and_at_most_the_whole(percent):
    share(ProjectFactory(), "060", percent)


@breaks("intervention_is_entered_once")
def test_a_field_is_entered_once():
    project = ProjectFactory()
    share(project, "060", "10")
    share(project, "060", "20")


(WHOLE,) = covering("intervention_shares_are_at_most_whole")


def test_the_shares_of_a_project_are_at_most_the_whole():
    project = ProjectFactory()
    first = share(project, "060", "60")
    share(project, "061", "40")
    share(project, "062", None)
    share(ProjectFactory(), "060", "100")

    with refused(WHOLE):
        share(project, "063", "0.01")
    with refused(WHOLE):
        Intervention.objects.filter(pk=first.pk).update(share=Decimal("60.01"))


def test_shares_may_change_places_within_one_transaction():
    project = ProjectFactory()
    first, second = share(project, "060", "90"), share(project, "061", "10")

    Intervention.objects.filter(pk=second.pk).update(share=90)
    Intervention.objects.filter(pk=first.pk).update(share=10)

    assert sum(project.interventions.values_list("share", flat=True)) == 100


@pytest.mark.parametrize("postcode", ["9018", "01234", "901 8", "SE-90", "٩٠١٨٧"])
@breaks("project_postcode_is_five_digits")
def test_a_postcode_is_five_digits(postcode):
    ProjectFactory(postcode=postcode)
