"""Organisations that may have been entered twice, for a person to decide."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from projects.models import (
    Decision,
    DistinctOrganisations,
    GrantSplit,
    Organisation,
    OrganisationName,
    Participation,
    Project,
)
from projects.money import Basis, Total
from projects.organisation_names import alike_key
from projects.totals import totals_by

MOST_SHOWN = 50


@dataclass(frozen=True)
class Candidate:
    """One of two that may be the same; `projects` name it, and it has `granted` so much."""

    organisation: Organisation
    projects: int
    granted: Total | None


@dataclass(frozen=True)
class Pair:
    """Two that may be the same, the one that more projects name first."""

    kept: Candidate
    gone: Candidate

    @property
    def both(self) -> tuple[Candidate, Candidate]:
        return self.kept, self.gone


def pairs() -> list[Pair]:
    """Return the first pairs whose names are alike, or one of which bears the other's name.

    Those that somebody said are two are left out. A fixed number of queries.
    """
    found = list(_alike())[:MOST_SHOWN]
    keys = {key for pair in found for key in pair}
    candidates = _candidates(keys)
    return [_ordered(candidates[one], candidates[other]) for one, other in found]


def _alike() -> Iterator[tuple[int, int]]:
    """Return the keys of two organisations, the lower first, in the order of their names."""
    distinct = set(DistinctOrganisations.objects.values_list("one", "other"))
    groups: dict[str, dict[int, None]] = defaultdict(dict)
    standing = Organisation.objects.standing().order_by("sort_key", "pk")
    for pk, name in standing.values_list("pk", "name"):
        groups[alike_key(name)][pk] = None
    others = OrganisationName.objects.filter(organisation__merged_into=None).order_by("pk")
    for pk, name in others.values_list("organisation", "name"):
        groups[alike_key(name)][pk] = None
    told = set()
    for key, group in groups.items():
        for two in combinations(group, 2):
            pair = (min(two), max(two))
            if key and pair not in distinct and pair not in told:
                told.add(pair)
                yield pair


def _candidates(keys: set[int]) -> dict[int, Candidate]:
    named: dict[int, set[int]] = defaultdict(set)
    for model, field in (
        (Participation, "organisation"),
        (GrantSplit, "funder"),
        (Decision, "organisation"),
    ):
        rows = model.objects.filter(**{f"{field}__in": keys}).order_by()
        for organisation, project in rows.values_list(field, "project").distinct():
            named[organisation].add(project)
    funded = Project.objects.funded_by(*keys)
    granted = totals_by("funder", funded, Basis.REGISTERED_SUPPORT)
    rows = Organisation.objects.filter(pk__in=keys).select_related("home")
    return {one.pk: Candidate(one, len(named[one.pk]), granted.get(one.pk)) for one in rows}


def _ordered(one: Candidate, other: Candidate) -> Pair:
    first, second = sorted([one, other], key=lambda it: (-it.projects, it.organisation.pk))
    return Pair(first, second)
