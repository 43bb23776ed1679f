"""Rows for tests: plain defaults, written the way the registry itself writes them."""

import datetime
from types import SimpleNamespace
from typing import Any

import factory
from factory.django import DjangoModelFactory

from projects import publishing
from projects.ledger import Split, enter_decision, record_decision, state_figure
from projects.models import (
    Decision,
    DecisionKind,
    Fact,
    Fund,
    FundLevel,
    NumberScheme,
    Organisation,
    OrganisationKind,
    Participation,
    Partnership,
    Place,
    PlaceKind,
    PlaceMeaning,
    Priority,
    Programme,
    Project,
    ProjectPlace,
    Quantity,
    Role,
    Round,
    RoundKind,
    Sector,
    Source,
    StatedFigure,
)
from projects.models.amounts import amount_columns
from projects.money import Amount, Basis, parse
from projects.settlement import settle


class PlaceFactory(DjangoModelFactory):
    """The place of a code, from the list that ships with the registry where it has one."""

    class Meta:
        model = Place

    code = "24"
    kind = factory.LazyAttribute(lambda place: _kind(place.code))
    name_sv = factory.LazyAttribute(lambda place: f"Plats {place.code}")
    short_sv = factory.SelfAttribute("name_sv")

    @classmethod
    def _create(cls, model: type[Place], **place: Any) -> Place:
        known = Place.objects.filter(code=place["code"]).first()
        return known or super()._create(model, **_within(place))


def _kind(code: str) -> str:
    if code.isdigit():
        return PlaceKind.COUNTY if len(code) == 2 else PlaceKind.MUNICIPALITY
    return PlaceKind.COUNTRY if len(code) == 2 else PlaceKind.NUTS2


def _within(place: dict[str, Any]) -> dict[str, Any]:
    if "parent" in place or (code := place["code"]) == "SE":
        return place
    above = {PlaceKind.NUTS2: "SE", PlaceKind.COUNTY: "SE33", PlaceKind.MUNICIPALITY: code[:2]}
    return place | {"parent": PlaceFactory(code=above[PlaceKind(_kind(code))])}


class OrganisationFactory(DjangoModelFactory):
    """A public body without a number; `private=True` makes it a company."""

    class Meta:
        model = Organisation

    class Params:
        private = factory.Trait(kind=OrganisationKind.COMPANY, sector=Sector.PRIVATE)

    slug = factory.Sequence(lambda n: f"organisation-{n}")
    name = factory.Sequence(lambda n: f"Organisation {n}")
    number_scheme = NumberScheme.SWEDISH
    kind = OrganisationKind.AUTHORITY
    sector = Sector.PUBLIC


class FundFactory(DjangoModelFactory):
    class Meta:
        model = Fund

    slug = factory.Sequence(lambda n: f"fond-{n}")
    code = factory.Sequence(lambda n: f"FOND{n}")
    name_sv = factory.Sequence(lambda n: f"Fonden {n}")
    level = FundLevel.EU


class ProgrammeFactory(DjangoModelFactory):
    """A programme; `funds=[…]` names where its money comes from."""

    class Meta:
        model = Programme
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"program-{n}")
    name_sv = factory.Sequence(lambda n: f"Programmet {n}")
    first_year = 2014
    last_year = 2020

    @factory.post_generation
    def funds(programme: Any, create: bool, funds: Any, **_: Any) -> None:  # noqa: N805
        if create and funds:
            programme.funds.set(funds)


class PriorityFactory(DjangoModelFactory):
    class Meta:
        model = Priority

    slug = factory.Sequence(lambda n: f"insatsomrade-{n}")
    programme = factory.SubFactory(ProgrammeFactory)
    name_sv = factory.Sequence(lambda n: f"Insatsområdet {n}")


class PartnershipFactory(DjangoModelFactory):
    class Meta:
        model = Partnership

    slug = factory.Sequence(lambda n: f"partnerskap-{n}")
    name_sv = factory.Sequence(lambda n: f"Partnerskapet {n}")
    area = factory.SubFactory(PlaceFactory, code="SE33")


class RoundFactory(DjangoModelFactory):
    """A partnership's round; `organisation=…, partnership=None` makes it an authority's."""

    class Meta:
        model = Round

    slug = factory.Sequence(lambda n: f"omgang-{n}")
    kind = RoundKind.PRIORITISATION
    partnership = factory.SubFactory(PartnershipFactory)
    name_sv = factory.Sequence(lambda n: f"Omgången {n}")
    met_on = datetime.date(2016, 6, 15)


class SourceFactory(DjangoModelFactory):
    class Meta:
        model = Source

    title = factory.Sequence(lambda n: f"Källan {n}")
    publisher = "Utgivaren"
    url = "https://example.org/kallan"
    dated = datetime.date(2017, 3, 1)
    retrieved = datetime.date(2026, 11, 1)


