"""The pages under /data/: in both languages, at a constant cost, and with public rows alone."""

import datetime
import re

import pytest
from django.test import override_settings

from projects.models import MissingFact, PlausibilityWarning, WarningRule
from tests.factories import ProjectFactory, SourceFactory, grant, spin, state

pytestmark = pytest.mark.django_db

PAGES = {
    "/data/": "/en/data/",
    "/data/tackning/": "/en/data/coverage/",
    "/data/kvalitet/": "/en/data/quality/",
    "/data/kvalitet/okanda-datum/": "/en/data/quality/unknown-dates/",
    "/data/kallor/": "/en/data/sources/",
    "/data/ordlista/": "/en/data/dictionary/",
    "/data/licens/": "/en/data/licence/",
    "/data/citera/": "/en/data/cite/",
    "/om/tillganglighet/": "/en/about/accessibility/",
    "/om/personuppgifter/": "/en/about/privacy/",
}


def test_every_page_answers_and_leads_to_its_twin(client):
    spin()

    for swedish, english in PAGES.items():
        here, there = client.get(swedish), client.get(english)
        assert (here.status_code, there.status_code) == (200, 200), swedish
        assert f'href="{english}"' in here.text
        assert f'href="{swedish}"' in there.text


def test_the_way_to_files_and_feeds_for_programs_is_shown_to_people(client):
    swedish, english = client.get("/data/").text, client.get("/en/data/").text

    for path in ("360giving.json", "/datasets/dcat", "/projekt/flode.atom", "/nyheter/flode.atom"):
        assert re.search(rf'<a href="[^"]*{path}">', swedish)
    for path in ("/en/data/360giving.json", "/en/projects/feed.atom", "/en/news/feed.atom"):
        assert f'<a href="{path}">' in english


@pytest.mark.parametrize(
    "path", ["/data/kvalitet/unknown-dates/", "/en/data/quality/okanda-datum/"]
)
def test_a_check_has_an_address_in_its_own_language_alone(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_take_the_same_queries_however_many_rows(
    client, django_assert_num_queries, count
):
    round_ = spin().round
    for _ in range(count):
        project = ProjectFactory(published=True)
        source = SourceFactory(url="")
        grant(project, None, source=source)
        state(round_, "22", quantity="projects", source=source)
        PlausibilityWarning.objects.create(
            project=project, rule=WarningRule.TITLE_IS_PURPOSE, facts={"title": "Titel"}
        )

    for path, queries in {
        "/data/tackning/": 18,
        "/data/kvalitet/": 10,
        "/data/kvalitet/okanda-datum/": 2,
        "/data/kvalitet/saknade-belopp/": 2,
        "/data/kvalitet/ofullstandiga-kallor/": 2,
        "/data/kvalitet/titel-som-syfte/": 2,
        "/data/kallor/": 7,
        "/data/ordlista/": 0,
    }.items():
        with django_assert_num_queries(queries):
            client.get(path)


def test_coverage_sets_what_was_announced_beside_what_is_held(client):
    spin()

    page = client.get("/data/tackning/").text

    assert "22 utvecklingsprojekt" in page
    assert "21 av 22 projekt finns inte i registret." in page
    assert "9\u00a0735\u00a0500" in page


def test_a_draft_is_found_by_no_check_and_its_source_is_not_told(client):
    draft = ProjectFactory(title_sv="Hemligt")
    grant(draft, None, source=SourceFactory(title="Hemlig källa", url=""))
    MissingFact.objects.create(project=draft, fact="lead", note_sv="Hemlig anmärkning")
    PlausibilityWarning.objects.create(
        project=draft, rule=WarningRule.TITLE_IS_PURPOSE, facts={"title": "Hemligt"}
    )

    pages = [path for path in PAGES if "data" in path]
    pages += ["/data/kvalitet/saknade-uppgifter/", "/data/kvalitet/titel-som-syfte/"]
    pages += ["/data/kvalitet/saknade-belopp/", "/data/kvalitet/ofullstandiga-kallor/"]

    assert [path for path in pages if "emlig" in client.get(path).text] == []


def test_a_source_tells_how_many_rows_rest_on_it(client):
    it = spin()

    page = client.get("/data/kallor/").text

    row = page.split(it.bank.title)[1].split("</tr>")[0]
    assert "14\u00a0oktober\u00a02016" in row
    assert '<span class="amt">4</span>' in row  # a decision and three places


@override_settings(PUBLISHER_NAME="Region Västerbotten", CONTACT_MAIL="registret@example.org")
def test_who_answers_for_the_site_is_named_where_the_settings_say_so(client):
    for path in ("/om/tillganglighet/", "/om/personuppgifter/"):
        page = client.get(path).text
        assert "Region Västerbotten" in page
        assert 'href="mailto:registret@example.org"' in page


def test_the_accessibility_statement_has_its_eleven_items(client):
    page = client.get("/om/tillganglighet/").text

    assert page.count("<h2 ") == 11
    assert "Delvis förenlig." in page
    assert "https://www.digg.se/tdosanmalan" in page


@pytest.mark.parametrize(
    ("licence", "said"),
    [
        ("https://creativecommons.org/publicdomain/zero/1.0/", ">CC0 1.0</a>"),
        ("https://creativecommons.org/licenses/by/4.0/", ">CC BY 4.0</a>"),
        ("https://example.org/villkor", ">https://example.org/villkor</a>"),
        ("", "har inte valt någon licens ännu"),
    ],
)
def test_the_licence_is_the_one_that_is_set(client, licence, said):
    with override_settings(DATA_LICENCE=licence):
        page = client.get("/data/licens/").text

    assert said in page
    assert f'href="{licence}"' in page or not licence


def test_a_reference_has_the_day(client, monkeypatch):
    monkeypatch.setattr(
        "projects.views.open_data.timezone.localdate", lambda: datetime.date(2026, 11, 28)
    )

    assert "Läst 28\u00a0november\u00a02026" in client.get("/data/citera/").text
