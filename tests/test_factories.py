"""The factories build what the rules of the registry allow."""

from decimal import Decimal

import pytest

from projects.models import Project
from projects.money import Basis
from tests.factories import GrantFactory, ProjectFactory, spin

pytestmark = pytest.mark.django_db


def test_spin_is_built_whole_and_adds_up() -> None:
    built = spin()

    assert Project.objects.published().get() == built.project
    assert built.project.at_least == 14_050_000
    assert built.project.at_most == Decimal("14085499.99")
    assert built.round.stated_figures.count() == 3


def test_a_published_project_has_what_publishing_asks_for() -> None:
    project = ProjectFactory(published=True)

    assert project.is_published
    assert project.total.at_least == project.total.at_most == 100_000


def test_a_withdrawn_project_was_public_once() -> None:
    project = ProjectFactory(published=True, withdrawn="Dubblett.")

    assert Project.objects.withdrawn().get() == project


def test_a_grant_makes_its_own_project() -> None:
    decision = GrantFactory(amount="4,3 mn")

    assert decision.project.subtotals.filter(basis=Basis.REGISTERED_SUPPORT).count() == 2
