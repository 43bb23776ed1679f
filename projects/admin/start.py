"""What waits in the back office, for whoever looks: the start page, part by part.

Each part reads a few rows and counts no further than a hundred, so that a registry of a
million projects opens as fast as one of ten. A part that somebody may not see is None.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from news import reviewing
from news.figures.page import unseen
from news.models import Article
from projects.admin.imports import state_words
from projects.models import (
    ErrorReport,
    Import,
    PlausibilityWarning,
    Project,
    Proposal,
    ProposalKind,
    ProposalState,
    PublicationState,
    ReportState,
    Source,
    WarningRule,
)
from projects.publishing import lacking_of
from projects.releases.folders import damaged
from projects.templatetags.figures import date_text
from projects.warning_words import sentence

MOST_SHOWN = 6
MOST_SAID = 120
"""Characters of a reviewer's comment."""
MOST_COUNTED = 100
SHOWN_AS_RETURNED = timedelta(days=90)


@dataclass(frozen=True)
class Entry:
    """One row that waits: what it is called, where it is, and what there is to say of it."""

    words: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Part:
    """One kind of thing that waits; `url` leads to the list of them all."""

    key: str
    title: str
    entries: Sequence[Entry]
    count: int
    url: str

    @property
    def has_more(self) -> bool:
        return self.count > len(self.entries)

    @property
    def count_words(self) -> str:
        """Return how many there are, as far as they are counted."""
        return _("%(most)s or more") % {"most": MOST_COUNTED} if self.is_capped else str(self.count)

    @property
    def is_capped(self) -> bool:
        return self.count >= MOST_COUNTED


def parts(user: Any) -> list[Part]:
    """Return what waits for somebody, the most pressing first; a fixed number of queries."""
    found = [part(user) for part in PARTS]
    return [part for part in found if part is not None]


def _part(
    key: str, title: str, rows: QuerySet, url: str, entries: Callable[[list[Any]], list[Entry]]
) -> Part:
    shown = list(rows[:MOST_SHOWN])
    count = len(shown) if len(shown) < MOST_SHOWN else rows.all()[:MOST_COUNTED].count()
    return Part(key, title, entries(shown), count, url)


def _list(model: str, **narrowed: str) -> str:
    address = reverse(f"admin:{model}_changelist")
    return f"{address}?{urlencode(narrowed)}" if narrowed else address


def _projects(rows: list[Project], notes: dict[int, str] | None = None) -> list[Entry]:
    address = "admin:projects_project_change"
    return [
        Entry(str(one), reverse(address, args=[one.pk]), (notes or {}).get(one.pk, ""))
        for one in rows
    ]


def _with_lacking(rows: list[Project]) -> list[Entry]:
    """Say of each project what it lacks before it can be published."""
    lacking = lacking_of([one.pk for one in rows])
    notes = {
        key: _("Lacks: %(facts)s") % {"facts": ", ".join(str(fact.label) for fact in facts)}
        if facts
        else _("Nothing is missing.")
        for key, facts in lacking.items()
    }
    return _projects(rows, notes)


def to_approve(user: Any) -> Part | None:
    """What waits for a second person, the oldest first: one's own is said to be."""
    if not user.has_perm("projects.view_proposal"):
        return None
    rows = Proposal.objects.waiting().exclude(kind=ProposalKind.PUBLICATION)
    rows = rows.select_related("project", "by").order_by("pk")

    def entries(found: list[Proposal]) -> list[Entry]:
        return [_proposed(one, user) for one in found]

    url = _list("projects_proposal", state__exact="waiting")
    return _part("approve", _("To approve"), rows, url, entries)


def _proposed(proposal: Proposal, user: Any) -> Entry:
    url = reverse("admin:projects_proposal_change", args=[proposal.pk])
    own = _("your own: it waits for somebody else")
    note = own if proposal.by_id == user.pk else proposal.by.get_username()
    return Entry(str(proposal), url, note)


