"""Which organisations, funds, programmes and projects of the registry a file speaks of.

Who is who is written as a token: "org:12" for an organisation of the registry, "new:Name" for
one to be made, "partnership:3", or "group:Kommun" for whoever the file leaves unnamed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import F

from projects.importing.parts import Party
from projects.importing.records import Record
from projects.models import (
    Decision,
    Fund,
    Organisation,
    OrganisationName,
    Partnership,
    Priority,
    Programme,
    Project,
)
from projects.organisation_names import alike_key

NEW = "new"
"""The choice that a name is of an organisation that the registry does not have."""


@dataclass
class Proposal:
    """A name that may be of an organisation known under another; a person says which.

    `candidates` are tokens by the name to show. `rows` tell where the name stands.
    """

    key: str
    name: str
    candidates: dict[str, str]
    rows: list[int] = field(default_factory=list)


class Organisations:
    """Finds who is meant by name and number; remembers the names that a person must decide.

    `choices` hold the answers, by `Proposal.key`: a token among the candidates, or NEW.
    """

    def __init__(self, choices: Mapping[str, str]) -> None:
        self.choices = choices
        self.proposals: dict[str, Proposal] = {}
        self.numbers: dict[str, str] = {}
        self.exact: dict[str, list[str]] = {}
        self.alike: dict[str, dict[str, tuple[str, bool]]] = {}
        self.parties: dict[str, Party] = {}
        self.names: dict[str, str] = {}
        self._read()

    def _read(self) -> None:
        """Learn every name; one that was entered twice and merged is the one that was kept."""
        kept: dict[int, str] = {}
        numbered = set()
        others: list[tuple[int, str]] = []
        # Those that stand come first, so that each is shown by the name it has today.
        rows = Organisation.objects.order_by(F("merged_into").asc(nulls_first=True), "pk")
        columns = ("pk", "merged_into", "name", "name_en", "number", "number_scheme")
        for key, into, name, name_en, number, scheme in rows.values_list(*columns).iterator():
            kept[key] = token = f"org:{into or key}"
            numbered |= {token} if number else set()
            self._learn(token, name, number if scheme == "se" else None)
            others += [(key, name_en)] if name_en else []
        others += OrganisationName.objects.order_by("pk").values_list("organisation", "name")
        for key, name in others:
            token = kept[key]
            known = (self.names[token], token in numbered)
            self.alike.setdefault(alike_key(name), {}).setdefault(token, known)

    def _learn(self, token: str, name: str, number: str | None) -> None:
        if number:
            self.numbers[number] = token
        self.names.setdefault(token, name)
        if token not in self.exact.setdefault(name, []):
            self.exact[name].append(token)
        self.alike.setdefault(alike_key(name), {}).setdefault(token, (name, bool(number)))

    def token(self, party: Party, row: int) -> str:
        """Return who is meant; empty where a person has to say it first, or nobody is named."""
        number = party.number.value if party.number else None
        name = " ".join(party.name.value.split()) if party.name and not party.is_person else ""
        if number and number in self.numbers:
            return self.numbers[number]
        if not name:
            return f"group:{party.kind.value}" if party.kind else ""
        same = self.exact.get(name, [])
        if len(same) == 1 and not (number and self.alike[alike_key(name)][same[0]][1]):
            return same[0]
        candidates = {
            token: known
            for token, (known, has_number) in self.alike.get(alike_key(name), {}).items()
            if not (number and has_number)
        }
        return self._chosen(party, name, candidates, row) if candidates else self._new(party, name)

    def _new(self, party: Party, name: str) -> str:
        token = f"new:{name}"
        self.parties[token] = party
        self._learn(token, name, party.number.value if party.number else None)
        return token

    def _chosen(self, party: Party, name: str, candidates: dict[str, str], row: int) -> str:
        key = f"organisation:{name}"
        proposal = self.proposals.setdefault(key, Proposal(key, name, candidates))
        proposal.rows.append(row)
        choice = self.choices.get(key, "")
        if choice == NEW:
            return self._new(party, name)
        return choice if choice in proposal.candidates else ""

    @property
    def open(self) -> list[Proposal]:
        """The names that nobody has decided yet."""
        return [
            one
            for key, one in self.proposals.items()
            if self.choices.get(key) not in {NEW, *one.candidates}
        ]


class Registers:
    """Funds, programmes, priorities and partnerships by what files call them."""

    def __init__(self) -> None:
        self.funds: dict[str, Fund] = {}
        for fund in Fund.objects.all():
            for name in (fund.code, fund.name_sv, fund.name_en):
                self.funds.setdefault(_plain(name), fund)
        self.programmes: dict[str, Programme] = {}
        for programme in Programme.objects.all():
            for name in (programme.code or "", programme.name_sv, programme.name_en):
                self.programmes.setdefault(_plain(name), programme)
        self.priorities: dict[tuple[int, str], Priority] = {}
        for priority in Priority.objects.all():
            names = (priority.name_sv, priority.name_en, priority.code, *priority.aliases)
            for name in names:
                self.priorities.setdefault((priority.programme_id, _plain(name)), priority)
        self.partnerships = {
            _plain(name): one
            for one in Partnership.objects.all()
            for name in (one.name_sv, one.name_en)
            if name
        }

    def fund(self, written: str) -> Fund | None:
        return self.funds.get(_plain(written)) if written.strip() else None

    def programme(self, written: str) -> Programme | None:
        return self.programmes.get(_plain(written)) if written.strip() else None

    def priority(self, programme: Programme, written: str) -> Priority | None:
        return self.priorities.get((programme.pk, _plain(written)))

    def body(self, written: str) -> str:
        """Return the token of the partnership that a round was held by, else of its words."""
        partnership = self.partnerships.get(_plain(written))
        return f"partnership:{partnership.pk}" if partnership else f"group:{written.strip()}"


def _plain(written: str) -> str:
    """Return a name as it is compared: "Strukturfondspartnerskapet för X" is that of X."""
    return " ".join(word for word in written.casefold().split() if word not in {"för", "i"})


def body_of(decision: Decision) -> str:
    """Return the token of whoever decided."""
    if decision.organisation_id:
        return f"org:{decision.organisation_id}"
    if decision.partnership_id:
        return f"partnership:{decision.partnership_id}"
    return f"group:{decision.group_sv}"


class Projects:
    """Finds the projects that records are about: by funder and case number, else by title.

    A title alone is enough only where the same body decided and either side has no number.
    """

    def __init__(self, records: Iterable[Record]) -> None:
        records = list(records)
        numbers = {value.value for one in records for value in one.case_numbers}
        titles = {title for one in records if (title := title_of(one))}
        self.by_number: dict[tuple[str, str], set[int]] = {}
        self.by_title: dict[tuple[str, str], set[int]] = {}
        self.numbered: set[tuple[int, str]] = set()
        found = Decision.objects.filter(case_number__in=numbers)
        for decision in found.only("project", "case_number", *_BODY):
            key = (body_of(decision), decision.case_number)
            self.by_number.setdefault(key, set()).add(decision.project_id)
        found = Decision.objects.filter(project__title_sv__in=titles).select_related("project")
        for decision in found:
            key = (body_of(decision), decision.project.title_sv)
            self.by_title.setdefault(key, set()).add(decision.project_id)
            if decision.case_number:
                self.numbered.add((decision.project_id, body_of(decision)))

    def of(self, record: Record, bodies: Iterable[str]) -> set[int]:
        """Return the keys of the projects that a record of these bodies is about."""
        bodies = list(bodies)
        numbers = [value.value for value in record.case_numbers]
        found: set[int] = set()
        for body in bodies:
            for number in numbers:
                found |= self.by_number.get((body, number), set())
        if found:
            return found
        for body in bodies:
            same = self.by_title.get((body, title_of(record)), set())
            found |= {one for one in same if not numbers or (one, body) not in self.numbered}
        return found


_BODY = ("organisation", "partnership", "group_sv")


def title_of(record: Record) -> str:
    """Return the title that the project will have in Swedish, or for want of it in English."""
    title = record.title_sv or record.title_en
    return title.value.strip() if title else ""


def existing(keys: Iterable[int]) -> dict[int, Project]:
    """Return projects by key, with all that a record is held against."""
    rows = Project.objects.filter(pk__in=keys).prefetch_related(
        "decisions__splits", "participations", "project_places__place"
    )
    return {one.pk: one for one in rows}
