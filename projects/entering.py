"""From the rows a person types to the ledger, and back.

A row says who gave what, when and where it is read. Rows that agree on body,
round, kind, date and numbers are one decision; a row that amends, revokes, closes or
corrects finds the decision it replaces by itself. While a project was never public
its ledger is simply what the rows say; after that rows are only added.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _

from projects.ledger import Split, record_decision
from projects.models import (
    GIVING,
    Decision,
    DecisionKind,
    Entry,
    Organisation,
    Partnership,
    Project,
    Round,
    Source,
)
from projects.refusals import in_words
from projects.settlement import settle

CORRECTION = Entry.CORRECTION.value
"""The kind of a row that puts an earlier entry right; its decision keeps the earlier kind."""

REPLACING = {DecisionKind.AMENDED, DecisionKind.REVOKED, DecisionKind.CLOSED, CORRECTION}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row as entered; `split` is None for a decision without money.

    Who decided is `organisation`, `partnership` or `group_sv`. A date of None is unknown.
    `replaces` names the decision that a row amends or corrects; None leaves it to be found.
    """

    kind: str
    source: Source
    split: Split | None = None
    organisation: Organisation | None = None
    partnership: Partnership | None = None
    group_sv: str = ""
    group_en: str = ""
    round: Round | None = None
    decided_on: datetime.date | None = None
    case_number: str = ""
    reference: str = ""
    eu_rate: Decimal | None = None
    reason_sv: str = ""
    reason_en: str = ""
    replaces: Decision | None = None

    @property
    def body(self) -> tuple[Any, Any, str]:
        """What two decisions of the same body share."""
        return self.organisation, self.partnership, self.group_sv

    @property
    def matter(self) -> tuple[Any, ...]:
        """What rows of the same decision share."""
        numbers = (self.case_number, self.reference)
        when = (self.round, self.decided_on, numbers, self.source, self.replaces)
        return self.body, self.kind, *when

    @property
    def known_on(self) -> datetime.date:
        return self.decided_on or self.source.known_on


class RowRefusedError(ValidationError):
    """A row that cannot be entered, where it stands among those given, and at which field."""

    def __init__(self, message: str, place: int, field: str | None = None) -> None:
        super().__init__(message)
        self.said = message
        self.place = place
        self.field = field


@transaction.atomic
def enter(*, project: Project, rows: Sequence[Row]) -> list[Decision]:
    """Write rows to the ledger of a project and return the decisions recorded.

    A project that was ever public keeps what it has and gets the rows added; any
    other has its ledger rewritten, unless the rows say what it holds already.
    Raises RowRefusedError for the first row that cannot stand.
    """
    if not project.was_ever_public:
        if not changes(project, rows):
            return []
        project.decisions.all().delete()
        settle(project)
    return [_record(project, rows, places) for places in in_turn(rows)]


def changes(project: Project, rows: Sequence[Row]) -> bool:
    """Whether a project's ledger would say something else if these rows were entered."""
    return bool(rows) if project.was_ever_public else list(rows) != rows_of(project)


def rows_of(project: Project) -> list[Row]:
    """Return the rows that a project's ledger was entered by, those with money first."""
    decisions = project.decisions.order_by("pk").select_related(
        "organisation", "partnership", "round", "source"
    )
    with_money, without = [], []
    for decision in decisions.prefetch_related("splits__funder", "splits__fund"):
        row = _row(decision)
        splits = decision.splits.all()
        with_money += [replace(row, split=split_of(split)) for split in splits]
        without += [] if splits else [row]
    return with_money + without


def _row(decision: Decision) -> Row:
    names = [name for name in Row.__dataclass_fields__ if name not in {"kind", "split", "replaces"}]
    kind = CORRECTION if decision.entry == Entry.CORRECTION else decision.kind
    return Row(kind=kind, **{name: getattr(decision, name) for name in names})


def split_of(split: Any) -> Split:
    """Return an item of the ledger as it is entered."""
    names = [name for name in Split.__dataclass_fields__ if name != "amount"]
    return Split(amount=split.value, **{name: getattr(split, name) for name in names})


def in_turn(rows: Sequence[Row]) -> list[list[int]]:
    """Return the rows of each decision, by their places: what is replaced before what replaces."""
    decisions: dict[tuple[Any, ...], list[int]] = {}
    for place, row in enumerate(rows):
        decisions.setdefault(row.matter, []).append(place)
    return sorted(decisions.values(), key=lambda places: _turn(rows[places[0]]))


def _turn(row: Row) -> tuple[int, datetime.date]:
    if row.kind in REPLACING:
        return 2, row.known_on
    return int(row.kind != DecisionKind.PRIORITISED), datetime.date.min


def _record(project: Project, rows: Sequence[Row], places: list[int]) -> Decision:
    first = rows[places[0]]
    current = last_words(project) if first.kind in REPLACING else []
    facts = decided(rows, places, current)
    splits = [split for place in places if (split := rows[place].split)]
    try:
        with transaction.atomic():
            return record_decision(project=project, splits=splits, **facts)
    except (IntegrityError, DataError) as refused:
        raise RowRefusedError(in_words(refused), places[-1]) from refused


def last_words(project: Project) -> Iterable[Decision]:
    """Return the last word on each matter, in the order they were entered."""
    bodies = ("organisation", "partnership")
    return project.decisions.current().select_related(*bodies).order_by("pk")


def decided(
    rows: Sequence[Row], places: Sequence[int], current: Iterable[Decision]
) -> dict[str, Any]:
    """Return what the rows at these places say of their one decision, as columns of it.

    It may replace one of the `current` decisions, those that nothing supersedes, in the order
    they were entered. Raises RowRefusedError where it should and none or several fit.
    """
    first = rows[places[0]]
    earlier = replaced(current, first, places[0]) if first.kind in REPLACING else None
    is_correction = first.kind == CORRECTION
    texts = ("group_en", "eu_rate", "reason_sv", "reason_en")
    names = ("organisation", "partnership", "group_sv", "round", "decided_on", "source")
    return {
        "kind": earlier.kind if earlier and is_correction else first.kind,
        "entry": CORRECTION if is_correction else Entry.DECISION,
        "supersedes": earlier,
        "case_number": first.case_number,
        "reference": first.reference,
        **{name: getattr(first, name) for name in names},
        **{name: _first_said(rows, places, name) for name in texts},
    }


def _first_said(rows: Sequence[Row], places: Sequence[int], name: str) -> Any:
    given = [value for place in places if (value := getattr(rows[place], name)) not in (None, "")]
    return given[0] if given else getattr(rows[places[0]], name)


def replaced(current: Iterable[Decision], row: Row, place: int) -> Decision:
    """Return what a row replaces: the same body's decision in force, by case number if several.

    Raises RowRefusedError, with the place given, where there is none or more than one.
    """
    if row.replaces:
        if row.replaces not in current:
            message = _("The decision has been replaced by another meanwhile.")
            raise RowRefusedError(message, place, "kind")
        return row.replaces
    candidates = [
        one
        for one in current
        if (one.organisation, one.partnership, one.group_sv) == row.body
        and (row.kind == CORRECTION or one.kind in GIVING)
    ]
    if len(candidates) > 1 and row.case_number:
        candidates = [one for one in candidates if one.case_number == row.case_number]
    if not candidates:
        raise RowRefusedError(
            _("There is no decision in force of the same body, and case number, to replace."),
            place,
            "kind",
        )
    if len(candidates) > 1:
        raise RowRefusedError(
            _("The same body has several decisions in force here: write the case number."),
            place,
            "case_number",
        )
    return candidates[0]
