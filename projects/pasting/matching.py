"""Which organisations and projects of the registry the rows of a pasted table may mean."""

import re
from collections.abc import Collection, Iterable

from django.db.models import Q

from projects.models import Decision, Organisation, OrganisationName, Participation, Project, Role
from projects.organisation_names import alike_key
from projects.search.words import fold

_SHORT_NAME = re.compile(r"\s*\([^()]{1,40}\)\s*$")


class Organisations:
    """Finds organisations by number and by names that look alike; reads all of them once.

    A former name counts like the one of today, and one that was merged is the one that was kept.
    """

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.exact: dict[str, list[int]] = {}
        self.alike: dict[str, list[int]] = {}
        self.numbered: set[int] = set()
        columns = ("pk", "merged_into", "name", "name_en", "number")
        for key, kept, name, name_en, number in Organisation.objects.values_list(*columns):
            if number:
                self.numbers[number] = kept or key
                self.numbered.add(kept or key)
            self._learn(kept or key, name, name_en)
        rows = OrganisationName.objects.order_by("pk")
        for key, kept, name in rows.values_list(
            "organisation", "organisation__merged_into", "name"
        ):
            self._learn(kept or key, name)

    def _learn(self, key: int, *names: str) -> None:
        for name in filter(None, names):
            _add(self.exact, name, key)
            _add(self.alike, alike_key(name), key)

    def of(self, name: str, number: str = "") -> list[int]:
        """Return the keys of those who may be meant; one where number or name says it exactly."""
        if number in self.numbers:
            return [self.numbers[number]]
        name = " ".join(name.split())
        if not name:
            return []
        same = self._without_other_number(self.exact.get(name, []), number)
        if len(same) == 1:
            return same
        return self._without_other_number(self.alike.get(alike_key(name), []), number)

    def _without_other_number(self, keys: Iterable[int], number: str) -> list[int]:
        return [key for key in keys if not (number and key in self.numbered)]


class Projects:
    """Finds projects by case number, else by title; of several those that the lead leads."""

    def __init__(self, titles: Iterable[str], numbers: Iterable[str]) -> None:
        self.by_number: dict[str, list[int]] = {}
        self.by_title: dict[str, list[int]] = {}
        self._learn_numbers({one for one in numbers if one})
        self._learn_titles({key for one in titles for key in titles_of(one)})
        found = {
            key for keys in [*self.by_number.values(), *self.by_title.values()] for key in keys
        }
        leads = Participation.objects.filter(project__in=found, role=Role.LEAD)
        self.leads = set(leads.values_list("project_id", "organisation_id"))

    def _learn_numbers(self, numbers: Collection[str]) -> None:
        named = Decision.objects.filter(Q(case_number__in=numbers) | Q(reference__in=numbers))
        rows = named.order_by("pk").values_list("project_id", "case_number", "reference")
        for key, *theirs in rows if numbers else ():
            for number in numbers & set(theirs):  # type: ignore[operator]
                _add(self.by_number, number, key)

    def _learn_titles(self, titles: Collection[str]) -> None:
        rows = Project.objects.order_by("pk").values_list("pk", "title_sv", "title_en", "acronym")
        for key, *theirs in rows.iterator() if titles else ():
            for title in {plain(one) for one in theirs} & set(titles):
                _add(self.by_title, title, key)

    def of(self, title: str, number: str = "", lead: int | None = None) -> list[int]:
        """Return the keys of the projects that a row may be about."""
        keys = self.by_number.get(number, []) if number else []
        for written in titles_of(title):
            keys = keys or self.by_title.get(written, [])
        theirs = [key for key in keys if (key, lead) in self.leads]
        return theirs if lead and len(keys) > 1 and theirs else keys


def _add(found: dict[str, list[int]], name: str, key: int) -> None:
    keys = found.setdefault(name, [])
    if key not in keys:
        keys.append(key)


def titles_of(written: str) -> list[str]:
    """Return what a title is compared by: as it is, and without a short name in brackets."""
    bare = _SHORT_NAME.sub("", written)
    return list(dict.fromkeys(filter(None, [plain(written), plain(bare)])))


def plain(title: str) -> str:
    """Return a title as it is compared: case, accents and runs of spaces do not count."""
    return " ".join(map(fold, title.casefold().split()))
