"""Which places a project is found in, beyond those that it names."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from projects.models import Place, PlaceKind


@dataclass(frozen=True)
class Closure:
    """The places a place is found by: itself, those around it and, of an area, those within."""

    found_by: frozenset[int]
    counties: frozenset[int]
    municipalities: frozenset[int]
    short: str
    sort_key: str
    parent: int | None


def closures() -> Mapping[int, Closure]:
    """Return the closure of every place by key, as `ProjectQuerySet.in_place` finds it.

    A whole country is found by itself alone.
    """
    rows = list(Place.objects.values_list("pk", "kind", "parent_id", "short_sv", "sort_key"))
    parent = {pk: part_of for pk, _kind, part_of, _short, _key in rows}
    kind = {pk: kind for pk, kind, _above, _short, _key in rows}
    children: dict[int | None, list[int]] = defaultdict(list)
    for pk, part_of in parent.items():
        children[part_of].append(pk)
    found = {}
    for pk, own, part_of, short, key in rows:
        places = {pk, *above(pk, parent)}
        if own != PlaceKind.COUNTRY:
            places |= _within([pk], children)
        found[pk] = Closure(
            found_by=frozenset(places),
            counties=frozenset(_of(places, kind, PlaceKind.COUNTY)),
            municipalities=frozenset(_of(places, kind, PlaceKind.MUNICIPALITY)),
            short=short,
            sort_key=key,
            parent=part_of,
        )
    return found


def above(place: int, parent: Mapping[int, int | None]) -> Iterable[int]:
    """Return the places that lie around one, by the place that each is part of."""
    one = parent[place]
    while one is not None:
        yield one
        one = parent[one]


def _within(places: list[int], children: Mapping[int | None, list[int]]) -> set[int]:
    found: set[int] = set()
    while places:
        places = [child for place in places for child in children.get(place, ())]
        found.update(places)
    return found


def _of(places: Iterable[int], kind: Mapping[int, str], wanted: str) -> Iterable[int]:
    return (place for place in places if kind[place] == wanted)
