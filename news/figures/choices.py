"""Figures to choose among: what the registry holds of a project or round, ready to be quoted."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from news.figures.judging import Records, basis_words
from news.figures.references import Reference
from projects.accounts import Account
from projects.models import Project, Quantity, Round, StatedFigure
from projects.money import Amount, Basis, Precision, Total, nearest
from projects.round_verdicts import compare
from projects.settlement import with_accounts
from projects.templatetags.figures import bounds_text
from projects.wording import ENGLISH, MILLION, NBSP, SWEDISH, digits

OFFERED = [
    *(Basis.REGISTERED_SUPPORT, Basis.EU_SUPPORT, Basis.PUBLIC_SUPPORT),
    *(Basis.TOTAL_FUNDING, Basis.TOTAL_COST, Basis.PROPOSED_SUPPORT),
]
"""Bases on which a project's sum is offered where they differ, the default of lists first."""

COUNTED = {
    Basis.REGISTERED_SUPPORT: gettext_lazy("all cash in the registry, whoever gives it"),
    Basis.EU_SUPPORT: gettext_lazy("what comes from funds of the EU, whoever decides on it"),
    Basis.PUBLIC_SUPPORT: gettext_lazy("all cash from public funders"),
    Basis.TOTAL_FUNDING: gettext_lazy("all funding, in kind included"),
    Basis.TOTAL_COST: gettext_lazy("what the project costs"),
    Basis.PROPOSED_SUPPORT: gettext_lazy("proposed, not granted"),
}


@dataclass(frozen=True)
class Choice:
    """One figure to quote: what it speaks of, how far it is known, and ways to print it."""

    title: str
    known: str  # what it counts, where that is to be told, and how far it is known
    value: str
    writings: list[str]


def choices_of(project: Project, on: datetime.date, language: str) -> list[Choice]:
    """Return what can be quoted of a project as of a day, its whole sum first."""
    account = Account.of(with_accounts(Project.objects.filter(pk=project.pk)).get())
    found: list[Choice] = []
    seen: list[tuple[Decimal, Decimal | None]] = []
    for basis in OFFERED:
        total = account.total(basis, on)
        ends = (total.at_least, total.at_most)
        if total.projects and ends not in seen:
            seen.append(ends)
            reference = Reference(on=on, basis=basis, project=project.reference)
            title = f"{project}, {basis_words(basis)}"
            found.append(_choice(title, total, reference, language, str(COUNTED[basis])))
    funders = {part.split.funder for part in account.parts if part.split.funder}
    for funder in sorted(funders, key=str):
        total = account.total(Basis.REGISTERED_SUPPORT, on, funder)
        if total.projects:
            reference = Reference(
                on=on,
                basis=Basis.REGISTERED_SUPPORT,
                project=project.reference,
                funder=funder.slug,
            )
            counted = _("all cash that %(funder)s gives, from whichever fund") % {"funder": funder}
            found.append(_choice(f"{project}, {funder}", total, reference, language, counted))
    return [one for one in found if one.writings]


def choices_of_round(round_: Round, on: datetime.date, language: str) -> list[Choice]:
    """Return what was announced about a round, places apart, and what the registry adds up to."""
    of = Records.of_round(round_)
    found = []
    for line in compare(round_, of.figures, of.accounts):
        stated = line.figure
        reference = reference_to(round_, stated, on)
        title = ", ".join([str(round_), _scope(stated)])
        found.append(
            Choice(title, line.verdict.sentence, str(reference), [announced(stated, language)])
        )
        if line.total is not None and line.total.projects:
            title = ": ".join([title, _("as the registry adds up")])
            found.append(_choice(title, line.total, reference, language))
    return [one for one in found if one.writings]


def reference_to(round_: Round, stated: StatedFigure, on: datetime.date) -> Reference:
    """Return what a text refers to that quotes a figure announced about a round."""
    return Reference(
        on=on,
        basis=None if stated.quantity == Quantity.PROJECTS else Basis(stated.basis),
        round=round_.slug,
        funder=stated.funder.slug if stated.funder else "",
        fund=stated.fund.code if stated.fund else "",
    )


def _scope(stated: StatedFigure) -> str:
    if stated.quantity == Quantity.PROJECTS:
        counted = _("number of projects")
    else:
        counted = basis_words(Basis(stated.basis))
    return ", ".join([counted, *(str(one) for one in (stated.funder, stated.fund) if one)])


def announced(stated: StatedFigure, language: str) -> str:
    """Return a stated figure as a text quotes it."""
    if stated.quantity == Quantity.PROJECTS:
        count = int(stated.amount or 0)
        return f"{count} projekt" if language == "sv" else f"{count} projects"
    return written(stated.value, language)


def _choice(
    title: str, total: Total, reference: Reference, language: str, counted: str = ""
) -> Choice:
    known = ": ".join(filter(None, [capfirst(counted), bounds_text(total)]))
    return Choice(title, known, str(reference), writings(total, language))


def writings(total: Total, language: str) -> list[str]:
    """Return how a total can be printed without saying more than is known, the nearest first."""
    if not total.projects or total.at_most is None or total.is_approximate:
        return []
    ways = [_in_kronor(total.at_least, language)] if total.is_exact else []
    for step in (MILLION / 10, MILLION):
        low, high = nearest(total.at_least, step), nearest(total.at_most, step)
        if low == high and low:
            ways.append(_in_millions(low, step, language))
        elif not ways:
            # Whole millions of 14.39 to 14.48 would read as less than the 14.1 of before.
            ways.append(_at_least(total, language))
    return list(dict.fromkeys(ways))


def written(amount: Amount, language: str) -> str:
    """Return an amount as a text quotes it: in millions where it is rounded to a part of one."""
    kronor, step = amount.kronor or Decimal(0), amount.step or MILLION / 10
    is_millions = amount.precision is not Precision.EXACT and kronor >= MILLION
    words = _in_millions(kronor, step, language) if is_millions else _in_kronor(kronor, language)
    about = {Precision.APPROXIMATE: ("omkring", "about"), Precision.AT_MOST: ("högst", "at most")}
    before = about.get(amount.precision, ("", ""))[language == "en"]
    return f"{before} {words}".strip()


def _in_kronor(kronor: Decimal, language: str) -> str:
    if language == "en":
        return f"SEK{NBSP}{digits(ENGLISH, kronor)}"
    return f"{digits(SWEDISH, kronor)}{NBSP}kronor"


def _in_millions(kronor: Decimal, step: Decimal, language: str) -> str:
    decimals = 1 if step < MILLION and kronor % MILLION else 0
    if language == "en":
        return f"SEK{NBSP}{digits(ENGLISH, kronor / MILLION, decimals)}{NBSP}million"
    millions = "miljon" if kronor == MILLION else "miljoner"
    return f"{digits(SWEDISH, kronor / MILLION, decimals)}{NBSP}{millions} kronor"


def _at_least(total: Total, language: str) -> str:
    before = "minst" if language == "sv" else "at least"
    return f"{before} {_in_kronor(total.at_least, language)}"


def found_choices(
    subjects: Iterable[Project | Round], on: datetime.date, language: str
) -> Iterator[Choice]:
    """Yield what can be quoted of each of some projects and rounds."""
    for subject in subjects:
        if isinstance(subject, Project):
            yield from choices_of(subject, on, language)
        else:
            yield from choices_of_round(subject, on, language)
