"""The page of a municipality prints on one sheet of A4."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page

from projects.models import Place
from tests.factories import ProjectFactory, ProjectPlaceFactory, grant, make_public

pytestmark = pytest.mark.browser

A_PAGE = re.compile(rb"/Type\s*/Page\b")


def test_a_municipality_prints_on_one_sheet(sample: None, page: Page, live_server: Any) -> None:
    more = ProjectFactory(title_sv="Ett projekt till i kommunen, med två finansiärer")
    ProjectPlaceFactory(project=more, place=Place.objects.get(code="2480"))
    for amount in ("1 200 000", "3,4 miljoner"):
        grant(more, amount)
    make_public(more)

    page.goto(live_server.url + "/platser/2480/")

    printed = page.pdf(prefer_css_page_size=True)

    assert len(A_PAGE.findall(printed)) == 1
