"""What the pages tell machines in schema.org's words."""

import json
import re
from typing import Any

import pytest

from projects.models import Organisation
from tests.factories import ProjectFactory, grant, make_public, spin

pytestmark = pytest.mark.django_db


def told(client, path: str) -> dict[str, Any]:
    (block,) = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>', client.get(path).text, re.DOTALL
    )
    return json.loads(block)


def test_a_project_tells_who_gives_what_and_to_whom(client):
    it = spin()

    found = told(client, "/projekt/spin/")

    assert (found["@context"], found["@type"]) == ("https://schema.org", "Project")
    assert found["identifier"] == it.project.reference
    assert found["url"] == "http://testserver/projekt/spin/"
    assert (found["name"], found["alternateName"]) == (it.project.title_sv, "SPIN")
    assert found["member"] == [
        organisation("Umeå universitet", "umea-universitet"),
        organisation("Region Västerbotten", "region-vasterbotten"),
    ]
    assert [(one["@type"], one["funder"]) for one in found["funding"]] == [
        ("MonetaryGrant", organisation("Tillväxtverket", "tillvaxtverket")),
        ("MonetaryGrant", organisation("Region Västerbotten", "region-vasterbotten")),
    ]
    assert found["funding"][0]["identifier"].endswith(":tillvaxtverket:eruf")
    assert told(client, "/en/projects/spin/")["name"] == it.project.title_en


def organisation(name: str, slug: str) -> dict[str, str]:
    url = f"http://testserver/organisationer/{slug}/"
    return {"@type": "Organization", "name": name, "url": url}


def test_an_amount_says_no_more_than_is_known(client):
    project = ProjectFactory(title_sv="Slut </script><script>alert(1)</script>")
    for written in ("100 000", None, "högst 5 000"):
        grant(project, written)
    make_public(project)

    found = told(client, project.get_absolute_url())

    money = {"@type": "MonetaryAmount", "currency": "SEK"}
    assert [one.get("amount") for one in found["funding"]] == [
        money | {"value": "100000.00"},
        None,
        money | {"maxValue": "5000.00"},
    ]
    assert found["name"] == project.title_sv


def test_other_pages_tell_what_they_are_about(client, settings):
    settings.DATA_LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"
    it = spin()
    Organisation.objects.filter(pk=it.region.pk).update(number="2021002874")

    region = told(client, "/organisationer/region-vasterbotten/")
    held = told(client, f"/omgangar/{it.round.slug}/")
    data = told(client, "/en/data/")

    assert region["identifier"] == {
        "@type": "PropertyValue",
        "propertyID": "SE-ON",
        "value": "2021002874",
    }
    assert (held["@type"], held["name"]) == ("Event", it.round.name_sv)
    assert held["startDate"] == it.round.met_on.isoformat()
    assert held["organizer"]["name"] == it.partnership.name_sv
    assert data["license"] == settings.DATA_LICENCE
    assert {one["@type"] for one in data["dataset"]} == {"Dataset"}
    files = [file["contentUrl"] for one in data["dataset"] for file in one["distribution"]]
    assert "http://testserver/data/forteckningar/kohesio.csv" in files
    assert "http://testserver/projekt/hamta.xlsx" in files
    assert "http://testserver/api/v1/decisions/" in files


def test_what_is_withdrawn_tells_nothing(client):
    it = spin()
    it.project.take_back(reason_sv="Fel")
    it.project.save()

    answer = client.get("/projekt/spin/")

    assert answer.status_code == 410
    assert "ld+json" not in answer.text
