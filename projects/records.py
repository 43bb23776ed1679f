"""Everything the page of one project shows, read in a fixed number of queries."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from news.models import Article
from projects import facts
from projects.accounts import Account
from projects.as_of import query_for
from projects.facts import Participant, Where
from projects.funding import Funding, funding
from projects.models import (
    MissingFact,
    Programme,
    Project,
    ProjectStatus,
    Proposal,
    Role,
    Round,
    Source,
)
from projects.payments import Payments, payments
from projects.proofs import Proof, proofs
from projects.settlement import with_accounts
from projects.timeline import Event, timeline


@dataclass(frozen=True)
class Record:
    """One project as its page tells it; of `on` are its money and its status, None is today."""

    project: Project
    status: ProjectStatus | None
    funding: Funding
    payments: Payments | None
    proofs: Sequence[Proof]
    events: Sequence[Event]
    leads: Sequence[Participant]
    partners: Sequence[Participant]
    target_groups: Sequence[Participant]
    places: Sequence[Where]
    rounds: Sequence[Round]
    programmes: Sequence[Programme]
    missing: dict[str, MissingFact]
    articles: Sequence[Article]
    sources: Sequence[Source]
    on: datetime.date | None = None

    @property
    def query(self) -> str:
        """What other addresses must have to be of the same day; nothing for today."""
        return query_for(self.on)

    @property
    def plain_proofs(self) -> list[Proof]:
        """The verdicts that a sentence tells whole."""
        return [proof for proof in self.proofs if not proof.is_in_full]

    @property
    def full_proofs(self) -> list[Proof]:
        return [proof for proof in self.proofs if proof.is_in_full]


def with_records(projects: QuerySet[Project]) -> QuerySet[Project]:
    """Return the same projects with all that `record` reads."""
    return with_accounts(projects.select_related("priority__programme")).prefetch_related(
        "participations__organisation",
        "project_places__place",
        "project_places__source",
        "missing_facts",
        "interventions",
        "payments__source",
        Prefetch("proposals", Proposal.objects.approved(), to_attr="approved"),
        Prefetch("articles", Article.objects.published().latest_first(), to_attr="news"),
    )


def record(project: Project, on: datetime.date | None = None) -> Record:
    """Return the record of a project that came through `with_records`, its money as of a day."""
    account = Account.of(project)
    found = proofs(account)
    money = funding(account, on)
    verdicts = sorted((one.verdict for one in found), key=lambda one: one.figure.pk)
    return Record(
        project=project,
        status=project.status(on),
        funding=money,
        payments=payments(account, money, on=on),
        proofs=[one for one in found if on is None or one.verdict.figure.stated_on <= on],
        events=timeline(account, verdicts, project.approved),  # type: ignore[attr-defined]
        leads=facts.leads(project),
        partners=facts.participants(project, Role.PARTNER),
        target_groups=facts.participants(project, Role.TARGET_GROUP),
        places=facts.places(project),
        rounds=facts.rounds(account),
        programmes=facts.programmes(account),
        missing={one.fact: one for one in project.missing_facts.all()},
        articles=project.news,  # type: ignore[attr-defined]
        sources=facts.sources(account, project.project_places.all()),
        on=on,
    )
