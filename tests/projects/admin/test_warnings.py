"""Warnings are listed, shown with what they are about, and accepted with a reason."""

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from projects.models import AcceptedWarning, PlausibilityWarning
from tests.factories import OrganisationFactory
from tests.projects.admin.typed_forms import as_sent, typed
from tests.projects.warned import accepted_warning, warning

pytestmark = pytest.mark.django_db

LIST = "/admin/projects/plausibilitywarning/"


def text(response) -> str:
    return " ".join(strip_tags(response.content.decode()).split()).replace("\xa0", " ")


def page_of(one: PlausibilityWarning) -> str:
    return reverse("admin:projects_project_change", args=[one.project_id])


def test_a_warning_stands_with_its_project_and_can_be_accepted_there(as_role):
    one = warning()
    office = as_role("reviewer")
    accepting = f"{LIST}{one.pk}/accept/"
    assert accepting in office.get(page_of(one)).content.decode()

    asked = office.get(accepting)
    assert "Syftet säger detsamma som titeln: Bredband" in text(asked)
    refused = office.post(accepting, {"reason": " "})
    assert refused.status_code == 200
    assert not AcceptedWarning.objects.exists()
    response = office.post(accepting, {"reason": "Så står det i beslutet."}, follow=True)

    assert response.redirect_chain == [(page_of(one), 302)]
    assert "Godtagen: Syftet säger detsamma som titeln" in text(response)
    assert "Så står det i beslutet." in text(response)
    assert AcceptedWarning.objects.get().by.username == "reviewer"


def test_it_can_be_opened_again(office):
    accepted = accepted_warning()
    one = PlausibilityWarning.objects.get()
    response = office.post(f"{LIST}{one.pk}/withdraw/", follow=True)

    assert "Varningen är öppen igen." in text(response)
    assert not AcceptedWarning.objects.filter(pk=accepted.pk).exists()


def test_an_editor_sees_warnings_and_accepts_none(as_role):
    one = warning()
    page = as_role("editor").get(page_of(one))

    assert "Syftet säger detsamma som titeln" in text(page)
    assert "/accept/" not in page.content.decode()


def test_the_list_shows_the_open_ones_and_on_demand_the_accepted(office):
    accepted_warning()
    warning(slug="annat", acronym="ANNAT")

    assert "ANNAT" in text(office.get(LIST))
    assert "1 varning" in text(office.get(LIST))
    assert "ANNAT" not in text(office.get(LIST, {"accepted": "1"}))
    assert "ANNAT" in text(office.get(LIST, {"rule__exact": "title_is_purpose"}))
    assert office.get(LIST, {"accepted": "\x00"}).status_code in {200, 302, 400}


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_however_many_warnings(
    office, count, django_assert_max_num_queries
):
    for number in range(count):
        warning(slug=f"projekt-{number}")

    with django_assert_max_num_queries(8):
        office.get(LIST)


def test_saving_tells_of_what_is_open_and_not_of_what_is_accepted(office):
    accepted = accepted_warning()
    change = reverse("admin:projects_project_change", args=[accepted.project_id])
    sent = as_sent(office.get(change)) | {"acronym": "BB", "_continue": "1"}
    response = office.post(change, sent, follow=True)
    assert not [one for one in response.context["messages"] if one.level_tag == "warning"]

    sent = as_sent(response) | {"title_sv": "Fiber", "purpose_sv": "Fiber", "_continue": "1"}
    response = office.post(change, sent, follow=True)
    told = [str(one) for one in response.context["messages"] if one.level_tag == "warning"]
    assert told == ["Syftet säger detsamma som titeln: Fiber"]


def test_what_may_be_wrong_is_told_at_its_field_while_it_is_typed(office):
    texts = {"title_sv": "Bredband", "purpose_sv": "Bredband"}
    response = office.post(
        "/admin/projects/project/reckon/", typed(fields=texts), headers={"X-Part": "1"}
    )

    assert 'data-note="id_purpose_sv" data-wrong' in response.content.decode()
    assert "Syftet säger detsamma som titeln" in text(response)


def test_what_is_accepted_is_silent_while_it_is_typed(office):
    project = accepted_warning().project
    change = reverse("admin:projects_project_change", args=[project.pk])
    path = reverse("admin:projects_project_reckon", args=[project.pk])
    response = office.post(path, as_sent(office.get(change)), headers={"X-Part": "1"})

    assert "Syftet säger" not in text(response)


def test_an_organisation_of_the_same_name_and_another_number_is_warned_of(office):
    first = OrganisationFactory(name="Exempelbolaget", number="5560360793")
    other = OrganisationFactory(name="Exempel", number="2021002114")
    change = reverse("admin:projects_organisation_change", args=[other.pk])
    sent = as_sent(office.get(change)) | {"name": "Exempelbolaget"}
    office.post(change, sent)

    assert PlausibilityWarning.objects.get().organisation == first
    page = office.get(reverse("admin:projects_organisation_change", args=[first.pk]))
    assert "Exempelbolaget är inlagd med flera organisationsnummer" in text(page)

    renamed = office.get(change)
    office.post(change, as_sent(renamed) | {"name": "Exempel"})

    assert not PlausibilityWarning.objects.exists()
