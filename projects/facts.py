"""What stands beside a project's money: who takes part, where, and where all of it is read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from projects.accounts import Account
from projects.models import (
    Participation,
    Place,
    PlaceMeaning,
    Programme,
    Project,
    ProjectPlace,
    Role,
    Round,
    Source,
)
from projects.naming import Named, named, participant


@dataclass(frozen=True)
class Participant:
    """One that takes part; `note` tells which part of it, or nothing."""

    name: Named
    note: Named
    participation: Participation


@dataclass(frozen=True)
class Where:
    """Places of one meaning: the widest, and those within them that are named as well."""

    meaning: str
    widest: Sequence[Place]
    within: Sequence[Place]

    @property
    def is_divisible(self) -> bool:
        """Whether a reader may ask how the money divides between the places."""
        return self.meaning != PlaceMeaning.SEAT and len(self.widest) > 1


def participants(project: Project, role: str) -> list[Participant]:
    """Return those with a role, named ones before unnamed groups."""
    rows = [one for one in project.participations.all() if one.role == role]
    rows.sort(key=lambda one: (one.organisation_id is None, one.pk))
    return [Participant(participant(one), named(one, "note"), one) for one in rows]


def leads(project: Project) -> list[Participant]:
    """Return those that lead or have led, the first of them first."""
    found = participants(project, Role.LEAD)
    return sorted(found, key=lambda one: str(one.participation.from_on or ""))


def places(project: Project) -> list[Where]:
    """Return the places by meaning, in the order that the meanings are declared.

    Whatever the meaning, a county that is named has its municipalities within it; a
    seat is told by itself.
    """
    rows = sorted(project.project_places.all(), key=lambda row: row.place.sort_key)
    areas = {row.place_id for row in rows if row.meaning != PlaceMeaning.SEAT}
    found = []
    for meaning in PlaceMeaning:
        here = [row.place for row in rows if row.meaning == meaning]
        named_ids = set() if meaning == PlaceMeaning.SEAT else areas
        widest = [place for place in here if place.parent_id not in named_ids]
        within = [place for place in here if place.parent_id in named_ids]
        if here:
            found.append(Where(meaning, widest, within))
    return found


def rounds(account: Account) -> list[Round]:
    """Return the rounds that decisions about the project belong to, in the order entered."""
    stand = (one for one in account.decisions if not account.chains.was_corrected(one))
    return list(dict.fromkeys(one.round for one in stand if one.round))


def programmes(account: Account) -> list[Programme]:
    """Return the programmes of the priority and of the splits that stand."""
    priority = account.project.priority
    found = [priority.programme] if priority else []
    standing = [part.split.programme for part in account.parts if part.holds(None)]
    return list(dict.fromkeys([*found, *filter(None, standing)]))


def sources(account: Account, project_places: Iterable[ProjectPlace] = ()) -> list[Source]:
    """Return every source that the project's facts cite, the oldest first."""
    cited = [one.source for one in account.decisions]
    cited += [one.source for one in account.figures]
    cited += [one.source for one in account.project.payments.all()]
    cited += [one.source for one in project_places if one.source]
    return sorted(dict.fromkeys(cited), key=lambda source: (source.known_on, source.pk))
