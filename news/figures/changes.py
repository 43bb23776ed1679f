"""What became of the figures of an article since they were written: facts, and the notes on them.

A figure stays true of the day it speaks of. What a later decision made of the sum, and what
the registry has learned of that day since the figure was bound, is told beside the article.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from news.figures.judging import Judged, Judgement, Records, judge, judged, label
from news.figures.quoting import as_rounded, quoted
from news.models import FACT, BoundFigure, FigureNote
from projects.accounts import Account, Part, counts
from projects.models import Decision, Entry
from projects.money import Basis, Total
from projects.templatetags.figures import beside_text, date_text


class Kind(Enum):
    """How a sum came to be another."""

    DECIDED = "decided"
    CORRECTED = "corrected"
    ENTERED = "entered"  # of an earlier day, and known to the registry only later


@dataclass(frozen=True)
class Change:
    """That what a figure speaks of is another sum now: from which day, and by which entry."""

    figure: BoundFigure
    on: datetime.date
    decision: Decision
    after: Total
    kind: Kind = Kind.DECIDED


@dataclass(frozen=True)
class Note:
    """What is told beside an article of one decision; `words` are an editor's or plain."""

    decision: Decision
    on: datetime.date
    fact: str
    words: str
    told_at: datetime.datetime
    is_written: bool  # whether an editor has seen to it

    @property
    def text(self) -> str:
        return self.words.replace(FACT, self.fact)


def changes(figures: Iterable[BoundFigure], records: Records) -> list[Change]:
    """Return what changed of each figure's sum since it was written, the oldest first."""
    found: list[Change] = []
    for figure in figures:
        account = records.accounts.get(figure.project_id or 0)
        if account is not None and figure.basis and figure.basis != Basis.TOTAL_COST:
            found += _learned(figure, account)
            found += _overtaking(figure, account)
    return sorted(found, key=lambda one: (one.on, one.decision.pk, one.figure.number or 0))


def with_changes(
    figures: Sequence[BoundFigure], records: Records
) -> tuple[list[Judged], list[Change]]:
    """Return the verdict on each figure, and what changed of their sums since then."""
    found = changes(figures, records)
    decided = {id(one.figure) for one in found if one.kind is Kind.DECIDED}
    verdicts = [
        replace(one, is_changed=one.judgement.holds and id(one.figure) in decided)
        for one in judged(figures, records)
    ]
    return verdicts, found


def _overtaking(figure: BoundFigure, account: Account) -> Iterable[Change]:
    """Return the changes by decisions that came after the text, of a figure that once was right."""
    found = [one for one in _decided(figure, account) if _is_later(figure, one)]
    return found if found and _was_ever_right(figure, account) else []


def _is_later(figure: BoundFigure, change: Change) -> bool:
    """Answer whether a decision, or the registry's knowing of it, is younger than the text.

    A text is as old as its binding, or as its publication where that was before: the
    registry may be younger than the news.
    """
    published_at = figure.article.published_at if figure.article_id else None
    written_at = min(filter(None, [figure.bound_at, published_at]))
    is_news = change.decision.recorded_at > figure.bound_at
    return is_news or change.on > timezone.localdate(written_at)


def _was_ever_right(figure: BoundFigure, account: Account) -> bool:
    """Answer whether a figure agreed with what the registry held when it was bound."""
    known = _known(figure, account)
    as_known = account.with_entries(known) if known else account
    verdict = judge(figure, Records({figure.project_id or 0: as_known}, {}))
    return verdict.judgement is not Judgement.WRONG


def _known(figure: BoundFigure, account: Account) -> list[Decision]:
    return [one for one in account.decisions if one.recorded_at <= figure.bound_at]


def _decided(figure: BoundFigure, account: Account) -> Iterable[Change]:
    """Return the changes by decisions of a later day, those of a day to come not yet."""
    parts = [part for part in account.parts if _is_counted(figure, part)]
    moments = {part.from_on for part in parts} | {part.until_on for part in parts}
    if figure.basis == Basis.PROPOSED_SUPPORT:
        # A proposal ends with the day of whatever answers it, though nothing supersedes it.
        moments |= {one.in_force_from for one in account.decisions}
    before = _amounts(figure, account, figure.spoke_of)
    for day in sorted(filter(None, moments)):
        if not figure.spoke_of < day <= timezone.localdate():
            continue
        after = _amounts(figure, account, day)
        decision = _decision_of(account, parts, day)
        if decision is not None and before != after:
            yield Change(figure, day, decision, _sum(account, figure, day))
        before = after


