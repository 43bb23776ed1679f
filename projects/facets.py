"""What a list of projects can be narrowed by, with how many projects each choice would leave.

Each facet counts without regard to its own choices, so that a second one can be added to
the first. Five are open; the others are counted when they are opened, by `?open=fund`, or
have a choice. An open one shows its largest values, and all of them when it is opened.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone

from projects.filters import ProjectFilter, Selection
from projects.search.documents import LAST_YEAR
from projects.search.executor import Answers
from projects.search.names import Name, called
from projects.search.query import OPEN

SHOWN = 6
FOLDED = ["fund", "priority", "municipality", "kind"]
FACETS = [*OPEN, *FOLDED, "organisation"]


@dataclass(frozen=True, slots=True)
class Option:
    """One value that can be chosen; `count` is None where nobody counted."""

    value: str
    label: str
    count: int | None
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """One parameter with the options that are shown, and how many more there are.

    One that nobody counted has no options; it is counted when it is opened.
    """

    name: str
    title: str
    options: list[Option]
    more: int
    is_counted: bool
    errors: list[str]

    @property
    def is_foldable(self) -> bool:
        """Whether it can be counted by opening it."""
        return self.name in FOLDED


def facets(selection: ProjectFilter, answers: Answers, opened: str = "") -> list[Facet]:
    """Return the facets of a selection; `opened` names the one that shows all its values.

    What nobody counts, an organisation, stands only where it is chosen.
    """
    wanted = [name for name in FOLDED if name == opened or selection.given(name)]
    counts = counted(selection, answers, [*OPEN, *wanted])
    found = [facet(selection, name, counts.get(name), shows_all=name == opened) for name in FACETS]
    return [one for one in found if one.options or one.name in FOLDED]


def counted(
    selection: ProjectFilter, answers: Answers, names: Iterable[str]
) -> dict[str, Mapping[int, int]]:
    """Return the counts of facets, those that the same projects answer at once."""
    together = defaultdict(list)
    for name in names:
        together[selection.query.without(name)].append(name)
    counts: dict[str, Mapping[int, int]] = {}
    for query, those in together.items():
        counts |= answers.counts(query, those)
    return counts


def facet(
    selection: Selection, name: str, counts: Mapping[int, int] | None, *, shows_all: bool
) -> Facet:
    """Return one facet with how many each key would leave, None where nobody counted."""
    options: list[Option] = []
    more = 0
    if counts is not None:
        options, more = _options(selection, name, counts, shows_all=shows_all)
    known = {one.value for one in options}
    options += [
        Option(value, selection.label(name, value), None if counts is None else 0, is_chosen=True)
        for value in selection.given(name)
        if value not in known
    ]
    return Facet(
        name=name,
        title=str(selection.filters[name].label),
        options=options,
        more=more,
        is_counted=counts is not None,
        errors=[str(one) for one in selection.form.errors.get(name, [])],
    )


def _options(
    selection: Selection, name: str, counts: Mapping[int, int], *, shows_all: bool
) -> tuple[list[Option], int]:
    """Return the options to show, and how many others there are."""
    given = selection.given(name)
    keys = _in_order(name, counts)
    shown = keys if shows_all else keys[:SHOWN]
    chosen = {one.key for one in selection.chosen.get(name, [])}
    shown = shown + sorted((chosen & counts.keys()).difference(shown))
    names = called(name, shown)
    options = [
        Option(names[key].value, names[key].label, counts[key], names[key].value in given)
        for key in _sorted(name, shown, names, counts)
        if key in names
    ]
    return options, len(set(keys).difference(shown))


def _in_order(name: str, counts: Mapping[int, int]) -> list[int]:
    """Return the keys with the most projects first, years with the last first."""
    if name == "status":
        return sorted(counts)
    if name == "year":
        endless, this_year = counts.get(LAST_YEAR, 0), timezone.localdate().year
        # Beyond this year those that run on for ever say nothing.
        told = [year for year, n in counts.items() if year <= this_year or n > endless]
        return sorted(told, reverse=True)
    by_key = sorted(counts)
    return sorted(by_key, key=counts.__getitem__, reverse=True)  # equals stay as they were


def _sorted(
    name: str, keys: list[int], names: Mapping[int, Name], counts: Mapping[int, int]
) -> list[int]:
    """Return the keys with equals in Swedish order."""
    if name == "status":
        return keys
    if name == "year":
        return sorted(keys, reverse=True)
    known = [key for key in keys if key in names]
    return sorted(known, key=lambda key: (-counts[key], names[key].sort_key, key))
