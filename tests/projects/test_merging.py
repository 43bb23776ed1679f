"""One organisation that was entered twice is merged and parted, and each krona counts once."""

from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from projects import merging
from projects.models import GrantSplit, Organisation, OrganisationMerge, Project
from projects.money import Amount, Basis
from projects.settlement import unsettled
from projects.totals import totals_by
from tests import factories
from tests.news.factories import ArticleFactory
from tests.projects.presetting import preset

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> User:
    return User.objects.create_user("anna")


@pytest.fixture
def it() -> Any:
    """SPIN, and a project of the same region under another name."""
    it = factories.spin()
    it.twin = factories.OrganisationFactory(
        slug="regionen-vasterbotten", name="Regionen Västerbotten", website="https://example.se"
    )
    it.other = factories.ProjectFactory(published=True, title_sv="Ett annat")
    it.given = factories.grant(it.other, funder=it.twin, amount=Amount(Decimal(1_000_000)))
    return it


def granted(organisation: Organisation) -> Decimal | None:
    totals = totals_by("funder", Project.objects.published(), Basis.REGISTERED_SUPPORT)
    total = totals.get(organisation.pk)
    return total.at_least if total else None


def test_all_that_names_an_organisation_is_moved():
    derived = {"Subtotal", "PlausibilityWarning", "AcceptedWarning"}
    ties = {"Organisation", "OrganisationName", "OrganisationMerge", "DistinctOrganisations"}
    naming = {
        (model._meta.label, field.name)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.fields
        if field.related_model is Organisation
        and model.__name__ not in derived | ties
        and not model.__name__.endswith("Event")
    }

    assert {(model._meta.label, field) for model, field in merging.MOVED} == naming


def test_the_money_of_both_is_that_of_the_one_that_is_kept(it, anna):
    before = granted(it.region)
    assert granted(it.twin) == Decimal(1_000_000)

    merging.merge(gone=it.twin, kept=it.region, by=anna)

    assert granted(it.region) == before + Decimal(1_000_000)
    assert granted(it.twin) is None
    assert list(unsettled(Project.objects.all())) == []
    decision = it.other.decisions.get(pk=it.given.pk)
    assert decision.organisation == it.region
    assert decision.splits.get().funder == it.region


def test_a_merge_is_undone_to_the_row(it, anna):
    factories.ParticipationFactory(project=it.other, organisation=it.twin, role="partner")
    article = ArticleFactory()
    article.organisations.add(it.twin)
    preset(funder=it.twin)
    before = named_by(it.twin), named_by(it.region), columns(it)

    merge = merging.merge(gone=it.twin, kept=it.region, by=anna, taken_over=["name", "website"])
    it.region.refresh_from_db()
    assert (it.region.name, it.region.website) == ("Regionen Västerbotten", "https://example.se")
    assert not any(named_by(it.twin).values())
    merging.part(merge, by=anna)

    assert (named_by(it.twin), named_by(it.region), columns(it)) == before
    assert it.region.names.count() == 0
    assert list(unsettled(Project.objects.all())) == []
    with pytest.raises(ValidationError):
        merging.part(merge, by=anna)


def named_by(organisation: Organisation) -> dict[str, list[int]]:
    return {
        f"{model._meta.label}.{field}": list(
            model._default_manager.filter(**{field: organisation})
            .order_by("pk")
            .values_list("pk", flat=True)
        )
        for model, field in merging.MOVED
    }


def columns(it: Any) -> list[dict[str, Any]]:
    return list(Organisation.objects.filter(pk__in=[it.twin.pk, it.region.pk]).values())


def test_what_was_entered_since_stays_with_the_one_that_was_kept(it, anna):
    merge = merging.merge(gone=it.twin, kept=it.region, by=anna)
    later = factories.ProjectFactory()
    factories.grant(later, funder=it.region, amount=Amount(Decimal(5)))

    merging.part(merge, by=anna)

    assert GrantSplit.objects.get(project=later).funder == it.region


def test_a_chain_of_decisions_moves_whole(it, anna):
    later = factories.grant(it.other, "2 mn", kind="amended", supersedes=it.given)

    merging.merge(gone=it.twin, kept=it.region, by=anna)

    chain = it.other.decisions.filter(pk__in=[it.given.pk, later.pk])
    assert set(chain.values_list("organisation", flat=True)) == {it.region.pk}


def test_a_number_moves_with_the_choice_and_back(it, anna):
    Organisation.objects.filter(pk=it.twin.pk).update(number="2120002452")

    merge = merging.merge(gone=it.twin, kept=it.region, by=anna, taken_over=["number"])
    it.region.refresh_from_db()
    it.twin.refresh_from_db()
    assert (it.region.number, it.twin.number) == ("2120002452", None)

    merging.part(merge, by=anna)
    it.region.refresh_from_db()
    it.twin.refresh_from_db()
    assert (it.region.number, it.twin.number) == (None, "2120002452")


def test_what_was_written_over_since_the_merge_stays_when_they_are_parted(it, anna):
    taken = ["name", "website", "number"]
    Organisation.objects.filter(pk=it.twin.pk).update(number="2120002452")
    merge = merging.merge(gone=it.twin, kept=it.region, by=anna, taken_over=taken)
    rows = Organisation.objects.filter(pk=it.region.pk)
    rows.update(name="Västerbottens region", number="2321000222")

    merging.part(merge, by=anna)

    it.region.refresh_from_db()
    it.twin.refresh_from_db()
    assert (it.region.name, it.region.website) == ("Västerbottens region", "")
    assert (it.region.number, it.twin.number) == ("2321000222", "2120002452")


def test_what_both_say_already_stays_and_is_said_once(it, anna):
    for organisation in (it.region, it.twin):
        factories.ParticipationFactory(
            project=it.other, organisation=organisation, role="partner", from_on=None
        )

    merging.merge(gone=it.twin, kept=it.region, by=anna)

    partners = it.other.participations.filter(role="partner").order_by("pk")
    assert [one.organisation for one in partners] == [it.region, it.twin]


def test_the_old_name_finds_the_one_that_was_kept(it, anna):
    merging.merge(gone=it.twin, kept=it.region, by=anna)

    assert list(it.region.names.values_list("name", flat=True)) == ["Regionen Västerbotten"]
    it.project.refresh_from_db()
    assert "regionen" in it.project.words.lower()


@pytest.mark.parametrize("prefix", ["/organisationer/", "/finansiarer/", "/en/organisations/"])
def test_the_old_address_leads_on_for_good(it, anna, client, prefix):
    merging.merge(gone=it.twin, kept=it.region, by=anna)

    response = client.get(f"{prefix}regionen-vasterbotten/")

    assert response.status_code == 301
    assert response["Location"].endswith("/region-vasterbotten/")
    assert client.get("/organisationer/region-vasterbotten/").status_code == 200


def test_the_old_address_is_asked_for_anew_each_time_and_answers_once_they_are_parted(
    it, anna, client
):
    unknown = factories.OrganisationFactory(slug="okand", name="Okänd")
    merge = merging.merge(gone=unknown, kept=it.region, by=anna)
    while_merged = client.get("/organisationer/okand/")

    merging.part(merge, by=anna)

    assert (while_merged.status_code, while_merged["Cache-Control"]) == (301, "no-cache")
    assert client.get("/organisationer/okand/").status_code == 200
    assert client.get("/finansiarer/okand/")["Location"] == "/organisationer/okand/"


def test_what_cannot_be_merged_is_refused(it, anna):
    third = factories.OrganisationFactory()
    with pytest.raises(ValidationError):
        merging.merge(gone=it.region, kept=it.region, by=anna)
    merging.merge(gone=it.twin, kept=it.region, by=anna)
    for gone, kept in [(it.twin, third), (third, it.twin), (it.region, third)]:
        with pytest.raises(ValidationError):
            merging.merge(gone=gone, kept=kept, by=anna)
    assert OrganisationMerge.objects.count() == 1


def test_a_preview_says_what_moves_and_what_differs(it):
    found = {one.label: one.count for one in merging.moving(it.twin)}

    assert sum(found.values()) == 2
    assert [one.name for one in merging.choices(it.twin, it.region)] == [
        "name",
        "kind",
        "website",
    ]
