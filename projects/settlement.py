"""Writes what a project's account adds up to, and what it can be found by.

Derived columns and subtotals are written here and nowhere else;
`manage.py check_settlement` recomputes them and names what differs.
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from projects import search
from projects.accounts import Account
from projects.models import GIVING, DecisionKind, Organisation, Project, Subtotal
from projects.money import Basis, Total

SUMMED = [basis for basis in Basis if basis is not Basis.TOTAL_COST]
BY_FUNDER = [Basis.REGISTERED_SUPPORT, Basis.PROPOSED_SUPPORT]


def with_accounts(projects: QuerySet[Project]) -> QuerySet[Project]:
    """Return the same projects with all that `Account.of` reads, in a fixed number of queries."""
    return projects.prefetch_related(
        "decisions__splits__funder",
        "decisions__splits__fund",
        "decisions__splits__programme",
        "decisions__organisation",
        "decisions__partnership",
        "decisions__round",
        "decisions__source",
        "stated_figures__funder",
        "stated_figures__fund",
        "stated_figures__place",
        "stated_figures__source",
    )


@transaction.atomic
def settle(project: Project) -> None:
    """Write a project's derived columns and subtotals from its ledger as it stands.

    Locks the project's row first, so that of two writers the later one counts both.
    """
    locked = Project.objects.select_for_update(of=("self",)).filter(pk=project.pk)
    fresh = with_accounts(locked).get()
    account = Account.of(fresh)
    Subtotal.objects.filter(project=fresh).delete()
    Subtotal.objects.bulk_create(subtotals(account))
    Project.objects.filter(pk=fresh.pk).update(
        **derived_columns(account), search=search.document(**search_texts(account))
    )


def settle_those_naming(organisation: Organisation) -> None:
    """Settle every project whose search text holds the name of an organisation."""
    named = Project.objects.filter(participations__organisation=organisation)
    funded = Project.objects.filter(splits__funder=organisation)
    for project in named.union(funded):
        settle(project)


def derived_columns(account: Account) -> dict[str, Any]:
    """Return what the project's own derived columns should hold, kronor and dates."""
    total = account.total(Basis.REGISTERED_SUPPORT)
    last_words = [one for one in account.decisions if not _is_superseded(one, account)]
    giving = [one for one in last_words if one.kind in GIVING]
    revoked = [one for one in last_words if one.kind == DecisionKind.REVOKED]
    return {
        "at_least": total.at_least,
        "at_most": total.at_most,
        "unknown_parts": total.unknown_parts,
        "is_approximate": total.is_approximate,
        "is_granted": bool(giving),
        "decided_on": max((one.in_force_from for one in last_words), default=None),
        "cancelled_on": max((one.in_force_from for one in revoked), default=None)
        if revoked and not giving
        else None,
    }


def _is_superseded(decision: Any, account: Account) -> bool:
    return any(later.supersedes_id == decision.pk for later in account.decisions)


def subtotals(account: Account) -> list[Subtotal]:
    """Return one subtotal a basis that has parts, and one a funder of the two that ask for it."""
    rows = [_subtotal(account, basis) for basis in SUMMED if account.covered(basis)]
    for basis in BY_FUNDER:
        covered = account.covered(basis)
        funders = {account.parts[index].split.funder for index in covered}
        rows += [
            _subtotal(account, basis, funder)
            for funder in sorted(filter(None, funders), key=lambda one: one.pk)
        ]
    cost = account.project.total_cost_amount.interval()
    if cost is not None:
        rows.append(_row(account.project, Total.within(cost, basis=Basis.TOTAL_COST), funder=None))
    return rows


def _subtotal(account: Account, basis: Basis, funder: Organisation | None = None) -> Subtotal:
    return _row(account.project, account.total(basis, funder=funder), funder)


def _row(project: Project, total: Total, funder: Organisation | None) -> Subtotal:
    return Subtotal(
        project=project,
        basis=total.basis.value,
        funder=funder,
        at_least=total.at_least,
        at_most=total.at_most,
        unknown_parts=total.unknown_parts,
        is_approximate=total.is_approximate,
    )


def search_texts(account: Account) -> dict[str, str]:
    """Return the words a project is found by: names and numbers, and running text."""
    project = account.project
    names: list[str] = [project.reference, project.acronym, project.title_sv, project.title_en]
    for participation in project.participations.select_related("organisation"):
        organisation = participation.organisation
        names += [organisation.name, organisation.name_en] if organisation else []
        names += [participation.group_sv, participation.group_en]
    for decision in account.decisions:
        names += [decision.case_number, decision.reference]
        names += [decision.organisation.name] if decision.organisation else []
    for part in account.parts:
        names += [part.split.funder.name] if part.split.funder else []
    texts = [project.purpose_sv, project.purpose_en, project.results_sv, project.results_en]
    return {"names": _joined(names), "texts": _joined(texts)}


def _joined(texts: Iterable[str]) -> str:
    return "\n".join(dict.fromkeys(filter(None, texts)))
