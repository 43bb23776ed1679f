"""axe-core finds nothing on any page of the back office, and none scrolls sideways.

Whatever is registered is opened: its list, its forms, its history, the question before a row is
deleted. Every page is held to 320 pixels. axe reads one narrow and dark, the next wide and light,
since what a page lacks of names and order it lacks at every width and in every colour, and the
list of one register is made as that of the next; the pages where one works most are looked at
in both ways in `test_accessibility`, with the colours the other way round.
"""

from itertools import cycle

import pytest
from django.conf import settings
from django.urls import reverse

from news.models import Picture
from tests.browser.test_accessibility import too_wide
from tests.factories import spin
from tests.news.factories import library_picture
from tests.projects.admin.pages import AROUND, REGISTERED, pages_of
from tests.projects.models.samples import SAMPLES
from tests.projects.warned import accepted_warning, warning

pytestmark = [
    pytest.mark.browser,
    pytest.mark.ignore_template_errors,  # Django's own, where a user has no password
]

WAYS = [(320, "dark"), (1280, "light")]
AT_ONCE = 4
"""Registers to a test: each test begins with an empty database, which takes a second."""
GROUPS = [REGISTERED[first : first + AT_ONCE] for first in range(0, len(REGISTERED), AT_ONCE)]


@pytest.fixture(autouse=True)
def pictures_have_files(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path / "media"
    monkeypatch.setitem(SAMPLES, Picture, library_picture)


@pytest.fixture
def faults(page, live_server, signed_in, axe, heard):
    """A function that returns what is wrong with pages; those that are refused it leaves out."""
    user = signed_in(page, "administrator")
    ways = cycle(WAYS)

    def of(paths):
        found = []
        for path in paths:
            page.set_viewport_size({"width": 320, "height": 900})
            if page.goto(live_server.url + path).status == 403:
                assert "403" in heard.pop()
                continue
            said = too_wide(page)
            width, scheme = next(ways)
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            page.evaluate("Promise.all(document.getAnimations().map(colour => colour.finished))")
            said += axe(page)
            found += [f"{path}, read at {width}, {scheme}: {fault}" for fault in said]
        # Django's script and the form of a user both focus its first field, whichever is first.
        heard[:] = [said for said in heard if not said.startswith("info: Autofocus")]
        return found

    of.user = user
    return of


@pytest.mark.drill
@pytest.mark.parametrize(
    "models", GROUPS, ids=lambda models: "-".join(model.__name__ for model in models)
)
def test_no_page_of_a_register_shuts_anybody_out(faults, models):
    paths = []
    for model in models:
        paths += pages_of(model, faults.user)

    assert faults(paths) == []


def test_no_form_scrolls_sideways_in_english(page, live_server, signed_in):
    """English words are longer in other places."""
    signed_in(page, "administrator")
    it = spin()
    keys = [it.project.pk, it.cofunded.pk]
    paths = [
        *(reverse(f"admin:projects_project_{deed}", args=keys) for deed in ("amend", "correct")),
        reverse("admin:projects_import_add"),
        reverse("admin:projects_round_paste", args=[it.round.pk]),
        reverse("admin:projects_organisation_duplicates"),
        reverse("admin:projects_project_changelist"),
        "/admin/",
    ]
    page.context.add_cookies(
        [{"name": settings.LANGUAGE_COOKIE_NAME, "value": "en", "url": live_server.url}]
    )
    page.set_viewport_size({"width": 320, "height": 900})
    found = []
    for path in paths:
        page.goto(live_server.url + path)
        assert page.locator("html").get_attribute("lang") == "en"
        found += [f"{path}: {fault}" for fault in too_wide(page)]
    assert found == []
    page.goto(live_server.url + paths[-2])
    assert page.locator("#searchbar").bounding_box()["width"] > 150


@pytest.mark.drill
def test_no_page_beside_the_registers_shuts_anybody_out(faults):
    accepted_warning()
    one = warning(slug="annat")
    change = f"/admin/projects/project/{one.project_id}/change/"
    accepting = f"/admin/projects/plausibilitywarning/{one.pk}/accept/"

    # Of a form with passwords alone the browser says that it would like a name in it.
    around = [path for path in AROUND if "password" not in path]
    assert faults([*around, change, accepting]) == []
