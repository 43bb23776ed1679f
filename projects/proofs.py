"""Verdicts as a page shows them: the sum as printed, the sentence, what was assumed, the loupe."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.accounts import Account, Part
from projects.loupe import Loupe, loupe
from projects.models import StatedFigure
from projects.money import Amount, Interval, Precision
from projects.naming import payer_of
from projects.templatetags.figures import amount_text, date_text
from projects.verdicts import PrintedPart, Sign, Verdict, project_verdicts

KINDS = {
    Sign.AGREES: "agrees",
    Sign.ROUNDING: "rounding",
    Sign.UNTESTABLE: "untested",
    Sign.CONTRADICTS: "contradicts",
}
STEPS = {
    Decimal(1_000): gettext_lazy("thousand kronor"),
    Decimal(10_000): gettext_lazy("hundredth of a million"),
    Decimal(100_000): gettext_lazy("tenth of a million"),
    Decimal(1_000_000): gettext_lazy("million"),
}


@dataclass(frozen=True)
class Line:
    """One addend of a printed sum."""

    label: str
    printed: str


@dataclass(frozen=True)
class Proof:
    """A verdict with its picture in figures; `lines` is empty where the sentence says it all."""

    verdict: Verdict
    condition: str
    lines: Sequence[Line] = ()
    picture: Loupe | None = None
    narrowed: Sequence[tuple[str, Interval]] = ()
    against: Sequence[Part] = ()  # the parts to list beside a figure that they contradict

    @property
    def is_in_full(self) -> bool:
        """Whether there is more to see than the sentence."""
        return bool(self.lines or self.picture)

    @property
    def kind(self) -> str:
        return KINDS[self.verdict.sign]

    @property
    def figure(self) -> StatedFigure:
        return self.verdict.figure

    @property
    def printed_sum(self) -> str:
        return self.verdict.as_printed(self.verdict.printed_sum or Decimal(0))

    @property
    def printed_stated(self) -> str:
        return self.verdict.as_printed(self.figure.amount or Decimal(0))


def proofs(account: Account) -> list[Proof]:
    """Return a proof of every figure stated about the project; those set out in full go first."""
    verdicts = project_verdicts(account)
    finest = _finest(account, verdicts)
    found = [_proof(account, verdict, in_full=verdict in finest) for verdict in verdicts]
    return sorted(found, key=lambda proof: not proof.is_in_full)


def _finest(account: Account, verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Return, of the figures about the same several parts, the one that is printed finest."""
    finest: dict[frozenset[int], Verdict] = {}
    for verdict in verdicts:
        parts = account.claim(verdict.figure)
        if len(parts) < 2 or verdict.sign is Sign.UNTESTABLE:
            continue
        if parts not in finest or _fineness(verdict) < _fineness(finest[parts]):
            finest[parts] = verdict
    return list(finest.values())


def _fineness(verdict: Verdict) -> tuple[bool, Decimal]:
    """Return a key that puts a contradiction first, then the smallest step."""
    return verdict.sign is not Sign.CONTRADICTS, verdict.figure.value.step or Decimal(0)


def _proof(account: Account, verdict: Verdict, *, in_full: bool) -> Proof:
    parts = [account.parts[index] for index in sorted(account.claim(verdict.figure))]
    against = parts if verdict.sign is Sign.CONTRADICTS else []
    if not in_full:
        return Proof(verdict, _condition(verdict), against=against)
    return Proof(
        verdict=verdict,
        condition=_condition(verdict),
        lines=[Line(_label(one), verdict.as_printed(one.printed)) for one in verdict.printed],
        picture=_picture(verdict),
        narrowed=_narrowed(account, parts) if verdict.bounds else (),
        against=against,
    )


def _narrowed(account: Account, parts: Sequence[Part]) -> list[tuple[str, Interval]]:
    """Return what all that is stated leaves of each part that is not known exactly."""
    found = [(part, account.reconciliation.of(frozenset([part.index]))) for part in parts]
    return [(str(payer_of(part.split)), left) for part, left in found if not left.is_exact]


def _condition(verdict: Verdict) -> str:
    """Return what a verdict within rounding assumes about the figures."""
    value = verdict.figure.value
    if verdict.sign is not Sign.ROUNDING or value.step is None:
        return ""
    step = str(STEPS.get(value.step) or amount_text(Amount(value.step)))
    return _("Holds if the figures are rounded to the nearest %(step)s.") % {"step": step}


def _label(one: PrintedPart) -> str:
    split = one.part.split
    words = {"name": split.fund.code if split.fund else payer_of(split)}
    if one.is_rounded_here:
        words["amount"] = amount_text(split.value)
        return _("%(name)s, here rounded from %(amount)s") % words
    if split.value.precision is Precision.ROUNDED:
        return _("%(name)s, rounded") % words
    return str(words["name"])


def _picture(verdict: Verdict) -> Loupe | None:
    """Return where the parts and the figure meet, where the printed sum does not say it itself."""
    stated, own = verdict.figure.value.interval(), verdict.own
    if stated is None or own is None or verdict.printed_sum == verdict.figure.amount:
        return None
    if verdict.sign not in (Sign.ROUNDING, Sign.CONTRADICTS):
        return None
    claims = [(_("The items as registered"), own), (_stated(verdict.figure), stated)]
    others = [(_stated(one), one.value.interval()) for one in verdict.conflicts]
    claims += [(label, interval) for label, interval in others if interval is not None]
    return loupe(claims, None if verdict.conflicts else own & stated)


def _stated(figure: StatedFigure) -> str:
    words = {"day": date_text(figure.stated_on), "amount": amount_text(figure.value)}
    return _("Stated %(day)s: %(amount)s") % words
