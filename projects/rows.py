"""Projects as the lines of a list: what one row shows, read in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from projects.models import (
    GrantSplit,
    Participation,
    PlaceMeaning,
    Project,
    ProjectPlace,
    ProjectStatus,
    Role,
    Subtotal,
)
from projects.money import Basis, Total
from projects.templatetags.figures import period_text
from projects.totals import total


@dataclass(frozen=True)
class Row:
    """One project in a list; texts are in the reader's language, `language` of the title if not."""

    url: str
    title: str
    language: str
    lead: str
    funders: str
    places: str
    period: str
    total: Total  # registered support, or what is proposed where nothing is granted
    is_proposed: bool
    is_cancelled: bool


def with_rows(projects: QuerySet[Project]) -> QuerySet[Project]:
    """Return the same projects with all that `row` reads."""
    return projects.prefetch_related(
        Prefetch(
            "participations",
            Participation.objects.filter(role=Role.LEAD).select_related("organisation"),
            to_attr="leads",
        ),
        Prefetch(
            "splits",
            GrantSplit.objects.filter(decision__superseded_by__isnull=True).select_related(
                "funder", "fund"
            ),
            to_attr="standing_splits",
        ),
        Prefetch(
            "project_places",
            ProjectPlace.objects.select_related("place").order_by("place__sort_key"),
            to_attr="shown_places",
        ),
        Prefetch(
            "subtotals",
            Subtotal.objects.filter(basis=Basis.PROPOSED_SUPPORT, funder__isnull=True),
            to_attr="proposals",
        ),
    )


def rows(projects: Iterable[Project]) -> list[Row]:
    """Return the rows of projects that came through `with_rows`."""
    return [row(project) for project in projects]


def row(project: Project) -> Row:
    """Return the row of one project that came through `with_rows`."""
    title, language = project.in_language("title")
    proposals = project.proposals  # type: ignore[attr-defined]
    is_proposed = bool(proposals) and not project.is_granted
    return Row(
        url=project.get_absolute_url(),
        title=project.acronym or title,
        language="" if project.acronym or language == get_language() else language,
        lead=_lead(project.leads),  # type: ignore[attr-defined]
        funders=", ".join(_funders(project.standing_splits)),  # type: ignore[attr-defined]
        places=_places(project.shown_places),  # type: ignore[attr-defined]
        period=period_text(
            project.starts_on,
            project.ends_on,
            project.starts_on_precision,
            project.ends_on_precision,
            short=True,
        ),
        total=proposals[0].total if is_proposed else project.total,
        is_proposed=is_proposed,
        is_cancelled=project.status() == ProjectStatus.CANCELLED,
    )


def _lead(leads: Iterable[Participation]) -> str:
    return ", ".join(map(str, leads)) or _("lead unknown")


def _funders(splits: Iterable[GrantSplit]) -> list[str]:
    named = (
        f"{split.payer} ({split.fund.code})" if split.fund else str(split.payer) for split in splits
    )
    return list(dict.fromkeys(named))


def _places(places: list[ProjectPlace]) -> str:
    """Return the widest places: a county's municipalities add nothing where it is named itself.

    The seat says where somebody sits, and counts only where no other place is given.
    """
    places = [one for one in places if one.meaning != PlaceMeaning.SEAT] or places
    named = {one.place_id for one in places}
    widest = [one.place for one in places if one.place.parent_id not in named]
    names = dict.fromkeys(place.short_sv for place in widest)
    return ", ".join(names) or _("place unknown")


@dataclass(frozen=True)
class Excerpt:
    """The first rows of many projects, with what they all add up to and where the rest is."""

    rows: list[Row]
    count: int
    total: Total
    proposed: Total
    url: str  # of the whole list, filtered


FIRST = 20


def excerpt(projects: QuerySet[Project], query: str) -> Excerpt:
    """Return the latest decided of the projects; `query` selects the same ones in the list."""
    return Excerpt(
        rows=rows(with_rows(projects)[:FIRST]),
        count=projects.count(),
        total=total(projects),
        proposed=total(projects, Basis.PROPOSED_SUPPORT),
        url=f"{reverse('projects:list')}?{query}",
    )
