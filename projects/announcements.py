"""A round as its page shows it: what was announced beside what the registry holds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.charts import percent
from projects.excerpts import rows_of
from projects.models import Project, Quantity, Round, Source, StatedFigure, Subtotal
from projects.money import Basis, Interval, Total, ore
from projects.proofs import KINDS
from projects.round_verdicts import Line, compare, projects_of
from projects.rows import Row
from projects.templatetags.figures import bounds_text
from projects.verdicts import Sign

PROJECTS = gettext_lazy("Projects")


@dataclass(frozen=True)
class Compared:
    """One announced figure with its counterpart, ready to print."""

    line: Line

    @property
    def figure(self) -> StatedFigure:
        return self.line.figure

    @property
    def kind(self) -> str:
        return KINDS[self.line.verdict.sign]

    @property
    def is_whole(self) -> bool:
        """Whether it is about the whole round, not of one fund, funder or place of it."""
        figure = self.figure
        return not (figure.fund_id or figure.funder_id or figure.place_id)

    @property
    def counts(self) -> bool:
        return self.figure.quantity == Quantity.PROJECTS

    @property
    def missing(self) -> int:
        """How many of the announced projects the registry does not hold."""
        return max(int(self.figure.amount or 0) - self.line.held, 0) if self.counts else 0

    @property
    def label(self) -> str:
        """What the figure counts, without its scope."""
        return str(PROJECTS) if self.counts else self.figure.get_basis_display()

    @property
    def scope(self) -> str:
        """What a sum counts beside whether it is granted or proposed: "EU support, ERUF"."""
        figure = self.figure
        narrowed = [str(one) for one in (figure.fund, figure.funder, figure.place) if one]
        basis = [] if figure.basis == Basis.PROPOSED_SUPPORT and narrowed else [self.label]
        return ", ".join([*basis, *narrowed])

    @property
    def adds_up(self) -> bool:
        return not self.counts and self.line.verdict.sign in (Sign.AGREES, Sign.ROUNDING)

    @property
    def remainder(self) -> str:
        """What is left for the projects that the registry lacks, in words, if that is known."""
        stated, held = self.figure.value.interval(), self.line.total
        if self.counts or stated is None or held is None or held.at_most is None:
            return ""
        if self.line.verdict.sign is not Sign.UNTESTABLE or stated.high is None:
            return ""
        low, high = stated.low - ore(held.at_most), stated.high - ore(held.at_least)
        if not held.projects or high < 0:
            return ""
        words = {"bounds": bounds_text(Interval(max(low, 0), high))}
        return _("If the figure is rounded to nearest, the others got %(bounds)s.") % words


@dataclass(frozen=True)
class Filled:
    """The bar of a round: how much of an announced sum the registry holds, as percent."""

    compared: Compared
    width: str

    @property
    def kind(self) -> str:
        return "eu" if self.compared.figure.basis == Basis.EU_SUPPORT else "other"


@dataclass(frozen=True)
class Announcement:
    """All that was announced about a round, each beside what the registry holds."""

    compared: Sequence[Compared]
    bar: Filled | None

    @property
    def closed(self) -> Compared | None:
        """The sum of the registry that an announced sum proves, the largest if several.

        None that mixes proposals and grants: it could be headed by neither word.
        """
        proved = [one for one in self.compared if one.adds_up and not one.line.is_mixed]
        return max(proved, key=lambda one: one.figure.amount or Decimal(0), default=None)

    @property
    def count(self) -> Compared | None:
        """The number of projects announced for the whole round."""
        return next((one for one in self.compared if one.counts and one.is_whole), None)

    @property
    def eu_support(self) -> bool:
        """Whether EU support alone is what the whole round's sum counts."""
        return any(one.figure.basis == Basis.EU_SUPPORT for one in self._whole_sums)

    @property
    def other_basis(self) -> StatedFigure | None:
        """A figure that counts something else than the pages of projects do, if any does."""
        found = (one.figure for one in self.compared if not one.counts)
        return next((one for one in found if one.basis != Basis.REGISTERED_SUPPORT), None)

    @property
    def sources(self) -> list[Source]:
        return list(dict.fromkeys(one.figure.source for one in self.compared))

    @property
    def _whole_sums(self) -> list[Compared]:
        return [one for one in self.compared if not one.counts and one.is_whole]


def announcement(round_: Round) -> Announcement:
    """Return what was announced about a round beside what the registry holds of it."""
    compared = [Compared(line) for line in compare(round_)]
    found = Announcement(compared, None)
    sums = [one for one in compared if not one.counts and one.is_whole]
    bars = (_bar(one) for one in sums)
    return replace(found, bar=next((bar for bar in bars if bar), None))


def _bar(compared: Compared) -> Filled | None:
    held, stated = compared.line.total, compared.figure.amount
    if not held or not held.at_least or not stated:
        return None
    return Filled(compared, percent(float(min(100 * held.at_least / stated, Decimal(100)))))


def largest_first(round_: Round) -> QuerySet[Project]:
    """Return the published projects of a round, those that got or would get most first."""
    proposed = Subtotal.objects.filter(
        project=OuterRef("pk"), basis=Basis.PROPOSED_SUPPORT, funder__isnull=True
    )
    size = Coalesce(Subquery(proposed.values("at_least")[:1]), Decimal(0)) + F("at_least")
    return projects_of(round_).order_by(size.desc(), "pk")


def rows_in(keys: Sequence[int], *, eu_support: bool) -> list[Row]:
    """Return the rows of projects, with granted EU support where that is what a round counts."""
    shown = rows_of(keys)
    if not eu_support:
        return shown
    eu = Subtotal.objects.filter(project__in=keys, basis=Basis.EU_SUPPORT, funder__isnull=True)
    totals = {one.project_id: one.total for one in eu}
    nothing = Total.empty(Basis.EU_SUPPORT)
    return [
        one if one.is_proposed or not one.total else replace(one, total=totals.get(one.pk, nothing))
        for one in shown
    ]
