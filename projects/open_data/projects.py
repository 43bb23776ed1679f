"""One project, field by field: what is not asked for is not worked out."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from projects import facts
from projects.accounts import Account
from projects.models import Decision, Intervention, MissingFact, Priority, Project
from projects.money import Basis
from projects.open_data.decisions import corrections_data, decision_data, payment_data
from projects.open_data.figures import approved_alone, changed_facts, figures_data
from projects.open_data.parties import (
    named_data,
    participation_data,
    project_place_data,
    source_data,
)
from projects.open_data.values import (
    Data,
    addresses,
    amount_data,
    day,
    moment,
    text,
    total_data,
)
from projects.payments import standing
from projects.published import as_said
from projects.records import with_records


@dataclass(frozen=True)
class Subject:
    """A project to tell of: its account, the address of the site, the day of its sums.

    Without `on` the sums are of the last word, whatever day, and labelled with today.
    `held` are the decisions that were in force then; None tells of all.
    """

    account: Account
    site: str
    on: datetime.date | None = None
    labelled: datetime.date = field(default_factory=timezone.localdate)
    held: Set[int] | None = None

    @property
    def project(self) -> Project:
        return self.account.project


def subjects(
    projects: QuerySet[Project],
    site: str,
    on: datetime.date | None = None,
    at: datetime.datetime | None = None,
) -> Iterator[Subject]:
    """Return public projects to tell of, in the order of the query; a fixed number of queries.

    `site` is the address that the pages stand under, such as https://registry.example.org.
    With a day `on`, their money is told as it was then; with a moment `at`, as this site
    said it then, and of those alone that were public.
    """
    chosen = projects if at is None else as_said(projects, at)
    labelled = on or timezone.localdate(at)
    held = _held(chosen, on, at)
    for project in with_records(chosen):
        yield Subject(Account.of(project), site, on, labelled, held)


def _held(
    projects: QuerySet[Project], on: datetime.date | None, at: datetime.datetime | None
) -> set[int] | None:
    """Return the keys of the decisions that held on a day or at a moment; None is all."""
    ledger = Decision.objects.filter(project__in=projects.order_by().values("pk"))
    if on is not None:
        ledger = ledger.in_force(on)
    elif at is not None:
        ledger = ledger.as_published(at)
    else:
        return None
    return set(ledger.order_by().values_list("pk", flat=True))


def project_data(subject: Subject, fields: Iterable[str] | None = None) -> Data:
    """Return everything the public may know of one project, or only some fields of it.

    Fields stand in the order of `FIELDS`, whatever order they are asked for in.
    """
    chosen = FIELDS if fields is None else set(fields)
    return {name: told(subject) for name, told in FIELDS.items() if name in chosen}


def withdrawn_data(project: Project, site: str) -> Data:
    """Return what is left of a project that is withdrawn: that it is, since when, and why."""
    return {
        "reference": project.reference,
        "slug": project.slug,
        "url": addresses(site, "projects:detail", project.slug),
        "withdrawn_at": moment(project.withdrawn_at),
        "withdrawn_on": day(timezone.localdate(project.withdrawn_at)),
        "reason": text(project, "withdrawn_reason"),
    }


def _status(subject: Subject) -> str | None:
    status = subject.project.status(subject.labelled)
    return status.value if status else None


def _period(subject: Subject) -> Data:
    project = subject.project
    return {
        "starts_on": day(project.starts_on),
        "starts_on_precision": project.starts_on_precision if project.starts_on else None,
        "ends_on": day(project.ends_on),
        "ends_on_precision": project.ends_on_precision if project.ends_on else None,
    }


def _priority(priority: Priority | None) -> Data | None:
    if priority is None:
        return None
    return {
        "slug": priority.slug,
        "code": priority.code or None,
        "name": text(priority, "name"),
        "programme": named_data(priority.programme),
    }


def _specific_objective(project: Project) -> Data | None:
    code, name = project.specific_objective_code, text(project, "specific_objective")
    return {"code": code or None, "name": name} if code or name else None


def _intervention(field: Intervention) -> Data:
    """Return an intervention field; its share is a text of percent, null where unknown."""
    return {"code": field.code, "share": None if field.share is None else str(field.share)}


def _missing(fact: MissingFact) -> Data:
    return {"fact": fact.fact, "note": text(fact, "note")}


def _totals(subject: Subject) -> list[Data]:
    """Return one total for each basis on which the project has any part."""
    totals = (subject.account.total(basis, subject.on) for basis in Basis)
    return [total_data(total, subject.labelled) for total in totals if total.projects]


def _decisions(subject: Subject) -> list[Data]:
    account, held = subject.account, subject.held
    chosen = [one for one in account.decisions if held is None or one.pk in held]
    return [decision_data(account, one, subject.on) for one in chosen]


def _news(subject: Subject) -> list[Data]:
    return [
        {
            "slug": article.slug,
            "title": text(article, "title"),
            "published_at": moment(article.published_at),
            "url": addresses(subject.site, "news:article", article.slug),
        }
        for article in subject.project.news  # type: ignore[attr-defined] # from `with_records`
    ]


def _approved(subject: Subject) -> Any:
    return subject.project.approved  # type: ignore[attr-defined] # from `with_records`


def _of(name: str) -> Callable[[Subject], Any]:
    """Return what reads a plain text of the project; an empty one is null."""
    return lambda subject: getattr(subject.project, name) or None


def _text(name: str) -> Callable[[Subject], Data | None]:
    return lambda subject: text(subject.project, name)


def _rows(name: str, told: Callable[[Any], Data]) -> Callable[[Subject], list[Data]]:
    """Return what tells of every row of a relation, in the order they were entered."""

    def rows(subject: Subject) -> list[Data]:
        found = sorted(getattr(subject.project, name).all(), key=lambda row: row.pk)
        return [told(row) for row in found]

    return rows


def _payments(subject: Subject) -> list[Data]:
    return [
        payment_data(one) | {"counts": one in counted}
        for counted in [standing(subject.project.payments.all())]
        for one in sorted(subject.project.payments.all(), key=lambda row: row.pk)
    ]


def _sources(subject: Subject) -> list[Data | None]:
    found = facts.sources(subject.account, subject.project.project_places.all())
    return [source_data(one) for one in found]


FIELDS: dict[str, Callable[[Subject], Any]] = {
    "reference": _of("reference"),
    "slug": _of("slug"),
    "url": lambda one: addresses(one.site, "projects:detail", one.project.slug),
    "acronym": _of("acronym"),
    "title": _text("title"),
    "purpose": _text("purpose"),
    "results": _text("results"),
    "kind": _of("kind"),
    "status": _status,
    "period": _period,
    "priority": lambda one: _priority(one.project.priority),
    "participations": _rows("participations", participation_data),
    "places": _rows("project_places", project_place_data),
    "specific_objective": lambda one: _specific_objective(one.project),
    "interventions": _rows("interventions", _intervention),
    "postcode": _of("postcode"),
    "missing_facts": _rows("missing_facts", _missing),
    "total_cost": lambda one: amount_data(one.project.total_cost_amount),
    "eligible_cost": lambda one: amount_data(one.project.eligible_cost_amount),
    "totals": _totals,
    "decisions": _decisions,
    "stated_figures": lambda one: figures_data(one.account),
    "payments": _payments,
    "corrections": lambda one: corrections_data(one.account),
    "changed_facts": lambda one: changed_facts(_approved(one)),
    "approved_alone": lambda one: approved_alone(_approved(one)),
    "news": _news,
    "sources": _sources,
    "published_at": lambda one: moment(one.project.published_at),
}
"""What can be told of a project, in the order it is told."""
