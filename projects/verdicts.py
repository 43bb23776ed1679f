"""What the registry says of each figure a source states: does it agree with the parts?

Four signs: `=` agrees, `≈` agrees within rounding, `?` cannot be tested, `≠`
contradicts. A verdict speaks of the day the figure was stated and stays true
when amounts are amended later.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import reduce
from operator import add

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.accounts import Account, Part
from projects.models import StatedFigure
from projects.money import Amount, Basis, Interval, Precision, nearest
from projects.templatetags.figures import (
    amount_text,
    bounds_text,
    millions,
    number,
    page_language,
)
from projects.wording import ENGLISH

MILLION = Decimal(1_000_000)


class Sign(Enum):
    """The verdict as a sign that always stands beside its words."""

    AGREES = "="
    ROUNDING = "≈"
    UNTESTABLE = "?"
    CONTRADICTS = "≠"


TITLES: dict[Sign, Promise] = {
    Sign.AGREES: gettext_lazy("Adds up."),
    Sign.ROUNDING: gettext_lazy("Adds up within the rounding."),
    Sign.UNTESTABLE: gettext_lazy("Cannot be tested yet."),
    Sign.CONTRADICTS: gettext_lazy(
        "The figures contradict one another. Here they are, with their sources."
    ),
}


@dataclass(frozen=True)
class PrintedPart:
    """A part as it would be printed at the step of the figure it is held against."""

    part: Part
    printed: Decimal  # kronor, rounded to the figure's step

    @property
    def is_rounded_here(self) -> bool:
        """Whether the registry holds it finer than it is printed here."""
        return self.part.split.value.kronor != self.printed


@dataclass(frozen=True)
class Verdict:
    """What is said of one stated figure; amounts in kronor."""

    figure: StatedFigure
    sign: Sign
    sentence: str
    printed: Sequence[PrintedPart] = ()
    own: Interval | None = None  # what the parts allow by themselves
    bounds: Interval | None = None  # what all the figures together leave
    conflicts: Sequence[StatedFigure] = ()

    @property
    def title(self) -> str:
        return str(TITLES[self.sign])

    @property
    def printed_sum(self) -> Decimal | None:
        """The sum of the parts as printed: a step of a proof, never a total."""
        return sum((one.printed for one in self.printed), Decimal(0)) if self.printed else None

    @property
    def in_millions(self) -> bool:
        return _decimals(self.figure.value) is not None

    def as_printed(self, amount: Decimal) -> str:
        """Return an amount the way the figure is printed: 14,1 or 57 201 394."""
        return _as_printed(amount, self.figure.value)


def project_verdicts(account: Account) -> list[Verdict]:
    """Return a verdict on every figure stated about the project, in the order stated."""
    return [_verdict(account, place) for place in range(len(account.figures))]


def _verdict(account: Account, place: int) -> Verdict:
    figure = account.figures[place]
    if figure.basis == Basis.TOTAL_COST:
        return _cost_verdict(account, figure)
    obstacle = _obstacle(account, place)
    if obstacle:
        return Verdict(figure, Sign.UNTESTABLE, obstacle)
    parts = [account.parts[index] for index in sorted(account.claim(figure))]
    own = _sum_alone(parts)
    against = [conflict for conflict in account.conflicts if place in conflict]
    printed = _printed(parts, figure.value)
    if against:
        others = [account.figures[other] for other in sorted(against[0] - {place})]
        sentence = _contradiction(figure, own, others)
        return Verdict(figure, Sign.CONTRADICTS, sentence, printed, own, None, others)
    bounds = account.reconciliation.of(account.claim(figure))
    sign = Sign.AGREES if _is_plain(parts, figure.value) else Sign.ROUNDING
    sentence = _proof(printed, figure.value) if printed else _bounds_proof(figure, own)
    if not all(part.holds(None) for part in parts):
        since = _("True that day: an amount has been changed since.")
        sentence = f"{sentence} {since}"
    return Verdict(figure, sign, sentence, printed, own, bounds)


def _obstacle(account: Account, place: int) -> str:
    """Return why a figure cannot be held against parts, in words; empty where it can."""
    figure = account.figures[place]
    if figure.place_id:
        return _("The amount is not divided between places.")
    if figure.value.precision is Precision.APPROXIMATE:
        return _("A word such as “about” sets no bound that a figure could break.")
    claim = account.claim(figure)
    if not claim:
        return _("The registry holds no part of this sum on the day it was stated.")
    blanks = sum(account.parts[index].split.value.interval() is None for index in claim)
    if blanks and not any(place in conflict for conflict in account.conflicts):
        return _("An amount that belongs to the sum is unknown or approximate.")
    return ""


def _sum_alone(parts: Sequence[Part]) -> Interval | None:
    intervals = [part.split.value.interval() for part in parts]
    known = [interval for interval in intervals if interval is not None]
    return reduce(add, known) if len(known) == len(intervals) else None


def _is_plain(parts: Sequence[Part], stated: Amount) -> bool:
    """Whether nothing but the figure itself is rounded, or one part is printed just like it."""
    values = [part.split.value for part in parts]
    return all(value.precision is Precision.EXACT for value in values) or values == [stated]


def _printed(parts: Sequence[Part], stated: Amount) -> list[PrintedPart]:
    """Return the parts at the figure's step, smallest first.

    None where one has no amount, or is rounded more coarsely than the figure: what
    such parts are printed as adds up to nothing that anybody stated.
    """
    step = stated.step or Decimal("0.01")
    values = [part.split.value for part in parts]
    if any(value.interval() is None or (value.step or 0) > step for value in values):
        return []
    rounded = [
        PrintedPart(part, nearest(part.split.value.kronor or Decimal(0), step)) for part in parts
    ]
    return sorted(rounded, key=lambda one: one.printed)


def _proof(printed: Sequence[PrintedPart], stated: Amount) -> str:
    """Return the sum in words and figures: "4,3 + 9,7 = 14,0; angivet 14,1: …"."""
    total = sum((one.printed for one in printed), Decimal(0))
    words = {
        "sum": " + ".join(_as_printed(one.printed, stated) for one in printed),
        "total": _as_printed(total, stated),
        "stated": _as_printed(stated.kronor or Decimal(0), stated),
    }
    if len(printed) == 1:
        return _proof_of_one(printed[0], stated)
    if stated.precision is Precision.AT_MOST:
        return _("%(sum)s = %(total)s; stated at most %(stated)s.") % words
    if total == stated.kronor and stated.step:
        return _("%(sum)s = %(total)s; stated %(stated)s, each of them rounded.") % words
    if total == stated.kronor:
        return _("%(sum)s = %(total)s; stated %(stated)s.") % words
    return (
        _("%(sum)s = %(total)s; stated %(stated)s: the difference is within the rounding.") % words
    )


def as_stated(figure: StatedFigure) -> str:
    """Return a figure as its source prints it; on a page in English as a quotation."""
    if not figure.words:
        return amount_text(figure.value)
    return f"“{figure.words}”" if page_language() is ENGLISH else figure.words


def _bounds_proof(figure: StatedFigure, own: Interval | None) -> str:
    """Return the proof of a figure that the printed parts do not add up to, in bounds."""
    if own is None:
        return _("An amount that belongs to the sum is unknown or approximate.")
    words = {"own": bounds_text(own), "stated": as_stated(figure)}
    return _("The parts give %(own)s; stated %(stated)s lies within.") % words


def _proof_of_one(printed: PrintedPart, stated: Amount) -> str:
    words = {
        "exact": amount_text(printed.part.split.value),
        "printed": _with_unit(printed.printed, stated),
        "stated": _with_unit(stated.kronor or Decimal(0), stated),
    }
    if printed.is_rounded_here:
        return _("%(exact)s is printed as %(printed)s; stated %(stated)s.") % words
    return _("Stated and registered alike: %(stated)s.") % words


def _with_unit(amount: Decimal, stated: Amount) -> str:
    if _decimals(stated) is None:
        return amount_text(amount)
    return _("%(number)s million kronor") % {"number": _as_printed(amount, stated)}


def _contradiction(
    figure: StatedFigure, own: Interval | None, others: Sequence[StatedFigure]
) -> str:
    words = {"stated": as_stated(figure)}
    if others or own is None:
        words["others"] = ", ".join(map(as_stated, others))
        return _("Stated %(stated)s cannot be true together with %(others)s.") % words
    words["own"] = bounds_text(own)
    return _("The parts give %(own)s; stated %(stated)s lies outside.") % words


def _cost_verdict(account: Account, figure: StatedFigure) -> Verdict:
    """Hold a stated total cost against the project's own."""
    cost, stated = account.project.total_cost_amount.interval(), figure.value.interval()
    if cost is None or stated is None:
        return Verdict(figure, Sign.UNTESTABLE, _("The project's total cost is not known exactly."))
    if cost & stated is None:
        return Verdict(figure, Sign.CONTRADICTS, _contradiction(figure, cost, []), own=cost)
    sign = Sign.AGREES if cost.is_exact or cost == stated else Sign.ROUNDING
    words = {"cost": bounds_text(cost), "stated": as_stated(figure)}
    sentence = _("Registered total cost %(cost)s; stated %(stated)s.") % words
    return Verdict(figure, sign, sentence, own=cost, bounds=cost & stated)


def _decimals(stated: Amount) -> int | None:
    """Return how many decimals of a million the figure is printed with; None for kronor."""
    if stated.step is None or stated.step < 1000 or not stated.kronor:
        return None
    decimals = 0
    while (stated.step * 10**decimals) % MILLION and decimals < 3:
        decimals += 1
    return decimals


def _as_printed(amount: Decimal, stated: Amount) -> str:
    decimals = _decimals(stated)
    return number(amount) if decimals is None else millions(amount, decimals)


def agrees(interval: Interval, stated: Interval) -> Sign:
    """Return the sign for a sum held against a stated one, both intervals of öre."""
    if interval & stated is None:
        return Sign.CONTRADICTS
    return Sign.AGREES if interval.is_exact else Sign.ROUNDING
