"""What a form adds up to is told while it is typed, as the server will see it, and not stored."""

import re

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from projects.models import Decision, Project, StatedFigure
from tests import factories
from tests.projects.admin.typed_forms import as_sent, seen, typed
from tests.projects.paying import paid_out

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_person")]

NEW = "/admin/projects/project/reckon/"
ADD = "/admin/projects/project/add/"
PART = {"X-Part": "1"}


def text(response) -> str:
    return " ".join(strip_tags(response.content.decode()).split()).replace("\xa0", " ")


def summary(response) -> str:
    found = re.search(r'<p id="reckoned-sum".*?</p>', response.content.decode(), re.DOTALL)
    assert found
    return " ".join(strip_tags(found[0]).split()).replace("\xa0", " ")


@pytest.fixture
def spin_as_typed():
    """SPIN's money and stated figures as they are typed for a new project."""
    it = factories.spin(published=False)
    it.project.delete()
    money = [
        {
            "funder": it.tillvaxtverket,
            "fund": it.eruf,
            "amount": "9 735 500",
            "source": it.bank,
        },
        {"funder": it.region, "amount": "4,3 miljoner", "source": it.news},
    ]
    it.fields = {"default_source": it.news.pk}
    it.rows = {"money": money, "figures": [{"printed": "14,1 miljoner kronor"}]}
    return it


def sent(it, **fields) -> dict:
    return typed(fields=it.fields | fields, **it.rows)


def test_the_sum_of_spin_and_its_verdict_are_told_while_it_is_typed(office, spin_as_typed):
    response = office.post(NEW, sent(spin_as_typed), headers=PART)

    assert response.status_code == 200
    assert "14 050 000 till under 14 085 500" in summary(response)
    assert "1 uppgivet belopp stämmer" in summary(response)
    assert "4,3 + 9,7 = 14,0; angivet 14,1: skillnaden ryms i avrundningen" in text(response)
    said = re.findall(r'data-note="([^"]+)"', response.content.decode())
    assert said == ["id_splits-1-amount", "id_stated_figures-0-printed"]
    assert not Project.objects.exists()
    assert not StatedFigure.objects.filter(project__isnull=False).exists()


def test_a_contradiction_is_told_where_the_sum_is(office, spin_as_typed):
    spin_as_typed.rows["figures"] = [{"printed": "20 miljoner"}]
    response = office.post(NEW, sent(spin_as_typed), headers=PART)

    assert "≠ 20 miljoner:" in summary(response)
    assert 'data-note="id_stated_figures-0-printed" data-wrong' in response.content.decode()


def test_a_row_without_a_source_counts_and_is_said_to_lack_it(office, spin_as_typed):
    spin_as_typed.fields = {}
    for row in spin_as_typed.rows["money"]:
        del row["source"]
    response = office.post(NEW, sent(spin_as_typed), headers=PART)

    assert "Registrerat stöd" in summary(response)
    assert "Finansieringspost 1, Källa: Ange källan" in text(response)


def test_an_amount_that_cannot_be_read_is_left_out_and_named(office, spin_as_typed):
    spin_as_typed.rows["money"][0]["amount"] = "4.300"
    response = office.post(NEW, sent(spin_as_typed), headers=PART)

    assert "4 250 000 till under 4 350 000" in summary(response)
    assert "1 belopp kan inte läsas." in summary(response)
    assert "Finansieringspost 1, Belopp" in text(response)
    assert 'data-note="id_splits-0-amount" data-wrong' in response.content.decode()


def test_an_amount_that_cannot_be_read_is_not_said_to_be_none(office, spin_as_typed):
    spin_as_typed.rows = {"money": [spin_as_typed.rows["money"][0] | {"amount": "4.300"}]}
    response = office.post(NEW, sent(spin_as_typed), headers=PART)

    assert summary(response) == "1 belopp kan inte läsas. 1 sak återstår innan det kan sparas."


