"""What rounds announced beside what the registry holds of each, many rounds at a time."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from projects.accounts import Account
from projects.announcements import Announcement, Compared
from projects.models import Decision, Project, Round, StatedFigure
from projects.round_verdicts import compare
from projects.settlement import with_accounts


@dataclass(frozen=True)
class Covered:
    """One round with every figure that was announced of it."""

    round: Round
    announced: Announcement
    held: int


def rounds() -> QuerySet[Round]:
    """Return every round, the latest first, with the figures announced of it."""
    figures = StatedFigure.objects.select_related("fund", "funder", "place", "source")
    held_by = Round.objects.select_related("partnership", "organisation")
    return held_by.prefetch_related(Prefetch("stated_figures", figures))


def covered(shown: Sequence[Round]) -> list[Covered]:
    """Return what the registry holds of rounds that came from `rounds`.

    The accounts of all their projects are read at once. A figure of one place asks for it.
    """
    accounts = _accounts(shown)
    found = []
    for one in shown:
        figures = list(one.stated_figures.all())
        lines = compare(one, figures, accounts[one.pk])
        announced = Announcement([Compared(line) for line in lines], None)
        found.append(Covered(one, announced, len(accounts[one.pk])))
    return found


def _accounts(shown: Sequence[Round]) -> dict[int, list[Account]]:
    """Return the accounts of the public projects that each round placed."""
    placed = Decision.objects.public().placing().filter(round__in=[one.pk for one in shown])
    pairs = placed.order_by("project_id").values_list("round", "project").distinct()
    in_round = list(pairs)
    projects = with_accounts(Project.objects.filter(pk__in={key for _round, key in in_round}))
    accounts = {project.pk: Account.of(project) for project in projects}
    found: dict[int, list[Account]] = defaultdict(list)
    for round_, project in in_round:
        found[round_].append(accounts[project])
    return found
