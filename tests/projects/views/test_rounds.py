"""The page of one round, and the list of them."""

import datetime
import re
from html import unescape

import pytest

from projects.ledger import Split, record_decision
from projects.models import FundLevel, Quantity, Round
from projects.money import Basis, parse
from tests.factories import (
    FundFactory,
    OrganisationFactory,
    ProjectFactory,
    RoundFactory,
    SourceFactory,
    grant,
    make_public,
    spin,
    state,
)

pytestmark = pytest.mark.django_db

TWELVE = [
    "15 037 419",
    "7 867 603",
    "6 964 752",
    "6 862 128",
    "5 768 703",
    "4 520 000",
    "4 518 778",
    "4 404 311",
    "390 231",
    "344 000",
    "300 000",
    "223 469",
]


def page(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    text = re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))
    return re.sub(r" (?=[.,:;])", "", text)


def propose(round_: Round, amounts: list[str], **split: object) -> None:
    """Publish a project for each amount, prioritised at the round."""
    payer, source = OrganisationFactory(), SourceFactory()
    for amount in amounts:
        project = ProjectFactory()
        record_decision(
            project=project,
            kind="prioritised",
            partnership=round_.partnership,
            round=round_,
            decided_on=round_.met_on,
            source=source,
            splits=[Split(amount=parse(amount), funder=payer, **split)],
        )
        make_public(project)


def test_the_round_of_2016_shows_what_was_announced_beside_what_is_held(client):
    it = spin()

    text = page(client, f"/en/rounds/{it.round.slug}/")

    assert "“22 utvecklingsprojekt”, Umeå universitet, 20 June 2018 22 1" in text
    assert "EU support “cirka 142 miljoner”, Umeå universitet, 20 June 2018" in text
    assert "about SEK 142 million SEK 9,735,500" in text
    assert "21 of 22 projects are not in the registry." in text
    assert "A word such as “about” sets no bound that a figure could break." in text
    assert "21 projects are missing" in text
    assert "What was announced counts EU support." in text
    assert "ranks, pays nothing" in text


def test_the_row_of_a_project_shows_the_support_that_the_round_counts(client):
    it = spin()

    html = client.get(f"/omgangar/{it.round.slug}/").content.decode()

    row = html[html.index('<li class="row">') :]
    assert 'value="9735500"' in row[: row.index("</li>")]


def test_the_round_of_2023_closes(client):
    eruf = FundFactory(code="ERUF")
    round_ = RoundFactory(met_on=datetime.date(2023, 12, 8))
    propose(round_, TWELVE, fund=eruf)
    number = {"quantity": Quantity.PROJECTS, "basis": Basis.EU_SUPPORT}
    state(round_, "12", fund=eruf, **number)
    state(round_, "57 miljoner", fund=eruf, basis=Basis.EU_SUPPORT)
    state(round_, "26", **number)
    state(round_, "84 miljoner", basis=Basis.GRANTED_SUPPORT)

    text = page(client, f"/en/rounds/{round_.slug}/")

    assert "SEK 57,201,394 Proposed support in 12 projects, EU support, ERUF." in text
    assert "The registry adds up to SEK 57,201,394, printed as 57 miljoner." in text
    assert (
        "If the figure is rounded to nearest, the others got "
        "at least SEK 26,298,606, under SEK 27,298,606." in text
    )
    assert "14 projects are missing" in text


def test_a_round_that_adds_proposals_and_grants_says_so(client):
    fund, round_ = FundFactory(), RoundFactory()
    propose(round_, ["30 000 000"], fund=fund)
    propose(round_, ["1"], fund=FundFactory(level=FundLevel.REGION))
    granted = round_.decisions.order_by("pk").last().project
    grant(granted, "5 000 000", fund=fund, decided_on=round_.met_on)
    state(round_, "2", quantity=Quantity.PROJECTS, basis=Basis.EU_SUPPORT)
    state(round_, "35 miljoner", basis=Basis.EU_SUPPORT)

    text = page(client, f"/en/rounds/{round_.slug}/")

    assert "SEK 35,000,000 proposed amount in 1, granted amount in 1 of the projects" in text
    assert "The registry adds up to SEK 35,000,000, printed as 35 miljoner." in text
    assert "Proposed support in" not in text
    assert "Granted support in" not in text


def test_a_round_that_nothing_was_announced_about_says_so(client):
    round_ = RoundFactory(partnership=None, organisation=OrganisationFactory())

    text = page(client, f"/en/rounds/{round_.slug}/")

    assert "Nothing announced is registered" in text
    assert "No project of this round is in the registry" in text


def test_drafts_are_no_part_of_a_round(client):
    it = spin(published=False)

    assert "SPIN" not in page(client, f"/en/rounds/{it.round.slug}/").replace("SPIN får", "")
    assert "0 of 22 projects" in page(client, "/en/rounds/")


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_the_same_queries_however_many_projects(
    client, django_assert_num_queries, count
):
    round_ = RoundFactory()
    propose(round_, ["100 000"] * count, fund=FundFactory())
    state(round_, "30", quantity=Quantity.PROJECTS, basis=Basis.EU_SUPPORT)

    with django_assert_num_queries(21):
        client.get(f"/omgangar/{round_.slug}/")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_however_many_rounds(
    client, django_assert_num_queries, count
):
    RoundFactory.create_batch(count)

    with django_assert_num_queries(2):
        client.get("/omgangar/")


def test_the_list_holds_the_latest_first_with_both_numbers(client):
    it = spin()
    RoundFactory(name_sv="Den senare", met_on=datetime.date(2023, 12, 8))

    text = page(client, "/en/rounds/")

    assert text.index("Den senare") < text.index("Upper Norrland, 15 June 2016")
    assert it.partnership.name_sv in text
    assert "1 of 22 projects" in text


@pytest.mark.parametrize("query", ["page=0", "page=%00", "page=1e9", "page=" + "9" * 21, "page=-1"])
@pytest.mark.parametrize("path", ["/omgangar/", "/en/rounds/ovre-norrland-2016-06-15/"])
def test_a_hostile_page_is_refused(client, path, query):
    spin()

    assert client.get(f"{path}?{query}").status_code in (400, 404)


@pytest.mark.parametrize("slug", ["missing", "spin%00", "x" * 3000])
def test_a_hostile_address_is_not_found(client, slug):
    assert client.get(f"/omgangar/{slug}/").status_code in (400, 404, 414)
