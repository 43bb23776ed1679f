"""Grants in the 360Giving standard."""

import datetime
import json
from typing import Any

import fastjsonschema
import pytest
from django.utils import translation

from projects.exchange.threesixty import number
from projects.ledger import Split, record_decision
from projects.models import MissingFact
from tests.factories import (
    OrganisationFactory,
    ParticipationFactory,
    ProjectFactory,
    SourceFactory,
    grant,
    make_public,
    money,
    spin,
)
from tests.projects.exchange import specifications

pytestmark = pytest.mark.django_db

PATH = "/data/360giving.json"


def grants(client, query: str = "") -> list[dict[str, Any]]:
    return json.loads(client.get(f"{PATH}{query}").getvalue())["grants"]


def test_spin_is_two_grants_tied_to_one_another(client):
    it = spin()
    it.granted.refresh_from_db()
    it.project.payments.create(
        split=it.granted.splits.get(),
        paid_on="2019-01-31",
        amount="1000000.50",
        source=it.bank,
    )

    eruf, regional = grants(client)

    reference = it.project.reference
    known = {"vocabulary": "127.0.0.1:award-date", "code": "known-since"}
    assert eruf["id"] == f"127.0.0.1:{reference}:{it.granted.matter}:tillvaxtverket:eruf"
    assert (eruf["amountAwarded"], eruf["amountDisbursed"]) == (9_735_500, 1_000_000.5)
    assert (eruf["awardDate"], eruf["currency"]) == ("2016-10-14", "SEK")
    assert eruf["relatedActivity"] == [regional["id"]]
    assert eruf["recipientOrganization"] == [
        {
            "id": "127.0.0.1:organisations:umea-universitet",
            "name": "Umeå universitet",
            "url": "http://testserver/organisationer/umea-universitet/",
        }
    ]
    assert eruf["plannedDates"] == [{"startDate": "2016-08-01", "endDate": "2019-11-30"}]
    assert [one["geoCode"] for one in eruf["beneficiaryLocation"]] == ["24", "25"]
    assert regional["amountAwarded"] == 4_300_000
    project, rounded, dated = regional["classifications"]
    assert project == eruf["classifications"][0]
    assert project["code"] == reference
    assert (rounded["code"], dated | known) == ("rounded", dated)


def test_an_amended_grant_keeps_its_name_and_day_and_bears_its_new_amount(client):
    project = ProjectFactory()
    recipient = OrganisationFactory(number="2021002874")
    ParticipationFactory(project=project, organisation=recipient)
    first = grant(project, "100 000", decided_on=datetime.date(2017, 1, 2))
    make_public(project)
    (before,) = grants(client)
    grant(project, "80 000", kind="amended", supersedes=first, decided_on=datetime.date(2018, 3, 4))

    (after,) = grants(client)

    assert (before["amountAwarded"], after["amountAwarded"]) == (100_000, 80_000)
    assert (after["id"], after["awardDate"]) == (before["id"], "2017-01-02")
    assert after["recipientOrganization"][0]["id"] == "SE-ON-2021002874"


def test_what_is_no_grant_is_left_out(client):
    project = ProjectFactory()
    payer = OrganisationFactory(name="Givaren")
    record_decision(
        project=project,
        kind="granted",
        organisation=payer,
        source=SourceFactory(),
        splits=[
            Split(amount=money("50 000"), funder=payer),
            Split(amount=money("70 000"), funder=payer, form="in_kind"),
        ],
    )
    grant(project, None)
    grant(project, "90 000", kind="cofunding_promised")
    revoked = grant(project, "60 000")
    grant(project, "60 000", kind="revoked", supersedes=revoked)
    grant(project, "40 000", kind="prioritised")
    make_public(project)
    ProjectFactory()  # a draft
    ProjectFactory(published=True, withdrawn="Fel")

    (only,) = grants(client)

    assert only["amountAwarded"] == 50_000
    assert "relatedActivity" not in only


def test_a_group_that_no_source_names_is_of_one_project_alone(client):
    project = ProjectFactory(title_sv="T" * 200)
    ParticipationFactory(project=project, organisation=None, group_sv="fyra byalag")
    record_decision(
        project=project,
        kind="granted",
        group_sv="flera kommuner",
        source=SourceFactory(),
        splits=[Split(amount=money("10 000"), group_sv="flera kommuner")],
    )
    make_public(project)

    (only,) = grants(client)

    names = only["recipientOrganization"][0]["name"], only["fundingOrganization"][0]["name"]
    assert names == ("fyra byalag", "flera kommuner")
    assert len(only["title"]) == 140


def test_an_unknown_lead_is_said_to_be_unknown(client):
    project = ProjectFactory()
    MissingFact.objects.create(project=project, fact="lead", note_sv="Källan nämner ingen.")
    make_public(project)

    (only,) = grants(client)

    assert only["recipientOrganization"] == [
        {"id": f"127.0.0.1:{project.reference}:lead", "name": "Uppgift saknas"}
    ]


def test_a_selection_without_grants_says_so_and_one_that_cannot_be_read_is_refused(client):
    spin()

    assert client.get(f"{PATH}?year=1999").status_code == 404
    assert "Här finns inga bidrag" in client.get(f"{PATH}?year=1999").text
    assert client.get(f"{PATH}?year=1").status_code == 400
    assert len(grants(client, "?county=24&q=spin")) == 2


@pytest.mark.parametrize("count", [1, 3])
def test_grants_take_the_same_queries_however_many(client, django_assert_num_queries, count):
    for _ in range(count):
        ProjectFactory(published=True)

    with django_assert_num_queries(17):
        client.get(PATH).getvalue()


@specifications.needed
def test_a_package_is_as_the_schema_says_and_tells_what_it_leaves_out(client, settings):
    spin()
    settings.PUBLISHER_NAME, settings.PUBLISHER_NUMBER = "Regionen", "2321000222"
    settings.DATA_LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"
    response = client.get(f"/en{PATH}?q=spin")

    with translation.override("sv"):  # whoever reads on may have another language
        package = json.loads(response.getvalue())

    specifications.grants()(package)
    assert response["Content-Disposition"] == 'attachment; filename="360giving.json"'
    assert package["publisher"] == {
        "name": "Regionen",
        "website": "http://testserver/en/",
        "identifier": "SE-ON-2321000222",
    }
    assert package["license"] == settings.DATA_LICENCE
    assert package["accessURL"] == "http://testserver/en/projects/?q=spin"
    assert "in kind" in package["description"]
    assert package["grants"][0]["title"].startswith("Cooperation")
    with pytest.raises(fastjsonschema.JsonSchemaException):
        specifications.grants()(package | {"grants": [package["grants"][0] | {"currency": "kr"}]})


def test_amounts_are_numbers_exact_to_the_ore():
    assert json.dumps(number(money("9999999999999,99").kronor)) == "9999999999999.99"
    assert json.dumps(number(money("4,3 mn").kronor)) == "4300000"
