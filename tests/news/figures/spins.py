"""SPIN's article, which quotes its four figures and what its round announced, in two languages."""

import datetime
from types import SimpleNamespace
from typing import Any

from news.models import Article
from projects.ledger import Split, record_decision
from projects.models import Decision, DecisionKind, Entry
from projects.money import parse
from tests.factories import SourceFactory
from tests.news.factories import ArticleFactory

DAY = "2018-06-20"


def bound(reference: str, words: str) -> str:
    """Return the HTML of some words that speak of something."""
    return f'<data value="{reference}">{words}</data>'


def references(it: SimpleNamespace) -> dict[str, str]:
    """Return what SPIN's figures speak of: all, the region's and the agency's part, the round's."""
    project = f"{it.project.reference} registered_support {DAY}"
    return {
        "all": project,
        "region": f"{project} funder:{it.region.slug}",
        "agency": f"{project} funder:{it.tillvaxtverket.slug}",
        "round": f"round:{it.round.slug} eu_support {DAY}",
        "projects": f"round:{it.round.slug} projects {DAY}",
    }


def spins_article(it: SimpleNamespace, **columns: Any) -> Article:
    """Return a published article that quotes 14 in its title and the rest in its text."""
    of = references(it)
    facts = {
        "slug": "spin",
        "title_sv": "Två finansiärer ger SPIN 14 miljoner",
        "title_en": "Two funders give SPIN 14 million",
        "lead_sv": "Tillsammans uppges det bli 14,1 miljoner kronor.",
        "lead_en": "Together they are said to make SEK 14.1 million.",
        "heading_figures": (
            f"title_sv: 14 miljoner = {of['all']}\n"
            f"title_en: 14 million = {of['all']}\n"
            f"lead_sv: 14,1 miljoner kronor = {of['all']}\n"
            f"lead_en: SEK 14.1 million = {of['all']}"
        ),
        "body_sv": (
            f"<p>Tillväxtverket ger {bound(of['agency'], '9,7 miljoner kronor')} och"
            f" regionen {bound(of['region'], '4,3')}.</p>"
        ),
        "body_en": (
            f"<p>The agency gives {bound(of['agency'], 'SEK 9.7 million')} and"
            f" the region {bound(of['region'], '4.3')}.</p>"
        ),
        "projects": [it.project],
        "published": True,
    }
    return ArticleFactory(**(facts | columns))


def amend(it: SimpleNamespace, amount: str = "4,7 mn", *, on: str = "2024-05-03") -> Decision:
    """Let the region amend its part of SPIN on a day."""
    return replace(it, it.cofunded, amount, kind=DecisionKind.AMENDED, decided_on=on and _day(on))


def correct(it: SimpleNamespace, amount: str) -> Decision:
    """Let the registry correct the region's part of SPIN."""
    facts = {"kind": it.cofunded.kind, "entry": Entry.CORRECTION, "reason_sv": "Skrivfel."}
    return replace(it, it.cofunded, amount, **facts)


def replace(it: SimpleNamespace, superseded: Decision, amount: str, **facts: Any) -> Decision:
    """Let the region's part of SPIN be another from an entry on."""
    return record_decision(
        project=it.project,
        organisation=it.region,
        source=SourceFactory(dated=datetime.date(2024, 5, 4)),
        supersedes=superseded,
        splits=[Split(funder=it.region, amount=parse(amount))],
        **facts,
    )


def _day(day: str) -> datetime.date:
    return datetime.date.fromisoformat(day)
