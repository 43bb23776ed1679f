"""Holds the figures of an article against the registry, as of the day that each speaks of."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from news.figures.quoting import Quoted, Side, counted, quoted
from news.models import BoundFigure
from projects.accounts import Account
from projects.models import BASES, Decision, Project, Quantity, Round, StatedFigure
from projects.models.base import project_is_public
from projects.money import Basis, Interval, Total, ore
from projects.round_verdicts import Line, compare
from projects.settlement import with_accounts
from projects.templatetags.figures import amount_text, bounds_text, date_text
from projects.verdicts import Sign


class Judgement(Enum):
    """What the registry says of a figure in a text."""

    RIGHT = "right"
    ROUNDED = "rounded"
    LOWER_BOUND = "lower_bound"
    UPPER_BOUND = "upper_bound"
    OTHER_BASIS = "other_basis"
    UNTESTABLE = "untestable"
    WRONG = "wrong"

    @property
    def sign(self) -> Sign:
        return SIGNS[self]

    @property
    def words(self) -> str:
        return str(WORDS[self])

    @property
    def holds(self) -> bool:
        """Whether a reader may rely on it."""
        return self.sign in {Sign.AGREES, Sign.ROUNDING}


SIGNS = {
    Judgement.RIGHT: Sign.AGREES,
    Judgement.ROUNDED: Sign.ROUNDING,
    Judgement.LOWER_BOUND: Sign.ROUNDING,
    Judgement.UPPER_BOUND: Sign.ROUNDING,
    Judgement.OTHER_BASIS: Sign.CONTRADICTS,
    Judgement.UNTESTABLE: Sign.UNTESTABLE,
    Judgement.WRONG: Sign.CONTRADICTS,
}
WORDS: dict[Judgement, Promise] = {
    Judgement.RIGHT: gettext_lazy("right"),
    Judgement.ROUNDED: gettext_lazy("right by rounding"),
    Judgement.LOWER_BOUND: gettext_lazy("a lower bound"),
    Judgement.UPPER_BOUND: gettext_lazy("an upper bound"),
    Judgement.OTHER_BASIS: gettext_lazy("another basis than the sentence suggests"),
    Judgement.UNTESTABLE: gettext_lazy("cannot be tested"),
    Judgement.WRONG: gettext_lazy("not what the registry says"),
}

# What a sentence that names one of these seems to count; the first that is named.
SUGGESTING = [
    (Basis.EU_SUPPORT, r"EU-stöd|EU-medel|EU-pengar|EU support|EU money"),
    (Basis.PUBLIC_SUPPORT, r"offentlig\w* (?:stöd|finansiering|medel)|public (?:support|funding)"),
    (Basis.PROPOSED_SUPPORT, r"föreslag\w*|föreslå\w*|proposed"),
    (Basis.TOTAL_COST, r"kostar|kostnad\w*|omsluter|budget\w*|costs?\b"),
]


@dataclass(frozen=True)
class Judged:
    """A figure of an article with what the registry says of it."""

    figure: BoundFigure
    judgement: Judgement
    sentence: str
    is_changed: bool = False  # whether it was right of its day and the sum is another one now

    @property
    def title(self) -> str:
        """Return what it speaks of: the project or round, and which part of it."""
        return label(self.figure)


@dataclass(frozen=True)
class OfRound:
    """What was announced of a round, places apart, and the projects the registry holds of it."""

    figures: Sequence[StatedFigure]
    accounts: Sequence[Account]


@dataclass(frozen=True)
class Records:
    """What the figures of some articles speak of, read in a fixed number of queries."""

    accounts: Mapping[int, Account]  # by project
    rounds: Mapping[int, OfRound]

    @classmethod
    def of(cls, figures: Iterable[BoundFigure]) -> "Records":
        figures = list(figures)
        rounds = {one.round_id for one in figures if one.round_id}
        placed = _placed(rounds)
        wanted = {one.project_id for one in figures if one.project_id}
        wanted |= {project for several in placed.values() for project in several}
        projects = with_accounts(Project.objects.filter(pk__in=wanted)) if wanted else []
        accounts = {project.pk: Account.of(project) for project in projects}
        announced = StatedFigure.objects.filter(round__in=rounds, place=None)
        stated = list(announced.select_related("fund", "funder", "source")) if rounds else []
        return cls(
            accounts,
            {
                key: OfRound(
                    [one for one in stated if one.round_id == key],
                    [accounts[project] for project in sorted(placed.get(key, ()))],
                )
                for key in rounds
            },
        )

    @classmethod
    def of_round(cls, round_: Round) -> OfRound:
        """Return the same of one round alone."""
        return cls.of([BoundFigure(round=round_)]).rounds[round_.pk]


def _placed(rounds: Iterable[int]) -> dict[int, set[int]]:
    """Return the published projects that each round ranked or decided on."""
    found: dict[int, set[int]] = {}
    if rounds:
        decisions = Decision.objects.placing().filter(project_is_public(), round__in=rounds)
        for round_, project in decisions.values_list("round", "project"):
            found.setdefault(round_, set()).add(project)
    return found


def judged(figures: Sequence[BoundFigure], records: Records | None = None) -> list[Judged]:
    """Return the figures in their order, each with its verdict for the day it speaks of."""
    records = records or Records.of(figures)
    return [judge(figure, records) for figure in figures]


def judge(figure: BoundFigure, records: Records) -> Judged:
    """Return the verdict on one figure."""
    counts = figure.quantity == Quantity.PROJECTS
    claim = counted(figure.words) if counts else quoted(figure.words, figure.language)
    if claim is None:
        return Judged(figure, Judgement.UNTESTABLE, _("The words cannot be read as a figure."))
    if figure.round is not None:
        return _of_round(figure, claim, figure.round, records.rounds[figure.round.pk])
    account = records.accounts[figure.project_id or 0]
    return _of_project(figure, claim, account)


def _held(account: Account, figure: BoundFigure, basis: Basis | None = None) -> Total:
    """Return the sum that a figure speaks of as the registry holds it."""
    chosen = basis or Basis(figure.basis)
    return account.total(chosen, figure.spoke_of, figure.funder, figure.fund)


def _of_project(figure: BoundFigure, claim: Quoted, account: Account) -> Judged:
    held = _held(account, figure)
    found = _against(figure, claim, held)
    suggested = suggested_basis(figure.sentence)
    if suggested and suggested != figure.basis and found.judgement.holds:
        other = _held(account, figure, suggested)
        if other.projects and (other.at_least, other.at_most) != (held.at_least, held.at_most):
            return _on_another_basis(figure, suggested)
    if found.judgement.holds or not held.projects:
        return found
    for basis in Basis:
        other = _held(account, figure, basis)
        if other.projects and _against(figure, claim, other).judgement.holds:
            return _on_another_basis(figure, basis)
    return found


def _on_another_basis(figure: BoundFigure, other: Basis) -> Judged:
    words = {"other": basis_words(other), "bound": basis_words(Basis(figure.basis))}
    sentence = _("The text reads as %(other)s; the figure is bound to %(bound)s.") % words
    return Judged(figure, Judgement.OTHER_BASIS, sentence)


def _against(figure: BoundFigure, claim: Quoted, held: Total) -> Judged:
    """Hold what the words claim against a sum of the registry."""
    if not held.projects:
        words = {"day": date_text(figure.spoke_of)}
        sentence = _("On %(day)s the registry holds no such sum.") % words
        return Judged(figure, Judgement.UNTESTABLE, sentence)
    claimed = claim.interval
    own = Interval(ore(held.at_least), None if held.at_most is None else ore(held.at_most))
    if claimed is None:
        sentence = _("A word such as “about” sets no bound that a figure could break.")
        return Judged(figure, Judgement.UNTESTABLE, sentence)
    judgement = _compared(claim, claimed, own)
    words = {"held": bounds_text(held)}
    if judgement is Judgement.WRONG:
        sentence = _("The registry holds %(held)s.") % words
    elif judgement is Judgement.UNTESTABLE:
        sentence = _("The registry holds %(held)s, which leaves open whether it is right.") % words
    else:
        sentence = bounds_text(held)
    return Judged(figure, judgement, sentence)


def _compared(claim: Quoted, claimed: Interval, own: Interval) -> Judgement:
    if claimed & own is None:
        is_the_end = claimed.is_exact and claim.amount.kronor == own.under
        return Judgement.UPPER_BOUND if is_the_end else Judgement.WRONG
    is_within = own.low in claimed and (
        claimed.high is None or (own.high is not None and own.high <= claimed.high)
    )
    if claim.side is Side.AT_LEAST:
        return Judgement.LOWER_BOUND if is_within else Judgement.UNTESTABLE
    if claim.side is Side.AT_MOST:
        return Judgement.UPPER_BOUND if is_within else Judgement.UNTESTABLE
    if own.is_exact and claim.amount.kronor == own.at_least:
        return Judgement.RIGHT
    if is_within:
        return Judgement.ROUNDED
    return _as_an_end(claim.amount.kronor or Decimal(0), own)


def _as_an_end(kronor: Decimal, own: Interval) -> Judgement:
    """Say of a sum that is one of several possible ones whether it is the least or the most."""
    if kronor == own.at_least:
        return Judgement.LOWER_BOUND
    return Judgement.UPPER_BOUND if kronor == own.at_most else Judgement.UNTESTABLE


def suggested_basis(sentence: str) -> Basis | None:
    """Return what a sentence seems to count, going by its words."""
    for basis, pattern in SUGGESTING:
        if re.search(pattern, sentence, re.IGNORECASE):
            return basis
    return None


ROUND_SIGNS = {
    Sign.AGREES: Judgement.RIGHT,
    Sign.ROUNDING: Judgement.ROUNDED,
    Sign.UNTESTABLE: Judgement.UNTESTABLE,
    Sign.CONTRADICTS: Judgement.WRONG,
}


def _of_round(figure: BoundFigure, claim: Quoted, round_: Round, of: OfRound) -> Judged:
    """Hold a figure against what was announced about a round, else against what it adds up to."""
    lines = compare(round_, of.figures, of.accounts)
    announced = [line for line in lines if _is_same_matter(line.figure, figure)]
    for line in announced:
        if _agree(claim, line.figure):
            return _as_announced(figure, line)
    added_up = _as_added_up(figure, claim, round_, of)
    if announced and not added_up.judgement.holds:
        words = {"stated": announced[0].figure.words or amount_text(announced[0].figure.value)}
        sentence = _("What was announced is %(stated)s.") % words
        return Judged(figure, Judgement.WRONG, sentence)
    return added_up


def _as_announced(figure: BoundFigure, line: Line) -> Judged:
    words = {"verdict": line.verdict.sentence}
    sentence = _("As announced. %(verdict)s") % words
    return Judged(figure, ROUND_SIGNS[line.verdict.sign], sentence)


def _as_added_up(figure: BoundFigure, claim: Quoted, round_: Round, of: OfRound) -> Judged:
    stated = StatedFigure(
        round=round_,
        quantity=figure.quantity,
        basis=figure.basis or Basis.REGISTERED_SUPPORT,
        amount=claim.amount.kronor,
        amount_precision=claim.amount.precision,
        amount_step=claim.amount.step,
        funder=figure.funder,
        fund=figure.fund,
        stated_on=figure.spoke_of,
    )
    (line,) = compare(round_, [stated], of.accounts)
    if line.total is not None:
        return _against(figure, claim, line.total)
    return Judged(figure, ROUND_SIGNS[line.verdict.sign], line.verdict.sentence)


def _is_same_matter(stated: StatedFigure, figure: BoundFigure) -> bool:
    return (
        stated.quantity == figure.quantity
        and (not figure.basis or stated.basis == figure.basis)
        and (stated.funder_id, stated.fund_id) == (figure.funder_id, figure.fund_id)
    )


def _agree(claim: Quoted, stated: StatedFigure) -> bool:
    """Answer whether a text quotes what was announced, to the precision of either."""
    mine, theirs = claim.interval, stated.value.interval()
    if mine is None or theirs is None:
        return claim.amount.kronor == stated.amount
    return mine & theirs is not None


def basis_words(basis: Basis) -> str:
    return str(dict(BASES)[basis.value])


def label(figure: BoundFigure) -> str:
    """Return what a figure speaks of: "SPIN, Region Västerbotten" or "SPIN, EU support"."""
    subject = str(figure.project or figure.round)
    narrowed = [str(one) for one in (figure.funder, figure.fund) if one]
    if figure.quantity == Quantity.PROJECTS:
        narrowed = [_("number of projects")]
    elif not narrowed:
        narrowed = [basis_words(Basis(figure.basis))]
    return ", ".join([subject, *narrowed])
