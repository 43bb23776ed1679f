"""Whoever wants to read a decision gets a letter, and learns to whom it goes."""

import datetime
import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone
from django.utils.html import strip_tags

from projects import asking
from projects.ledger import record_decision
from projects.models import DecisionKind
from projects.publishing import withdraw
from tests.factories import (
    OrganisationFactory,
    PartnershipFactory,
    ProjectFactory,
    SourceFactory,
    grant,
    make_public,
    spin,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def it():
    return spin()


def address(decision, start="/projekt", words="beslut/{}/begar"):
    return f"{start}/{decision.project.slug}/{words.format(decision.pk)}/"


def told(client, decision) -> str:
    page = client.get(address(decision)).content.decode()
    return " ".join(unescape(strip_tags(page.split("<main")[1])).split()).replace("\xa0", " ")


def letter(client, path: str) -> str:
    page = client.get(path).content.decode()
    text = re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)
    assert text is not None
    return unescape(text[1]).replace("\xa0", " ")


def test_every_decision_of_the_timeline_leads_to_its_letter(client, it):
    page = client.get("/projekt/spin/").content.decode()

    for decision in (it.prioritised, it.granted, it.cofunded):
        assert page.count(f'href="{address(decision)}"') == 1
    assert page.count("/begar/") == 3


def test_the_letter_says_all_that_is_known_of_the_decision(client, it):
    assert letter(client, address(it.granted)) == (
        "Hej!\n\n"
        "Jag ber att få läsa en allmän handling enligt offentlighetsprincipen "
        "(2 kap. tryckfrihetsförordningen): beslutet nedan, med bilagor om det finns några.\n\n"
        "Beslut: beviljat\n"
        "Beslutat av: Tillväxtverket\n"
        "Känt sedan: 14 oktober 2016\n"
        "Ärende-id: 20200919\n"
        f"Projekt: SPIN, SamverkansPlattform för IT-innovation i Norr, {it.project.reference}\n"
        "I projektregistret: http://testserver/projekt/spin/\n\n"
        "Sänd det gärna på det sätt som är enklast för er, helst som svar på det här brevet. "
        "Kostar det något ber jag er säga det innan ni sänder. Kan någon del inte lämnas ut ber "
        "jag om resten, och om ett skriftligt beslut om den delen.\n\n"
        "Med vänlig hälsning"
    )


def test_the_letter_is_swedish_on_the_english_page_and_explained(client, it):
    swedish = letter(client, address(it.granted))
    path = address(it.granted, "/en/projects", "decisions/{}/ask-for")
    page = unescape(client.get(path).content.decode())

    assert letter(client, path) == swedish
    assert '<textarea class="letter" id="letter" lang="sv"' in page
    assert "I ask to read an official document" in page
    assert "Decided by: Tillväxtverket" in page


def test_a_decision_without_number_says_so_and_names_its_round(it):
    it.prioritised.round = it.round

    text = asking.letter_for(it.prioritised, "http://testserver/").text

    assert "Dag för beslutet: 15 juni 2016" in text.replace("\xa0", " ")
    assert "Omgång: Övre Norrland 15 juni 2016" in text.replace("\xa0", " ")
    assert "Jag känner inte till dess nummer i ert diarium." in text


def test_the_mail_carries_subject_and_letter(it):
    it.tillvaxtverket.registrar_email = "registrator+ut@exempel.se"
    it.granted.organisation = it.tillvaxtverket

    request = asking.request_for(it.granted, "http://testserver/projekt/spin/?a&b")
    mail = urlsplit(request.mailto)
    said = parse_qs(mail.query, strict_parsing=True)

    assert (mail.scheme, mail.path) == ("mailto", "registrator%2But@exempel.se")
    assert said["subject"] == [f"Begäran om ett beslut: SPIN, {it.project.reference}"]
    assert said["body"] == [request.letter.text.replace("\n", "\r\n")]


def test_the_page_says_how_the_authority_is_reached(client, it):
    assert "Slå upp dess registrator på dess egna sidor." in told(client, it.granted)

    it.tillvaxtverket.website = "https://exempel.se/"
    it.tillvaxtverket.save()
    assert "https://exempel.se/" in told(client, it.granted)

    it.tillvaxtverket.registrar_email = "registrator@exempel.se"
    it.tillvaxtverket.registrar_post = "Box 1\n111 11 Orten"
    it.tillvaxtverket.save()
    assert "Box 1 111 11 Orten registrator@exempel.se" in told(client, it.granted)
    assert (
        'href="mailto:registrator@exempel.se?subject='
        in client.get(address(it.granted)).content.decode()
    )


