"""What search engines are told of: every public page, in both languages, with its last change.

Not by Django's own framework: it holds all rows of a kind in memory, times the languages,
to know how many there are. Here an index names parts of 5 000 rows, and a part is one query.

https://www.sitemaps.org/protocol.html
https://developers.google.com/search/docs/specialty/international/localized-versions
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from html import escape

from django.conf import settings
from django.db.models import DateTimeField, Max, Model, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Greatest
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_safe

from news.models import Article
from projects.models import (
    Decision,
    Organisation,
    Partnership,
    Place,
    Programme,
    Project,
    Round,
)

PER_PART = 5_000
"""Rows in a part, each with one address in every language; the protocol takes 50 000 addresses."""
TYPE = "application/xml; charset=utf-8"
NAMES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
)
PAGES = [
    *("projects:start", "projects:list", "news:list", "projects:rounds", "projects:funders"),
    *("projects:organisations", "projects:partnerships", "projects:places"),
    *(
        "projects:programmes",
        "projects:about",
        "projects:search_help",
        "projects:money",
        "projects:compare",
        "projects:api_help",
        "projects:data",
    ),
    *("projects:coverage", "projects:quality", "projects:sources", "projects:dictionary"),
    *(
        "projects:releases",
        "projects:licence",
        "projects:cite",
        "projects:accessibility",
        "projects:privacy",
    ),
]

type Entry = tuple[list[tuple[str, str]], datetime | None]
"""The path of a page in every language, and when it was last changed."""


@dataclass(frozen=True)
class Section:
    """One kind of page: its route, its rows, what stands in the address, when a row changed."""

    route: str
    rows: Callable[[], QuerySet]
    changed: Callable[[], object]
    value: str = "slug"

    def entries(self, part: int) -> list[Entry]:
        """Return the pages of a part, counted from 1, read in one query."""
        start = (part - 1) * PER_PART
        # The keys first: else the last change of every row before the part is looked up, too.
        keys = self.rows().order_by("pk").values("pk")[start : start + PER_PART]
        found = keys.model._default_manager.filter(pk__in=keys).order_by("pk")
        rows = found.annotate(changed=self.changed()).values_list(self.value, "changed")
        begin = _in_languages(self.route, "x")
        return [
            ([(code, f"{path.removesuffix('x/')}{value}/") for code, path in begin], changed)
            for value, changed in rows
        ]


def _told(model: type[Model]) -> Callable[[], Subquery]:
    """Return when any version of a row was kept last."""
    events = model.pgh_event_model  # type: ignore[attr-defined]

    def changed() -> Subquery:
        of_row = events._default_manager.filter(pgh_obj=OuterRef("pk")).order_by("-pgh_created_at")
        return Subquery(of_row.values("pgh_created_at")[:1])

    return changed


def _project_changed() -> Greatest:
    """Return when a project was published, changed or decided on, whichever came last."""
    return Greatest("published_at", _recorded("project"), _told(Project)())


def _article_changed() -> Greatest:
    """Return when an article was published or changed, or what it quotes was decided on."""
    quoted = (_recorded(f"{one}__quoted_by__article") for one in ("project", "round"))
    return Greatest("published_at", "edited_at", *quoted)


def _recorded(path: str) -> Subquery:
    """Return when a decision of what lies at the end of a path was recorded last."""
    decided = Decision.objects.filter(**{path: OuterRef("pk")}).order_by().values(path)
    return Subquery(decided.annotate(last=Max("recorded_at")).values("last"))


def _unknown() -> Cast:
    return Cast(Value(None), DateTimeField())


SECTIONS = {
    "projects": Section("projects:detail", Project.objects.published, _project_changed),
    "news": Section("news:article", Article.objects.published, _article_changed),
    "rounds": Section("projects:round", Round.objects.all, _told(Round)),
    "organisations": Section(
        "projects:organisation", Organisation.objects.public, _told(Organisation)
    ),
    "programmes": Section("projects:programme", Programme.objects.all, _told(Programme)),
    "partnerships": Section("projects:partnership", Partnership.objects.all, _told(Partnership)),
    "places": Section("projects:place", Place.objects.all, _unknown, value="code"),
}


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Answer the index of all parts."""
    named = ["/sitemap-pages-1.xml"]
    for name, section in SECTIONS.items():
        parts = -(-section.rows().count() // PER_PART)
        named += [f"/sitemap-{name}-{part}.xml" for part in range(1, parts + 1)]
    lines = [f"<sitemap><loc>{_whole(request, path)}</loc></sitemap>" for path in named]
    return _answered("sitemapindex", lines)


@require_safe
def sitemap_part(request: HttpRequest, name: str, part: str) -> HttpResponse:
    """Answer the addresses of one part; Http404 where there are none."""
    if name == "pages":
        entries = _pages() if part == "1" else []
    elif name in SECTIONS:
        entries = SECTIONS[name].entries(int(part))
    else:
        entries = []
    if not entries:
        raise Http404
    return _answered("urlset", _lines(request, entries))


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Answer where robots find all pages, and what is not for them."""
    text = f"User-agent: *\nDisallow: /admin/\n\nSitemap: {_whole(request, '/sitemap.xml')}\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def _pages() -> list[Entry]:
    """Return the pages that are there whatever the registry holds, and the years of news."""
    years = Article.objects.published().years()
    paths = [_in_languages(route) for route in PAGES]
    paths += [_in_languages("news:year", year) for year in years]
    return [(one, None) for one in paths]


def _in_languages(route: str, *arguments: object) -> list[tuple[str, str]]:
    found = []
    for code, _name in settings.LANGUAGES:
        with override(code):
            found.append((code, reverse(route, args=arguments)))
    return found


def _lines(request: HttpRequest, entries: Iterable[Entry]) -> Iterator[str]:
    site = _whole(request, "")
    for paths, changed in entries:
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{code}" href="{site}{path}"/>'
            for code, path in paths
        )
        when = f"<lastmod>{_moment(changed)}</lastmod>" if changed else ""
        for _code, path in paths:
            yield f"<url><loc>{site}{path}</loc>{when}{links}</url>"


def _moment(changed: datetime) -> str:
    return timezone.localtime(changed).isoformat("T", "seconds")


def _whole(request: HttpRequest, path: str) -> str:
    return escape(f"{request.scheme}://{request.get_host()}{path}")


def _answered(element: str, lines: Iterable[str]) -> HttpResponse:
    body = "\n".join(lines)
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<{element} {NAMES}>\n{body}\n</{element}>\n'
    return HttpResponse(text, content_type=TYPE)
