"""A few hundred projects of every kind there is, for the two executors to disagree about."""

import datetime
from datetime import timedelta
from random import Random

from django.utils import timezone

from projects import publishing
from projects.generating.load import generate
from projects.models import DecisionKind, OrganisationKind, Project, Role, SplitForm
from tests.factories import (
    FundFactory,
    OrganisationFactory,
    ParticipationFactory,
    PriorityFactory,
    ProgrammeFactory,
    ProjectFactory,
    ProjectPlaceFactory,
    SourceFactory,
    grant,
    make_public,
    spin,
    state,
)

GENERATED = 300
DAY = timedelta(days=1)
ODD_TITLES = [
    "Ångbåten på Östersjön",
    "Angbaten",
    "Ängarnas skola",
    "angarnas skola",
    "Skolorna i Skellefteå",
    "skelleftea skolor",
    "Œuvre et café",
    "Straße für ﷺ und ½",
    "İstanbul ısı",
    "日本語 の 企業",
    "ord " * 40 + "ord",
    "x",
    "X",
    "2016/0042-7",
    "IT-innovation",
    "IT innovation",
    "innovation it",
]


def enter() -> None:
    """Enter the projects; always the same ones, but for keys."""
    generate(GENERATED, seed=7)
    spin()
    _odd_titles()
    _ledgers()
    _states()
    _periods()
    _places()


def _odd_titles() -> None:
    for place, title in enumerate(ODD_TITLES):
        project = ProjectFactory(
            slug=f"titel-{place}",
            title_sv=title,
            title_en=title.upper() if place % 3 == 0 else "",
            acronym="SPIN" if place % 5 == 0 else "",
            purpose_sv=ODD_TITLES[place - 1] if place % 2 else "",
        )
        make_public(project)


def _ledgers() -> None:
    """Amounts of every kind: open, spread, in kind, in öre, proposed, revoked, replaced."""
    funder, fund = OrganisationFactory(name="Odd funding"), FundFactory()
    amounts = [None, "0", "0,01", "1 234,56", "cirka 4,3 mn", "9 735 500", "123 456 789 012"]
    for place, amount in enumerate(amounts):
        for kind in (DecisionKind.GRANTED, DecisionKind.PRIORITISED):
            project = ProjectFactory(slug=f"{kind}-{place}", title_sv=f"Belopp {place}")
            grant(project, amount, funder=funder, fund=fund, kind=kind)
            make_public(project)
    both = ProjectFactory(slug="both", title_sv="Beviljat och föreslaget")
    grant(both, "1 mn", funder=funder, fund=fund)
    grant(both, None, kind=DecisionKind.PRIORITISED)
    grant(both, "500 000", form=SplitForm.IN_KIND)
    state(both, "cirka 2 mn")
    make_public(both)
    many = ProjectFactory(slug="many", title_sv="Sex finansiärer")
    for other in [funder, *OrganisationFactory.create_batch(5)]:
        grant(many, "10 000", funder=other)
    make_public(many)
    _revoked(funder)
    _programmes(funder)


def _revoked(funder: object) -> None:
    for place, on in enumerate([datetime.date(2018, 5, 1), _latest_day()]):
        project = ProjectFactory(slug=f"revoked-{place}", title_sv="Upphävd satsning")
        first = grant(project, "2 mn", funder=funder)
        make_public(project)
        grant(
            project,
            "0",
            kind=DecisionKind.REVOKED,
            supersedes=first,
            decided_on=on,
            source=SourceFactory(dated=on),
            splits=[],
        )


def _latest_day() -> datetime.date:
    """Return the last day of a decision that the database takes, by its own clock.

    It takes a day more than UTC has come to, since days begin earlier in Sweden. That is
    tomorrow, or today in the first hours after midnight.
    """
    return datetime.datetime.now(datetime.UTC).date() + DAY


def _programmes(funder: object) -> None:
    """A split under another programme than that of the project's priority, and one alone."""
    one, other = ProgrammeFactory(), ProgrammeFactory()
    for place, priority in enumerate([PriorityFactory(programme=one), None]):
        project = ProjectFactory(slug=f"programme-{place}", priority=priority)
        grant(project, "70 000", funder=funder, programme=other)
        grant(project, "30 000", programme=one)
        make_public(project)


def _states() -> None:
    now = timezone.now()
    ProjectFactory.create_batch(3, title_sv="Utkast om skolor")
    grant(ProjectFactory(title_sv="Utkast med belopp"), "1 mn")
    publishing.send_to_review(ProjectFactory(title_sv="Granskas av skola"))
    for days in (1, 400):
        ProjectFactory(title_sv="Kommande skola", published=now + days * DAY)
    for place in range(4):
        ProjectFactory(title_sv=f"Återkallad skola {place}", published=True, withdrawn="Fel.")


def _periods() -> None:
    """Periods around today, open and unknown ones, and some of the first and the last years."""
    today = timezone.localdate()
    periods = [
        (today - DAY, today),
        (today, today),
        (today, today + DAY),
        (today + DAY, today + DAY),
        (today - DAY, today - DAY),
        (today, None),
        (None, today),
        (None, today - DAY),
        (None, None),
        (datetime.date(1995, 1, 1), datetime.date(2090, 12, 31)),
    ]
    for place, (first, last) in enumerate(periods):
        project = ProjectFactory(
            slug=f"period-{place}", title_sv="Perioden", starts_on=first, ends_on=last
        )
        project.missing_facts.create(fact="period", note_sv="Okänt.", note_en="Unknown.")
        make_public(project)


def _places() -> None:
    """A country, an area, a county with one of its municipalities, a seat; several leads."""
    choices = [["SE"], ["SE33"], ["24", "2480"], ["2480"], ["25"], ["SE33", "2480"], ["01", "SE"]]
    kinds = [OrganisationKind.REGION, OrganisationKind.UNIVERSITY, OrganisationKind.COMPANY]
    for place, codes in enumerate(choices):
        project = ProjectFactory(slug=f"place-{place}", title_sv="Plats för skola")
        for code in codes:
            ProjectPlaceFactory(project=project, place__code=code)
        for turn, kind in enumerate(kinds[: place % 4]):
            lead = OrganisationFactory(name=f"Kommunförbundet {place}", kind=kind)
            first = datetime.date(2015 + turn, 1, 1)
            ParticipationFactory(
                project=project, organisation=lead, from_on=first, until_on=first + 300 * DAY
            )
        ParticipationFactory(project=project, role=Role.PARTNER)
        make_public(project)


def shaken(rng: Random) -> list[int]:
    """Change some projects, as bulk changes do, and return their keys."""
    keys = list(Project.objects.order_by("pk").values_list("pk", flat=True))
    some = rng.sample(keys, 12)
    Project.objects.filter(pk__in=some[:8]).update(ends_on=datetime.date(2031, 1, 1))
    Project.objects.filter(pk__in=some[8:]).update(acronym="SKAKAD", priority=None)
    return some
