"""What a round announced beside what the registry holds of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.accounts import Account, belongs
from projects.models import (
    Decision,
    DecisionKind,
    GrantSplit,
    Project,
    Quantity,
    Round,
    StatedFigure,
)
from projects.money import Amount, Basis, Interval, Precision, Total, ore
from projects.settlement import with_accounts
from projects.templatetags.figures import amount_text, bounds_text, number
from projects.verdicts import Sign, Verdict, agrees


@dataclass(frozen=True)
class Line:
    """One announced figure with its counterpart: a number of projects, or a sum of money."""

    figure: StatedFigure
    held: int
    total: Total | None  # of money; None for a number of projects
    is_proposed: bool  # whether the total adds proposals rather than grants
    verdict: Verdict


def projects_of(round_: Round) -> QuerySet[Project]:
    """Return the published projects that the round ranked or decided on, and did not reject."""
    decisions = Decision.objects.placing().filter(project=OuterRef("pk"), round=round_)
    return Project.objects.published().filter(Exists(decisions))


def compare(round_: Round, figures: Sequence[StatedFigure] | None = None) -> list[Line]:
    """Return every figure announced about a round beside what the registry holds.

    A sum can be tested once the registry holds as many projects as were
    announced for the same fund, funder and place; until then it is untestable.
    """
    stated = list(
        round_.stated_figures.select_related("fund", "funder", "place", "source")
        if figures is None
        else figures
    )
    accounts = [Account.of(project) for project in with_accounts(projects_of(round_))]
    counts = {
        _scope(figure): figure.value for figure in stated if figure.quantity == Quantity.PROJECTS
    }
    return [_line(round_, figure, accounts, counts) for figure in stated]


def _scope(figure: StatedFigure) -> tuple[int | None, int | None, int | None]:
    return figure.fund_id, figure.funder_id, figure.place_id


def _line(
    round_: Round,
    figure: StatedFigure,
    accounts: Sequence[Account],
    counts: dict[tuple[int | None, int | None, int | None], Amount],
) -> Line:
    within = _within(figure, accounts)
    if figure.quantity == Quantity.PROJECTS:
        return Line(figure, len(within), None, False, _count_verdict(figure, len(within)))
    proposals = [_proposal(round_, figure, account) for account in within]
    is_proposed = any(proposal.projects for proposal in proposals)
    basis = Basis.PROPOSED_SUPPORT if is_proposed else Basis(figure.basis)
    parts = (
        proposals
        if is_proposed
        else [account.total(basis, funder=figure.funder, fund=figure.fund) for account in within]
    )
    held = Total.over([part for part in parts if part.projects], basis=basis)
    verdict = _money_verdict(figure, held, counts.get(_scope(figure)))
    return Line(figure, held.projects, held, is_proposed, verdict)


def _within(figure: StatedFigure, accounts: Sequence[Account]) -> list[Account]:
    """Return the accounts of the projects that a figure's fund, funder and place include."""
    found = list(accounts)
    if figure.place:
        there = set(
            Project.objects.filter(pk__in=[account.project.pk for account in accounts])
            .in_place(figure.place.code)
            .values_list("pk", flat=True)
        )
        found = [account for account in found if account.project.pk in there]
    if figure.fund_id or figure.funder_id:
        found = [account for account in found if _has_part(figure, account)]
    return found


def _has_part(figure: StatedFigure, account: Account) -> bool:
    return any(_matches(figure, part.split) for part in account.parts)


def _matches(figure: StatedFigure, split: GrantSplit) -> bool:
    return figure.fund_id in (None, split.fund_id) and figure.funder_id in (None, split.funder_id)


def _proposal(round_: Round, figure: StatedFigure, account: Account) -> Total:
    """Return what was proposed at the round of the money a figure counts, whatever came of it."""
    values = [
        part.split.value
        for part in account.parts
        if part.decision.round_id == round_.pk
        and part.decision.kind == DecisionKind.PRIORITISED
        and belongs(part.split, Basis(figure.basis))
        and _matches(figure, part.split)
    ]
    if not values:
        return Total.empty(Basis.PROPOSED_SUPPORT)
    return Total.summing(values, basis=Basis.PROPOSED_SUPPORT)


def _count_verdict(figure: StatedFigure, held: int) -> Verdict:
    announced = figure.value.kronor or 0
    words = {"held": number(held), "announced": number(announced)}
    if held == announced:
        return Verdict(figure, Sign.AGREES, _("The registry holds them all."))
    if held > announced and figure.value.precision is not Precision.APPROXIMATE:
        sentence = _("The registry holds %(held)s, more than the %(announced)s announced.") % words
        return Verdict(figure, Sign.CONTRADICTS, sentence)
    return Verdict(figure, Sign.UNTESTABLE, _missing(int(announced), held))


def _missing(announced: int, held: int) -> str:
    return ngettext(
        "%(missing)s of %(announced)s project is not in the registry.",
        "%(missing)s of %(announced)s projects are not in the registry.",
        announced,
    ) % {"missing": number(max(announced - held, 0)), "announced": number(announced)}


def _money_verdict(figure: StatedFigure, held: Total, announced: Amount | None) -> Verdict:
    reasons = []
    if announced is None:
        reasons.append(_("How many projects the sum counts is not stated."))
    elif held.projects < (announced.kronor or 0):
        reasons.append(_missing(int(announced.kronor or 0), held.projects))
    stated = figure.value.interval()
    if stated is None:
        reasons.append(_("A word such as “about” sets no bound that a figure could break."))
    if reasons or stated is None:
        return Verdict(figure, Sign.UNTESTABLE, " ".join(reasons))
    sum_held = Interval(ore(held.at_least), None if held.at_most is None else ore(held.at_most))
    words = {"held": bounds_text(held), "stated": figure.words or amount_text(figure.value)}
    sign = agrees(sum_held, stated)
    if sign is Sign.CONTRADICTS:
        sentence = _("The registry's %(held)s and the stated %(stated)s cannot both be true.")
    else:
        sentence = _("The registry adds up to %(held)s, printed as %(stated)s.")
    return Verdict(figure, sign, sentence % words, own=sum_held, bounds=sum_held & stated)
