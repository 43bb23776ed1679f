"""Takes an import back: what was never public goes, the rest is withdrawn or reversed by new rows.

What somebody has changed by hand since is theirs, and is left as it stands.
"""

import datetime
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from projects import publishing
from projects.approving import (
    draft_again,
    needs_second_person,
    propose,
    send_back,
    take_back,
    try_out,
    write,
)
from projects.entering import CORRECTION, Row, split_of
from projects.importing.cells import Kind, Problem
from projects.importing.matching import body_of
from projects.importing.proposing import MESSAGES, entry
from projects.importing.wanted import COLUMNS, COSTS, DAYS, plain
from projects.models import (
    DatePrecision,
    Decision,
    Import,
    ImportedRow,
    ImportState,
    Participation,
    Place,
    PlaceMeaning,
    Project,
    ProjectPlace,
    ProposalKind,
    ProposalState,
    Role,
    RowVerdict,
)
from projects.money import Amount, Precision
from projects.proposed import FACTS, Content
from projects.refusals import REFUSALS
from projects.settlement import lock, settle

DELETED, WITHDRAWN, REVERSED, PROPOSED, TAKEN_BACK, KEPT = (
    *("deleted", "withdrawn", "reversed", "reversal_waits", "taken_back", "kept"),
)


@transaction.atomic
def undo(file: Import, *, by: Any, reason_sv: str, reason_en: str = "") -> dict[str, int]:
    """Take back what an import did; return how many projects met which end.

    Raises ValidationError for an import that is not done, and where no reason is given.
    """
    file = Import.objects.select_for_update(of=("self",), no_key=True).get(pk=file.pk)
    if file.state != ImportState.DONE:
        raise ValidationError(_("Only an import that is done can be undone."))
    if not reason_sv.strip():
        raise ValidationError(_("Say why it is undone: of what was public the public reads it."))
    undoing = _Undoing(file, by, reason_sv.strip(), reason_en.strip())
    rows = ImportedRow.objects.filter(file=file, project__isnull=False).order_by("-place")
    ends: Counter[str] = Counter()
    told = []
    for row in rows.select_related("project", "proposal"):
        end = undoing.undo(row)
        if end:
            ends[end] += 1
            row.problems.append(Problem(f"undone_{end}", Kind.NOTE).as_json())
            told.append(row)
    ImportedRow.objects.bulk_update(told, ["problems"], batch_size=500)
    file.state = ImportState.UNDONE
    file.counts = file.counts | ends
    file.save(update_fields=["state", "counts"])
    connection.check_constraints()
    return dict(ends)


