"""What a project's ledger would say if rows were entered, by the rules that enter them.

Nothing is stored and no row is locked: the decisions, their parts and the figures are
values that never reach the database. What only the database can refuse shows when
the form is saved.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from django.utils.translation import gettext as _

from projects.accounts import Account, parts_of
from projects.entering import Row, RowRefusedError, decided, in_turn
from projects.ledger import Split, unsaved_split
from projects.models import Decision, Entry, Project, StatedFigure
from projects.settlement import with_accounts

UNSAVED = 1 << 62
"""The first key of what is not stored; it sorts after every key that is."""


@dataclass(frozen=True)
class Tried:
    """The account as it would be, and the rows that could not be entered.

    `row_of` tells by the key of a split at which place its row stands among those given.
    """

    account: Account
    refused: Sequence[RowRefusedError]
    row_of: Mapping[int, int]


def tried(*, project: Project, rows: Sequence[Row], figures: Iterable[StatedFigure]) -> Tried:
    """Return what `entering.enter` would make of the rows, beside all figures of the project.

    As there, a project that was ever public keeps its decisions; of any other the rows
    are the whole ledger.
    """
    decisions, keys = _kept(project), count(UNSAVED)
    refused: list[RowRefusedError] = []
    row_of: dict[int, int] = {}
    for places in in_turn(rows):
        try:
            decision = _unsaved(keys, project, decisions, rows, places)
            decisions.append(decision)
            with_money = [place for place in places if rows[place].split]
            row_of |= zip([one.pk for one in decision.splits.all()], with_money, strict=True)
        except RowRefusedError as error:
            refused.append(error)
    account = Account(
        project=project,
        parts=parts_of(decisions),
        figures=sorted(figures, key=lambda one: (one.stated_on, one.pk or UNSAVED)),
        decisions=decisions,
    )
    return Tried(account, refused, row_of)


def _kept(project: Project) -> list[Decision]:
    if not project.was_ever_public:
        return []
    stored = with_accounts(Project.objects.filter(pk=project.pk)).get()
    return list(Account.of(stored).decisions)


def _unsaved(
    keys: Iterator[int],
    project: Project,
    decisions: Sequence[Decision],
    rows: Sequence[Row],
    places: Sequence[int],
) -> Decision:
    """Return a decision with its splits, each under a key of its own."""
    superseded = {one.supersedes_id for one in decisions}
    current = [one for one in decisions if one.pk not in superseded]
    facts: dict[str, Any] = decided(rows, places, current)
    decision = Decision(pk=next(keys), project=project, **facts)
    decision.in_force_from = decision.decided_on or decision.source.known_on
    earlier = decision.supersedes
    if earlier and decision.entry == Entry.CORRECTION:
        decision.decided_on, decision.in_force_from = earlier.decided_on, earlier.in_force_from
    decision.matter = earlier.matter if earlier else decision.pk
    splits = [split for place in places if (split := rows[place].split)]
    _check_alike(splits, places)
    unsaved = [unsaved_split(decision, split) for split in splits]
    for one in unsaved:
        one.pk = next(keys)
    # What `decision.splits.all()` answers, as after prefetch_related.
    decision._prefetched_objects_cache = {"splits": unsaved}  # type: ignore[attr-defined]
    return decision


def _check_alike(splits: Sequence[Split], places: Sequence[int]) -> None:
    """Refuse what the database would: one funder, fund and form twice in a decision."""
    names = ("funder", "group_sv", "fund", "form")
    alike = {tuple(getattr(split, name) for name in names) for split in splits}
    if len(alike) < len(splits):
        raise RowRefusedError(_("This funder, fund and form is entered already."), places[-1])
