"""Looking back: `per` asks for the amounts of a day, on a project's page and in the API."""

import datetime
import re
from html import unescape

import pytest
from django import forms
from django.core.exceptions import ValidationError

from projects.as_of import DayField
from projects.models import Decision, DecisionKind
from tests.factories import grant, spin

BEFORE, AMENDED_ON = "2018-08-31", "2018-09-01"
FIELDS = "fields=totals,decisions"


def amended():
    """Return SPIN, of which more was granted by an amendment of 1 September 2018."""
    it = spin()
    day = datetime.date.fromisoformat(AMENDED_ON)
    rows = {"fund": it.eruf, "decided_on": day, "supersedes": it.granted}
    it.amendment = grant(it.project, "10 000 000", kind=DecisionKind.AMENDED, **rows)
    return it


def money(client, day: str) -> str:
    """Return what the page says of the project's money on a day, as a reader sees it."""
    html = client.get(f"/projekt/spin/?per={day}").content.decode()
    sections = re.findall(
        r'<section[^>]*aria-labelledby="(?:money|items)".*?</section>', html, re.DOTALL
    )
    text = unescape(re.sub(r"<[^>]+>", " ", " ".join(sections)))
    return re.sub(r"\s+", " ", text)


@pytest.mark.django_db
def test_a_page_shows_the_amounts_of_the_day_and_leads_to_today(client):
    amended()

    page = client.get(f"/projekt/spin/?per={BEFORE}").content.decode()
    before, since = money(client, BEFORE), money(client, AMENDED_ON)

    assert '<a href="/projekt/spin/">Visa projektet som det är i dag</a>' in page
    assert f'<a href="/projekt/?per={BEFORE}">Projekt</a>' in page
    [data] = re.findall(r'<a href="(/api/[^"]+)">Projektet den dagen som JSON', page)
    assert client.get(data).json()["totals"][0]["on"] == BEFORE
    assert "Per den 31\N{NO-BREAK SPACE}augusti\N{NO-BREAK SPACE}2018." in page
    assert "minst 14 050 000 kr" in before
    assert "10 000 000 kr" not in before
    assert "minst 14 314 500 kr" in since
    assert "Tidigare: 9 735 500 kr" in since


@pytest.mark.django_db
def test_nothing_was_granted_before_it_was(client):
    spin()

    before = money(client, "2016-07-01")

    assert "Inget beviljat stöd är registrerat." in before
    assert "4,3" not in before


@pytest.mark.django_db
def test_a_page_of_no_day_is_refused_in_the_words_of_the_reader(client):
    spin()

    for query in ("per=2018-06-31", "per=x", "per=1989-12-31"):
        answer = client.get(f"/en/projects/spin/?{query}")
        assert answer.status_code == 400
        assert "As of (per): Write a day from 1990 to 2100" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "least", "most"),
    [
        ("2016-07-01", None, None),
        ("2018-06-19", "9735500.00", "9735500.00"),
        (BEFORE, "14050000.00", "14085499.99"),
        (AMENDED_ON, "14314500.00", "14349999.99"),
    ],
)
def test_the_api_adds_up_what_was_in_force(client, day, least, most):
    it = amended()
    on = datetime.date.fromisoformat(day)

    told = client.get(f"/api/v1/projects/spin/?per={day}&{FIELDS}").json()

    totals = {one["basis"]: one for one in told["totals"]}
    support = totals.get("registered_support", {"at_least": None, "at_most": None, "on": day})
    assert (support["at_least"], support["at_most"], support["on"]) == (least, most, day)
    held = Decision.objects.filter(project=it.project).in_force(on).order_by("pk")
    assert [one["id"] for one in told["decisions"]] == [one.pk for one in held]
    counted = {
        one["id"]: "registered_support" in split["counts_in"]
        for one in told["decisions"]
        for split in one["splits"]
    }
    given = {one.pk for one in held if one.is_giving}
    assert {pk for pk, counts in counted.items() if counts} == given


@pytest.mark.django_db
def test_the_api_names_a_day_that_it_cannot_read(client):
    spin()

    answer = client.get("/api/v1/projects/spin/?per=20180620")
    elsewhere = client.get("/api/v1/organisations/umea-universitet/?per=2018-06-20")

    assert answer.status_code == elsewhere.status_code == 400
    assert [one["parameter"] for one in answer.json()["errors"]] == ["per"]


@pytest.mark.parametrize("text", ["2018-6-20", "２０１８-06-20", "2018-06-20T00:00", "2101-01-01"])
def test_a_day_is_written_in_one_way(text):
    with pytest.raises(ValidationError):
        DayField().clean(text)


def test_no_day_is_today():
    field: forms.Field = DayField()
    assert (field.clean(""), field.clean(" 2018-06-20 ")) == (None, datetime.date(2018, 6, 20))


@pytest.mark.django_db
def test_no_figure_is_tested_before_the_day_that_it_was_stated(client):
    spin()
    then, since = (client.get(f"/projekt/spin/?per=2018-06-{day}") for day in (19, 20))

    assert then.context["record"].proofs == []
    assert [one.verdict.figure.words for one in since.context["record"].proofs]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "/data/pengar/",
        "/data/pengar/hamta.csv",
        "/data/360giving.json",
        "/projekt/flode.atom",
        "/finansiarer/hamta.csv",
    ],
)
def test_what_is_told_of_today_alone_takes_no_day(client, path):
    answer = client.get(path, {"per": "2018-06-20"})

    assert answer.status_code == 400
    assert "Det här berättas bara som det är i dag" in answer.text
