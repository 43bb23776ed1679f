"""The Atom feed of any list of projects: what was decided last among what it finds."""

import datetime
import uuid
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from news.feeds import Feed
from news.sanitising import fit_for_xml
from projects.filters import ProjectFilter
from projects.latest import Line, line
from projects.models import Decision, Entry, Project, SplitForm
from projects.search.executor import executor
from projects.search.postgres import Postgres
from projects.selection import chips, query_of
from projects.templatetags.figures import amount_text, date_text, number, total_text

ENTRIES = 20
_NAMES = uuid.UUID("5b0c7f0e-6b1f-4c39-9d1c-0b3f6a6f6c51")
"""What entries are named under; feed readers know them by it, so that it never changes."""


def latest(selection: ProjectFilter) -> list[Decision]:
    """Return the entries of the ledger that became public last among what a selection finds.

    An entry becomes public when it is recorded, or later with its project: the latest are
    among the last that were recorded and those of the projects that were published last.
    """
    found = Postgres().projects(selection.query).order_by().values("pk")
    recorded = Decision.objects.filter(project__in=found).order_by("-pk").values("pk")
    published = Project.objects.filter(pk__in=found).order_by("-published_at", "-pk").values("pk")
    rows = (
        Decision.objects.filter(Q(pk__in=recorded[:ENTRIES]) | Q(project__in=published[:ENTRIES]))
        .select_related("project", "organisation", "partnership")
        .prefetch_related("splits", "supersedes__splits")
    )
    return sorted(rows, key=lambda one: (_public_since(one), one.pk), reverse=True)[:ENTRIES]


def atom(request: HttpRequest, selection: ProjectFilter) -> Feed:
    """Return the latest of a selection as an Atom feed in the reader's language.

    It is named after the selection and says what that adds up to, as its list does.
    """
    query = query_of(selection, page=[]).removesuffix("?")
    feed = Feed(
        title=fit_for_xml(title(selection)),
        link=request.build_absolute_uri(reverse("projects:list") + query),
        description=None,
        subtitle=_sums(selection),
        language=_language(),
        feed_url=request.build_absolute_uri(reverse("projects:feed") + query),
        author_name=str(settings.SITE_NAME),
    )
    for decision in latest(selection):
        feed.add_item(**entry(request, decision))
    return feed


def title(selection: ProjectFilter) -> str:
    """Return the name of a feed: the site's, and what is chosen of its projects."""
    named = _("Decisions from %(site)s") % {"site": settings.SITE_NAME}
    chosen = ", ".join(one.label for one in chips(selection))
    return f"{named}: {chosen}" if chosen else named


def entry(request: HttpRequest, decision: Decision) -> dict[str, Any]:
    """Return one entry of the ledger as the feed's generator takes it."""
    told, since = line(decision), _public_since(decision)
    corrects = decision.entry == Entry.CORRECTION
    what = _("Corrected in the registry") if corrects else told.what
    said = fit_for_xml(f"{told.title}: {what}")
    return {
        "title": said,
        "link": request.build_absolute_uri(told.url),
        "description": None,
        "unique_id": _identity(decision),
        "unique_id_is_permalink": False,
        "pubdate": since,
        "updateddate": since,
        "content": fit_for_xml(_content(decision, told)),
        "language": _language(),
        "title_language": told.language or _language(),
    }


def _content(decision: Decision, told: Line) -> SafeString:
    """Return who decided what and when, what it was before, and why, a paragraph for each."""
    day = date_text(told.on)
    known = day if told.is_dated else _("known since %(day)s") % {"day": day}
    paragraphs = [f"{told.what}, {known}."]
    if sums := _amounts(decision):
        paragraphs.append(_("Proposed: %(sums)s.") if told.is_proposed else _("Amount: %(sums)s."))
        paragraphs[-1] %= {"sums": sums}
    if decision.supersedes and (before := _amounts(decision.supersedes)):
        paragraphs.append(_("Earlier: %(amounts)s.") % {"amounts": before})
    said = format_html_join("\n", "<p>{}</p>", ((one,) for one in paragraphs))
    reason, language = decision.in_language("reason")
    if not reason:
        return said
    return format_html('{}\n<p lang="{}">{}</p>', said, language, reason)


def _amounts(decision: Decision) -> str:
    """Return the amounts of a decision as they are printed, those in kind marked."""
    return ", ".join(
        _("%(amount)s in kind") % {"amount": amount_text(one.value)}
        if one.form == SplitForm.IN_KIND
        else amount_text(one.value)
        for one in decision.splits.all()
    )


def _sums(selection: ProjectFilter) -> str:
    """Return how many projects are chosen and what they add up to, with the day of it."""
    found = executor().overview(selection.query)
    many = ngettext("%(number)s project", "%(number)s projects", found.count)
    said = [many % {"number": number(found.count)}]
    if found.total.projects:
        words = {"total": total_text(found.total), "day": date_text(localdate())}
        said.append(_("registered support %(total)s as of %(day)s") % words)
    return ", ".join(said)


def _public_since(decision: Decision) -> datetime.datetime:
    published = decision.project.published_at
    assert published is not None  # noqa: S101 - the selection holds public projects alone
    return max(decision.recorded_at, published)


def _identity(decision: Decision) -> str:
    """Return what an entry is known by in a feed for ever; each language is one entry."""
    parts: Sequence[object] = (
        decision.project.reference,
        decision.pk,
        decision.recorded_at.astimezone(datetime.UTC).isoformat(),
        _language(),
    )
    return uuid.uuid5(_NAMES, " ".join(map(str, parts))).urn


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE
