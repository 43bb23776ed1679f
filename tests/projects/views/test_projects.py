"""The page of one project."""

import datetime
import re
from html import unescape

import pytest
from django.utils import timezone

from news.models import Article
from projects.ledger import Split, record_decision
from projects.models import Fact, MissingFact, Project
from projects.money import parse
from projects.templatetags.figures import date_text
from tests.factories import (
    FundFactory,
    OrganisationFactory,
    ParticipationFactory,
    PartnershipFactory,
    ProjectFactory,
    ProjectPlaceFactory,
    RoundFactory,
    SourceFactory,
    grant,
    make_public,
    spin,
    state,
)

pytestmark = pytest.mark.django_db

NBSP = "\u00a0"


def page(client, project: Project, language: str = "en") -> str:
    """Return the project's page as a reader sees it: no tags, one space between words."""
    return words(client.get(address(project, language)))


def address(project: Project, language: str = "en") -> str:
    return f"/en/projects/{project.slug}/" if language == "en" else f"/projekt/{project.slug}/"


def words(response) -> str:
    assert response.status_code == 200
    text = re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))
    return re.sub(r" (?=[.,:;])", "", text)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_spin_shows_every_bound_and_never_the_plain_sum(client, language):
    html = client.get(address(spin().project, language)).content.decode()

    group = NBSP if language == "sv" else ","
    for bound in ("9 735 500", "4 314 500", "4 350 000", "14 050 000", "14 085 500"):
        assert bound.replace(" ", group) in html
    assert "14035500" not in re.sub(r"\D", "", html.replace("14035500", "x"))
    assert "14 035 500".replace(" ", group) not in html
    assert 'value="14035500"' not in html


@pytest.mark.parametrize("language", ["sv", "en"])
def test_spin_names_its_funders_partnership_days_and_period(client, language):
    html = client.get(address(spin().project, language)).content.decode()

    for name in ("Tillväxtverket", "Region Västerbotten", "Strukturfondspartnerskapet för Övre"):
        assert name in html
    days = ("2016-06-15", "2016-08-01", "2019-11-30", "2018-06-20")
    assert [day for day in days if f'<time datetime="{day}">' not in html] == []
    words_of_day = {"sv": f"15{NBSP}juni{NBSP}2016", "en": f"15{NBSP}June{NBSP}2016"}
    assert words_of_day[language] in html


def test_spin_says_in_words_that_rounding_explains_the_difference(client):
    text = page(client, spin().project)

    assert (
        "Adds up within the rounding. "
        "4.3 + 9.7 = 14.0; stated 14.1: the difference is within the rounding." in text
    )
    assert "Holds if the figures are rounded to the nearest tenth of a million." in text
    assert "known since 14 October 2016 decision date unknown" in text


def test_spin_shows_its_total_as_a_sum_with_its_basis(client):
    text = page(client, spin().project)

    assert "about SEK 14.1 million" in text
    assert (
        "Registered support, EU and regional, at least SEK 14,050,000, under SEK 14,085,500. "
        "Cash only. Other funders may be missing. The project’s total cost is not known." in text
    )


def test_swedish_texts_on_the_english_page_are_marked(client):
    html = client.get(address(spin().project)).content.decode()

    assert '<span lang="sv">Övre Norrland 2014–2020</span>' in html
    assert '<p lang="sv">Att it-företagen' in html


@pytest.mark.parametrize("state_", ["draft", "in_review", "scheduled"])
def test_what_is_not_public_is_not_found(client, state_):
    project = ProjectFactory()
    if state_ == "scheduled":
        make_public(project, at=timezone.now() + datetime.timedelta(days=1))
    else:
        Project.objects.filter(pk=project.pk).update(state=state_)

    for language in ("sv", "en"):
        assert client.get(address(project, language)).status_code == 404


