"""Writes what was planned: drafts in bulk, changes one by one, and what became of each record."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.utils import timezone

from projects.approving import ask_for_publication, draft_again
from projects.entering import Row
from projects.importing.matching import Organisations
from projects.importing.newcomers import addresses, make
from projects.importing.overwriting import facts_over, splits_over
from projects.importing.planning import Plan, number_of
from projects.importing.proposing import log, propose_changes
from projects.importing.standing import standing
from projects.importing.wanted import COLUMNS, Wanted, WantedDecision, WantedSplit
from projects.ledger import Split, record_decision, unsaved_split
from projects.models import (
    Decision,
    DecisionKind,
    GrantSplit,
    Import,
    ImportedRow,
    Organisation,
    Participation,
    Partnership,
    Place,
    PlaceMeaning,
    Project,
    ProjectPlace,
    PublicationState,
    Role,
    RowVerdict,
    Source,
)
from projects.publishing import lacking_of
from projects.settlement import settle, settle_new


class Writer:
    """Writes the plans of one import, batch by batch, within the caller's transaction."""

    def __init__(self, *, file: Import, source: Source, organisations: Organisations) -> None:
        self.file = file
        self.source = source
        self.organisations = organisations
        self.tokens: dict[str, str] = {}
        self.places = dict(Place.objects.values_list("code", "pk"))
        self.counts: Counter[str] = Counter()

    def write(self, plans: Sequence[Plan]) -> set[int]:
        """Write a batch; return the keys of the projects that it made."""
        sound = [plan for plan in plans if plan.verdict != RowVerdict.ERROR]
        self._make_organisations(sound)
        new = [plan for plan in sound if plan.verdict == RowVerdict.NEW]
        self._make_projects(new)
        for plan in sound:
            if plan.project and plan.changes:
                # As it is now: somebody may have published or scheduled it on the way.
                draft_again(plan.project)
            if plan.project and plan.project.was_ever_public:
                propose_changes(plan, self.rows_of(plan), by=self.file.by)
            elif plan.verdict == RowVerdict.CHANGED:
                self._change(plan)
        log(sound, self.file)
        if self.file.publishes:
            self._publish([plan.project for plan in new if plan.project])
        ImportedRow.objects.bulk_create(row_of(self.file, plan, self.tokens) for plan in plans)
        self.counts.update(plan.verdict for plan in plans)
        return {plan.project.pk for plan in new if plan.project}

    def _make_organisations(self, plans: Iterable[Plan]) -> None:
        used = {token for plan in plans for token in _tokens(plan.wanted)}
        parties = {
            token: party
            for token, party in self.organisations.parties.items()
            if token in used and token not in self.tokens
        }
        self.tokens |= make(parties)

    def _make_projects(self, plans: Sequence[Plan]) -> None:
        slugs = addresses(Project, [_name(plan) for plan in plans])
        rows = [
            Project(slug=slug, **_columns(plan.wanted, COLUMNS))
            for plan, slug in zip(plans, slugs, strict=True)
        ]
        for plan, project in zip(plans, Project.objects.bulk_create(rows), strict=True):
            plan.project = project
        Participation.objects.bulk_create(self._lead(plan) for plan in plans if plan.wanted.lead)
        ProjectPlace.objects.bulk_create(one for plan in plans for one in self._places(plan))
        pairs = [
            (self._decision(plan, wanted), wanted)
            for plan in plans
            for wanted in plan.wanted.decisions
        ]
        Decision.objects.bulk_create(decision for decision, _wanted in pairs)
        GrantSplit.objects.bulk_create(
            unsaved_split(decision, self._split(split))
            for decision, wanted in pairs
            for split in wanted.splits
        )
        settle_new([plan.project.pk for plan in plans if plan.project])

    def _lead(self, plan: Plan) -> Participation:
        return Participation(
            project=plan.project, role=Role.LEAD, **self._who("organisation", plan.wanted.lead)
        )

    def _places(self, plan: Plan) -> list[ProjectPlace]:
        return [
            ProjectPlace(
                project=plan.project,
                place_id=self.places[code],
                meaning=PlaceMeaning.CARRIED_OUT_IN,
                source=self.source,
            )
            for code in plan.wanted.places
        ]

    def _decision(self, plan: Plan, wanted: WantedDecision) -> Decision:
        facts = self._facts(wanted)
        in_force = facts["decided_on"] or self.source.known_on
        return Decision(project=plan.project, in_force_from=in_force, **facts)

    def _facts(self, wanted: WantedDecision) -> dict[str, Any]:
        return {
            "kind": wanted.kind,
            "decided_on": wanted.decided_on,
            "case_number": wanted.case_number,
            "reference": wanted.reference,
            "eu_rate": wanted.eu_rate,
            "source": self.source,
            **self._who("organisation", wanted.body),
        }

    def _split(self, wanted: WantedSplit) -> Split:
        return Split(
            amount=wanted.amount,
            fund=wanted.fund,
            programme=wanted.programme,
            **self._payer(wanted.funder),
        )

    def _who(self, name: str, token: str) -> dict[str, Any]:
        """Return the columns that name whoever a token means."""
        kind, _colon, rest = self.tokens.get(token, token).partition(":")
        if kind == "group":
            return {"group_sv": rest}
        if kind == "partnership":
            return {"partnership_id": int(rest)}
        return {f"{name}_id": int(rest)}

    def _payer(self, token: str) -> dict[str, Any]:
        who = self._who("organisation", token)
        key = who.pop("organisation_id", None)
        return who if key is None else {"funder": Organisation(pk=key)}

    def _change(self, plan: Plan) -> None:
        """Write what the file changes of a draft; its ledger is settled anew."""
        project = plan.project
        if project is None:
            return
        names = plan.names
        columns = _columns(plan.wanted, names & COLUMNS.keys())
        for name, value in columns.items():
            setattr(project, name, value)
        if columns:
            project.save(update_fields=list(columns))
        if "lead" in names:
            project.participations.filter(role=Role.LEAD).delete()
            self._lead(plan).save()
        if "places" in names:
            project.project_places.filter(meaning=PlaceMeaning.CARRIED_OUT_IN).delete()
            ProjectPlace.objects.bulk_create(self._places(plan))
        for wanted in plan.wanted.decisions:
            if wanted.key in names:
                self._decide_anew(project, wanted, plan)
        settle(project)

    def _decide_anew(self, project: Project, wanted: WantedDecision, plan: Plan) -> None:
        """Let a draft's decision say what the file says now; what it replaced stays replaced."""
        earlier = standing(project, wanted)
        facts, splits = self._facts(wanted), [self._split(split) for split in wanted.splits]
        if earlier:
            splits = splits_over(earlier, splits, drops_rest=plan.is_as_told(wanted.key))
            facts = facts_over(earlier, facts)
            facts["decided_on"] = facts["decided_on"] or earlier.decided_on
            names = ("supersedes", "kind", "entry", "reason_sv", "reason_en")
            facts |= {name: getattr(earlier, name) for name in names}
            earlier.delete()
        record_decision(project=project, splits=splits, **facts)

    def rows_of(self, plan: Plan) -> list[Row]:
        """Return the rows by which a public project's ledger would follow the file."""
        rows = []
        for wanted in plan.wanted.decisions:
            if wanted.key not in plan.names or plan.project is None:
                continue
            facts, splits = self._facts(wanted), [self._split(one) for one in wanted.splits]
            for name, model in (("organisation", Organisation), ("partnership", Partnership)):
                if key := facts.pop(f"{name}_id", None):
                    facts[name] = model._default_manager.get(pk=key)
            if earlier := standing(plan.project, wanted):
                splits = splits_over(earlier, splits, drops_rest=plan.is_as_told(wanted.key))
                facts = facts_over(earlier, facts)
                facts |= {"kind": DecisionKind.AMENDED, "replaces": earlier}
            rows += [Row(split=one, **facts) for one in splits]
        return rows

    def _publish(self, projects: Sequence[Project]) -> None:
        """Publish what lacks nothing, or let it wait for a second person."""
        lacks = lacking_of([one.pk for one in projects])
        whole = [one for one in projects if not lacks[one.pk]]
        if settings.TWO_PERSONS:
            for project in whole:
                ask_for_publication(project, by=self.file.by)
            self.counts["in_review"] += len(whole)
            return
        Project.objects.filter(pk__in=[one.pk for one in whole]).update(
            state=PublicationState.PUBLISHED, published_at=timezone.now()
        )
        self.counts["published"] += len(whole)


