"""What a round announced beside what the registry holds of it.

A figure is held against what stood when it was stated: of each matter (a
decision and all that replaces it) the entry in force that day. Grants are often
known only later than the round that led to them, so a matter that began
afterwards counts by the first entry that ever held. What is amended or revoked
later changes no verdict on what was said before.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.accounts import Account, Part, belongs, counts
from projects.models import (
    Decision,
    DecisionKind,
    GrantSplit,
    Organisation,
    Project,
    Quantity,
    Round,
    RoundKind,
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
    verdict: Verdict
    proposals: int = 0  # how many of the projects count by what was proposed, not granted

    @property
    def granted(self) -> int:
        """How many of the projects count by what was granted."""
        return self.held - self.proposals

    @property
    def is_proposed(self) -> bool:
        """Whether the total adds proposals and nothing else."""
        return self.proposals > 0 and not self.granted

    @property
    def is_mixed(self) -> bool:
        """Whether the total adds proposals and grants, one or the other of each project."""
        return self.proposals > 0 and self.granted > 0


def projects_of(round_: Round) -> QuerySet[Project]:
    """Return the published projects that the round ranked or decided on, and did not reject."""
    decisions = Decision.objects.placing().filter(project=OuterRef("pk"), round=round_)
    return Project.objects.published().filter(Exists(decisions))


def compare(
    round_: Round,
    figures: Sequence[StatedFigure] | None = None,
    accounts: Sequence[Account] | None = None,
) -> list[Line]:
    """Return every figure announced about a round beside what the registry holds.

    What it holds are the published projects, or the `accounts` given: those may be of projects
    that are not stored, which no figure of a place counts.

    A sum can be tested once the registry holds as many projects as were
    announced for the same fund, funder and place; until then it is untestable.
    Each project counts by what the round proposed for it, else by what it was
    granted: at a round of decisions by the body of the round alone, unless the
    figure names another funder.
    """
    stated = list(
        round_.stated_figures.select_related("fund", "funder", "place", "source")
        if figures is None
        else figures
    )
    if accounts is None:
        accounts = [Account.of(project) for project in with_accounts(projects_of(round_))]
    announced = {
        _scope(figure): figure.value for figure in stated if figure.quantity == Quantity.PROJECTS
    }
    return [_line(round_, figure, accounts, announced) for figure in stated]


def _scope(figure: StatedFigure) -> tuple[int | None, int | None, int | None]:
    return figure.fund_id, figure.funder_id, figure.place_id


def _line(
    round_: Round,
    figure: StatedFigure,
    accounts: Sequence[Account],
    announced: dict[tuple[int | None, int | None, int | None], Amount],
) -> Line:
    there = _in_place(figure, accounts)
    if figure.quantity == Quantity.PROJECTS:
        held = sum(_is_counted(round_, figure, account) for account in there)
        return Line(figure, held, None, _count_verdict(figure, held))
    sums = [found for account in there if (found := _sum(round_, figure, account)).projects]
    proposals = sum(one.basis is Basis.PROPOSED_SUPPORT for one in sums)
    is_proposed = proposals == len(sums) > 0
    basis = Basis.PROPOSED_SUPPORT if is_proposed else Basis(figure.basis)
    # Where both are added, it is because the announced sum adds them too; the line says so.
    total = Total.over((replace(one, basis=basis) for one in sums), basis=basis)
    verdict = _money_verdict(figure, total, announced.get(_scope(figure)))
    return Line(figure, total.projects, total, verdict, proposals)


def _in_place(figure: StatedFigure, accounts: Sequence[Account]) -> Sequence[Account]:
    """Return the accounts of the projects that a figure's place includes."""
    if not figure.place:
        return accounts
    there = set(
        Project.objects.filter(pk__in=[account.project.pk for account in accounts])
        .in_place(figure.place.code)
        .values_list("pk", flat=True)
    )
    return [account for account in accounts if account.project.pk in there]