class _Undoing:
    def __init__(self, file: Import, by: Any, reason_sv: str, reason_en: str) -> None:
        self.file = file
        self.by = by
        self.reason_sv = reason_sv
        self.reason_en = reason_en

    def undo(self, row: ImportedRow) -> str:
        """Take back what one record did; return what became of it, empty where it did nothing."""
        ways: dict[str, Callable[[Project, ImportedRow], str]] = {
            RowVerdict.NEW: self._new,
            RowVerdict.CHANGED: self._changed,
            RowVerdict.WAITS: self._waiting,
        }
        way = ways.get(row.verdict)
        if way is None or row.project is None:
            return ""
        lock(row.project)
        row.project.refresh_from_db()
        return way(row.project, row)

    def _new(self, project: Project, _row: ImportedRow) -> str:
        if project.was_ever_public:
            if not project.is_published or self._is_amended(project):
                return KEPT
            publishing.withdraw(project, reason_sv=self.reason_sv, reason_en=self.reason_en)
            return WITHDRAWN
        if self._is_somebodys(project):
            return KEPT
        project.delete()
        return DELETED

    def _is_amended(self, project: Project) -> bool:
        """Whether anything of a public project was entered or approved after the import."""
        approved = project.proposals.approved().exclude(kind=ProposalKind.PUBLICATION)
        others = project.decisions.exclude(source=self.file.source)
        return (
            approved.filter(decided_at__gt=self.file.ended_at).exists()
            or others.filter(recorded_at__gt=self.file.ended_at).exists()
            or self._is_somebodys(project)
        )

    def _is_somebodys(self, project: Project) -> bool:
        """Whether somebody saved the project, or another file changed it, after the import."""
        entries = LogEntry.objects.filter(
            content_type__app_label="projects",
            content_type__model="project",
            object_id=str(project.pk),
            action_time__gt=self.file.ended_at,
            change_message__startswith="[{",
        ).exclude(change_message=MESSAGES[CHANGE])
        later = ImportedRow.objects.standing().filter(
            project=project, file_id__gt=self.file.pk, verdict=RowVerdict.CHANGED
        )
        return entries.exists() or later.exists()

    def _changed(self, project: Project, row: ImportedRow) -> str:
        if project.was_ever_public:
            return self._reverse_public(project, row)
        if self._is_somebodys(project):
            return KEPT
        draft_again(project)
        for name, before, _after in row.changes:
            self._put_back(project, name, before)
        project.save()
        settle(project)
        entry(project, by=self.by.pk, flag=CHANGE).save()
        return REVERSED

    def _put_back(self, project: Project, name: str, before: list[str]) -> None:
        if name in COLUMNS:
            for column, text in zip(COLUMNS[name], before or [""] * 3, strict=False):
                _set(project, column, text)
        elif name == "lead":
            project.participations.filter(role=Role.LEAD).delete()
            for token in before:
                Participation.objects.create(project=project, role=Role.LEAD, **_who(token))
        elif name == "places":
            project.project_places.filter(meaning=PlaceMeaning.CARRIED_OUT_IN).delete()
            ProjectPlace.objects.bulk_create(
                ProjectPlace(project=project, place=place, meaning=PlaceMeaning.CARRIED_OUT_IN)
                for place in Place.objects.filter(code__in=before)
            )
        else:
            self._put_back_decision(project, name, before)

    def _put_back_decision(self, project: Project, name: str, before: list[str]) -> None:
        """Let a decision of a draft say what it said, or take it away if there was none."""
        decision = self._own(project, name)
        if decision is None:
            return
        if not before:
            decision.delete()
            return
        day, *amounts = before
        if day:
            decision.decided_on = decision.in_force_from = datetime.date.fromisoformat(day)
            decision.save(update_fields=["decided_on", "in_force_from"])
        splits = sorted(decision.splits.all(), key=lambda one: one.amount or Decimal(0))
        for split, text in zip(splits, amounts, strict=False):
            kronor, precision, step = [*text.split(" "), "", ""][:3]
            split.amount = None if kronor == "?" else Decimal(kronor)
            split.amount_precision = precision or "exact"
            split.amount_step = Decimal(step) if step else None
            split.save()

    def _own(self, project: Project, name: str) -> Decision | None:
        """Return the decision that the import wrote under a name."""
        _decision, kind, body, number, _turn = name.split("|")
        rows = project.decisions.filter(
            source=self.file.source, kind=kind, case_number=number, superseded_by=None
        )
        return next((one for one in rows if body_of(one) == body), None)

    def _waiting(self, project: Project, row: ImportedRow) -> str:
        """Take back what still waits; reverse by new rows what was approved."""
        proposal = row.proposal
        if proposal is None:
            return KEPT
        proposal.refresh_from_db()
        if proposal.state in {ProposalState.RETURNED, ProposalState.TAKEN_BACK}:
            return KEPT
        if not proposal.is_waiting:
            return self._reverse_public(project, row)
        if self.by == proposal.by:
            take_back(proposal, by=self.by)
        else:
            send_back(proposal, by=self.by, comment=self.reason_sv)
        return TAKEN_BACK

    def _reverse_public(self, project: Project, row: ImportedRow) -> str:
        """Correct what the import set of a public project; the correction is public too.

        What somebody has amended since, or what can no longer be put back, is left.
        """
        current = project.decisions.current().filter(source=self.file.source)
        rows = tuple(one for decision in current for one in self._corrections(decision))
        content = Content(rows=rows, facts=dict(_facts_before(project, row)))
        if not content:
            return KEPT
        try:
            try_out(project, content)
        except (ValidationError, *REFUSALS):
            return KEPT
        if needs_second_person(project):
            what: dict[str, Any] = {"rows": content.rows, "facts": content.facts}
            propose(project=project, by=self.by, note=_("An import is undone."), **what)
            return PROPOSED
        write(project, content)
        return REVERSED

    def _corrections(self, decision: Decision) -> list[Row]:
        """Return rows that say again what stood before a decision: its splits, or nothing."""
        earlier = decision.supersedes
        said = earlier or decision
        names = [
            *("organisation", "partnership", "group_sv", "group_en", "round", "decided_on"),
            *("case_number", "reference", "eu_rate", "source"),
        ]
        facts: dict[str, Any] = {name: getattr(said, name) for name in names}
        facts |= {"kind": CORRECTION, "replaces": decision}
        facts |= {"reason_sv": self.reason_sv, "reason_en": self.reason_en}
        splits = earlier.splits.select_related("funder", "fund", "programme") if earlier else []
        return [Row(split=split_of(one), **facts) for one in splits] or [Row(**facts)]


def _facts_before(project: Project, row: ImportedRow) -> Iterator[tuple[str, Any]]:
    """Yield each fact that still is what the import set, as it was; a day if it was known to it."""
    for name, before, after in row.changes:
        columns = COLUMNS.get(name, ())
        if name not in FACTS or [plain(getattr(project, one)) for one in columns] != after:
            continue
        if name in COSTS:
            yield name, _amount(before)
        elif name not in DAYS:
            yield name, "".join(before)
        elif before[1:] == [DatePrecision.DAY]:
            yield name, datetime.date.fromisoformat(before[0])


def _amount(said: list[str]) -> Amount:
    """Return an amount from the texts of its columns; of none it is unknown."""
    if not said:
        return Amount.unknown()
    kronor, precision, step = said
    return Amount(Decimal(kronor), Precision(precision), Decimal(step) if step else None)


def _set(project: Project, column: str, text: str) -> None:
    """Put a column back to what a text of `planning` says."""
    field: Any = Project._meta.get_field(column)
    if text == "" and column.endswith("_precision"):
        value: Any = field.default
    elif text == "" and field.null:
        value = None
    else:
        value = field.to_python(text)
    setattr(project, field.attname, value)


def _who(token: str) -> dict[str, Any]:
    kind, _colon, rest = token.partition(":")
    return {"group_sv": rest} if kind == "group" else {"organisation_id": int(rest)}
