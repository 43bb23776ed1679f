"""What another site may quote of a project or a round: amounts, basis, date and where it is read.

The words are those of the project's and the round's own page, so that whoever follows
the link finds what was quoted.
"""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from projects.accounts import Account
from projects.announcements import Compared, announcement
from projects.funding import Funding, Item, funding
from projects.models import Fact, Project, Round
from projects.money import Rounded, Total
from projects.naming import Named, named
from projects.round_verdicts import projects_of
from projects.templatetags.figures import (
    amount_text,
    bounds_text,
    date_text,
    number,
    total_text,
)

MOST_PARTS = 6
"""Parts of a sum that a box names one by one; of more it gives the sum alone."""


@dataclass(frozen=True)
class Line:
    """What is counted, the amount as printed, and what must be said beside it."""

    label: str
    amount: str
    note: str = ""

    def __str__(self) -> str:
        stated = f"{self.label}: {self.amount}" if self.amount else self.label
        return f"{stated} ({self.note})" if self.note and self.amount else stated


@dataclass(frozen=True)
class FactBox:
    """One project or round in a few lines; `basis` says what the amounts count and leave out."""

    kicker: str
    title: Named
    lines: Sequence[Line]
    basis: str
    on: datetime.date


def project_box(project: Project) -> FactBox:
    """Return the box of a project that came through `with_accounts`, as of today."""
    money = funding(Account.of(project))
    title = named(project, "title")
    if project.acronym:
        title = replace(title, words=f"{project.acronym}, {title.words}")
    return FactBox(
        kicker=_("Project %(reference)s") % {"reference": project.reference},
        title=title,
        lines=list(_project_lines(money)),
        basis=" ".join(_project_basis(project, money)),
        on=timezone.localdate(),
    )


def _project_lines(money: Funding) -> Iterator[Line]:
    if money.cash:
        label = _("Registered support")
        if money.levels:
            label = _("Registered support, %(levels)s") % {"levels": money.levels}
        yield sum_line(label, money.total)
        if 1 < len(money.cash) <= MOST_PARTS:
            yield from map(_part, money.cash)
    if money.proposals:
        yield sum_line(_("Proposed support"), money.proposed)
    if money.in_kind:
        yield sum_line(_("All funding, in kind included"), money.with_in_kind)


def _project_basis(project: Project, money: Funding) -> Iterator[str]:
    if money.cash:
        yield _("Cash only. Other funders may be missing.")
    elif not money.proposals:
        yield _("No granted support is registered.")
        missing = {one.fact: one for one in project.missing_facts.all()}.get(Fact.DECISION)
        if missing:
            yield missing.said("note")
    if money.proposals:
        yield _("Prioritised is not granted: the amount is part of no sum of granted support.")
    if project.cancelled_on and not money.cash:
        yield _("What was granted has been revoked.")


def sum_line(label: str, total: Total, beside: Iterable[Rounded] = ()) -> Line:
    """Return a sum as the page prints it, with its ends where it prints one rounded figure.

    `beside` are the figures it is compared with: where rounding hid the difference, the
    ends alone are printed.
    """
    if any(total.hides(other.kronor, other.step) for other in beside):
        return Line(label, bounds_text(total), "")
    is_rounded = not total.is_exact and total.rounded() is not None
    bare = replace(total, unknown_parts=0, is_approximate=False)
    return Line(label, total_text(total), bounds_text(bare) if is_rounded else "")


def _part(item: Item) -> Line:
    left_open = bounds_text(item.interval) if item.interval else ""
    return Line(item.label, amount_text(item.amount), left_open)


def round_box(round_: Round) -> FactBox:
    """Return the box of a round, as of today: what was announced beside what the registry holds."""
    announced = announcement(round_)
    body = round_.body
    return FactBox(
        kicker=_("Round, %(body)s") % {"body": body},
        title=named(round_),
        lines=[*map(_compared, announced.compared)] or [_held(round_)],
        basis=_("Announced is what the sources said. In the registry are the published projects."),
        on=timezone.localdate(),
    )


def _held(round_: Round) -> Line:
    return Line(_("Projects in the registry"), number(projects_of(round_).count()))


def _compared(one: Compared) -> Line:
    """Return one announced figure, as its source prints it, with its counterpart."""
    figure = one.figure
    label = ", ".join([capfirst(one.label), *map(str, filter(None, [figure.fund, figure.funder]))])
    if figure.place:
        label = f"{label} {pgettext('place', 'in')} {figure.place.said('name')}"
    words = {
        "announced": number(figure.amount or 0) if one.counts else amount_text(figure.value),
        "held": _counterpart(one),
    }
    said = {"publisher": figure.source.publisher, "day": date_text(figure.stated_on)}
    return Line(
        label,
        _("announced %(announced)s, in the registry %(held)s") % words,
        _("%(publisher)s, %(day)s") % said,
    )


def _counterpart(one: Compared) -> str:
    line = one.line
    if one.counts:
        return number(line.held)
    if line.total is None or not line.total.projects:
        return _("nothing yet")
    words = {"amount": total_text(line.total)}
    if line.is_proposed:
        return _("%(amount)s proposed") % words
    if line.is_mixed:
        return _("%(amount)s, proposed or granted") % words
    return total_text(line.total)


def as_text(box: FactBox, address: str, site: str) -> str:
    """Return the box as plain text, its parts on lines of their own."""
    words = {"site": site, "day": date_text(box.on), "address": address}
    return "\n".join(
        [
            box.title.words,
            *map(str, box.lines),
            *filter(None, [box.basis]),
            _("Source: %(site)s, read %(day)s. %(address)s") % words,
        ]
    )
