"""The list of projects as of a day: the money of then, of what is selected today."""

import datetime
import re
from html import unescape
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from projects.models import DecisionKind
from projects.search import following
from tests.factories import ProjectFactory, grant, make_public, spin, state
from tests.projects.views.test_lists import text_of, titles

pytestmark = pytest.mark.django_db

BEFORE, AMENDED_ON = "2018-08-31", datetime.date(2018, 9, 1)


@pytest.fixture
def it() -> SimpleNamespace:
    """SPIN, amended on a day, one that got its money later and one that lost it before."""
    it = spin()
    rows = {"fund": it.eruf, "decided_on": AMENDED_ON, "supersedes": it.granted}
    grant(it.project, "10 000 000", kind=DecisionKind.AMENDED, **rows)
    period = {"starts_on": datetime.date(2020, 2, 1), "ends_on": datetime.date(2021, 1, 31)}
    it.later = ProjectFactory(title_sv="Senare", **period)
    asked = grant(
        it.later, "2 mn", kind=DecisionKind.PRIORITISED, decided_on=datetime.date(2019, 1, 1)
    )
    body = asked.organisation
    grant(it.later, "1 500 000", funder=body, decided_on=datetime.date(2020, 1, 1))
    make_public(it.later)
    it.lost = ProjectFactory(title_sv="Indraget")
    first = grant(it.lost, "700 000", decided_on=datetime.date(2017, 1, 1))
    gone = {"decided_on": datetime.date(2018, 1, 1), "splits": []}
    grant(it.lost, None, supersedes=first, kind=DecisionKind.REVOKED, **gone)
    make_public(it.lost)
    return it


def sums(response: Any) -> list[str]:
    """Return both ends of what the selection adds up to."""
    return re.findall(r'data-ends="([^"]+)"', response.content.decode())


def rows(response: Any) -> dict[str, str]:
    """Return what each row says of a project's period, status and money, by its name."""
    page = response.content.decode()
    found = re.findall(r'<li class="row">.*?</li>', page, re.DOTALL)
    said = {}
    for one in found:
        [name] = re.findall(r"<h3><a [^>]+>(.+?)</a>", one)
        facts = re.sub(r"<[^>]+>", " ", one[one.index('class="b"') + 10 :])
        said[name] = " ".join(unescape(facts).replace("\u00a0", " ").split())
    return said


def query(href: str) -> str:
    return unescape(href).partition("?")[2]


NOTHING = "inget beviljat den dagen"
SAID = {
    "2016-07-01": ("2016–2019, planerat " + NOTHING, NOTHING, NOTHING, []),
    "2017-06-01": ("9 735 500 kr", NOTHING, "700 000 kr", ["10435500.00/10435500.00"]),
    BEFORE: (
        "2016–2019, pågående ca 14,1 mn kr 14 050 000 till under 14 085 500",
        "planerat " + NOTHING,
        NOTHING + " avbrutet",
        ["14050000.00/14085499.99"],
    ),
    "2019-06-01": (
        "ca 14,3 mn kr",
        "ca 2 mn kr prioriterat, inte beviljat",
        "avbrutet",
        ["14314500.00/14349999.99"],
    ),
    "2020-01-01": ("avslutat", "1 500 000 kr", "avbrutet", ["15814500.00/15849999.99"]),
}
"""What the rows and the sum say on each day."""


def test_rows_and_sum_are_those_of_the_day(client, it):
    for day, (*each, whole) in SAID.items():
        response = client.get(f"/projekt/?per={day}")

        said = rows(response)
        assert len(said) == 3
        for name, words in zip(["SPIN", "Senare", "Indraget"], each, strict=True):
            assert words in said[name], day
        assert sums(response) == whole


def test_what_is_selected_and_its_order_are_those_of_today(client, it):
    today = client.get("/en/projects/?min=1+mn&max=2+mn&sort=-granted")
    then = client.get(f"/en/projects/?min=1+mn&max=2+mn&sort=-granted&per={BEFORE}")

    assert titles(then) == titles(today) == ["Senare"]
    assert (sums(today), sums(then)) == (["1500000.00/1500000.00"], [])