def test_a_withdrawn_project_is_gone_and_says_why(client):
    project = ProjectFactory(published=True, withdrawn="Projektet var infört två gånger.")

    response = client.get(address(project, "sv"))

    assert response.status_code == 410
    assert "Projektet var infört två gånger." in response.content.decode()
    assert project.reference in response.content.decode()
    assert f"Indraget {date_text(timezone.localdate())}." in response.content.decode()


@pytest.mark.parametrize(
    "slug", ["SPIN", "spin%00", "spin%20", "x" * 3000, "-", "99999", "spin%27"]
)
def test_a_hostile_address_is_not_found(client, slug):
    spin()

    for path in ("/projekt/", "/en/projects/"):
        assert client.get(f"{path}{slug}/").status_code in (400, 404, 414)


def test_only_reading_is_allowed(client):
    assert client.post(address(spin().project)).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_the_same_queries_however_much_there_is(
    client, django_assert_num_queries, count
):
    project = crowded(count)

    with django_assert_num_queries(20):
        client.get(address(project))


def crowded(count: int) -> Project:
    """Publish a project with so many of everything."""
    project = ProjectFactory()
    ParticipationFactory(project=project)
    partnership, fund = PartnershipFactory(), FundFactory()
    for number in range(count):
        ParticipationFactory(project=project, role="partner")
        ProjectPlaceFactory(project=project, place__code=f"{number + 3:02}")
        round_ = RoundFactory(partnership=partnership)
        grant(
            project,
            f"{number + 1} 000 000",
            fund=fund,
            round=round_,
            decided_on=datetime.date(2016, 1, 1),
        )
        state(project, f"{number + 1} mn", funder=project.splits.last().funder)
        tell(project, f"nyhet-{number}")
    make_public(project)
    return project


def tell(project: Project, slug: str) -> None:
    """Publish an article about a project."""
    text = {"title_sv": "Nyheten", "lead_sv": "Ingressen.", "body_sv": "<p>Texten.</p>"}
    article = Article(slug=slug, **text)
    article.show()
    article.save()
    article.projects.add(project)


def test_published_news_about_the_project_is_linked(client):
    project = ProjectFactory(published=True)
    tell(project, "nyheten")

    assert '/en/news/nyheten/"' in client.get(address(project)).content.decode()


def test_an_amended_amount_is_shown_beside_what_it_was(client):
    project = ProjectFactory()
    first = grant(project, "9 000 000", decided_on=datetime.date(2017, 5, 2))
    grant(
        project,
        "10 000 000",
        kind="amended",
        supersedes=first,
        decided_on=datetime.date(2018, 3, 3),
        reason_sv="Projektet växte.",
    )
    make_public(project)

    text = page(client, project)

    assert (
        "The amount was changed by a decision of 3 March 2018. Earlier: SEK 9,000,000. "
        "Projektet växte." in text
    )
    assert "Amended by" in text
    assert project.total.at_least == 10_000_000


def test_a_corrected_amount_is_told_apart_from_an_amended_one(client):
    project = ProjectFactory()
    wrong = grant(project, "900 000", decided_on=datetime.date(2017, 5, 2))
    grant(
        project,
        "90 000",
        supersedes=wrong,
        entry="correction",
        reason_sv="En nolla för mycket.",
        recorded_at=datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC),
    )
    make_public(project)

    text = page(client, project)

    assert (
        "The amount was corrected in the registry 1 March 2026. Shown until then: SEK 900,000. "
        "En nolla för mycket." in text
    )
    assert "Corrected in the registry" in text
    assert "Amended" not in text
    assert text.count("Granted by") == 1


def test_a_revoked_grant_is_struck_out_and_counts_no_more(client):
    project = ProjectFactory()
    first = grant(project, "9 000 000", decided_on=datetime.date(2017, 5, 2))
    funder = first.organisation
    grant(
        project,
        supersedes=first,
        kind="revoked",
        organisation=funder,
        splits=[],
        decided_on=datetime.date(2018, 3, 3),
    )
    make_public(project)

    response = client.get(address(project))

    assert '<span class="amt was">SEK\u00a09,000,000</span>' in response.content.decode()
    assert "No granted support is registered. What was granted has been revoked." in words(response)
    assert "Cancelled" in words(response)


