"""Writes what a project's account adds up to, and what it can be found by.

Derived columns and subtotals are written here and nowhere else;
`manage.py check_settlement` recomputes them and names what differs.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db import transaction
from django.db.models import QuerySet, Value
from django.db.models.functions import Cast

from projects.accounts import Account
from projects.models import (
    DecisionKind,
    Organisation,
    OrganisationName,
    Participation,
    Project,
    Subtotal,
)
from projects.models.project import DERIVED
from projects.money import Basis
from projects.search import words
from projects.warnings_kept import keep_first_warnings, keep_warnings

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


def lock(project: Project) -> None:
    """Let only one transaction at a time write a project's account; ends with the transaction.

    Raises Project.DoesNotExist where it is gone. Rows that only refer to the
    project may still be added by others meanwhile.
    """
    Project.objects.select_for_update(no_key=True).only("pk").get(pk=project.pk)


@transaction.atomic
def settle(project: Project) -> None:
    """Write a project's derived columns, subtotals and warnings from its ledger as it stands.

    Locks the project's row first, so that of two writers the later one counts both.
    """
    lock(project)
    account = Account.of(with_accounts(Project.objects.filter(pk=project.pk)).get())
    Subtotal.objects.filter(project=project).delete()
    Subtotal.objects.bulk_create(subtotals(account))
    Project.objects.filter(pk=project.pk).update(
        **derived_columns(account), **search_columns(account)
    )
    keep_warnings(account)


@transaction.atomic
def settle_new(keys: Sequence[int]) -> None:
    """Do the same for projects that this transaction made, which nobody else can see yet."""
    rows = with_accounts(Project.objects.filter(pk__in=keys)).prefetch_related(
        "participations__organisation", "payments"
    )
    accounts = [Account.of(project) for project in rows.select_related("priority__programme")]
    Subtotal.objects.bulk_create(one for account in accounts for one in subtotals(account))
    for account in accounts:
        for column, value in (derived_columns(account) | search_columns(account)).items():
            setattr(account.project, column, value)
        keep_first_warnings(account)
    Project.objects.bulk_update([one.project for one in accounts], sorted(DERIVED), batch_size=100)


def settle_those_naming(organisation: Organisation) -> None:
    """Settle every project whose search text holds the name of an organisation."""
    named = Project.objects.filter(participations__organisation=organisation)
    funded = Project.objects.filter(splits__funder=organisation)
    decided = Project.objects.filter(decisions__organisation=organisation)
    for project in named.union(funded, decided).order_by("pk"):
        settle(project)


def settle_wordless() -> int:
    """Settle the projects that were entered before words were kept; return how many."""
    wordless = Project.objects.filter(words="").order_by("pk")
    count = 0
    for count, project in enumerate(wordless.iterator(chunk_size=200), start=1):  # noqa: B007
        settle(project)
    return count


def unsettled(projects: QuerySet[Project]) -> Iterator[tuple[Project, str]]:
    """Name what is stored otherwise than its account adds up to, project by project.

    Each answer is a project and a derived column, or the word "subtotals".
    """
    stored = with_accounts(projects).prefetch_related("subtotals")
    for project in stored.iterator(chunk_size=200):
        account = Account.of(project)
        derived = derived_columns(account) | {"words": words.stream(**search_texts(account))}
        for column, value in derived.items():
            if getattr(project, column) != value:
                yield project, column
        if {_values(row) for row in project.subtotals.all()} != set(
            map(_values, subtotals(account))
        ):
            yield project, "subtotals"


def _values(row: Subtotal) -> tuple[Any, ...]:
    bounds = (row.at_least, row.at_most, row.unknown_parts, row.is_approximate)
    return row.basis, row.funder_id, *bounds


def derived_columns(account: Account) -> dict[str, Any]:
    """Return what the project's own derived columns should hold, kronor and dates."""
    total = account.total(Basis.REGISTERED_SUPPORT)
    last_words = account.last_words
    is_granted = account.is_granted()
    revoked = [one for one in last_words if one.kind == DecisionKind.REVOKED]
    return {
        "at_least": total.at_least,
        "at_most": total.at_most,
        "unknown_parts": total.unknown_parts,
        "is_approximate": total.is_approximate,
        "is_granted": is_granted,
        "decided_on": max((one.in_force_from for one in last_words), default=None),
        "cancelled_on": None
        if is_granted
        else max((one.in_force_from for one in revoked), default=None),
    }


def subtotals(account: Account) -> list[Subtotal]:
    """Return one subtotal a basis that has parts, and one a funder of the two that ask for it."""
    rows = [_subtotal(account, basis) for basis in Basis]
    for basis in BY_FUNDER:
        covered = account.covered(basis)
        funders = {account.parts[index].split.funder for index in covered}
        rows += [
            _subtotal(account, basis, funder)
            for funder in sorted(filter(None, funders), key=lambda one: one.pk)
        ]
    return [row for row in rows if row is not None]


def _subtotal(
    account: Account, basis: Basis, funder: Organisation | None = None
) -> Subtotal | None:
    total = account.total(basis, funder=funder)
    if not total.projects:
        return None
    return Subtotal(
        project=account.project,
        basis=total.basis.value,
        funder=funder,
        at_least=total.at_least,
        at_most=total.at_most,
        unknown_parts=total.unknown_parts,
        is_approximate=total.is_approximate,
    )


def search_columns(account: Account) -> dict[str, Any]:
    """Return the columns that a project is found by."""
    texts = search_texts(account)
    stream = words.stream(**texts)
    numbers = [one.case_number for one in account.decisions]
    numbers += [one.reference for one in account.decisions]
    return {
        "words": stream,
        "search": Cast(Value(words.vector(stream)), SearchVectorField()),
        "named": words.named([account.project.reference, *texts["titles"], *numbers]),
    }


def _participations(project: Project) -> Iterable[Participation]:
    """Return who takes part, with their organisations, from what was read already if it was."""
    is_read = "participations" in getattr(project, "_prefetched_objects_cache", {})
    rows = project.participations
    return rows.all() if is_read else rows.select_related("organisation")


def search_texts(account: Account) -> dict[str, list[str]]:
    """Return the texts a project is found by: titles, names and numbers, running text."""
    project = account.project
    titles = [project.acronym, project.title_sv, project.title_en]
    names: list[str] = [project.reference]
    organisations: list[Organisation | None] = [part.split.funder for part in account.parts]
    for participation in _participations(project):
        organisations.append(participation.organisation)
        names += [participation.group_sv, participation.group_en]
    for decision in account.decisions:
        organisations.append(decision.organisation)
        names += [decision.case_number, decision.reference]
    named = {one.pk: one for one in organisations if one is not None}
    for organisation in named.values():
        names += [organisation.name, organisation.name_en]
    others = OrganisationName.objects.filter(organisation__in=named).order_by("pk")
    names += others.values_list("name", flat=True)
    texts = [project.purpose_sv, project.purpose_en, project.results_sv, project.results_en]
    return {"titles": titles, "names": names, "texts": texts}
