"""How often a page has the index walk through a selection: that is what a page costs."""

import datetime
from typing import Any

import pytest
from django.http import QueryDict

from projects.filters import DatedFilter
from projects.listing import listing
from projects.search import following
from projects.search.engine import COUNT_AND_SUMS
from projects.search.index import FUNDERS, YEARS
from tests.factories import OrganisationFactory, ProjectFactory, grant, make_public
from tests.projects.search.indexed import built

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]


class Walked:
    """A searcher that remembers what it was asked to count and sum."""

    def __init__(self, searcher: Any) -> None:
        self.searcher = searcher
        self.asked: list[set[str]] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self.searcher, name)

    def aggregate(self, query: Any, columns: dict[str, Any]) -> Any:
        self.asked.append(set(columns))
        return self.searcher.aggregate(query, columns)

    def new(self) -> list[set[str]]:
        asked, self.asked = self.asked, []
        return asked


@pytest.fixture
def walked(monkeypatch: pytest.MonkeyPatch) -> Walked:
    """What the index of two projects is asked, one by each funder."""
    for slug in ("ett", "tva"):
        project = ProjectFactory(starts_on=datetime.date(2017, 1, 1))
        grant(project, "100", funder=OrganisationFactory(slug=slug))
        make_public(project)
    engine = built()
    engine.searcher = Walked(engine.searcher)
    monkeypatch.setattr(following, "engine", lambda: engine)
    listing(DatedFilter(QueryDict()))  # Who is a funder at all is asked once.
    engine.searcher.new()
    return engine.searcher


def test_a_page_walks_once_through_its_own_selection_and_each_that_it_would_widen_to(
    walked: Walked,
) -> None:
    shown = listing(DatedFilter(QueryDict("funder=ett&year=2017")))

    assert shown.found
    assert shown.found.overview.count == 1
    own, without_funder, without_year = sorted(walked.new(), key=len, reverse=True)
    assert own == {*COUNT_AND_SUMS, "programme", "county", "status"}
    assert without_funder == set(FUNDERS)
    assert without_year == set(YEARS)


def test_what_was_counted_for_one_page_is_there_for_the_next(walked: Walked) -> None:
    listing(DatedFilter(QueryDict("funder=ett&year=2017")))
    walked.new()

    listing(DatedFilter(QueryDict("funder=ett&year=2017&sort=title&page=1")))
    assert walked.new() == []

    listing(DatedFilter(QueryDict("funder=tva&year=2017")))
    asked = walked.new()
    assert set(YEARS) in asked
    assert set(FUNDERS) not in asked
