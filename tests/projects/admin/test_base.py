"""Nothing that is sent to a list, a form or an autocomplete answers 500."""

from datetime import date
from urllib.parse import quote

import pytest
from django.contrib import admin
from django.urls import reverse

from projects.ledger import state_figure
from projects.models import Quantity
from projects.money import Basis, parse
from tests import factories
from tests.drilling import drilled, mostly_drilled
from tests.projects.admin.typed_forms import seen

pytestmark = pytest.mark.django_db

MODELS = sorted(model._meta.label_lower for model in admin.site._registry)
LOOKED_UP = [
    ("project", "priority"),
    ("decision", "organisation"),
    ("decision", "partnership"),
    ("decision", "round"),
    ("decision", "source"),
    ("grantsplit", "fund"),
    ("grantsplit", "programme"),
    ("projectplace", "place"),
]
NO_KEYS = ["0", "x", "-1", "99999999999999999999", "_", "a%2Fb"]
HOSTILE = [
    "p=100000000000000000000",
    "p=-1",
    "p=1_0",
    "p=x",
    "all=",
    "all=1",
    "o=99.-3.x",
    "o=" + "1." * 500,
    "e=1",
    "q=" + quote("- " * 40 + "a"),
    "q=" + "a+" * 1500,
    "q=" + "a" * 5000,
    "q=" + quote("'\"\\:*&|!()<>"),
    "q=%F0%9F%98%80",
    "password=x",
    "id__regex=%28",
    "pk__in=a,b",
    "id__exact=100000000000000000000",
    "starts_on__year=99999",
    "starts_on__year=0",
    "dated__gte=99999-01-01",
    "title_sv__regex=%28",
    "name_sv__iregex=%5B",
    "state__exact=" + "x" * 5000,
    "state__exact=%00",
    "state__isnull=maybe",
    "kind__exact=drop",
    "groups__id__exact=x",
    "groups__id__exact=100000000000000000000",
    "is_active__exact=7",
    "_to_field=name",
    "_popup=1&_to_field=password",
    "year=99999",
]


@pytest.fixture
def anything():
    it = factories.spin()
    factories.ProjectFactory.create_batch(3)
    return it


def path_of(model: str, page: str) -> str:
    return reverse("admin:{}_{}_{}".format(*model.split("."), page))


@pytest.mark.parametrize("queries", [HOSTILE[::5], drilled(HOSTILE)], ids=["some", "all"])
@pytest.mark.parametrize("model", MODELS)
def test_a_hostile_list_is_answered_without_fault(office, anything, model, queries):
    for query in queries:
        response = office.get(f"{path_of(model, 'changelist')}?{query}")

        assert response.status_code in {200, 302, 400, 404, 414}, query


@pytest.mark.parametrize("model", MODELS)
def test_every_list_can_be_searched(office, anything, model):
    response = office.get(path_of(model, "changelist"), {"q": "norr"})

    assert response.status_code == 200
    assert 'name="q"' in response.content.decode()


@pytest.mark.parametrize("model", MODELS)
def test_an_add_form_is_not_filled_in_from_the_address(office, model):
    query = "priority=abc&organisation=99999999999999999999&starts_on=0&slug=x&title_sv=typed"
    response = office.get(f"{path_of(model, 'add')}?{query}")

    assert response.status_code in {200, 403}
    assert 'value="typed"' not in response.content.decode()


@pytest.mark.parametrize("key", mostly_drilled(NO_KEYS, but=["x", "99999999999999999999"]))
@pytest.mark.parametrize("page", ["change", "delete", "history"])
def test_a_key_that_is_none_leads_away(office, key, page):
    for model in MODELS:
        path = path_of(model, "changelist") + f"{key}/{page}/"

        assert office.get(path).status_code in {302, 403, 404}, path


@pytest.mark.parametrize(("model", "field"), LOOKED_UP)
@pytest.mark.parametrize("rest", ["term=%00", "term=" + "a+" * 900, "page=100000000000000000000"])
def test_a_hostile_autocomplete_is_answered_without_fault(office, anything, model, field, rest):
    query = f"app_label=projects&model_name={model}&field_name={field}&{rest}"

    assert office.get(f"/admin/autocomplete/?{query}").status_code in {200, 400, 404}


@pytest.mark.parametrize("key", ["abc", "99999999999999999999", "-1", "1_0", "１"])
def test_a_foreign_key_that_is_none_is_an_error_at_its_field(office, key):
    response = office.post(
        path_of("projects.programme", "add"),
        {"name_sv": "P", "slug": "p", "first_year": 2014, "last_year": 2020, "authority": key},
    )

    assert response.status_code == 200
    assert set(response.context["adminform"].form.errors) == {"authority", "funds"}


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ({"dated": "99999-01-01"}, "dated"),
        ({"dated": "0000-01-01"}, "dated"),
        ({"dated": "0001-01-01"}, "dated"),
        ({"dated": "2101-01-01"}, "dated"),
        ({"title": "a\x0bb"}, "title"),
        ({"publisher": "a" * 300}, "publisher"),
        ({"sha256": "x"}, "__all__"),
        ({"dated": ""}, "__all__"),
    ],
)
def test_what_a_source_cannot_be_is_said_and_comes_back_as_typed(office, typed, at):
    sound = {"title": "T", "publisher": "P", "dated": "2016-10-14"}
    response = office.post(path_of("projects.source", "add"), sound | typed)
    form = response.context["adminform"].form

    assert set(form.errors) == {at}
    for name, text in typed.items():
        assert form[name].value() == text