def test_what_is_left_is_what_saving_would_refuse(office, spin_as_typed):
    spin_as_typed.rows["participants"] = [{"role": "lead", "from_on": "inte en dag"}]
    wrong = sent(spin_as_typed, title_sv="", ends_on="2019-13-45")

    counted = office.post(NEW, wrong, headers=PART)
    saved = office.post("/admin/projects/project/add/", wrong | seen(office, ADD))

    found = re.findall(r"<li><a href=.#[^>]+>[^<]+</a></li>", saved.content.decode())
    assert "4 saker återstår innan det kan sparas" in summary(counted)
    assert len(found) == 4
    # A field that is still empty is in the list, and nothing is said at it.
    assert 'data-note="id_ends_on"' in counted.content.decode()
    assert 'data-note="id_title_sv"' not in counted.content.decode()


def test_a_row_that_is_to_be_dropped_does_not_count(office, spin_as_typed):
    spin_as_typed.rows["money"][1]["DELETE"] = "on"
    spin_as_typed.rows["figures"] = []
    response = office.post(NEW, sent(spin_as_typed), headers=PART)

    assert summary(response) == "Registrerat stöd: 9 735 500 kr"


def test_an_empty_form_adds_up_to_nothing(office):
    response = office.post(NEW, typed(), headers=PART)

    assert summary(response) == "Inget belopp är angivet."


def test_rows_beside_a_public_ledger_are_counted_with_it(office):
    it = factories.spin()
    row = {
        "kind": "amended",
        "funder": it.region,
        "amount": "4,5 mn",
        "decided_on": "2019-01-15",
        "source": it.news,
    }
    path = reverse("admin:projects_project_reckon", args=[it.project.pk])
    opened = office.get(reverse("admin:projects_project_change", args=[it.project.pk]))
    sent = as_sent(opened) | {"splits-TOTAL_FORMS": "1"}
    sent |= {f"splits-0-{name}": getattr(value, "pk", value) for name, value in row.items()}
    sent |= {"splits-0-form": "cash"}
    response = office.post(path, sent, headers=PART)

    assert "14 185 500 till under 14 285 500" in summary(response)
    assert "4 uppgivna belopp stämmer" in summary(response)
    assert Decision.objects.count() == 3


def test_more_paid_than_granted_is_told_before_it_is_saved(office):
    made = paid_out()
    project = made.project
    path = reverse("admin:projects_project_reckon", args=[project.pk])
    opened = office.get(reverse("admin:projects_project_change", args=[project.pk]))
    sent = as_sent(opened) | {
        "payments-TOTAL_FORMS": "1",
        "payments-0-kind": "paid",
        "payments-0-split": str(made.split_id),
        "payments-0-printed": "900 000 000",
        "payments-0-paid_on": "2018-01-01",
        "payments-0-source": str(made.source_id),
    }
    response = office.post(path, sent, headers=PART)

    assert "mer är utbetalt än vad som beviljades" in summary(response)
    assert 'data-note="id_payments-0-printed" data-wrong' in response.content.decode()
    assert project.payments.count() == 1


def test_without_a_script_the_button_answers_the_form_as_typed(office, spin_as_typed):
    spin_as_typed.rows["money"][0]["case_number"] = "20200919"
    response = office.post(NEW, sent(spin_as_typed, acronym="SPIN", title_sv=""))

    page = response.content.decode()
    assert response.status_code == 200
    assert "14 050 000 till under 14 085 500" in summary(response)
    assert 'value="20200919"' in page
    assert 'action="/admin/projects/project/add/"' in page
    assert not Project.objects.exists()


def test_what_was_counted_can_then_be_saved(office, spin_as_typed):
    counted = office.post(NEW, sent(spin_as_typed))
    office.post("/admin/projects/project/add/", as_sent(counted))

    assert str(Project.objects.get().total.at_least) == "14050000.00"


def test_a_hostile_form_is_counted_or_refused_without_an_error(office, spin_as_typed):
    hostile = {
        "splits-TOTAL_FORMS": "99999999",
        "splits-0-amount": "1E+1000000",
        "splits-0-funder": "\x00",
        "stated_figures-0-printed": "NaN",
        "stated_figures-0-stated_on": "0001-01-01",
    }
    assert office.post(NEW, sent(spin_as_typed) | hostile, headers=PART).status_code in {200, 400}
    assert office.post(NEW, {}, headers=PART).status_code == 200
