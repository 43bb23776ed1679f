"""The same seed makes the same projects up, however many there are."""

from typing import Any

import pytest
from django.db import transaction

from projects.generating.load import generate
from projects.generating.registers import enter_registers, organisations_at
from projects.models import Decision, Project

pytestmark = pytest.mark.django_db

TEXTS = ["slug", "acronym", "title_sv", "title_en", "purpose_sv", "published_at", "starts_on"]
MONEY = ["at_least", "at_most", "decided_on", "total_cost", "priority__slug"]
AROUND = [
    *("participations__organisation__name", "project_places__place__code"),
    *("splits__amount", "splits__funder__name", "splits__fund__code"),
]


def made_up(size: int, seed: int) -> list[tuple[Any, ...]]:
    """Return what the first three of so many projects say, leaving no trace."""
    with transaction.atomic():
        generate(size, seed)
        slugs = [f"exempel-{number:06}" for number in range(3)]
        projects = Project.objects.filter(slug__in=slugs)
        found = list(projects.order_by("slug").values_list(*TEXTS, *MONEY))
        found += projects.order_by("slug", *AROUND).values_list(*AROUND)
        numbers = Decision.objects.filter(project__in=projects).order_by("case_number")
        found += numbers.values_list("case_number", "kind", "in_force_from")
        transaction.set_rollback(True)
    return found


def organisations(size: int) -> list[tuple[str, str, str]]:
    with transaction.atomic():
        registers = enter_registers(1, size)
        transaction.set_rollback(True)
    return [(one.slug, one.name, one.sector) for one in registers.organisations]


def test_projects_are_the_same_whether_few_or_many_follow():
    assert made_up(3, seed=1) == made_up(40, seed=1)


def test_another_seed_makes_other_projects_up():
    assert made_up(3, seed=1) != made_up(3, seed=2)


def test_the_first_organisations_are_the_same_at_every_size():
    few, many = organisations(100), organisations(12_000)

    assert (len(few), len(many)) == (600, 720)
    assert many[:600] == few


@pytest.mark.parametrize(
    ("project", "count"), [(0, 600), (9_999, 600), (10_000, 600), (1_000_000, 60_000)]
)
def test_organisations_grow_with_the_projects_after_the_first_ten_thousand(project, count):
    assert organisations_at(project) == count
