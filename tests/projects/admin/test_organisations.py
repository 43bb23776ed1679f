"""Pairs of organisations are looked through, merged and parted in the back office."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from projects import merging
from projects.models import DistinctOrganisations, Organisation, OrganisationMerge
from tests import factories
from tests.projects.admin.typed_forms import seen

pytestmark = pytest.mark.django_db

DUPLICATES = reverse("admin:projects_organisation_duplicates")
ADD = reverse("admin:projects_organisation_add")


def page(name: str, *keys: Organisation) -> str:
    return reverse(f"admin:projects_organisation_{name}", args=[one.pk for one in keys])


@pytest.fixture
def two() -> tuple[Organisation, Organisation]:
    known = factories.OrganisationFactory(name="Bygg i Norr AB")
    factories.grant(factories.ProjectFactory(published=True), funder=known)
    twin = factories.OrganisationFactory(name="BYGG I NORR", website="https://example.se")
    return known, twin


def test_names_that_are_alike_are_proposed_the_better_known_to_be_kept(office, two):
    response = office.get(DUPLICATES)

    [pair] = response.context["pairs"]
    assert (pair.kept.organisation, pair.gone.organisation) == two
    assert "1 projekt" in response.text
    assert "100\u00a0000\u00a0kr" in response.text


def test_a_merge_is_previewed_done_and_undone(office, two):
    known, twin = two
    preview = office.get(page("merge", twin, known))
    office.post(page("merge", twin, known), {"taken_over": ["website", "slug", "x"]})
    known.refresh_from_db()
    merge = OrganisationMerge.objects.get()

    assert "https://example.se" in preview.text
    assert known.website == "https://example.se"
    assert office.get(DUPLICATES).context["pairs"] == []
    office.post(reverse("admin:projects_organisation_part", args=[merge.pk]))
    known.refresh_from_db()
    twin.refresh_from_db()
    assert (known.website, twin.merged_into) == ("", None)


def test_the_form_of_one_that_is_merged_leads_to_the_other_and_takes_nothing(office, two):
    kept, gone = two
    merging.merge(gone=gone, kept=kept, by=User.objects.create(username="anna"))
    path = reverse("admin:projects_organisation_change", args=[gone.pk])

    page = office.get(path).text

    kept_path = reverse("admin:projects_organisation_change", args=[kept.pk])
    assert f'hopslagen med: <a href="{kept_path}">' in page
    assert 'name="_save"' not in page
    assert office.post(path, {"name": "Annat"}).status_code == 403


def test_a_preview_counts_what_moves(office, two):
    known, twin = two

    moving = office.get(page("merge", known, twin)).context["moving"]

    assert {one.count for one in moving} == {1}
    assert len(moving) == 2


def test_what_cannot_be_merged_is_said(office, two):
    known, twin = two
    office.post(page("merge", twin, known))

    assert "delas igen" in office.post(page("merge", twin, known)).text
    assert "sig själv" in office.post(page("merge", known, known)).text
    assert OrganisationMerge.objects.count() == 1


def test_a_number_entered_for_another_meanwhile_stops_a_parting_with_a_message(office, two):
    known, twin = two
    Organisation.objects.filter(pk=twin.pk).update(number="2120002452")
    office.post(page("merge", twin, known), {"taken_over": ["number"]})
    Organisation.objects.filter(pk=known.pk).update(number=None)
    factories.OrganisationFactory(number="2120002452")
    merge = OrganisationMerge.objects.get()

    path = reverse("admin:projects_organisation_part", args=[merge.pk])
    response = office.post(path, follow=True)

    merge.refresh_from_db()
    assert merge.undone_at is None
    assert response.status_code == 200
    assert "En annan organisation har det numret." in response.text


def test_one_that_was_merged_is_no_choice(office, two):
    known, twin = two
    office.post(page("merge", twin, known))
    field = {"app_label": "projects", "model_name": "decision", "field_name": "organisation"}

    for term in ("", "bygg"):
        asked = {**field, "term": term}
        found = office.get(reverse("admin:autocomplete"), asked).json()["results"]
        keys = {one["id"] for one in found}
        assert (str(known.pk) in keys, str(twin.pk) in keys) == (True, False)


def test_two_that_are_two_are_proposed_no_more(office, two):
    for _ in range(2):
        office.post(page("distinct", *two))

    assert office.get(DUPLICATES).context["pairs"] == []
    assert DistinctOrganisations.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_the_same_queries_however_many_pairs(
    office, count, django_assert_num_queries
):
    for number in range(count):
        for name in (f"Firma {number} AB", f"FIRMA {number}"):
            factories.grant(
                factories.ProjectFactory(), funder=factories.OrganisationFactory(name=name)
            )
    office.get(DUPLICATES)

    with django_assert_num_queries(13):
        assert len(office.get(DUPLICATES).context["pairs"]) == count


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("12345", "tio siffror"),
        ("101010-1010", "en persons nummer"),
        ("19101010-1010", "en persons nummer"),
        ("202100-6355", "Sista siffran"),
    ],
)
def test_a_number_that_is_none_says_why_at_its_field(office, number, words):
    sent = {"name": "A", "slug": "a", "kind": "region", "sector": "public", "country": "SE"}
    sent |= {"number_scheme": "se", "number": number} | seen(office, ADD)
    sent |= {"names-TOTAL_FORMS": "0", "names-INITIAL_FORMS": "0"}

    errors = office.post(ADD, sent).context["adminform"].form.errors

    assert words in str(errors["number"])


def test_a_former_name_finds_the_organisation_and_its_projects(office, client):
    it = factories.spin()
    path = reverse("admin:projects_organisation_change", args=[it.region.pk])
    sent = {"name": it.region.name, "kind": "region", "sector": "public", "country": "SE"}
    sent |= {"number_scheme": "se"} | seen(office, path)
    sent |= {"names-TOTAL_FORMS": "1", "names-INITIAL_FORMS": "0"}
    sent |= {"names-0-name": "Västerbottens läns landsting", "names-0-kind": "former"}
    sent |= {"names-0-until_on": "2018-12-31", "names-0-organisation": it.region.pk}
    response = office.post(path, sent)

    assert response.status_code == 302
    assert "Västerbottens läns landsting" in client.get("/organisationer/region-vasterbotten/").text
    it.project.refresh_from_db()
    assert "landsting" in it.project.words


def test_who_took_over_is_read_on_both_pages_and_each_keeps_its_money(client):
    it = factories.spin()
    Organisation.objects.filter(pk=it.region.pk).update(
        succeeded_by=it.tillvaxtverket, succeeded_on="2019-01-01"
    )

    old = client.get("/organisationer/region-vasterbotten/").text
    new = client.get("/organisationer/tillvaxtverket/").text

    assert "Övertagen av" in old
    assert "Tog över efter" in new
    assert "9\u00a0735\u00a0500" not in old
