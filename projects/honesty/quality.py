"""What can be checked of the data, each check with its rows: shown to all, hidden from none.

Here stand facts alone. What an administrator is warned of because it may be a mistake
(`plausibility.py`) is none before somebody has looked.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects import warning_words
from projects.models import (
    Decision,
    DecisionKind,
    GrantSplit,
    MissingFact,
    PlausibilityWarning,
    Project,
    ProjectPlace,
    Source,
    WarningRule,
)
from projects.models.base import project_is_public
from projects.releases import public

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Check:
    """One thing that is looked for: what it means, what was found, and how a row is told."""

    key: str
    title: "StrOrPromise"
    text: "StrOrPromise"
    rows: Callable[[], QuerySet]
    told: Callable[[Any], str]


@dataclass(frozen=True)
class Finding:
    """One row of a check: the project or source that it is of, and what is found."""

    project: Project | None
    source: Source | None
    text: str


def findings(check: Check, rows: Any) -> list[Finding]:
    """Return rows of a check as its page tells them."""
    return [
        Finding(
            project=getattr(row, "project", None),
            source=row if isinstance(row, Source) else None,
            text=check.told(row),
        )
        for row in rows
    ]


def _warned(rule: WarningRule, *conditions: Q) -> Callable[[], QuerySet]:
    def rows() -> QuerySet[PlausibilityWarning]:
        of_rule = PlausibilityWarning.objects.filter(project_is_public(), *conditions, rule=rule)
        return of_rule.select_related("project").order_by("project_id", "pk")

    return rows


def _of_projects(rows: QuerySet, *related: str) -> QuerySet:
    public_rows = rows.filter(project_is_public())
    return public_rows.select_related("project", *related).order_by("project_id", "pk")


def missing_facts() -> QuerySet[MissingFact]:
    return _of_projects(MissingFact.objects.all())


def undated_decisions() -> QuerySet[Decision]:
    """Return decisions that still stand and of which no source gives the day."""
    # Not by `current`, whose join PostgreSQL takes for one row, and plans for it.
    replaced = Exists(Decision.objects.filter(supersedes=OuterRef("pk")))
    rows = Decision.objects.filter(~replaced, decided_on__isnull=True)
    return _of_projects(rows, "organisation", "partnership", "source")


def unknown_amounts() -> QuerySet[GrantSplit]:
    """Return what was given or proposed, and still stands, without an amount."""
    rows = GrantSplit.objects.standing().filter(amount__isnull=True)
    rows = rows.exclude(decision__kind__in=[DecisionKind.REJECTED, DecisionKind.REVOKED])
    return _of_projects(rows, "funder", "fund", "decision")


def incomplete_sources() -> QuerySet[Source]:
    return public.sources().incomplete().order_by("publisher", "title", "pk")


def places_without_source() -> QuerySet[ProjectPlace]:
    return _of_projects(ProjectPlace.objects.filter(source__isnull=True), "place")


def _what_is_missing(row: MissingFact) -> str:
    return f"{capfirst(row.get_fact_display())}: {row.said('note')}"


def _undated(row: Decision) -> str:
    words = {"decision": capfirst(row.get_kind_display()), "body": row.body}
    return _("%(decision)s by %(body)s") % words


def _lacks(row: Source) -> str:
    lacking = [] if row.url else [_("no web address")]
    lacking += [] if row.retrieved else [_("not known when it was read")]
    return ", ".join(lacking)


CHECKS = [
    Check(
        "contradictions",
        gettext_lazy("Stated figures that contradict one another"),
        gettext_lazy("Sources print figures that cannot all be true, however they are rounded."),
        _warned(WarningRule.FIGURES_CONTRADICT, Q(facts__has_key="others")),
        warning_words.sentence,
    ),
    Check(
        "unexplained",
        gettext_lazy("Figures that rounding cannot explain"),
        gettext_lazy(
            "The parts of a project add up to something else than a source states of them."
        ),
        _warned(WarningRule.FIGURES_CONTRADICT, ~Q(facts__has_key="others")),
        warning_words.sentence,
    ),
    Check(
        "missing-facts",
        gettext_lazy("Missing facts"),
        gettext_lazy(
            "Every project should have a decision, a lead, a period and a place. No source gives"
            " these."
        ),
        missing_facts,
        _what_is_missing,
    ),
    Check(
        "unknown-dates",
        gettext_lazy("Decisions of unknown date"),
        gettext_lazy(
            "No source gives the day. The decision counts from the day that its source is known."
        ),
        undated_decisions,
        _undated,
    ),
    Check(
        "unknown-amounts",
        gettext_lazy("Amounts that are missing"),
        gettext_lazy("Somebody gives or would give, and no source says how much."),
        unknown_amounts,
        str,
    ),
    Check(
        "incomplete-sources",
        gettext_lazy("Sources that cannot be looked up"),
        gettext_lazy("A source without a web address, or of which nobody noted when it was read."),
        incomplete_sources,
        _lacks,
    ),
    Check(
        "places-without-source",
        gettext_lazy("Places without a source"),
        gettext_lazy("The place of a project, of which it is not said where that was read."),
        places_without_source,
        str,
    ),
    Check(
        "overpaid",
        gettext_lazy("More is paid out than was granted"),
        gettext_lazy("What was paid out, less what was paid back, is more than was granted."),
        _warned(WarningRule.PAID_OVER_GRANTED),
        warning_words.sentence,
    ),
    Check(
        "above-cap",
        gettext_lazy("EU share above the programme's highest"),
        gettext_lazy("EU money is more of the cost than the programme allows."),
        _warned(WarningRule.EU_SHARE_ABOVE_CAP),
        warning_words.sentence,
    ),
    Check(
        "title-as-purpose",
        gettext_lazy("Title and purpose are the same"),
        gettext_lazy("The text that should explain the project only repeats its title."),
        _warned(WarningRule.TITLE_IS_PURPOSE),
        warning_words.sentence,
    ),
]

BY_KEY = {check.key: check for check in CHECKS}
