"""What made-up projects are granted, and what it adds up to, in whole öre.

The sums are plain arithmetic, and a second opinion on `projects.settlement`: the tests hold
the one against the other.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random

from projects.generating.registers import (
    AUTHORITIES,
    FUNDERS,
    MUNICIPALITIES,
    PRIVATE_FUNDERS,
    REGIONS,
)
from projects.generating.texts import skewed
from projects.money import Basis

STEP = 100_000_00
"""Öre; what rounded amounts and stated figures are rounded to."""

GRANTED, PROMISED = "granted", "cofunding_promised"
PRIORITISED, REVOKED = "prioritised", "revoked"

# Places in `registers.FUNDS`.
_EU_FUNDS, _STATE_FUNDS, _UNDIVIDED = range(4), range(5, 7), 4
_REGION, _MUNICIPALITY, _PRIVATE = 7, 8, range(9, 11)


@dataclass(slots=True)
class Part:
    """One split: what a funder gives out of a fund; `low` and `high` are what it can be, in öre."""

    funder: int
    fund: int
    amount: int | None
    low: int
    high: int | None
    is_rounded: bool = False
    in_kind: bool = False

    @property
    def is_from_eu(self) -> bool:
        return self.fund in _EU_FUNDS


@dataclass(slots=True)
class Decided:
    """One decision and its parts; `funder` None where a partnership decided."""

    kind: str
    funder: int | None
    parts: list[Part] = field(default_factory=list)


@dataclass(slots=True)
class Sum:
    """Bounds in öre; `high` None is no upper bound."""

    low: int = 0
    high: int | None = 0
    unknown: int = 0


@dataclass(slots=True)
class Ledger:
    """All that was decided of one project, and the sum that a source states of it, in öre."""

    decisions: list[Decided]
    stated: int | None = None

    @property
    def is_revoked(self) -> bool:
        return self.decisions[-1].kind == REVOKED

    @property
    def is_granted(self) -> bool:
        return not self.is_revoked and self.decisions[0].kind != PRIORITISED

    def sums(self) -> list[tuple[Basis, int | None, Sum]]:
        """Return each basis that has parts, whose parts (None: everybody's) and their sum."""
        if self.is_revoked:
            return []
        given = [(one.kind, part) for one in self.decisions for part in one.parts]
        cash = [(kind, part) for kind, part in given if not part.in_kind]
        everything = [part for _, part in cash]
        if not self.is_granted:
            return _of_everybody_and_each(Basis.PROPOSED_SUPPORT, everything)
        found = [
            (Basis.EU_SUPPORT, [part for part in everything if part.is_from_eu]),
            (Basis.GRANTED_SUPPORT, [part for kind, part in cash if kind == GRANTED]),
            (Basis.PUBLIC_SUPPORT, [part for part in everything if is_public(part.funder)]),
            (Basis.TOTAL_FUNDING, [part for _, part in given]),
        ]
        rows = [(basis, None, _sum(parts)) for basis, parts in found if parts]
        return rows + _of_everybody_and_each(Basis.REGISTERED_SUPPORT, everything)

    @property
    def registered(self) -> Sum:
        """What all cash granted adds up to."""
        if not self.is_granted:
            return Sum()
        return _sum(part for one in self.decisions for part in one.parts if not part.in_kind)


def is_public(funder: int) -> bool:
    return funder not in PRIVATE_FUNDERS


def _of_everybody_and_each(basis: Basis, parts: list[Part]) -> list[tuple[Basis, int | None, Sum]]:
    rows: list[tuple[Basis, int | None, Sum]] = [(basis, None, _sum(parts))]
    for funder in sorted({part.funder for part in parts}):
        rows += [(basis, funder, _sum(part for part in parts if part.funder == funder))]
    return rows


def _sum(parts: Iterable[Part]) -> Sum:
    total = Sum()
    for part in parts:
        total.low += part.low
        if part.high is None or total.high is None:
            total.high = None
        else:
            total.high += part.high
        total.unknown += part.amount is None
    return total


def draw_ledger(rng: Random) -> Ledger:
    """Draw what was decided of a project.

    Of a hundred 3 are only prioritised, 1 is revoked, and 10 have one exact and one rounded
    part beside a stated sum; the others have one to four parts, here and there of unknown
    amount or with a contribution in kind.
    """
    chance = rng.random()
    if chance < 0.03:
        parts = [_part(rng, funder) for funder in _funders(rng, rng.choice([1, 1, 2]))]
        return Ledger([Decided(PRIORITISED, None, parts)])
    if chance < 0.04:
        [granted] = _granted(rng, 1)
        return Ledger([granted, Decided(REVOKED, granted.funder)])
    if chance < 0.14:
        decisions = _granted(rng, 2)
        return Ledger(decisions, stated=_round(decisions[0].parts[0], decisions[1].parts[0]))
    decisions = _granted(rng, rng.choice([1, 2, 2, 2, 3, 3, 4]))
    _vary(rng, decisions)
    return Ledger(decisions)


def _granted(rng: Random, count: int) -> list[Decided]:
    """Return so many decisions, each with one part of an exact amount."""
    return [
        Decided(_kind(rng, funder), funder, [_part(rng, funder)]) for funder in _funders(rng, count)
    ]


def _kind(rng: Random, funder: int) -> str:
    is_own = funder in MUNICIPALITIES or funder in PRIVATE_FUNDERS
    return PROMISED if is_own and rng.random() < 0.6 else GRANTED


def _funders(rng: Random, count: int) -> list[int]:
    """Return different funders, an authority or a region first as a rule."""
    chance = rng.random()
    if chance < 0.6:
        first = skewed(rng, len(AUTHORITIES))
    elif chance < 0.9:
        first = REGIONS.start + skewed(rng, len(REGIONS))
    else:
        first = rng.choice(FUNDERS)
    found = [first]
    while len(found) < count:
        other = rng.choice(REGIONS if rng.random() < 0.4 else FUNDERS)
        if other not in found:
            found.append(other)
    return found


def _part(rng: Random, funder: int) -> Part:
    # Kronor in the middle about 1.2 million, from tens of thousands to a hundred million.
    kronor = int(rng.lognormvariate(14, 1.2)) + 10_000
    if rng.random() < 0.5:
        kronor -= kronor % 1_000
    amount = kronor * 100
    return Part(funder, _fund(rng, funder), amount, amount, amount)


def _fund(rng: Random, funder: int) -> int:
    chance = rng.random()
    if funder in AUTHORITIES:
        if chance < 0.7:
            return skewed(rng, len(_EU_FUNDS))
        return rng.choice(_STATE_FUNDS) if chance < 0.95 else _UNDIVIDED
    if funder in REGIONS:
        return _REGION if chance < 0.6 else _STATE_FUNDS.start
    if funder in MUNICIPALITIES:
        return _MUNICIPALITY
    return rng.choice(_PRIVATE)


def _round(exact: Part, other: Part) -> int:
    """Round one of two amounts, narrow it by the rounded sum of both, and return that sum."""
    truth = max(other.low, STEP)
    other.amount = _nearest(truth)
    other.is_rounded = True
    stated = _nearest(exact.low + truth)
    half = STEP // 2
    other.low = max(other.amount - half, stated - half - exact.low)
    other.high = min(other.amount + half - 1, stated + half - 1 - exact.low)
    return stated


def _nearest(ore: int) -> int:
    """Return a sum rounded to whole steps, halves upwards."""
    return (ore + STEP // 2) // STEP * STEP


def _vary(rng: Random, decisions: list[Decided]) -> None:
    """Make an amount unknown, or add a contribution in kind, now and then."""
    for one in decisions:
        if rng.random() < 0.02:
            part = one.parts[0]
            part.amount, part.low, part.high = None, 0, None
    if rng.random() < 0.05:
        last = decisions[-1]
        extra = _part(rng, last.parts[0].funder)
        extra.in_kind = True
        last.parts.append(extra)