def _is_counted(round_: Round, figure: StatedFigure, account: Account) -> bool:
    """Answer whether a number of projects counts one: if narrowed, by any part that stood then."""
    if not (figure.fund_id or figure.funder_id):
        return True
    stood = _standing(account, account.decisions, figure.stated_on)
    parts = [*_proposed_here(round_, figure, account), *stood]
    return any(_matches(figure, part.split) for part in parts)


def _matches(figure: StatedFigure, split: GrantSplit) -> bool:
    return figure.fund_id in (None, split.fund_id) and figure.funder_id in (None, split.funder_id)


def _standing(account: Account, decisions: Iterable[Decision], on: datetime.date) -> Sequence[Part]:
    """Return the parts of the entry of each matter that was in force on a day.

    Of a matter that began later, those of its first entry that ever held; none
    of a matter revoked by then.
    """
    chosen: dict[int, Decision] = {}
    for decision in sorted(decisions, key=lambda one: (one.in_force_from, one.pk)):
        until = account.chains.until(decision)
        if until is not None and until <= decision.in_force_from:
            continue  # corrected or replaced the same day: it never held
        if decision.in_force_from <= on or decision.matter not in chosen:
            chosen[decision.matter] = decision
    entries = {decision.pk for decision in chosen.values()}
    return [part for part in account.parts if part.decision.pk in entries]


def _sum(round_: Round, figure: StatedFigure, account: Account) -> Total:
    """Return what a figure counts of one project: its proposal at the round, else its grants."""
    basis = Basis(figure.basis)
    proposed = [
        part
        for part in _proposed_here(round_, figure, account)
        if belongs(part.split, basis) and _matches(figure, part.split)
    ]
    if proposed or basis is Basis.PROPOSED_SUPPORT:
        return _total(account, proposed, Basis.PROPOSED_SUPPORT)
    if basis is Basis.TOTAL_COST:
        return account.total(basis, funder=figure.funder, fund=figure.fund)
    granted = [
        part
        for part in _granted(round_, figure, account)
        if counts(part, basis) and _matches(figure, part.split)
    ]
    return _total(account, granted, basis)


def _proposed_here(round_: Round, figure: StatedFigure, account: Account) -> list[Part]:
    """Return what the round proposed as it stood by the figure's day, whatever came of it."""
    here = [decision for decision in account.decisions if decision.round_id == round_.pk]
    parts = _standing(account, here, figure.stated_on)
    return [part for part in parts if part.kind == DecisionKind.PRIORITISED]


def _granted(round_: Round, figure: StatedFigure, account: Account) -> Sequence[Part]:
    """Return the grants a figure may count: of the round's own body if it decides itself.

    Of those the ones decided at the round, where their sums are known from there.
    """
    parts = _standing(account, account.decisions, figure.stated_on)
    body = _own_body(round_, figure)
    if not body:
        return parts
    matters = {one.matter for one in account.decisions if one.round_id == round_.pk}
    own = [part for part in parts if part.split.funder_id == body.pk]
    return [part for part in own if part.decision.matter in matters] or own


def _own_body(round_: Round, figure: StatedFigure) -> Organisation | None:
    """Return who alone a figure speaks of, where it does not say: who held a round of decisions."""
    is_silent = figure.funder_id is None and round_.kind == RoundKind.DECISION
    return round_.organisation if is_silent else None


def _total(account: Account, parts: Sequence[Part], basis: Basis) -> Total:
    """Return the sum of parts as all that is stated of the project bounds it."""
    if not parts:
        return Total.empty(basis)
    values = [part.split.value for part in parts]
    return Total.within(
        account.reconciliation.of(frozenset(part.index for part in parts)),
        basis=basis,
        unknown_parts=sum(value.is_unknown for value in values),
        is_approximate=any(value.precision is Precision.APPROXIMATE for value in values),
    )


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