def test_in_kind_stands_apart_from_the_cash(client):
    project = ProjectFactory()
    grant(project, "1 000 000", decided_on=datetime.date(2017, 5, 2))
    grant(project, "250 000", form="in_kind", decided_on=datetime.date(2017, 5, 2))
    make_public(project)

    text = page(client, project)

    assert "Registered support, SEK 1,000,000." in text
    assert "It is not money and is not part of the registered support." in text
    assert "All funding, in kind included SEK 1,250,000" in text


def test_an_unknown_amount_is_said_to_be_unknown(client):
    project = ProjectFactory()
    grant(project, "1 000 000", decided_on=datetime.date(2017, 5, 2))
    grant(project, None, decided_on=datetime.date(2017, 5, 2))
    make_public(project)

    text = page(client, project)

    assert "at least SEK 1,000,000; 1 item has no known amount." in text
    assert "amount not known" in text


def test_a_project_without_a_single_known_amount_has_a_page(client):
    project = ProjectFactory()
    grant(project, None)
    make_public(project)

    assert "amount not known" in page(client, project)


def test_a_contradiction_shows_both_figures_with_their_sources(client):
    project = ProjectFactory()
    first = grant(project, "1 000 000", decided_on=datetime.date(2017, 5, 2))
    second = grant(project, "1 000 000", decided_on=datetime.date(2017, 5, 2))
    figure = state(project, "2,4 mn")
    make_public(project)

    html = client.get(address(project)).content.decode()

    assert '<div class="verdict bad">' in html
    assert "They meet nowhere." in html
    for source in (first.source, second.source, figure.source):
        assert html.count(f'href="#source-{source.pk}"') >= 1
        assert f'id="source-{source.pk}"' in html


def test_parts_rounded_more_coarsely_than_a_figure_get_a_loupe_and_no_plain_sum(client):
    project = ProjectFactory()
    grant(project, "9 735 500", decided_on=datetime.date(2017, 5, 2))
    grant(project, "4,3 mn", decided_on=datetime.date(2017, 5, 2))
    state(project, "14 050 000")
    make_public(project)

    html = client.get(address(project)).content.decode()

    assert "14,035,500" not in html
    assert "As the figures read" not in html
    assert 'class="loupe"' in html


def test_a_proposal_is_marked_and_in_no_sum(client):
    project = ProjectFactory()
    partnership, payer = PartnershipFactory(), OrganisationFactory(name="Tillväxtverket")
    record_decision(
        project=project,
        kind="prioritised",
        partnership=partnership,
        source=SourceFactory(),
        decided_on=datetime.date(2016, 6, 15),
        splits=[Split(amount=parse("5 768 703"), funder=payer)],
    )
    make_public(project)

    text = page(client, project)

    assert "Proposed support, SEK 5,768,703. Prioritised is not granted" in text
    assert "prioritised, not granted" in text
    assert "A proposal, no support yet." in text
    assert "Registered support" not in text


def test_a_fact_that_is_marked_unknown_says_why(client):
    project = ProjectFactory(starts_on=None, ends_on=None)
    grant(project)
    for fact in (Fact.LEAD, Fact.PLACE, Fact.PERIOD):
        MissingFact.objects.create(
            project=project, fact=fact, note_sv=f"Inte i {fact}.", note_en=f"Not in {fact}."
        )
    make_public(project)

    text = page(client, project)

    assert [fact for fact in ("lead", "place", "period") if f"Not in {fact}." not in text] == []


@pytest.mark.parametrize(
    ("years", "status"), [((2090, 2095), "Planned"), ((2000, 2001), "Finished")]
)
def test_the_status_follows_from_the_dates(client, years, status):
    project = ProjectFactory(
        starts_on=datetime.date(years[0], 1, 1), ends_on=datetime.date(years[1], 1, 1)
    )
    make_public(project)

    assert f"Project {project.reference} · {status}" in page(client, project)
