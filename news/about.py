"""What every public article is about: directly, and through its projects and rounds.

A project stands in the places, under the programmes and with the organisations by which
the list of projects finds it. There are few enough articles for all to be kept.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from django.db.models import Model, QuerySet
from django.utils import timezone

from news.models import Article
from projects.models import Decision, Organisation, Project, Round
from projects.search import following
from projects.search.documents import Document, documents
from projects.search.kept import Kept
from projects.search.places import Closure, closures


class About(NamedTuple):
    """One public article: when it was published, and the keys it fits, by parameter."""

    pk: int
    year: int
    keys: Mapping[str, frozenset[int]]


type Keys = Mapping[str, Collection[int]]

_kept: Kept[list[About]] = Kept(1)


def articles() -> list[About]:
    """Return every public article, the latest first, in 13 queries once in a generation."""
    return _kept.get(following.generation(), "articles", _read)


def _read() -> list[About]:
    published = Article.objects.published().latest_first()
    projects = _pairs(Article.projects.through, "project_id", Project.objects.published())
    rounds = _pairs(Article.rounds.through, "round_id", Round.objects.all())
    organisations = Organisation.objects.public()
    named = _pairs(Article.organisations.through, "organisation_id", organisations)
    areas = closures()
    by_project = _by_project(set().union(*projects.values()), areas)
    by_round = _by_round(set().union(*rounds.values()), areas)
    return [
        About(
            pk,
            timezone.localtime(moment).year,
            _together(
                [
                    {"project": projects[pk], "round": rounds[pk], "organisation": named[pk]},
                    *(by_project[one] for one in projects[pk] if one in by_project),
                    *(by_round[one] for one in rounds[pk]),
                ]
            ),
        )
        for pk, moment in published.values_list("pk", "published_at")
    ]


def _pairs(through: type[Model], column: str, rows: QuerySet) -> Mapping[int, set[int]]:
    """Return the keys of a column by article, of those that are among the rows."""
    found: dict[int, set[int]] = defaultdict(set)
    pairs = through._default_manager.filter(**{f"{column}__in": rows.order_by().values("pk")})
    for article, key in pairs.values_list("article_id", column):
        found[article].add(key)
    return found


def _by_project(keys: set[int], areas: Mapping[int, Closure]) -> dict[int, Keys]:
    now = timezone.now()
    day = timezone.localdate(now)
    rounds = _rounds_of(keys)
    return {
        one.pk: _found_by(one, rounds[one.pk])
        for one in documents(keys, places=areas, day=day, now=now)
    }


def _found_by(project: Document, rounds: Collection[int]) -> Keys:
    choices = project.choices
    return {
        "organisation": {*choices["organisation"], *choices["funder"]},
        "programme": choices["programme"],
        "county": choices["county"],
        "municipality": choices["municipality"],
        "round": rounds,
    }


def _rounds_of(projects: Collection[int]) -> Mapping[int, set[int]]:
    """Return the rounds in which projects were decided on."""
    found: dict[int, set[int]] = defaultdict(set)
    decisions = Decision.objects.current().filter(project__in=projects, round__isnull=False)
    for project, key in decisions.order_by().values_list("project_id", "round_id"):
        found[project].add(key)
    return found


def _by_round(keys: set[int], areas: Mapping[int, Closure]) -> dict[int, Keys]:
    """Return what rounds are found by: who held them, and the area of a partnership."""
    rows = Round.objects.filter(pk__in=keys).order_by()
    found: dict[int, Keys] = {}
    for key, organisation, area in rows.values_list(
        "pk", "organisation_id", "partnership__area_id"
    ):
        found[key] = {
            "organisation": {organisation} if organisation else (),
            "county": areas[area].counties if area else (),
            "municipality": areas[area].municipalities if area else (),
        }
    return found


def _together(parts: Iterable[Keys]) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {name: set() for name in PARAMETERS}
    for part in parts:
        for name, keys in part.items():
            found[name].update(keys)
    return {name: frozenset(keys) for name, keys in found.items()}


PARAMETERS = ("organisation", "programme", "county", "municipality", "round", "project")
