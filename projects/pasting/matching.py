"""Which organisations and projects of the registry the rows of a pasted table may mean."""

from collections.abc import Collection, Iterable

from django.db.models import Q

from projects.models import Decision, Organisation, Participation, Project, Role
from projects.organisation_names import alike_key
from projects.search.words import fold


class Organisations:
    """Finds organisations by number and by names that look alike; reads all of them once."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.exact: dict[str, list[int]] = {}
        self.alike: dict[str, list[int]] = {}
        self.numbered: dict[int, str] = {}
        rows = Organisation.objects.order_by("pk")
        for key, name, name_en, number in rows.values_list("pk", "name", "name_en", "number"):
            if number:
                self.numbers[number] = key
                self.numbered[key] = number
            for one in {name, name_en} - {""}:
                self.exact.setdefault(one, []).append(key)
                self.alike.setdefault(alike_key(one), []).append(key)

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
        self._learn_titles({plain(one) for one in titles if one.strip()})
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
                self._add(self.by_number, number, key)

    def _learn_titles(self, titles: Collection[str]) -> None:
        rows = Project.objects.order_by("pk").values_list("pk", "title_sv", "title_en")
        for key, *theirs in rows.iterator() if titles else ():
            for title in {plain(one) for one in theirs} & set(titles):
                self._add(self.by_title, title, key)

    @staticmethod
    def _add(found: dict[str, list[int]], name: str, key: int) -> None:
        keys = found.setdefault(name, [])
        if key not in keys:
            keys.append(key)

    def of(self, title: str, number: str = "", lead: int | None = None) -> list[int]:
        """Return the keys of the projects that a row may be about."""
        keys = self.by_number.get(number, []) if number else []
        keys = keys or self.by_title.get(plain(title), [])
        theirs = [key for key in keys if (key, lead) in self.leads]
        return theirs if lead and len(keys) > 1 and theirs else keys


def plain(title: str) -> str:
    """Return a title as it is compared: case, accents and runs of spaces do not count."""
    return " ".join(map(fold, title.casefold().split()))
