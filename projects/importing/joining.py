"""Joins rows of one project: what they share, what they say apart, what they repeat."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from projects.importing.cells import Kind, Problem, Value
from projects.importing.parts import Money, Party
from projects.importing.places import counties_told_by_their_parts
from projects.importing.rows import Row
from projects.importing.targets import CASE, REFERENCE

_OF_MONEY = ("funder", "fund", "programme", "decided_on")
"""What may differ from one row of money to the next."""
_SPLITS = ("granted", "eu", "national", "private", "proposed")
_COSTS = ("total_cost", "eligible_cost")
_PARTIES = ("lead", "funder")
_OF_PARTIES = frozenset(
    f"{party}_{part}" for party in _PARTIES for part in ("name", "number", "kind")
)


@dataclass(slots=True)
class Joined:
    """The rows of one project as one: `fields` are those of a Record."""

    fields: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def join(rows: Sequence[Row]) -> Joined:
    """Return what the rows of one project say together, in the fields of a Record."""
    joined = Joined(problems=[problem for row in rows for problem in row.problems])
    parties = {name: [_party(row, name) for row in rows] for name in _PARTIES}
    apart = _told_apart(rows, parties["funder"])
    for target in dict.fromkeys(target for row in rows for target in row.single):
        if target not in _OF_PARTIES and target not in apart:
            joined.fields[target] = _agreed(joined, target, rows)
    joined.fields["lead"] = _first_party(parties["lead"])
    if "funder" not in apart:
        joined.fields["funder"] = _first_party(parties["funder"])
    joined.fields["amounts"] = _amounts(joined, rows, parties["funder"], apart)
    for target in _COSTS:
        joined.fields[target] = _cost(joined, target, rows)
    joined.fields["case_numbers"] = _once(v for row in rows for v in row.numbers.get(CASE, ()))
    joined.fields["references"] = _once(v for row in rows for v in row.numbers.get(REFERENCE, ()))
    _add_places(joined, rows)
    return joined


def _party(row: Row, name: str) -> Party | None:
    is_person = f"{name}_number" in row.people
    party = Party(
        name=None if is_person else row.single.get(f"{name}_name"),
        number=row.single.get(f"{name}_number"),
        kind=row.single.get(f"{name}_kind"),
        is_person=is_person,
    )
    return party if party or is_person else None


def _first_party(parties: Sequence[Party | None]) -> Party | None:
    return next((party for party in parties if party), None) or next(
        (party for party in parties if party is not None), None
    )


def _same(party: Party | None) -> tuple[str, str]:
    if party is None:
        return "", ""
    return (
        party.name.value.casefold() if party.name else "",
        party.number.value if party.number else "",
    )


def _told_apart(rows: Sequence[Row], funders: Sequence[Party | None]) -> set[str]:
    """Return what the rows with money say differently of it."""
    paying = [(row, funder) for row, funder in zip(rows, funders, strict=True) if row.money]
    apart = {
        target
        for target in _OF_MONEY[1:]
        if len({row.single[target].value for row, _ in paying if target in row.single}) > 1
    }
    if len({_same(funder) for _, funder in paying if funder}) > 1:
        apart.add("funder")
    return apart


def _agreed(joined: Joined, target: str, rows: Sequence[Row]) -> Value[Any]:
    """Return what the first row says, telling where another row says otherwise."""
    said = [row.single[target] for row in rows if target in row.single]
    for other in said[1:]:
        if other.value != said[0].value:
            values = (("kept", said[0].written[:100]), ("written", other.written[:100]))
            joined.problems.append(Problem("rows_differ", Kind.NOTE, other.at, target, values))
    return said[0]


def _amounts(
    joined: Joined, rows: Sequence[Row], funders: Sequence[Party | None], apart: set[str]
) -> tuple[Money, ...]:
    """Return the rows of money; what repeats an earlier one in all it says is counted once."""
    found: dict[object, Money] = {}
    for row, funder in zip(rows, funders, strict=True):
        for target in _SPLITS:
            if target not in row.money:
                continue
            own: dict[str, Any] = {
                name: row.single.get(name) for name in _OF_MONEY[1:] if name in apart
            }
            if "funder" in apart:
                own["funder"] = funder
            money = Money(target=target, amount=row.money[target], **own)
            told = tuple(
                value.value if isinstance(value, Value) else _same(value) for value in own.values()
            )
            if found.setdefault((target, money.amount.value, told), money) is not money:
                joined.problems.append(
                    Problem(
                        "repeated_amount",
                        Kind.NOTE,
                        money.at,
                        target,
                        (("written", money.amount.written),),
                    )
                )
    return tuple(found.values())


def _cost(joined: Joined, target: str, rows: Sequence[Row]) -> Value[Any] | None:
    said = [row.money[target] for row in rows if target in row.money]
    for other in said[1:]:
        if other.value != said[0].value:
            values = (("kept", said[0].written), ("written", other.written))
            joined.problems.append(Problem("rows_differ", Kind.ERROR, other.at, target, values))
    return said[0] if said else None


def _once(values: Any) -> tuple[Value[str], ...]:
    found: dict[str, Value[str]] = {}
    for value in values:
        found.setdefault(value.value, value)
    return tuple(found.values())


def _add_places(joined: Joined, rows: Sequence[Row]) -> None:
    """Add each place once, and no county of which a municipality is named: that says more."""
    places = _once(place for row in rows for place in row.places)
    told = counties_told_by_their_parts([place.value for place in places])
    joined.fields["places"] = tuple(place for place in places if place.value not in told)
    joined.fields["unmatched_places"] = _once(word for row in rows for word in row.unmatched)