class ParticipationFactory(DjangoModelFactory):
    """An organisation that leads its project; `role="partner"` makes it take part."""

    class Meta:
        model = Participation

    project = factory.SubFactory("tests.factories.ProjectFactory")
    organisation = factory.SubFactory(OrganisationFactory)
    role = Role.LEAD


class ProjectPlaceFactory(DjangoModelFactory):
    class Meta:
        model = ProjectPlace

    project = factory.SubFactory("tests.factories.ProjectFactory")
    place = factory.SubFactory(PlaceFactory)
    meaning = PlaceMeaning.CARRIED_OUT_IN


class ProjectFactory(DjangoModelFactory):
    """A draft with a title and a period, and nothing else.

    `published=True`, or a moment, adds the decision, lead and place that it
    lacks and publishes it; `withdrawn="why"` then withdraws it with that reason.
    """

    class Meta:
        model = Project
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"projekt-{n}")
    title_sv = factory.Sequence(lambda n: f"Projektet {n}")
    starts_on = datetime.date(2017, 1, 1)
    ends_on = datetime.date(2019, 12, 31)

    @factory.post_generation
    def published(project: Any, create: bool, published: Any, **_: Any) -> None:  # noqa: N805
        if create and published:
            make_public(project, at=None if published is True else published)

    @factory.post_generation
    def withdrawn(project: Any, create: bool, reason: Any, **_: Any) -> None:  # noqa: N805
        if create and reason:
            publishing.withdraw(project, reason_sv=reason)


def make_public(project: Project, at: datetime.datetime | None = None) -> None:
    """Add what a project lacks (a grant of 100 000 kr, a lead, a place) and publish it."""
    lacking = publishing.lacking(project)
    if Fact.LEAD in lacking:
        ParticipationFactory(project=project)
    if Fact.PLACE in lacking:
        ProjectPlaceFactory(project=project)
    if Fact.DECISION in lacking:
        grant(project)
    publishing.publish(project, at=at)
    project.refresh_from_db()


def money(amount: str | Amount | None) -> Amount:
    """Read an amount as an administrator would write it; None is unknown."""
    if amount is None:
        return Amount.unknown()
    return parse(amount) if isinstance(amount, str) else amount


def grant(
    project: Project,
    amount: str | Amount | None = "100 000",
    *,
    funder: Organisation | None = None,
    fund: Fund | None = None,
    settled: bool = True,
    **decision: Any,
) -> Decision:
    """Record that one funder gives one amount out of one fund, by the ledger.

    Other keywords are `record_decision`'s (kind, decided_on, supersedes, entry,
    reason_sv, recorded_at …); `form` and `programme` are the split's. A decision that
    supersedes another comes from the same body unless told otherwise.
    `settled=False` leaves the project as it was: for who records several and settles once.
    """
    earlier = decision.get("supersedes")
    funder = funder or (earlier.organisation if earlier else None) or OrganisationFactory()
    own = {name: decision.pop(name) for name in ("form", "programme") if name in decision}
    split = Split(amount=money(amount), funder=funder, fund=fund, **own)
    decision = {"kind": DecisionKind.GRANTED, "organisation": funder, "splits": [split]} | decision
    if "source" not in decision:
        decision["source"] = SourceFactory()
    record = record_decision if settled else enter_decision
    return record(project=project, **decision)


class GrantFactory(factory.Factory):
    """`grant` under the name of a factory: `GrantFactory(project=…, amount="4,3 mn")`."""

    class Meta:
        model = Decision

    project = factory.SubFactory(ProjectFactory)

    @classmethod
    def _create(cls, _model: type[Decision], *args: Any, **kwargs: Any) -> Decision:
        return grant(*args, **kwargs)


def state(
    about: Project | Round,
    amount: str | Amount,
    *,
    basis: Basis = Basis.REGISTERED_SUPPORT,
    stated_on: datetime.date = datetime.date(2018, 6, 20),
    settled: bool = True,
    **figure: Any,
) -> StatedFigure:
    """State a figure about a project or a round, as a source prints it.

    `settled=False` leaves the project as it was: for who states several and settles once.
    """
    about_what = {"round": about} if isinstance(about, Round) else {"project": about}
    if "source" not in figure:
        figure["source"] = SourceFactory(dated=stated_on)
    if isinstance(amount, str):
        figure.setdefault("words", amount)
    facts = about_what | figure | {"basis": basis, "stated_on": stated_on}
    if settled:
        return state_figure(amount=money(amount), **facts)
    return StatedFigure.objects.create(**facts, **amount_columns("amount", money(amount)))


