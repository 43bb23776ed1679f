"""The tally of the start page adds up, whatever the projects are filed under."""

import datetime

import pytest

from projects.models import Project
from projects.money import Basis
from projects.tally import MOST_ROWS, tally
from projects.totals import total
from tests.factories import FundFactory, PriorityFactory, ProgrammeFactory, ProjectFactory, grant

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 23)


def test_rows_by_programme_add_up_to_the_total():
    fund, programme = FundFactory(), ProgrammeFactory()
    by_priority = ProjectFactory(priority=PriorityFactory(programme=programme))
    grant(by_priority, "4,3 mn", fund=fund)
    by_split = ProjectFactory()
    grant(by_split, "200 000", fund=fund, programme=programme)
    grant(ProjectFactory(), "100 000", fund=fund)
    grant(ProjectFactory(), "100 000", fund=FundFactory(level="region"))

    found = tally(Project.objects.all(), on=TODAY)

    assert [(row.programme, row.total.projects) for row in found.rows] == [
        (programme, 2),
        (None, 1),
    ]
    assert found.sum == total(Project.objects.all(), Basis.EU_SUPPORT, on=TODAY)


def test_small_programmes_share_the_last_row():
    fund = FundFactory()
    for number in range(MOST_ROWS + 2):
        grant(ProjectFactory(), str(1000 + number), fund=fund, programme=ProgrammeFactory())

    found = tally(Project.objects.all(), on=TODAY)

    assert len(found.rows) == MOST_ROWS + 1
    assert found.rows[-1].programme is None
    assert found.rows[-1].total.at_least == 1000 + 1001
    assert found.sum == total(Project.objects.all(), Basis.EU_SUPPORT, on=TODAY)


@pytest.mark.parametrize("count", [1, 3])
def test_the_tally_takes_the_same_queries_however_many_projects(count, django_assert_num_queries):
    for _ in range(count):
        grant(ProjectFactory(), "100", fund=FundFactory(), programme=ProgrammeFactory())

    with django_assert_num_queries(2):
        tally(Project.objects.all(), on=TODAY)
