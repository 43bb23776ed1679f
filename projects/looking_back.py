"""A list as of a day: the money and statuses of then, of what is selected today."""

import datetime
from collections.abc import Sequence
from dataclasses import replace

from projects.accounts import Account, Accounts
from projects.as_of import query_for
from projects.keys import Among
from projects.models import Project
from projects.models.statuses import ProjectStatus
from projects.money import Basis
from projects.printing import Printed, printed
from projects.rows import Row, row
from projects.search import following
from projects.search.executor import facts_of
from projects.search.kept import Kept
from projects.search.postgres import Postgres
from projects.search.query import Overview, Query
from projects.settlement import with_accounts
from projects.totals import totals_on

TOLD = [ProjectStatus.PLANNED, ProjectStatus.ONGOING, ProjectStatus.FINISHED]
"""What a row says beside its period; what is cancelled has a tag."""

_overviews: Kept[Overview] = Kept(500)


def accounts_of(keys: Sequence[int]) -> Accounts:
    """Return the accounts of those that are public, in a fixed number of queries."""
    projects = Project.objects.published().filter(Among("pk", keys)).order_by()
    return {project.pk: Account.of(project) for project in with_accounts(projects)}


def overview_on(query: Query, overview: Overview, on: datetime.date) -> Overview:
    """Return the overview of a selection with its sums of a day."""

    def made() -> Overview:
        sums = totals_on(Postgres().projects(query), on)
        return replace(
            overview,
            total=sums[Basis.REGISTERED_SUPPORT],
            proposed=sums[Basis.PROPOSED_SUPPORT],
        )

    return _overviews.get(following.generation(), (query.ordered("title"), on), made)


def rows_on(keys: Sequence[int], on: datetime.date) -> list[Printed]:
    """Return the rows of projects as of a day, in the order of their keys."""
    accounts = accounts_of(keys)
    return [
        printed(_as_it_was(row(key, facts, on), accounts[key], on))
        for key, facts in facts_of(keys)
        if key in accounts
    ]


def _as_it_was(today: Row, account: Account, on: datetime.date) -> Row:
    """Return a row with the sum and the status of a day, and the way to the page of that day."""
    proposed = account.total(Basis.PROPOSED_SUPPORT, on)
    is_granted = account.is_granted(on)
    is_proposed = bool(proposed.projects) and not is_granted
    granted = account.total(Basis.REGISTERED_SUPPORT, on) if is_granted else None
    status = account.project.status(on)
    return replace(
        today,
        url=f"{today.url}{query_for(on)}",
        period=f"{today.period}, {status.label}" if status in TOLD else today.period,
        total=proposed if is_proposed else granted,
        is_proposed=is_proposed,
        is_of_today=False,
    )
