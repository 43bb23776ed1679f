"""What an import proposes of projects that are public, and who is told to have entered what."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from projects.approving import needs_second_person, propose, try_out, write
from projects.entering import Row
from projects.importing.cells import Kind, Problem
from projects.importing.wanted import COSTS, DAYS, Wanted
from projects.models import DatePrecision, DecisionKind, Import, Project, RowVerdict
from projects.proposed import FACTS, Content
from projects.refusals import REFUSALS, in_words

if TYPE_CHECKING:
    from projects.importing.planning import Plan


def may_be_proposed(wanted: Wanted, name: str, before: Sequence[str]) -> bool:
    """Whether a change of a public project can wait for approval; any other is made by hand."""
    if name.startswith("decision"):
        [decision] = [one for one in wanted.decisions if one.key == name]
        return decision.kind != DecisionKind.PRIORITISED or not any(before)
    if name in DAYS:
        return wanted.columns[name][1] == DatePrecision.DAY
    return name in FACTS


def propose_changes(plan: "Plan", rows: list[Row], *, by: Any) -> None:
    """Let the changes of a public project wait, or enter them where nobody has to approve.

    What the ledger would refuse becomes an error of the record, and nothing of it is done.
    """
    project = plan.project
    if project is None or not plan.changes:
        return
    content = Content(rows=tuple(rows), facts=_facts(plan.wanted, plan.names))
    try:
        try_out(project, content)
        if needs_second_person(project):
            note = _("From an imported file.")
            what: dict[str, Any] = {"rows": content.rows, "facts": content.facts}
            plan.proposal = propose(project=project, by=by, note=note, **what)
            plan.verdict = RowVerdict.WAITS
        else:
            write(project, content)
    except (ValidationError, *REFUSALS) as refused:
        said = refused.messages if isinstance(refused, ValidationError) else [in_words(refused)]
        values = (("reason", " ".join(said)),)
        plan.problems.append(Problem("refused", Kind.ERROR, plan.at, values=values))
        plan.verdict, plan.project = RowVerdict.ERROR, None


def _facts(wanted: Wanted, names: set[str]) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for name in FACTS:
        if name in names:
            value = wanted.columns[name][0]
            facts[name] = wanted.costs[name] if name in COSTS else value
    return facts


MESSAGES = {ADDITION: '[{"added": {}}]', CHANGE: '[{"changed": {}}]'}
"""What is noted of whoever let a file enter or change a project; no form says just that."""


def log(plans: Iterable["Plan"], file: Import) -> None:
    """Note who entered or changed the projects: whoever imported them publishes none of them."""
    if file.by_id is None:
        return
    flags = {RowVerdict.NEW: ADDITION, RowVerdict.CHANGED: CHANGE}
    LogEntry.objects.bulk_create(
        entry(plan.project, by=file.by_id, flag=flags[RowVerdict(plan.verdict)])
        for plan in plans
        if plan.project and plan.verdict in flags
    )


def entry(project: Project, *, by: int, flag: int) -> LogEntry:
    """Return the note, unsaved, that somebody entered or changed a project by a file."""
    return LogEntry(
        user_id=by,
        content_type=ContentType.objects.get_for_model(Project),
        object_id=str(project.pk),
        object_repr=str(project)[:200],
        action_flag=flag,
        change_message=MESSAGES[flag],
    )