def test_the_page_says_what_is_of_the_day_and_what_of_today(client, it):
    response = client.get(f"/projekt/?county=24&sort=title&per={BEFORE}")

    shown, page = text_of(response), response.content.decode()
    assert "Belopp per den 31 augusti 2018. Varje projekt står med den summa" in shown
    assert "Vilka projekt som visas, deras ordning och allt annat är som i dag." in shown
    assert "Per den 31 augusti 2018. Registrerat stöd i 1 beviljat projekt," in shown
    assert '<a href="/projekt/?county=24&amp;sort=title">Visa listan som den är i dag</a>' in page
    assert "per den 31\u00a0augusti\u00a02018 – " in page[: page.index("</title>")]


def test_links_carry_the_day_and_robots_are_led_to_today(client, it):
    for number in range(20):
        make_public(ProjectFactory(title_sv=f"Nummer {number}"))

    page = client.get(f"/projekt/?kind=university&kind=other&per={BEFORE}").content.decode()
    long = client.get(f"/projekt/?per={BEFORE}").content.decode()

    day, host = f"per={BEFORE}", "http://testserver"
    assert '<meta name="robots" content="noindex">' in page
    assert f'canonical" href="{host}/projekt/?kind=university&amp;kind=other">' in page
    assert f'href="/projekt/spin/?{day}"' in long
    links = {query(one) for one in re.findall(r'href="(\?[^"]+|/[^"]+\?[^"]+)"', page)}
    without = {one for one in links if day not in one}
    assert without == {"kind=university&kind=other"}  # of today: the list, charts and feed
    assert f'href="?{day}&amp;page=2"' in long
    assert f'<a href="?sort=title&amp;{day}">' in long
    assert f"/projekt/hamta.csv?{day}" in long
    assert f'name="per" value="{BEFORE}" min="1990-01-01" max="2100-12-31"' in long
    assert f'<a href="/en/projects/?{day}" lang="en"' in long


def test_what_is_no_day_is_told_at_the_field(client, it):
    for value in ["x", "2018-02-30", "1700-01-01", "20180620", "2" * 5000]:
        response = client.get("/en/projects/", {"per": value, "q": "spin"})

        page = response.content.decode()
        assert response.status_code == 400
        assert '<a href="#id_per">Amounts as of the day</a>: Write a day from 1990 to 2100' in page
        assert 'type="date" name="per"' in page
        assert 'aria-describedby="error_per"' in page
        assert 'id="results"' not in page
        assert ' value="spin"' in page


def test_of_two_days_the_last_is_meant_as_on_the_page_of_a_project(client, it):
    two = client.get(f"/projekt/?per=2016-07-01&per={BEFORE}")

    assert rows(two) == rows(client.get(f"/projekt/?per={BEFORE}"))
    assert client.get(f"/projekt/?per=&per={BEFORE}").status_code == 200
    assert client.get(f"/projekt/?per={BEFORE}&per=x").status_code == 400


def test_no_page_of_one_day_is_kept_for_another(client, it, monkeypatch):
    state_of_it = uuid4().hex
    monkeypatch.setattr(following, "generation", lambda: state_of_it)
    days = ["", "?per=2016-07-01", f"?per={BEFORE}", f"?per={AMENDED_ON}"]

    def asked() -> list[list[str]]:
        return [sums(client.get(f"/projekt/{day}")) for day in days]

    assert (
        asked()
        == asked()
        == [
            ["15814500.00/15849999.99"],
            [],
            ["14050000.00/14085499.99"],
            ["14314500.00/14349999.99"],
        ]
    )


@pytest.mark.parametrize("count", [1, 3])
def test_a_day_takes_the_same_queries_however_many_projects(
    client, django_assert_num_queries, count
):
    for number in range(count):
        for is_stated in (False, True):
            project = ProjectFactory(title_sv=f"Vägen {number} {is_stated}")
            first = grant(project, "4,3 mn", decided_on=datetime.date(2018, 1, 1))
            day = datetime.date(2019, 1, 1)
            grant(project, "5 mn", supersedes=first, kind=DecisionKind.AMENDED, decided_on=day)
            if is_stated:
                state(project, "4 310 000")
            make_public(project)

    with django_assert_num_queries(41):
        client.get("/projekt/?q=vägen&per=2018-06-20")
