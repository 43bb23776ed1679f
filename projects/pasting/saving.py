"""Writes the rows of a round: drafts of new projects, and what the round decided of each."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from projects import approving
from projects.entering import Row, decided, enter, rows_of
from projects.importing.newcomers import addresses, kind_and_sector
from projects.ledger import Split, record_decision
from projects.models import (
    Decision,
    DecisionKind,
    Fund,
    NumberScheme,
    Organisation,
    Place,
    PlaceMeaning,
    Programme,
    Project,
    ProjectPlace,
    Proposal,
    Role,
    Round,
    RoundKind,
    Source,
)
from projects.money import Amount
from projects.proposed import Content
from projects.settlement import lock, settle


@dataclass(frozen=True, kw_only=True)
class Shared:
    """What all rows of a pasted table have in common."""

    round: Round
    source: Source
    funder: Organisation | None
    fund: Fund | None = None
    programme: Programme | None = None

    @property
    def kind(self) -> str:
        return kind_at(self.round)

    def row(self, amount: Amount, case_number: str = "") -> Row:
        """Return what the round says of one project, as a row of its ledger."""
        grants = self.kind == DecisionKind.GRANTED
        split = Split(amount=amount, funder=self.funder, fund=self.fund, programme=self.programme)
        return Row(
            kind=self.kind,
            source=self.source,
            split=split,
            organisation=self.round.organisation,
            partnership=None if grants else self.round.partnership,
            round=self.round,
            decided_on=self.round.met_on,
            case_number=case_number,
        )


def kind_at(round_: Round) -> str:
    """Return what a row of a round is: granted where an organisation decides, else prioritised."""
    grants = round_.kind == RoundKind.DECISION and round_.organisation_id
    return DecisionKind.GRANTED if grants else DecisionKind.PRIORITISED


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """One row to save. Without a project a draft is made; `places` are codes.

    A lead without a key is an organisation to be made.
    """

    title: str
    project: Project | None = None
    lead: Organisation | None = None
    amount: Amount
    case_number: str = ""
    places: Sequence[str] = ()


@dataclass
class Saved:
    """What became of the rows: projects made, drafts added to, those that wait, those left.

    `unscheduled` are those of the added that were scheduled, and have to be approved anew.
    """

    made: list[Project] = field(default_factory=list)
    added: list[Project] = field(default_factory=list)
    waiting: list[Project] = field(default_factory=list)
    left: list[Project] = field(default_factory=list)
    unscheduled: list[Project] = field(default_factory=list)


def newcomer(name: str, number: str = "") -> Organisation:
    """Return an organisation to be made; its kind and sector are guessed from its name."""
    kind, sector = kind_and_sector(name, number or None)
    return Organisation(
        name=name,
        number=number or None,
        number_scheme=NumberScheme.SWEDISH,
        kind=kind,
        sector=sector,
    )


@transaction.atomic
def save(*, shared: Shared, rows: Sequence[Wanted], by: Any) -> Saved:
    """Write all rows or none. A project that the round places, or is proposed to, is left.

    Where two persons are asked, a decision about a project that was ever public waits for the
    second. Raises RowRefusedError, and what the database raises.
    """
    _make_leads(rows)
    saved = Saved()
    new = [row for row in rows if row.project is None]
    slugs = dict(zip(map(id, new), addresses(Project, [one.title for one in new]), strict=True))
    for wanted in rows:
        if wanted.project is None:
            saved.made.append(_make(shared, wanted, slugs[id(wanted)]))
        else:
            _add(shared, wanted, wanted.project, by, saved)
    connection.check_constraints()
    return saved


def _make_leads(rows: Sequence[Wanted]) -> None:
    """Make the organisations that are not there yet, one a name."""
    found = [row.lead for row in rows if row.project is None and row.lead and not row.lead.pk]
    new = {one.name: one for one in reversed(found)}
    for one, slug in zip(new.values(), addresses(Organisation, list(new)), strict=True):
        one.slug = slug
        one.save(force_insert=True)
    for one in found:
        one.pk = new[one.name].pk


def _make(shared: Shared, wanted: Wanted, slug: str) -> Project:
    project = Project.objects.create(title_sv=wanted.title, slug=slug)
    if wanted.lead:
        project.participations.create(role=Role.LEAD, organisation_id=wanted.lead.pk)
    places = dict(Place.objects.filter(code__in=wanted.places).values_list("code", "pk"))
    ProjectPlace.objects.bulk_create(
        ProjectPlace(
            project=project,
            place_id=places[code],
            meaning=PlaceMeaning.CARRIED_OUT_IN,
            source=shared.source,
        )
        for code in wanted.places
    )
    row = shared.row(wanted.amount, wanted.case_number)
    splits = [row.split] if row.split else []
    record_decision(project=project, splits=splits, **decided([row], [0], ()))
    return project


def _add(shared: Shared, wanted: Wanted, project: Project, by: Any, saved: Saved) -> None:
    """Say of a project that is there what the round decided."""
    lock(project)
    project.refresh_from_db()
    row = shared.row(wanted.amount, wanted.case_number)
    if project.pk in placed_in(shared.round) | waiting_in(shared.round):
        saved.left.append(project)
    elif approving.needs_second_person(project):
        approving.try_out(project, Content(rows=(row,)))
        approving.propose(project=project, by=by, rows=[row])
        saved.waiting.append(project)
    else:
        if approving.draft_again(project):
            saved.unscheduled.append(project)
        earlier = [] if project.was_ever_public else rows_of(project)
        enter(project=project, rows=[*earlier, row])
        settle(project)
        saved.added.append(project)


def placed_in(round_: Round) -> set[int]:
    """Return the keys of the projects that a round places, drafts included."""
    placing = Decision.objects.placing().filter(round=round_)
    return set(placing.values_list("project_id", flat=True))


def waiting_in(round_: Round) -> set[int]:
    """Return the keys of the projects that a round places once somebody approves it."""
    row = {"round": round_.pk, "kind": kind_at(round_)}
    waiting = Proposal.objects.waiting().filter(content__contains={"rows": [row]})
    return set(waiting.values_list("project_id", flat=True))
