"""News begun from what the registry knows: names, days, and amounts that are bound already."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone, translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from news.figures.choices import announced, reference_to, writings, written
from news.figures.judging import Records, basis_words
from news.figures.references import Reference
from news.figures.texts import LANGUAGES, Found, line
from projects.accounts import Account, Part
from projects.facts import leads
from projects.models import DecisionKind, Organisation, Project, Quantity, Round, StatedFigure
from projects.money import Basis
from projects.naming import body_of
from projects.settlement import with_accounts
from projects.templatetags.figures import date_text, period_text
from projects.timeline import TITLES

MOST_PROJECTS = 60
"""Of a round; no article lists more."""


def about_project(project: Project) -> dict[str, Any]:
    """Return what an article about a project begins with, by the column of its form."""
    rows = with_accounts(Project.objects.filter(pk=project.pk)).prefetch_related(
        "participations__organisation"
    )
    account = Account.of(rows.get())
    days = [one.decided_on for one in account.last_words if one.decided_on]
    named: list[Organisation | None] = [part.split.funder for part in account.parts]
    named += [one.participation.organisation for one in leads(account.project)]
    texts = [_project_texts(account, language) for language in LANGUAGES]
    return _merged(texts) | {
        "event_on": max(days, default=None),
        "projects": [project.pk],
        "organisations": _keys(named),
    }


def about_round(round_: Round) -> dict[str, Any]:
    """Return what an article about a round begins with, by the column of its form."""
    of = Records.of_round(round_)
    accounts = sorted(of.accounts, key=lambda one: str(one.project))[:MOST_PROJECTS]
    texts = [_round_texts(round_, of.figures, accounts, language) for language in LANGUAGES]
    return _merged(texts) | {
        "event_on": round_.met_on,
        "rounds": [round_.pk],
        "projects": [one.project.pk for one in accounts],
        "organisations": _keys([round_.organisation]),
    }


def _keys(named: Iterable[Organisation | None]) -> list[int]:
    return list(dict.fromkeys(one.pk for one in named if one))


def _merged(texts: Sequence[dict[str, Any]]) -> dict[str, Any]:
    lines = [one.pop("heading_figures") for one in texts]
    merged = {name: value for one in texts for name, value in one.items()}
    return merged | {"heading_figures": "\n".join(filter(None, lines))}


def _texts(
    language: str, title: str, lead: str, body: str, headings: Iterable[tuple[str, str, str]]
) -> dict[str, Any]:
    """Return texts by column; `headings` are a field, its words and what they speak of."""
    lines = [
        line(Found(language, field, " ".join(words.split()), value))
        for field, words, value in headings
        if words
    ]
    return {
        f"title_{language}": title,
        f"lead_{language}": lead,
        f"body_{language}": body,
        "heading_figures": "\n".join(lines),
    }


def _project_texts(account: Account, language: str) -> dict[str, Any]:
    project = account.project
    with translation.override(language):
        basis, amount, reference = _sum_of(account, language)
        lead = next((str(one.name) for one in leads(project)), str(project))
        words = {
            "lead": lead,
            "project": str(project),
            "amount": amount,
            "title": project.title,
            "basis": basis_words(basis),
            "period": period_text(
                project.starts_on,
                project.ends_on,
                project.starts_on_precision,
                project.ends_on_precision,
            ),
        }
        sentences = [_("%(lead)s leads the project %(title)s, %(period)s.") % words]
        if amount and basis is Basis.PROPOSED_SUPPORT:
            sentences.append(_("It is proposed for %(amount)s.") % words)
        elif amount:
            sentences.append(_("It receives %(amount)s (%(basis)s).") % words)
        title = capfirst(_project_title(basis, amount) % words)
        in_title = amount if amount in title else capfirst(amount)
        return _texts(
            language,
            title,
            " ".join(sentences),
            _project_body(account, language),
            [("title", in_title, str(reference)), ("lead", amount, str(reference))],
        )


def _sum_of(account: Account, language: str) -> tuple[Basis, str, Reference]:
    """Return what a project has been granted, else what is proposed for it: in words, and bound.

    The words are empty where there is no such sum, or it cannot be printed.
    """
    today = timezone.localdate()
    basis = Basis.REGISTERED_SUPPORT
    if not account.total(basis, today).projects:
        basis = Basis.PROPOSED_SUPPORT
    amount = next(iter(writings(account.total(basis, today), language)), "")
    return basis, amount, Reference(on=today, basis=basis, project=account.project.reference)


def _project_title(basis: Basis, amount: str) -> str:
    if not amount:
        return _("News of %(project)s")
    if basis is Basis.PROPOSED_SUPPORT:
        return _("%(project)s is given priority: %(amount)s")
    return _("%(amount)s for %(project)s")


def _project_body(account: Account, language: str) -> str:
    today = timezone.localdate()
    parts = [part for part in account.parts if part.holds(today)]
    items = [_item(account, part, language, today) for part in parts]
    decided = format_html_join("", "<li>{}</li>", ((one,) for one in items))
    purpose = account.project.said("purpose")
    return "".join(
        [
            format_html("<p>{}</p>", purpose) if purpose else "",
            format_html("<h2>{}</h2><ul>{}</ul>", _("What is decided"), decided) if items else "",
            _source(account.project),
        ]
    )


def _item(account: Account, part: Part, language: str, today: datetime.date) -> SafeString:
    """Return who decided what of a part, when, and its amount bound."""
    split, decision = part.split, part.decision
    is_proposed = part.kind == DecisionKind.PRIORITISED
    basis = Basis.PROPOSED_SUPPORT if is_proposed else Basis.REGISTERED_SUPPORT
    is_whole = account.covered(basis, today, split.funder, split.fund) == {part.index}
    total = account.total(basis, today, split.funder, split.fund)
    ways = writings(total, language) if is_whole else []
    amount = next(iter(ways), "" if split.value.is_unknown else written(split.value, language))
    reference = Reference(
        on=today,
        basis=basis,
        project=account.project.reference,
        funder=split.funder.slug if split.funder else "",
        fund=split.fund.code if split.fund else "",
    )
    when = {"day": date_text(part.from_on)}
    known = _("%(day)s") if decision.decided_on else _("known since %(day)s, decision date unknown")
    described = [str(TITLES[part.kind]).lower(), known % when, str(split.fund or "")]
    return format_html(
        "{}: {} ({})",
        str(body_of(decision)),
        _bound(amount, reference) if ways and split.funder else amount or _("amount not known"),
        ", ".join(filter(None, described)),
    )


def _bound(words: str, reference: Reference) -> SafeString:
    return format_html('<data value="{}">{}</data>', reference, words)


def _source(row: Project | Round) -> SafeString:
    words = _("All amounts, with their sources and dates, are in the registry: ")
    return format_html(
        '<p>{}<a href="{}">{}</a></p>', words, row.get_absolute_url(), capfirst(str(row))
    )


def _round_texts(
    round_: Round, figures: Sequence[StatedFigure], accounts: Sequence[Account], language: str
) -> dict[str, Any]:
    with translation.override(language):
        whole = [one for one in figures if not (one.fund_id or one.funder_id)]
        count = next((one for one in whole if one.quantity == Quantity.PROJECTS), None)
        money = next((one for one in whole if one.quantity == Quantity.MONEY), None)
        number = int(count.amount or 0) if count else len(accounts)
        words = {
            "count": number,
            "body": str(round_.body),
            "day": date_text(round_.met_on),
            "round": str(round_),
            "amount": announced(money, language) if money else "",
            "basis": basis_words(Basis(money.basis)) if money else "",
        }
        title = (
            ngettext("%(count)s project in the round", "%(count)s projects in the round", number)
            + " %(round)s"
        )
        lead = _("%(body)s met on %(day)s.") if round_.met_on else "%(body)s."
        if money:
            lead = " ".join([lead, _("Announced: %(amount)s (%(basis)s).")])
        headings = []
        if money:
            reference = str(reference_to(round_, money, money.stated_on))
            headings = [("lead", announced(money, language), reference)]
        body = _round_body(round_, accounts, language)
        return _texts(language, title % words, lead % words, body, headings)


def _round_body(round_: Round, accounts: Sequence[Account], language: str) -> str:
    items = []
    for account in accounts:
        basis, amount, reference = _sum_of(account, language)
        items.append(
            format_html(
                "{}: {} ({})",
                str(account.project),
                _bound(amount, reference) if amount else _("amount not known"),
                basis_words(basis),
            )
        )
    listed = format_html_join("", "<li>{}</li>", ((one,) for one in items))
    heading = format_html("<h2>{}</h2>", _("The projects in the registry"))
    return (format_html("{}<ul>{}</ul>", heading, listed) if items else "") + _source(round_)
