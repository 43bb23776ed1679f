"""Made-up projects are what the registry itself would have written of them."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from pytest_django import DjangoDbBlocker

from news.models import Article
from projects.generating.grants import is_public
from projects.generating.load import NAMES, generate
from projects.models import (
    Change,
    Decision,
    DecisionKind,
    GrantSplit,
    Organisation,
    Participation,
    Priority,
    Programme,
    Project,
    Role,
    Sector,
    StatedFigure,
)
from projects.publishing import lacking
from projects.settlement import settle, unsettled
from tests.factories import ProjectFactory

pytestmark = pytest.mark.django_db

SIZE = 300


@pytest.fixture(scope="module", autouse=True)
def rows(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, int]]:
    """How many rows came into each table: once for all these tests, and taken back after them.

    One project is there before.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        settle(ProjectFactory(slug="here-before"))
        yield generate(SIZE, seed=1)
        transaction.set_rollback(True)


@pytest.fixture
def made_up() -> list[Project]:
    return list(Project.objects.filter(slug__startswith="exempel-").order_by("pk"))


def test_derived_columns_and_subtotals_are_what_the_accounts_add_up_to():
    assert list(unsettled(Project.objects.all())) == []


def test_a_project_that_is_settled_again_is_found_by_the_same(made_up):
    found = ["words", "search", "named"]
    some = made_up[::10] + [one for one in made_up if not one.is_granted]
    before = {one.pk: [getattr(one, column) for column in found] for one in some}

    for project in some:
        settle(project)

    after = Project.objects.filter(pk__in=before).values_list("pk", *found)
    assert {pk: values for pk, *values in after} == before


def test_every_project_is_public_and_lacks_nothing(made_up):
    assert Project.objects.published().count() == len(made_up) == SIZE
    assert [project for project in made_up if lacking(project)] == []


def test_decisions_hold_from_the_day_and_belong_to_the_matter_that_triggers_would_write():
    first = Decision.objects.filter(supersedes=None)
    later = Decision.objects.exclude(supersedes=None)
    day = Coalesce("decided_on", "source__dated")

    assert not first.exclude(matter=F("pk")).exists()
    assert not later.exclude(matter=F("supersedes__matter")).exists()
    assert not Decision.objects.exclude(in_force_from=day).exists()
    assert later.exists()


def test_who_decides_is_who_pays():
    given = GrantSplit.objects.exclude(decision__kind=DecisionKind.PRIORITISED)

    assert not given.exclude(funder=F("decision__organisation")).exists()
    assert not GrantSplit.objects.exclude(project=F("decision__project")).exists()


def test_the_ledgers_are_as_varied_as_real_ones():
    splits = GrantSplit.objects.all()

    assert splits.filter(amount=None).exists()
    assert splits.filter(form="in_kind").exists()
    assert splits.filter(amount_precision="rounded").count() == StatedFigure.objects.count() > 0
    assert Project.objects.filter(is_granted=False, cancelled_on=None).count() > 1
    assert Project.objects.exclude(cancelled_on=None).exists()
    assert Project.objects.filter(ends_on=None, missing_facts__fact="period").exists()


def test_case_numbers_are_told_apart():
    numbers = Decision.objects.values_list("case_number", flat=True)

    assert len(set(numbers)) == len(numbers)


def test_each_project_has_one_lead_and_there_are_programmes_and_news():
    assert Participation.objects.filter(role=Role.LEAD).count() == SIZE
    assert (Programme.objects.count(), Priority.objects.count()) == (120, 360)
    assert Article.objects.published().count() == 200
    assert Organisation.objects.exclude(number=None).count() == 0


def test_funders_are_as_public_as_the_sums_take_them_to_be():
    funders = list(Organisation.objects.filter(slug__startswith="exempel-").order_by("pk"))[:400]

    assert [one.sector == Sector.PUBLIC for one in funders] == [is_public(n) for n in range(400)]


def test_rows_are_counted_table_by_table(rows):
    assert rows["projects_project"] == SIZE
    assert list(rows) == NAMES


def test_triggers_watch_again_afterwards():
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgenabled = 'D'")
        assert cursor.fetchall() == []


def test_whatever_follows_changes_is_told_to_read_everything_anew():
    assert Change.objects.filter(is_sweeping=True).count() == 1


def test_keys_go_on_after_those_of_the_made_up(made_up):
    assert ProjectFactory().pk == made_up[-1].pk + 1
    assert made_up[0].pk > Project.objects.get(slug="here-before").pk