def _name(plan: Plan) -> str:
    """Return the words that a project's address is made of."""
    [title] = plan.wanted.columns["title_sv"]
    return (plan.wanted.columns.get("acronym") or [title])[0]


def _columns(wanted: Wanted, names: Iterable[str]) -> dict[str, Any]:
    return {
        column: value
        for name in names
        if name in wanted.columns
        for column, value in zip(COLUMNS[name], wanted.columns[name], strict=True)
    }


def _tokens(wanted: Wanted) -> set[str]:
    paying = {split.funder for one in wanted.decisions for split in one.splits}
    return {wanted.lead, *paying, *(one.body for one in wanted.decisions)}


def row_of(file: Import, plan: Plan, tokens: dict[str, str] | None = None) -> ImportedRow:
    """Return what is kept of a record; tokens of organisations just made give way to their keys."""
    known = tokens or {}
    rows = plan.record.rows
    return ImportedRow(
        file=file,
        place=plan.place,
        rows=", ".join(map(str, rows))[:60],
        title=plan.wanted.columns.get("title_sv", [""])[0][:250],
        case_number=number_of(plan.record)[:60],
        verdict=plan.verdict,
        project=plan.project,
        proposal=plan.proposal,
        values=_known(plan.wanted.values, known),
        changes=[list(change) for change in plan.changes],
        problems=[problem.as_json() for problem in plan.problems],
    )


def _known(values: dict[str, list[str]], tokens: dict[str, str]) -> dict[str, list[str]]:
    """Return values in which every organisation has its key."""
    found = {}
    for name, value in values.items():
        parts = [tokens.get(part, part) for part in name.split("|")]
        found["|".join(parts)] = [tokens.get(one, one) for one in value]
    return found
