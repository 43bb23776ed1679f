"""Projects as operations of European programmes, with what lists of operations say of each.

An operation is a public project with a granted part, in cash, of a European fund under a
programme of the period. Where the regulations leave a choice the reading is told here and
in docs/reference/lists.md.
"""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from projects.accounts import Part, counts, parts_of
from projects.exchange.walking import in_order_of_entry
from projects.models import (
    FundLevel,
    GrantSplit,
    Organisation,
    Participation,
    Place,
    PlaceKind,
    PlaceMeaning,
    Programme,
    Project,
    Role,
    SplitForm,
)
from projects.money import Amount, Basis, Precision

EUROPEAN = (FundLevel.EU, FundLevel.EU_AND_STATE)
TOLD = {Precision.EXACT, Precision.ROUNDED}
"""How a cost must be known for a list to say it as a number."""
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Period:
    """A programming period: years, both included."""

    first: int
    last: int

    @property
    def code(self) -> str:
        return f"{self.first}-{self.last}"

    def holds(self, programme: Programme | None) -> bool:
        return programme is not None and self.first <= programme.first_year <= self.last


EARLIER, LATER = Period(2014, 2020), Period(2021, 2027)


@dataclass(frozen=True)
class Operation:
    """One operation under a programme; `parts` are what European funds give under it."""

    project: Project
    programme: Programme
    period: Period
    parts: Sequence[Part]
    updated_on: datetime.date

    @cached_property
    def beneficiary(self) -> Organisation | None:
        """The organisation that leads today, or led last; None for a group, or nobody known."""
        leads = [one for one in self.project.participations.all() if one.role == Role.LEAD]
        return max(leads, key=_until).organisation if leads else None

    @property
    def cost(self) -> Decimal | None:
        """Kronor: total eligible cost for 2014-2020, total cost for 2021-2027.

        None where it is unknown, or known only about or at most.
        """
        amount = self._cost
        return amount.kronor if amount.precision in TOLD else None

    @property
    def _cost(self) -> Amount:
        later = self.period is LATER
        return self.project.total_cost_amount if later else self.project.eligible_cost_amount

    @property
    def rate(self) -> Decimal | None:
        """The share that the Union pays, percent: as decided, else support through the cost.

        None where decisions say different shares, or an amount is not exact.
        """
        decided = {part.decision.eu_rate for part in self.parts} - {None}
        if decided:
            return decided.pop() if len(decided) == 1 else None
        amounts = [part.split.value for part in self.parts]
        if not self.cost or not all(map(_is_exact, [self._cost, *amounts])):
            return None
        if any(part.split.fund.level != FundLevel.EU for part in self.parts if part.split.fund):
            return None
        support = sum((amount.kronor or Decimal(0) for amount in amounts), Decimal(0))
        rate = (100 * support / self.cost).quantize(CENT)
        return rate if rate <= 100 else None

    @property
    def funds(self) -> str:
        """The codes of the funds, each once."""
        codes = (part.split.fund.code for part in self.parts if part.split.fund)
        return "; ".join(dict.fromkeys(codes))

    @property
    def places(self) -> list[Place]:
        """Where it is carried out or what it affects, else where it has its seat."""
        rows = self.project.project_places.all()
        wide = [row.place for row in rows if row.meaning != PlaceMeaning.SEAT]
        return list(dict.fromkeys(wide or [row.place for row in rows]))

    @property
    def nuts2(self) -> str:
        """The NUTS 2 area of all its places; of several, that of the beneficiary, or nothing."""
        areas = {_nuts2(place) for place in self.places}
        if len(areas) == 1:
            return areas.pop()
        seats = [row for row in self.project.project_places.all() if row.meaning == "seat"]
        home = self.beneficiary and self.beneficiary.home
        places = [row.place for row in seats] or ([home] if home else [])
        return _nuts2(places[0]) if places else ""

    @property
    def interventions(self) -> list[str]:
        """The codes of the fields of intervention, the largest share first."""
        rows = sorted(self.project.interventions.all(), key=lambda row: (-(row.share or 0), row.pk))
        return [row.code for row in rows]


def operations(period: Period) -> QuerySet[Project]:
    """Return the public projects that may be operations of a period."""
    within = {"first_year__gte": period.first, "first_year__lte": period.last}
    own = Q(programme__isnull=False) & Q(**{f"programme__{k}": v for k, v in within.items()})
    under = Q(programme__isnull=True) & Q(
        **{f"project__priority__programme__{k}": v for k, v in within.items()}
    )
    splits = GrantSplit.objects.standing().filter(
        own | under, project=OuterRef("pk"), form=SplitForm.CASH, fund__level__in=EUROPEAN
    )
    return Project.objects.published().filter(Exists(splits), is_granted=True)


def with_operations(projects: QuerySet[Project]) -> QuerySet[Project]:
    """Return the same projects with all that `operation` and its answers read."""
    return projects.select_related("priority__programme").prefetch_related(
        "decisions__splits__funder",
        "decisions__splits__fund",
        "decisions__splits__programme",
        "participations__organisation__home__parent__parent",
        "project_places__place__parent__parent",
        "interventions",
    )


def operation(project: Project, period: Period) -> Operation | None:
    """Return a project as an operation of a period; None where it is none."""
    decisions = sorted(project.decisions.all(), key=lambda one: one.pk)
    parts = [
        part
        for part in parts_of(decisions)
        if part.holds(None)
        and counts(part, Basis.GRANTED_SUPPORT)
        and part.split.fund is not None
        and part.split.fund.level in EUROPEAN
        and period.holds(_programme(part, project))
    ]
    if not parts or project.published_at is None:
        return None
    programme = _programme(parts[0], project)
    assert programme is not None  # noqa: S101 - the period holds it
    own = [part for part in parts if _programme(part, project) == programme]
    last = max(project.published_at, *(one.recorded_at for one in decisions))
    return Operation(project, programme, period, own, timezone.localdate(last))


def every(period: Period) -> Iterator[Operation]:
    """Return all operations of a period, the first entered first, read some at a time."""
    for project in in_order_of_entry(with_operations(operations(period))):
        if one := operation(project, period):
            yield one


def _programme(part: Part, project: Project) -> Programme | None:
    return part.split.programme or (project.priority.programme if project.priority else None)


def _is_exact(amount: Amount) -> bool:
    return amount.kronor is not None and amount.precision is Precision.EXACT


def _until(lead: Participation) -> tuple[bool, str]:
    return lead.until_on is None, str(lead.until_on or lead.from_on or "")


def _nuts2(place: Place) -> str:
    """Return the code of the NUTS 2 area that a place is or lies in; nothing for a country."""
    within: Place | None = place
    while within is not None and within.kind != PlaceKind.NUTS2:
        within = None if within.kind == PlaceKind.COUNTRY else within.parent
    return within.code if within else ""
