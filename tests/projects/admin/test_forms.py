"""A form of the back office that comes back says what is wrong, and where."""

import re

import pytest

from tests import factories
from tests.projects.admin.typed_forms import typed

pytestmark = pytest.mark.django_db

ADD = "/admin/projects/project/add/"


def test_a_form_that_comes_back_lists_its_errors_and_leads_to_each(office):
    row = {"funder": factories.OrganisationFactory(), "source": factories.SourceFactory()}
    rows = [{**row, "amount": "4,3 mn"}, {**row, "amount": "4,3 äpplen"}]
    sent = typed(fields={"title_sv": "", "starts_on": "igår"}, money=rows)
    page = office.post(ADD, sent).content.decode()

    found = page[page.index('<div class="errors-found"') : page.index('id="content-main"')]
    assert 'role="alert" tabindex="-1" autofocus' in found
    links = dict(re.findall(r'<a href="#([^"]+)">([^<]+)</a>', found))
    assert links.keys() == {"id_title_sv", "id_starts_on", "id_splits-1-amount"}
    assert " 2, " in links["id_splits-1-amount"]
    assert all(f'id="{target}"' in page for target in links)
    assert "admin/js/change_form.js" not in page


def test_a_form_that_is_opened_lists_no_errors(office):
    assert "errors-found" not in office.get(ADD).content.decode()


@pytest.mark.parametrize("sign", ["\u202e", "\u2067", "\x85", "\x0b"])
def test_a_title_that_would_turn_the_page_around_is_refused_at_its_field(office, sign):
    response = office.post(ADD, typed(fields={"title_sv": f"Skog{sign}sbruk"}))

    assert list(response.context["adminform"].form.errors) == ["title_sv"]
