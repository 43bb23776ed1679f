"""What may be wrong with a project without being impossible: pointed out, never refused.

One function a rule: each yields what it doubts of one account, stored or only typed. A rule
warns of what is certain alone: it takes the least that a rounded sum can be, and says
nothing while a value is unknown. `warnings_kept` keeps what is found.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Any

from projects.accounts import Account, Part
from projects.funding import funding
from projects.models import GrantSplit, Payment, Programme, StatedFigure, WarningRule
from projects.models.plausibility import fingerprint
from projects.money import Basis, Interval, Precision
from projects.payments import payments
from projects.verdicts import Sign, project_verdicts

TIMES_THE_USUAL = 100
FEWEST_TO_COMPARE = 5
"""Amounts that a programme must hold elsewhere before one of them is unusual."""
MOST_TO_COMPARE = 200
"""The latest amounts of a programme, of which the median is taken."""
SHORTEST_NUMBER = 6
"""Digits; a shorter number is an amount by chance too often."""


@dataclass(frozen=True)
class Doubt:
    """One thing that may be wrong: by which rule, and the values it speaks of, in no language.

    `about` is the row that it is said at: a split, a stated figure, or the name of a field.
    """

    rule: WarningRule
    facts: dict[str, str]
    about: GrantSplit | StatedFigure | str = ""

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.facts)


def doubts(account: Account, unsaved: Iterable[Payment] = ()) -> list[Doubt]:
    """Return all that may be wrong with a project; payments that are `unsaved` count too."""
    return [
        *contradicting_figures(account),
        *more_paid_than_granted(account, unsaved),
        *eu_share_above_cap(account),
        *amounts_like_case_numbers(account),
        *unusual_amounts(account),
        *title_like_purpose(account),
    ]


def contradicting_figures(account: Account) -> Iterator[Doubt]:
    """Doubt stated figures that no rounding can explain."""
    for verdict in project_verdicts(account):
        if verdict.sign is not Sign.CONTRADICTS:
            continue
        figure = verdict.figure
        facts = {"stated": _stated(figure), "basis": figure.basis, "on": str(figure.stated_on)}
        if verdict.conflicts or verdict.own is None:
            facts["others"] = ", ".join(sorted(_stated(one) for one in verdict.conflicts))
        else:
            facts |= _ends(verdict.own)
        yield Doubt(WarningRule.FIGURES_CONTRADICT, facts, figure)


def _stated(figure: StatedFigure) -> str:
    return figure.words or str(figure.amount)


def _ends(bounds: Interval) -> dict[str, str]:
    """Return both ends in öre."""
    return {"low": str(bounds.low), "high": "" if bounds.high is None else str(bounds.high)}


def more_paid_than_granted(account: Account, unsaved: Iterable[Payment]) -> Iterator[Doubt]:
    """Doubt items of which more is paid out than can have been granted."""
    made = payments(account, funding(account), unsaved)
    for row in made.exceeding if made else ():
        split = row.item.split
        facts = {
            "payer": _payer(split),
            "fund": split.fund.code if split.fund else "",
            "excess": str(row.excess),
        }
        yield Doubt(WarningRule.PAID_OVER_GRANTED, facts, split)


def _payer(split: GrantSplit) -> str:
    return split.funder.name if split.funder else split.group_sv


def eu_share_above_cap(account: Account) -> Iterator[Doubt]:
    """Doubt EU support that is more of the cost than its programme ever gives.

    The cost is the eligible one, or where that is unknown the total one.
    """
    project = account.project
    eligible = project.eligible_cost_amount.interval()
    cost = eligible or project.total_cost_amount.interval()
    if cost is None or not cost.high:
        return
    parts: dict[Programme, set[int]] = defaultdict(set)
    for index in account.covered(Basis.EU_SUPPORT):
        programme = _programme(account, account.parts[index])
        if programme and programme.highest_eu_share is not None:
            parts[programme].add(index)
    for programme, indices in parts.items():
        support = account.reconciliation.of(frozenset(indices))
        share = Decimal(support.low) / cost.high * 100
        if share > Decimal(programme.highest_eu_share or 0):
            facts = {
                "share": f"{share:.2f}",
                "cap": f"{programme.highest_eu_share:f}",
                "cost": "eligible" if eligible else "total",
                "programme": programme.name_sv,
                "programme_en": programme.name_en,
            }
            field = "eligible_cost_typed" if eligible else "total_cost_typed"
            yield Doubt(WarningRule.EU_SHARE_ABOVE_CAP, facts, field)


def _programme(account: Account, part: Part) -> Programme | None:
    """Return the programme that a part is given under: its own, else that of the priority."""
    priority = account.project.priority
    return part.split.programme or (priority.programme if priority else None)


def amounts_like_case_numbers(account: Account) -> Iterator[Doubt]:
    """Doubt amounts whose digits are a number of the same project's cases."""
    decisions = account.decisions
    written = [text for one in decisions for text in (one.case_number, one.reference) if text]
    numbers = {re.sub(r"[^0-9]", "", text): text for text in written}
    for split in _standing(account):
        kronor = split.value.kronor
        if kronor is None or split.value.precision is not Precision.EXACT or kronor % 1:
            continue
        digits = str(int(kronor))
        if len(digits) >= SHORTEST_NUMBER and digits in numbers:
            facts = {"amount": str(kronor), "number": numbers[digits]}
            yield Doubt(WarningRule.AMOUNT_IS_CASE_NUMBER, facts, split)


def _standing(account: Account) -> Iterator[GrantSplit]:
    return (part.split for part in account.parts if part.holds(None))


def unusual_amounts(account: Account) -> Iterator[Doubt]:
    """Doubt amounts a hundred times the median of what the same programme gives elsewhere."""
    usual: dict[int, Decimal | None] = {}
    for split in _standing(account):
        programme, kronor = split.programme, split.value.kronor
        if programme is None or not kronor:
            continue
        if programme.pk not in usual:
            usual[programme.pk] = usual_amount(programme, but_of=account.project.pk)
        middle = usual[programme.pk]
        if middle and kronor >= TIMES_THE_USUAL * middle:
            names = {"programme": programme.name_sv, "programme_en": programme.name_en}
            facts = {"amount": str(kronor), **names}
            yield Doubt(WarningRule.AMOUNT_IS_UNUSUAL, facts, split)


def usual_amount(programme: Programme, *, but_of: int | None = None) -> Decimal | None:
    """Return the median of a programme's latest amounts, those of one project left out; kronor.

    None while there are too few to compare with.
    """
    rows = GrantSplit.objects.filter(programme=programme, amount__gt=0)
    if but_of:
        rows = rows.exclude(project=but_of)
    latest = rows.order_by("-pk").values_list("amount", flat=True)[:MOST_TO_COMPARE]
    amounts: list[Any] = list(latest)
    return median(amounts) if len(amounts) >= FEWEST_TO_COMPARE else None


def title_like_purpose(account: Account) -> Iterator[Doubt]:
    """Doubt a title that is the same as the text that should explain it."""
    project = account.project
    for language in ("sv", "en"):
        title = getattr(project, f"title_{language}").strip()
        purpose = getattr(project, f"purpose_{language}").strip()
        if title and title.casefold() == purpose.casefold():
            facts = {"title": title, "language": language}
            yield Doubt(WarningRule.TITLE_IS_PURPOSE, facts, f"purpose_{language}")
