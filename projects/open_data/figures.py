"""What sources state of a project's sums, and what the registry says of each figure."""

from collections.abc import Sequence

from django.utils.translation import override

from projects.accounts import Account
from projects.models import Proposal, StatedFigure
from projects.open_data.parties import named_data, party_data, place_data, source_data
from projects.open_data.values import LANGUAGES, Data, amount_data, day, text
from projects.proofs import KINDS
from projects.proposed import amount_kept
from projects.timeline import answered_on, day_of
from projects.verdicts import Verdict, project_verdicts


def figures_data(account: Account) -> list[Data]:
    """Return every stated figure with its verdict, in the order stated."""
    if not account.figures:
        return []
    said = {}
    for code in LANGUAGES:
        with override(code):
            said[code] = project_verdicts(account)
    return [
        figure_data(figure) | {"verdict": _verdict_data(account, one, other)}
        for figure, one, other in zip(account.figures, said["sv"], said["en"], strict=True)
    ]


def figure_data(figure: StatedFigure) -> Data:
    """Return a figure as its source states it."""
    return {
        "id": figure.pk,
        "quantity": figure.quantity,
        "basis": figure.basis,
        "funder": party_data(figure.funder, figure) if figure.funder else None,
        "fund": named_data(figure.fund),
        "place": place_data(figure.place),
        "words": figure.words or None,
        "amount": amount_data(figure.value),
        "stated_on": day(figure.stated_on),
        "source": source_data(figure.source),
    }


def _verdict_data(account: Account, verdict: Verdict, english: Verdict) -> Data:
    """Return a verdict: `parts` are the splits whose sum the figure states."""
    claim = sorted(account.claim(verdict.figure))
    return {
        "sign": verdict.sign.value,
        "kind": KINDS[verdict.sign],
        "sentence": {"sv": verdict.sentence, "en": english.sentence},
        "parts": [account.parts[index].split.pk for index in claim],
    }


def changed_facts(approved: Sequence[Proposal]) -> list[Data]:
    """Return what decisions changed of a project beside its money, the first change first."""
    return [
        {
            "on": day(day_of(proposal)),
            "fact": fact,
            "before": _kept(before),
            "after": _kept(after),
        }
        for proposal in sorted(approved, key=lambda one: (one.decided_at, one.pk))
        for fact, (before, after) in proposal.outcome.get("facts", {}).items()
    ]


def _kept(value: object) -> object:
    """Return a fact as it was kept: a text, a day (or month or year), or an amount."""
    return amount_data(amount_kept(value)) if isinstance(value, dict) else value or None


def approved_alone(approved: Sequence[Proposal]) -> list[Data]:
    """Return where nobody but whoever entered something approved it, and why."""
    return [
        {"on": day(answered_on(one)), "reason": text(one, "self_reason")}
        for one in approved
        if one.is_self_approved
    ]