def test_a_partnership_is_asked_through_its_secretariat(client, it):
    it.partnership.secretariat = it.region
    it.partnership.save()

    page = told(client, it.prioritised)

    assert "Region Västerbotten, som är partnerskapets sekretariat" in page
    assert "Beslutat av: Strukturfondspartnerskapet för Övre Norrland" in page


def test_a_partnership_without_secretariat_leads_to_authorities(client, it):
    page = client.get(address(it.prioritised)).content.decode()

    assert "<textarea" not in page
    assert f'href="{address(it.granted)}"' in page
    assert f'href="{address(it.cofunded)}"' in page


@pytest.mark.parametrize("body", ["group", "company", "foreign"])
def test_who_is_no_swedish_authority_is_not_asked(client, body):
    project = ProjectFactory()
    bodies = {
        "group": {"group_sv": "ett antal företag", "organisation": None},
        "company": {"organisation": OrganisationFactory(private=True)},
        "foreign": {"organisation": OrganisationFactory(country="NO", number_scheme="other")},
    }
    decision = record_decision(
        project=project,
        kind=DecisionKind.COFUNDING_PROMISED,
        source=SourceFactory(),
        decided_on=datetime.date(2017, 1, 1),
        **bodies[body],
    )
    authority = grant(project)
    make_public(project)

    page = client.get(address(decision)).content.decode()

    assert "<textarea" not in page
    assert f'href="{address(authority)}"' in page


def test_where_no_authority_decided_the_source_is_all_there_is(client):
    project = ProjectFactory()
    decision = grant(project, funder=OrganisationFactory(private=True))
    make_public(project)

    assert "Fråga den som har gett ut källan." in told(client, decision)


def test_who_took_over_is_asked_from_the_day_they_did(it):
    heir = OrganisationFactory(name="Den nya regionen")
    it.region.succeeded_by = heir
    it.region.succeeded_on = timezone.localdate() + datetime.timedelta(days=1)
    it.cofunded.organisation = it.region
    assert asking.keeper_of(it.cofunded) == it.region

    it.region.succeeded_on = timezone.localdate()
    assert asking.keeper_of(it.cofunded) == heir


def test_a_decision_has_its_letter_under_its_own_project_alone(client, it):
    other = ProjectFactory(slug="annat", published=True)
    foreign = other.decisions.get()

    assert client.get(address(foreign)).status_code == 200
    for path in (
        f"/projekt/spin/beslut/{foreign.pk}/begar/",
        "/projekt/spin/beslut/0/begar/",
        f"/projekt/spin/beslut/{'9' * 30}/begar/",
        f"/projekt/utkast/beslut/{foreign.pk}/begar/",
    ):
        assert client.get(path).status_code == 404, path


def test_what_is_withdrawn_says_so_and_drafts_are_not_there(client, it):
    draft = grant(ProjectFactory())
    withdraw(it.project, reason_sv="Infört två gånger.")

    assert client.get(address(it.granted)).status_code == 410
    assert client.get(address(draft)).status_code == 404


def test_what_somebody_typed_in_a_name_stays_text(client):
    organisation = OrganisationFactory(
        name='<b>"&?subject=x</b>', registrar_email="a?b&c=d@exempel.se"
    )
    project = ProjectFactory(title_sv="</textarea><script>x</script>")
    decision = grant(project, funder=organisation)
    make_public(project)

    page = client.get(address(decision)).content.decode()

    assert "<script>x" not in page
    assert "<b>&quot;" not in page
    assert 'href="mailto:a%3Fb%26c%3Dd@exempel.se?subject=' in page


@pytest.mark.parametrize("count", [0, 5])
def test_the_page_takes_the_same_queries(client, it, django_assert_num_queries, count):
    partnership = PartnershipFactory()
    asked = record_decision(
        project=it.project,
        kind=DecisionKind.PRIORITISED,
        partnership=partnership,
        source=SourceFactory(),
        decided_on=datetime.date(2016, 1, 1),
    )
    for _number in range(count):
        grant(it.project)

    with django_assert_num_queries(3):
        client.get(address(asked))