def _learned(figure: BoundFigure, account: Account) -> Iterable[Change]:
    """Return what the registry says otherwise of the very day since the figure was bound.

    Each entry recorded since is tried in its turn, so that a change is told of the one
    that made it.
    """
    known = _known(figure, account)
    if not known or len(known) == len(account.decisions):
        return
    before = _amounts(figure, account.with_entries(known), figure.spoke_of)
    for entry in account.decisions:
        if entry.recorded_at <= figure.bound_at:
            continue
        known.append(entry)
        after = _amounts(figure, account.with_entries(known), figure.spoke_of)
        if after != before:
            kind = Kind.CORRECTED if entry.entry == Entry.CORRECTION else Kind.ENTERED
            recorded_on = timezone.localdate(entry.recorded_at)
            now = _sum(account, figure, figure.spoke_of)
            yield Change(figure, recorded_on, entry, now, kind)
        before = after


def _amounts(figure: BoundFigure, account: Account, on: datetime.date) -> list[str]:
    chosen = account.covered(Basis(figure.basis), on, figure.funder, figure.fund)
    return account.amounts(chosen)


def _is_counted(figure: BoundFigure, part: Part) -> bool:
    return (
        counts(part, Basis(figure.basis))
        and figure.funder_id in (None, part.split.funder_id)
        and figure.fund_id in (None, part.split.fund_id)
    )


def _decision_of(account: Account, parts: Sequence[Part], day: datetime.date) -> Decision | None:
    """Return the entry that made a sum another from a day on: what began, else what ended it."""
    began = [part.decision for part in parts if part.from_on == day]
    if began:
        return began[0]
    ended = [part.decision for part in parts if part.until_on == day]
    successors = [account.chains.successors.get(one.pk) for one in ended]
    ending = [one for one in successors if one and one.in_force_from == day]
    same_day = [one for one in account.decisions if one.in_force_from == day]
    return next(iter([*ending, *same_day]), None)


def _sum(account: Account, figure: BoundFigure, on: datetime.date) -> Total:
    return account.total(Basis(figure.basis), on, figure.funder, figure.fund)


def notes(found: Sequence[Change], written: Iterable[FigureNote]) -> list[Note]:
    """Return a note for each decision that changed something, the oldest first."""
    by_decision: dict[int, list[Change]] = {}
    for change in found:
        by_decision.setdefault(change.decision.pk, []).append(change)
    words = {one.decision_id: one for one in written}
    return [
        _note(several, words.get(key)) for key, several in sorted(by_decision.items(), key=_by_day)
    ]


def _by_day(item: tuple[int, list[Change]]) -> tuple[datetime.date, int]:
    key, several = item
    return several[0].on, key


def _note(several: Sequence[Change], written: FigureNote | None) -> Note:
    first = several[0]
    return Note(
        decision=first.decision,
        on=first.on,
        fact=" ".join(_facts(several)),
        words=written.said("words") if written else FACT,
        told_at=first.decision.recorded_at,
        is_written=written is not None,
    )


def _facts(several: Sequence[Change]) -> Iterable[str]:
    """Return one sentence for each sum that changed, naming all words that quote it."""
    by_sum: dict[tuple[Any, ...], list[Change]] = {}
    for change in several:
        told = (label(change.figure), change.kind, change.on, change.after)
        by_sum.setdefault(told, []).append(change)
    for (subject, *_told), same in by_sum.items():
        words = {
            "subject": subject,
            "day": date_text(same[0].on),
            "amount": _amount_after(same[0].after, [one.figure for one in same]),
            "quoted": _listed([one.figure.words for one in same]),
        }
        yield _sentence(same[0]) % words


def _amount_after(after: Total, figures: Iterable[BoundFigure]) -> str:
    """Return the new sum as it reads beside the words that quote the old one."""
    claims = (quoted(one.words, one.language) for one in figures)
    beside = [as_rounded(one.amount) for one in claims if one]
    return beside_text(after, beside) if after.projects else _("nothing")


def _sentence(change: Change) -> str:
    if change.kind is Kind.ENTERED:
        return _(
            "%(subject)s: an amount was entered later, on %(day)s, and the sum of that day is"
            " %(amount)s. The text says %(quoted)s."
        )
    if change.kind is Kind.CORRECTED:
        return _(
            "%(subject)s: the amount was corrected on %(day)s to %(amount)s."
            " The text says %(quoted)s."
        )
    if change.decision.decided_on is None:
        return _(
            "%(subject)s: the amount was changed to %(amount)s, known since %(day)s."
            " The text says %(quoted)s."
        )
    return _(
        "%(subject)s: the amount was changed on %(day)s to %(amount)s. The text says %(quoted)s."
    )


def _listed(words: Iterable[str]) -> str:
    several = [_("“%(words)s”") % {"words": one} for one in dict.fromkeys(words)]
    if len(several) == 1:
        return several[0]
    return _("%(most)s and %(last)s") % {"most": ", ".join(several[:-1]), "last": several[-1]}