def returned(user: Any) -> Part | None:
    """What somebody proposed and got back to put right, until they propose anew."""
    if not user.has_perm("projects.view_proposal"):
        return None
    since = timezone.now() - SHOWN_AS_RETURNED
    rows = Proposal.objects.filter(by=user, state=ProposalState.RETURNED, decided_at__gte=since)
    rows = rows.unanswered().select_related("project").order_by("-decided_at", "-pk")

    def entries(found: list[Proposal]) -> list[Entry]:
        address = "admin:projects_proposal_change"
        return [Entry(str(one), reverse(address, args=[one.pk]), one.comment) for one in found]

    url = _list("projects_proposal", state__exact=ProposalState.RETURNED.value)
    return _part("returned", _("Returned to you"), rows, url, entries)


def in_review(user: Any) -> Part | None:
    """Projects that a reviewer is asked to look at."""
    if not user.has_perm("projects.publish_project"):
        return None
    rows = Project.objects.filter(state=PublicationState.IN_REVIEW).order_by("-pk")
    url = _list("projects_project", state__exact="in_review")
    return _part("review", _("Projects in review"), rows, url, _with_lacking)


def reports(user: Any) -> Part | None:
    """Errors that readers have reported and nobody has closed, the oldest first."""
    if not user.has_perm("projects.change_errorreport"):
        return None
    rows = ErrorReport.objects.waiting().select_related("project", "round", "article")
    return _part(
        "reports",
        _("Reported errors"),
        rows.order_by("pk"),
        _list("projects_errorreport", state__exact=ReportState.NEW.value),
        _reports,
    )


def _reports(rows: list[ErrorReport]) -> list[Entry]:
    address = "admin:projects_errorreport_change"
    return [
        Entry(
            f"{one.case_number}: {one.subject}",
            reverse(address, args=[one.pk]),
            f"{one.get_state_display()}, {date_text(timezone.localdate(one.reported_at))}",
        )
        for one in rows
    ]


def articles(user: Any) -> Part | None:
    """Articles that are not yet public, those in review first."""
    if not user.has_perm("news.change_article") and not user.has_perm("news.publish_article"):
        return None
    states = [PublicationState.IN_REVIEW, PublicationState.DRAFT]
    rows = Article.objects.filter(state__in=states).order_by("-state", "-pk")
    url = _list("news_article", not_public="1")
    return _part("articles", _("News not yet public"), rows, url, _articles)


def _articles(rows: list[Article]) -> list[Entry]:
    address, asked = "admin:news_article_change", reviewing.returned(rows)
    notes = {
        key: _("Returned: %(comment)s") % {"comment": Truncator(words).chars(MOST_SAID)}
        for key, words in asked.items()
    }
    return [
        Entry(
            str(one),
            reverse(address, args=[one.pk]),
            notes.get(one.pk, str(one.get_state_display())),
        )
        for one in rows
    ]


def changed_figures(user: Any) -> Part | None:
    """News that quote what a decision has made another sum, until somebody has seen to the note."""
    if not user.has_perm("news.change_article"):
        return None
    # What is scheduled is seen to before anybody reads it.
    found = unseen()
    named = Article.objects.in_bulk(list(found))
    entries = [
        Entry(str(named[key]), reverse("admin:news_article_change", args=[key]), note.text)
        for key, notes in found.items()
        for note in notes
    ]
    title, url = _("News with changed figures"), _list("news_article", changed_figures="1")
    return Part("figures", title, entries[:MOST_SHOWN], len(entries), url)


def contradictions(user: Any) -> Part | None:
    """Stated figures that no rounding can explain."""
    rule = WarningRule.FIGURES_CONTRADICT
    if not user.has_perm("projects.add_acceptedwarning"):
        return None
    rows = _warnings().filter(rule=rule)
    url = _list("projects_plausibilitywarning", rule__exact=rule.value)
    return _part("contradictions", _("Contradictions"), rows, url, _warned)


