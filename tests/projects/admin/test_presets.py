"""A preset fills a money row where the row leaves something empty, with a script or without."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects.models import GrantSplit, Project
from tests.factories import FundFactory, SourceFactory
from tests.projects.admin.typed_forms import typed
from tests.projects.presetting import preset

pytestmark = pytest.mark.django_db

ADD = "/admin/projects/project/add/"


def saved(office, **row):
    """Send a project with one money row, and return the row of the ledger it became."""
    fields = {"default_source": SourceFactory().pk}
    response = office.post(ADD, typed(fields=fields, money=[{"amount": "4,3 mn"} | row]))
    assert response.status_code == 302, response.context["errors"]
    return GrantSplit.objects.get()


def test_a_preset_fills_funder_fund_and_programme(office):
    held = preset(form="in_kind", kind="cofunding_promised")

    split = saved(office, preset=held)

    assert (split.funder, split.fund, split.programme) == (held.funder, held.fund, held.programme)
    assert (split.form, split.decision.kind) == ("in_kind", "cofunding_promised")


def test_what_was_chosen_in_the_row_goes_before_the_preset(office):
    held, fund = preset(form="in_kind"), FundFactory()

    split = saved(office, preset=held, fund=fund, kind="cofunding_promised")

    assert (split.funder, split.fund) == (held.funder, fund)
    assert split.decision.kind == "cofunding_promised"


def test_an_unnamed_funder_goes_before_the_presets_funder(office):
    split = saved(office, preset=preset(), group_sv="Flera företag")

    assert (split.funder, split.group_sv) == (None, "Flera företag")


def test_what_was_emptied_after_the_script_filled_it_stays_empty(office):
    held = preset()
    row = {"preset": held, "preset_filled": held, "funder": held.funder, "form": "cash"}

    split = saved(office, **row)

    assert (split.funder, split.fund, split.programme) == (held.funder, None, None)


@pytest.mark.parametrize("value", ["0", "99999999999999999999", "a", "\x0b", "１"])
def test_a_preset_that_is_not_there_is_refused_at_its_field(office, value):
    response = office.post(ADD, typed(money=[{"preset": value, "amount": "1"}]))

    assert response.status_code == 200
    rows = response.context["inline_admin_formsets"][0].formset.forms
    assert list(rows[0].errors["preset"])
    assert not Project.objects.exists()


def test_the_choices_carry_what_a_preset_fills_in(office):
    held = preset("ERUF via Tillväxtverket", kind="granted")

    page = office.get(ADD).content.decode()

    assert f'data-funder="{held.funder_id}"' in page
    assert f'data-fund-name="{held.fund.code}"' in page
    assert 'data-kind="granted"' in page
    assert "data-form" not in page


def test_all_rows_read_the_presets_once(office):
    def asked(rows):
        with CaptureQueriesContext(connection) as queries:
            office.post(
                ADD, typed(money=[{"preset": preset(f"Nr {n}"), "form": "-"} for n in rows])
            )
        return sum('FROM "projects_preset"' in one["sql"] for one in queries)

    assert asked(range(1)) == asked(range(1, 9)) <= 2