@pytest.mark.parametrize("count", [1, 6])
def test_a_list_takes_the_same_queries_however_many_rows(office, django_assert_num_queries, count):
    for _ in range(count):
        factories.GrantFactory()
        factories.RoundFactory()
    office.get(path_of("projects.decision", "changelist"))

    with django_assert_num_queries(6):
        office.get(path_of("projects.decision", "changelist"))
    with django_assert_num_queries(6):
        office.get(path_of("projects.round", "changelist"))


def test_what_the_database_alone_sees_is_said_in_the_form(office):
    fund = factories.FundFactory()
    path = reverse("admin:projects_fund_change", args=[fund.pk])
    same = {"code": fund.code, "name_sv": "N", "level": "eu", "slug": "annan"}

    assert office.post(path, same | seen(office, path)).status_code == 302
    fund.refresh_from_db()
    assert fund.slug != "annan"


def test_organisations_are_listed_in_swedish_order(office):
    for name in ("Östersund", "Zinkgruvan", "Ånge", "Ängelholm", "alvesta"):
        factories.OrganisationFactory(name=name)
    response = office.get(path_of("projects.organisation", "changelist"))

    names = [one.name for one in response.context["cl"].result_list]
    assert names == ["alvesta", "Zinkgruvan", "Ånge", "Ängelholm", "Östersund"]


def test_an_announced_number_of_projects_is_not_listed_as_money(office):
    state_figure(
        round=factories.RoundFactory(),
        quantity=Quantity.PROJECTS,
        basis=Basis.EU_SUPPORT,
        amount=parse("22"),
        words="22 utvecklingsprojekt",
        stated_on=date(2018, 6, 20),
        source=factories.SourceFactory(),
    )
    page = office.get(path_of("projects.statedfigure", "changelist")).content.decode()

    assert '<td class="field-amount_words">22</td>' in page


def test_a_draft_has_no_link_to_a_page_that_it_lacks(office):
    project = factories.ProjectFactory()
    page = office.get(reverse("admin:projects_project_change", args=[project.pk]))

    assert "viewsitelink" not in page.content.decode()


def test_an_organisation_number_is_entered_as_people_write_it(office):
    response = office.post(
        path_of("projects.organisation", "add"),
        {
            "name": "Umeå universitet",
            "slug": "umu",
            "country": "SE",
            "number_scheme": "se",
            "number": "202100-2874",
            "kind": "university",
            "sector": "public",
            "names-TOTAL_FORMS": "0",
            "names-INITIAL_FORMS": "0",
        },
    )

    assert response.status_code == 302


@pytest.mark.parametrize("opener", ["projects.decision", "projects.project", "nothing", "a.b", ""])
def test_a_row_added_on_the_way_is_handed_to_the_form_that_opened_the_popup(office, opener):
    sent = {"title": "Protokoll", "publisher": "Region Exempel", "dated": "2016-06-15"}

    answer = office.post(
        reverse("admin:projects_source_add") + "?_popup=1&_to_field=id",
        sent | {"_popup": "1", "_to_field": "id", "_source_model": opener},
    )

    assert answer.status_code == 200
    assert "admin/popup_response.html" in answer.template_name
    assert "Protokoll (Region Exempel)" in answer.rendered_content


def test_priorities_of_one_name_are_told_apart_by_their_programmes(
    office, django_assert_max_num_queries
):
    programmes = factories.ProgrammeFactory.create_batch(3)
    for programme in programmes:
        factories.PriorityFactory(name_sv="Forskning", programme=programme)

    with django_assert_max_num_queries(6):
        found = office.get(
            reverse("admin:autocomplete"),
            {
                "app_label": "projects",
                "model_name": "project",
                "field_name": "priority",
                "term": "forskning",
            },
        )

    assert sorted(one["text"] for one in found.json()["results"]) == sorted(
        f"Forskning ({programme})" for programme in programmes
    )


@pytest.mark.parametrize(
    "typed", ["vasterbotten", "VÄSTERB", "lan vasterbo", "botten,väster", "24 västerbottens"]
)
def test_registers_are_searched_without_dots_and_rings(office, typed):
    parameters = {"app_label": "projects", "model_name": "projectplace", "field_name": "place"}

    found = office.get(reverse("admin:autocomplete"), {**parameters, "term": typed}).json()
    listed = office.get("/admin/projects/place/", {"q": typed})

    assert [one["text"] for one in found["results"]] == ["Västerbottens län"]
    assert listed.context["cl"].result_count == 1


def test_a_search_of_signs_alone_leaves_the_list_as_it_is(office):
    assert office.get("/admin/projects/place/", {"q": "-"}).context["cl"].result_count > 20


@pytest.mark.parametrize("path", ["projects/project", "projects/organisation", "news/article"])
def test_a_list_loads_no_scripts_of_forms(office, path):
    page = office.get(f"/admin/{path}/").content.decode()

    assert "filters.js" in page
    assert "jquery" not in page
    assert "jquery" in office.get(f"/admin/{path}/add/").content.decode()