def doubts(user: Any) -> Part | None:
    """What else may be wrong."""
    if not user.has_perm("projects.add_acceptedwarning"):
        return None
    rows = _warnings().exclude(rule=WarningRule.FIGURES_CONTRADICT)
    return _part("doubts", _("Warnings"), rows, _list("projects_plausibilitywarning"), _warned)


def _warnings() -> QuerySet[PlausibilityWarning]:
    rows = PlausibilityWarning.objects.open().select_related("project", "organisation")
    return rows.order_by("-pk")


def _warned(rows: list[PlausibilityWarning]) -> list[Entry]:
    found = []
    for one in rows:
        name = "project" if one.project_id else "organisation"
        key = one.project_id or one.organisation_id
        url = reverse(f"admin:projects_{name}_change", args=[key])
        found.append(Entry(str(one.about), url, sentence(one)))
    return found


def drafts(user: Any) -> Part | None:
    """Drafts, the latest first, and what each lacks."""
    if not user.has_perms(["projects.view_project", "projects.add_acceptedwarning"]):
        return None
    rows = Project.objects.filter(state=PublicationState.DRAFT).order_by("-pk")
    url = _list("projects_project", state__exact="draft")
    return _part("drafts", _("Drafts"), rows, url, _with_lacking)


def ended(user: Any) -> Part | None:
    """Projects whose last day has passed and that nobody has closed."""
    if not user.has_perm("projects.change_project"):
        return None
    rows = Project.objects.ended(timezone.localdate()).order_by("-ends_on", "-pk")
    url = _list("projects_project", ended="1")
    return _part("ended", _("End passed, not closed"), rows, url, _with_ends)


def _with_ends(rows: list[Project]) -> list[Entry]:
    notes = {
        one.pk: _("ended %(day)s") % {"day": date_text(one.ends_on, one.ends_on_precision)}
        for one in rows
    }
    return _projects(rows, notes)


def sources(user: Any) -> Part | None:
    """Sources that nobody can look up again."""
    if not user.has_perm("projects.change_source"):
        return None
    rows = Source.objects.incomplete().order_by("-pk")
    url = _list("projects_source", incomplete="1")
    return _part("sources", _("Sources without address or day of reading"), rows, url, _sources)


def _sources(rows: list[Source]) -> list[Entry]:
    address = "admin:projects_source_change"
    return [Entry(str(one), reverse(address, args=[one.pk])) for one in rows]


def imports(user: Any) -> Part | None:
    """The files that were imported last, and what became of each."""
    if not user.has_perm("projects.view_import"):
        return None
    rows = Import.objects.defer("content").order_by("-pk")
    return _part("imports", _("Last imports"), rows, _list("projects_import"), _imports)


def _imports(rows: list[Import]) -> list[Entry]:
    address = "admin:projects_import_change"
    return [
        Entry(
            one.file_name,
            reverse(address, args=[one.pk]),
            f"{state_words(one)}, {date_text(timezone.localdate(one.at))}",
        )
        for one in rows
    ]


def releases(user: Any) -> Part | None:
    """Releases of which files are gone from the disk, and nothing while all are there."""
    found = damaged() if user.has_perm("auth.change_user") else []
    if not found:
        return None
    url = reverse("projects:releases")
    entries = [
        Entry(one.name, f"{url}#r{one.name}", ", ".join(one.missing)) for one in found[:MOST_SHOWN]
    ]
    title = _("Releases with missing files")
    return Part("releases", title, entries, min(len(found), MOST_COUNTED), url)


PARTS: list[Callable[[Any], Part | None]] = [
    returned,
    to_approve,
    releases,
    in_review,
    reports,
    changed_figures,
    articles,
    contradictions,
    doubts,
    drafts,
    ended,
    sources,
    imports,
]
"""What the start page shows, in this order."""
