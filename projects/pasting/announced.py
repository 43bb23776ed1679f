"""What a round announced beside what it will hold once rows that are not saved yet are."""

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from projects.accounts import Account
from projects.entering import Row
from projects.models import DecisionKind, Project, Quantity, Round, StatedFigure
from projects.money import Basis, Precision, Total
from projects.pasting.saving import kind_at, placed_in
from projects.round_verdicts import Line, compare
from projects.settlement import with_accounts
from projects.templatetags.figures import number, total_text
from projects.trying import tried
from projects.verdicts import Sign, as_stated


def whole_figures(round_: Round) -> list[StatedFigure]:
    """Return the figures announced of a round but those of a place: unsaved rows have none."""
    figures = round_.stated_figures.filter(place=None)
    return list(figures.select_related("fund", "funder", "place", "source"))


def held(round_: Round) -> list[Account]:
    """Return the accounts of the projects that a round places, drafts included, by their keys."""
    projects: QuerySet[Project] = Project.objects.filter(pk__in=placed_in(round_)).order_by("pk")
    return [Account.of(project) for project in with_accounts(projects)]


def unsaved(rows: Iterable[Row]) -> list[Account]:
    """Return what each row would be the account of, if it were alone in a new project."""
    return [tried(project=Project(), rows=[row], figures=()).account for row in rows]


def lines(round_: Round, accounts: Sequence[Account]) -> list[Line]:
    """Return each announced figure beside what these accounts add up to."""
    return compare(round_, whole_figures(round_), accounts)


def added_up(round_: Round, accounts: Sequence[Account]) -> Total:
    """Return the sum of what a round decided of these projects, as it stands today."""
    is_granted = kind_at(round_) == DecisionKind.GRANTED
    basis = Basis.REGISTERED_SUPPORT if is_granted else Basis.PROPOSED_SUPPORT
    asked = StatedFigure(
        round=round_, quantity=Quantity.MONEY, basis=basis.value, stated_on=timezone.localdate()
    )
    [line] = compare(round_, [asked], accounts)
    return line.total or Total.empty(basis)


def in_words(line: Line) -> str:
    """Return a line as a sentence: "57 201 394 kr against the announced 57 million: ..."."""
    figure = line.figure
    if figure.quantity == Quantity.PROJECTS:
        words = {"held": number(line.held), "stated": number(figure.amount or 0)}
        said = _("%(held)s projects against the announced %(stated)s") % words
    else:
        held_text = total_text(line.total) if line.total else ""
        words = {"held": held_text, "stated": as_stated(figure)}
        said = _("%(held)s against the announced %(stated)s") % words
    return _("%(said)s: %(verdict)s") % {"said": said, "verdict": _verdict(line)}


def _verdict(line: Line) -> str:
    if line.verdict.sign is Sign.CONTRADICTS:
        return _("they cannot both be true.")
    if line.verdict.sign is Sign.UNTESTABLE:
        return _("not to be tested. %(why)s") % {"why": line.verdict.sentence}
    if line.verdict.sign is Sign.ROUNDING:
        return _("may agree within the rounding.")
    is_rounded = line.figure.value.precision is Precision.ROUNDED
    is_itself = line.total is None or line.total.at_least == line.figure.amount
    return _("agrees, rightly rounded.") if is_rounded and not is_itself else _("agrees.")