def spin(*, published: bool = True) -> SimpleNamespace:
    """Build SPIN whole, as its two sources tell it.

    Returns project, round, partnership, tillvaxtverket, region, university, eruf,
    programme, priority, bank and news (the sources), prioritised, granted and
    cofunded (the decisions).
    """
    it = _spin_surroundings()
    it.project = ProjectFactory(
        slug="spin",
        acronym="SPIN",
        title_sv="SamverkansPlattform för IT-innovation i Norr",
        title_en="Cooperation platform for IT innovation in the North",
        purpose_sv="Att it-företagen i Övre Norrland växer och hjälper andra med digitalisering.",
        starts_on=datetime.date(2016, 8, 1),
        ends_on=datetime.date(2019, 11, 30),
        kind="implementation",
        priority=it.priority,
    )
    _spin_facts(it)
    _spin_ledger(it)
    _spin_figures(it)
    settle(it.project)
    if published:
        publishing.publish(it.project)
    it.project.refresh_from_db()
    return it


def _spin_surroundings() -> SimpleNamespace:
    it = SimpleNamespace()
    it.partnership = PartnershipFactory(
        slug="ovre-norrland", name_sv="Strukturfondspartnerskapet för Övre Norrland"
    )
    it.round = RoundFactory(
        slug="ovre-norrland-2016-06-15",
        name_sv="Övre Norrland 15 juni 2016",
        name_en="Upper Norrland, 15 June 2016",
        partnership=it.partnership,
    )
    it.tillvaxtverket = OrganisationFactory(slug="tillvaxtverket", name="Tillväxtverket")
    it.region = OrganisationFactory(
        slug="region-vasterbotten", name="Region Västerbotten", kind=OrganisationKind.REGION
    )
    it.university = OrganisationFactory(
        slug="umea-universitet", name="Umeå universitet", kind=OrganisationKind.UNIVERSITY
    )
    fund = "Europeiska regionala utvecklingsfonden"
    it.eruf = FundFactory(slug="eruf", code="ERUF", name_sv=fund)
    it.programme = ProgrammeFactory(
        slug="ovre-norrland-2014",
        name_sv="Övre Norrland 2014–2020",
        authority=it.tillvaxtverket,
        funds=[it.eruf],
    )
    it.priority = PriorityFactory(
        slug="innovation",
        programme=it.programme,
        name_sv="Att stärka forskning, teknisk utveckling och innovation",
    )
    printed, said = datetime.date(2016, 10, 14), datetime.date(2018, 6, 20)
    it.bank = SourceFactory(title="Projektbanken", publisher="Tillväxtverket", dated=printed)
    it.news = SourceFactory(title="SPIN får 14 miljoner", publisher="Umeå universitet", dated=said)
    return it


def _spin_facts(it: SimpleNamespace) -> None:
    lead = "Institutionerna för datavetenskap och informatik"
    ParticipationFactory(project=it.project, organisation=it.university, note_sv=lead)
    ParticipationFactory(project=it.project, organisation=it.region, role=Role.PARTNER)
    partner = {"project": it.project, "role": Role.PARTNER, "organisation": None}
    for group in ("kust- och inlandskommuner", "små och medelstora företag"):
        ParticipationFactory(group_sv=group, **partner)
    for code, meaning in [("24", "carried_out_in"), ("25", "carried_out_in"), ("2480", "seat")]:
        ProjectPlaceFactory(project=it.project, place__code=code, meaning=meaning, source=it.bank)


def _spin_ledger(it: SimpleNamespace) -> None:
    it.prioritised = enter_decision(
        project=it.project,
        kind=DecisionKind.PRIORITISED,
        partnership=it.partnership,
        round=it.round,
        decided_on=it.round.met_on,
        source=it.news,
    )
    it.granted = grant(
        it.project,
        "9 735 500",
        funder=it.tillvaxtverket,
        fund=it.eruf,
        programme=it.programme,
        case_number="20200919",
        source=it.bank,
        settled=False,
    )
    cofunds: dict[str, Any] = {"funder": it.region, "source": it.news, "settled": False}
    it.cofunded = grant(it.project, "4,3 miljoner", **cofunds)


def _spin_figures(it: SimpleNamespace) -> None:
    granted = {"basis": Basis.GRANTED_SUPPORT, "source": it.news, "settled": False}
    state(it.project, "4,3 miljoner", funder=it.region, **granted)
    state(it.project, "9,7 miljoner", funder=it.tillvaxtverket, **granted)
    state(it.project, "14,1 miljoner", **granted)
    state(it.project, "14 miljoner", **granted)
    announced = {"basis": Basis.EU_SUPPORT, "source": it.news}
    number = {"quantity": Quantity.PROJECTS, **announced}
    state(it.round, "22", words="22 utvecklingsprojekt", **number)
    state(it.round, "cirka 142 miljoner", **announced)
    state(it.round, "15", words="femton", place=PlaceFactory(code="24"), **number)
