"""All that is made up about one project, drawn from the seed and its number."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from random import Random

from projects.generating.grants import REVOKED, Ledger, draw_ledger
from projects.generating.registers import FIRST_YEAR, PERIODS, Registers, organisations_at
from projects.generating.texts import acronym, english_title, running_text, skewed, title
from projects.models import Organisation, Partnership, Place, PlaceKind, Priority, Source

FIRST_DAY = datetime.date(2000, 2, 1).toordinal()
LAST_DAY = datetime.date(2025, 6, 30).toordinal()
"""Of decisions, but for some undated ones and those that revoke: they come a little later."""
LAST_END = datetime.date(2030, 12, 31).toordinal()


@dataclass(slots=True)
class Day:
    """A decision's day: the one it is in force from, and its own where that is known."""

    in_force_from: datetime.date
    decided_on: datetime.date | None
    source: Source
    case_number: str
    reference: str


@dataclass(slots=True)
class Texts:
    """What a project is called, and what it says of itself."""

    acronym: str
    title_sv: str
    title_en: str
    purpose_sv: str


@dataclass(slots=True)
class Draft:
    """One project before it has keys. The lead comes first of those taking part."""

    number: int
    ledger: Ledger
    days: list[Day]
    starts_on: datetime.date
    ends_on: datetime.date | None
    kind: str
    total_cost: int | None
    priority: Priority | None
    partnership: Partnership
    taking_part: list[Organisation]
    places: list[tuple[str, Place]]
    texts: Texts

    @property
    def last_day(self) -> datetime.date:
        return max(day.in_force_from for day in self.days)

    @property
    def stated_on(self) -> datetime.date:
        return self.last_day + datetime.timedelta(days=20)

    @property
    def published_at(self) -> datetime.datetime:
        day = self.last_day + datetime.timedelta(days=30 + self.number % 40)
        return datetime.datetime(
            day.year, day.month, day.day, 7, self.number % 60, tzinfo=datetime.UTC
        )


def draw(registers: Registers, seed: int, number: int) -> Draft:
    """Return the project of a number; the rows it refers to are those of the registers."""
    rng = Random(f"{seed}/{number}")  # noqa: S311 - nothing to guess
    ledger = draw_ledger(rng)
    base = rng.randint(FIRST_DAY, LAST_DAY)
    starts_on = base + rng.randint(10, 60) + (rng.randint(200, 1300) if rng.random() < 0.03 else 0)
    places = _places(rng, registers)
    is_pre_study = rng.random() < 0.2
    return Draft(
        number=number,
        ledger=ledger,
        days=_days(rng, registers, number, ledger, base),
        starts_on=datetime.date.fromordinal(starts_on),
        ends_on=_end(rng, starts_on, months=9 if is_pre_study else 42),
        kind="pre_study" if is_pre_study else "implementation",
        total_cost=_cost(rng, ledger),
        priority=_priority(rng, registers, base),
        partnership=rng.choice(registers.partnerships),
        taking_part=_taking_part(rng, registers.organisations, organisations_at(number)),
        places=places,
        texts=_texts(rng, [place for _, place in places]),
    )


def _days(rng: Random, registers: Registers, number: int, ledger: Ledger, base: int) -> list[Day]:
    """Return the day of each decision; what revokes another one comes after it."""
    days: list[Day] = []
    for place, one in enumerate(ledger.decisions):
        on = datetime.date.fromordinal(base - rng.randint(0, 20))
        if one.kind == REVOKED:
            on = days[-1].in_force_from + datetime.timedelta(days=rng.randint(1, 60))
        source = source_after(registers, on)
        decided_on = on if rng.random() < 0.8 else None
        reference = f"§ {rng.randint(1, 999)}" if rng.random() < 0.1 else ""
        in_force_from = decided_on or source.known_on
        case = f"{on.year}/{number:07}{place}"
        days.append(Day(in_force_from, decided_on, source, case, reference))
    return days


def source_after(registers: Registers, on: datetime.date) -> Source:
    """Return the source that is dated on the first day of the month after a day."""
    return registers.sources[(on.year - FIRST_YEAR) * 12 + on.month]


def _end(rng: Random, starts_on: int, *, months: int) -> datetime.date | None:
    if rng.random() < 0.015:
        return None
    return datetime.date.fromordinal(min(starts_on + 90 + rng.randrange(months * 30), LAST_END))


def _cost(rng: Random, ledger: Ledger) -> int | None:
    """Return a total cost in öre for some, above what is granted."""
    if rng.random() >= 0.3:
        return None
    granted = sum(part.low for one in ledger.decisions for part in one.parts)
    return granted + rng.randrange(100_000, 5_000_000) * 100


def _priority(rng: Random, registers: Registers, base: int) -> Priority | None:
    if rng.random() < 0.05:
        return None
    year = datetime.date.fromordinal(base).year
    period = next(place for place, (_, last) in enumerate(PERIODS) if year <= last)
    priorities = registers.priorities[period]
    return priorities[skewed(rng, len(priorities))]


def _taking_part(rng: Random, among: list[Organisation], count: int) -> list[Organisation]:
    """Return one to four of the first organisations; a few of those take part in very much."""
    drawn = (
        skewed(rng, count) if rng.random() < 0.3 else rng.randrange(count)
        for _ in range(1 + rng.choice([0, 0, 1, 1, 2, 3]))
    )
    return [among[number] for number in dict.fromkeys(drawn)]


def _places(rng: Random, registers: Registers) -> list[tuple[str, Place]]:
    """Return one to three places, each with its meaning; most are municipalities."""
    chance = rng.random()
    if chance < 0.03:
        return [("affects", rng.choice(registers.areas))]
    county, municipalities = rng.choice(registers.counties)
    if chance < 0.15:
        return [("carried_out_in", county)]
    count = min(rng.choice([1, 1, 1, 2, 3]), len(municipalities))
    return [("carried_out_in", place) for place in rng.sample(municipalities, count)]


def _texts(rng: Random, places: Iterable[Place]) -> Texts:
    names = [place.short_sv for place in places if place.kind != PlaceKind.NUTS2]
    place = names[0] if names else "Sverige"
    return Texts(
        acronym=acronym(rng) if rng.random() < 0.15 else "",
        title_sv=title(rng, place),
        title_en=english_title(rng, place) if rng.random() < 0.3 else "",
        purpose_sv=running_text(rng),
    )
