"""Lists and searches of the back office at any size: what they find, and what they ask."""

from html import escape
from urllib.parse import urlencode

import pytest
from django.contrib import admin
from django.contrib.admin.templatetags import admin_list
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from projects.admin import paging
from projects.admin.project import ProjectAdmin
from projects.admin.project_list import ProjectList
from projects.models import Organisation, OrganisationKind, Project, Role
from projects.search.executor import Answers
from projects.settlement import settle
from tests.factories import OrganisationFactory, ParticipationFactory, ProjectFactory, spin
from tests.projects.search.indexed import built

pytestmark = pytest.mark.django_db

PROJECTS = reverse("admin:projects_project_changelist")
ORGANISATIONS = reverse("admin:projects_organisation_changelist")


@pytest.fixture
def with_index(settings, tmp_path, monkeypatch):
    """A function after which the back office asks the index."""

    def with_index() -> None:
        settings.INDEX_ROOT = tmp_path
        engine = built()
        for module in ("project", "registers"):
            monkeypatch.setattr(f"projects.admin.{module}.executor", lambda: Answers(engine))

    return with_index


def listed(office, path: str, **parameters: str) -> list[str]:
    """Return what a list shows, and ask no server to sort out doubles."""
    with CaptureQueriesContext(
        connection,
    ) as asked:
        rows = office.get(path, parameters).context["cl"].result_list
    assert not [one["sql"] for one in asked if "SELECT DISTINCT" in one["sql"]]
    return [str(row) for row in rows]


def looked_up(office, model: str, field: str, term: str) -> list[str]:
    parameters = {"app_label": "news", "model_name": model, "field_name": field, "term": term}
    found = office.get(reverse("admin:autocomplete"), parameters).json()
    return [one["text"] for one in found["results"]]


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_of_projects_takes_the_same_queries(office, django_assert_num_queries, count):
    ProjectFactory.create_batch(count, published=True, purpose_sv="Syftet")
    office.get(PROJECTS)

    with django_assert_num_queries(6):
        office.get(PROJECTS)
    with django_assert_num_queries(6):
        office.get(PROJECTS, {"q": "projektet"})


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_of_organisations_takes_the_same_queries(office, django_assert_num_queries, count):
    OrganisationFactory.create_batch(count)
    office.get(ORGANISATIONS)

    with django_assert_num_queries(6):
        office.get(ORGANISATIONS)
    with django_assert_num_queries(6):
        office.get(ORGANISATIONS, {"q": "organisation"})


def test_a_list_of_projects_reads_no_texts(office):
    ProjectFactory(purpose_sv="Syftet")

    with CaptureQueriesContext(connection) as asked:
        office.get(PROJECTS)

    read = [one["sql"] for one in asked if '"title_sv"' in one["sql"]]
    assert len(read) == 1
    for column in ("purpose_sv", "words", "named", "search", "results_sv"):
        assert f'"projects_project"."{column}"' not in read[0]


def test_no_more_rows_are_counted_than_anybody_pages_through(office, monkeypatch):
    monkeypatch.setattr(paging, "MOST_COUNTED", 2)
    ProjectFactory.create_batch(3)

    with CaptureQueriesContext(connection) as asked:
        context = office.get(PROJECTS).context

    assert context["cl"].result_count == 2
    assert [one["sql"] for one in asked if "COUNT(" in one["sql"] and "LIMIT 2" in one["sql"]]


def test_the_index_knows_how_many_there_are(office, with_index, monkeypatch):
    monkeypatch.setattr(paging, "MOST_COUNTED", 2)
    it = spin()
    ProjectFactory.create_batch(3)
    with_index()

    for path, model in [(PROJECTS, Project), (ORGANISATIONS, Organisation)]:
        with CaptureQueriesContext(connection) as asked:
            found = office.get(path).context["cl"].result_count
        counts = [one["sql"] for one in asked if "COUNT(" in one["sql"]]
        # What was merged is listed too, and stands in no index.
        assert not [one for one in counts if "merged_into" not in one]
        assert found == model.objects.count() > 2
    filtered = office.get(PROJECTS, {"state__exact": it.project.state}).context["cl"]
    assert filtered.result_count == 1


@pytest.mark.parametrize("has_index", [False, True])
def test_projects_are_found_by_what_belongs_to_them(office, with_index, has_index):
    it = ProjectFactory(title_sv="Vägar och broar")
    ParticipationFactory(project=it, organisation=OrganisationFactory(name="Skellefteå kommun"))
    settle(it)
    other = ProjectFactory(title_sv="Skolor", published=True)
    if has_index:
        with_index()

    for words in ("vägar", "vag bro", "skellefteå", "Vägar och broar", reference_of(it)):
        assert listed(office, PROJECTS, q=words) == ["Vägar och broar"], words
    assert listed(office, PROJECTS, q=reference_of(other)) == ["Skolor"]
    assert listed(office, PROJECTS, q="finnsinte") == []
    assert listed(office, PROJECTS, q="!!") == []
    assert listed(office, PROJECTS, q=" ") == ["Skolor", "Vägar och broar"]
    assert looked_up(office, "article", "projects", "bro") == ["Vägar och broar"]


def reference_of(project: Project) -> str:
    project.refresh_from_db(fields=["reference"])
    return str(project.reference)


@pytest.mark.parametrize("has_index", [False, True])
def test_organisations_are_found_by_the_beginnings_of_their_words(office, with_index, has_index):
    OrganisationFactory(name="Umeå universitet", name_en="Umeå University", number="2021002874")
    OrganisationFactory(name="Umeå kommun")
    if has_index:
        with_index()

    assert listed(office, ORGANISATIONS, q="umea") == ["Umeå kommun", "Umeå universitet"]
    assert listed(office, ORGANISATIONS, q="univ um") == ["Umeå universitet"]
    assert listed(office, ORGANISATIONS, q="202100-2874") == ["Umeå universitet"]
    assert listed(office, ORGANISATIONS, q="meå") == []
    assert listed(office, ORGANISATIONS, q="") == ["Umeå kommun", "Umeå universitet"]
    found = looked_up(office, "article", "organisations", "ume")
    assert found == ["Umeå kommun", "Umeå universitet"]


def test_every_list_of_the_registry_is_paged_without_counting_it_all():
    of_registry = [
        one
        for one in admin.site._registry.values()
        if one.model._meta.app_label in {"projects", "news"}
    ]

    for one in of_registry:
        paginator = one.get_paginator(None, one.model._default_manager.all(), 50)
        assert isinstance(paginator, paging.CappedPaginator)
        assert not one.show_full_result_count


def test_a_filter_leaves_what_it_selects_of_all_that_is_found(office, monkeypatch):
    monkeypatch.setattr("projects.admin.base.MOST_FOUND", 1)
    for title, is_published in [("Broar", False), ("Broar i norr", True), ("Broar i väst", True)]:
        settle(ProjectFactory(title_sv=title, published=is_published))

    assert listed(office, PROJECTS, q="broar") == ["Broar"]
    assert listed(office, PROJECTS, q="broar", state__exact="published") == ["Broar i väst"]


def test_a_filter_leaves_what_it_selects_of_all_organisations(office, monkeypatch):
    monkeypatch.setattr("projects.admin.base.MOST_FOUND", 1)
    OrganisationFactory(name="Brobolaget", kind=OrganisationKind.COMPANY)
    known = OrganisationFactory(name="Brokommunen", kind=OrganisationKind.MUNICIPALITY)
    project = ProjectFactory(published=True)
    ParticipationFactory(organisation=known, project=project, role=Role.PARTNER)

    assert listed(office, ORGANISATIONS, q="bro") == ["Brokommunen"]
    assert listed(office, ORGANISATIONS, q="bro", kind__exact="company") == ["Brobolaget"]


def test_a_project_is_left_for_the_list_it_was_chosen_from(office):
    project = ProjectFactory(title_sv="Broar", published=True)
    settle(project)

    page = office.get(PROJECTS, {"q": "broar", "state__exact": "published"}).content.decode()

    carried = urlencode(
        {"_changelist_filters": urlencode({"q": "broar", "state__exact": "published"})}
    )
    address = f"{reverse('admin:projects_project_change', args=[project.pk])}?{carried}"
    assert f'<a href="{escape(address)}">Broar</a>' in page


def test_a_page_of_projects_found_reads_its_own_and_carries_on_from_the_one_before(
    office, monkeypatch
):
    monkeypatch.setattr(ProjectAdmin, "list_per_page", 2)
    for title in ("Broar", "Broar i norr", "Broar i väst", "Vägar"):
        settle(ProjectFactory(title_sv=title, purpose_sv="Broar"))

    pages = [listed(office, PROJECTS, q="broar", p=str(page)) for page in (1, 2)]

    assert pages == [["Broar", "Broar i väst"], ["Broar i norr", "Vägar"]]
    assert listed(office, PROJECTS, q="broar", p="2", o="1") == ["Broar i väst", "Vägar"]


@pytest.mark.parametrize("has_index", [False, True])
def test_projects_found_stand_in_their_rank_until_a_column_sorts_them(
    office, with_index, has_index
):
    for title, purpose in [("Broar", "Vägar"), ("Vägar", "Broar"), ("Hus", "Vägar, broar")]:
        settle(ProjectFactory(title_sv=title, purpose_sv=purpose))
    if has_index:
        with_index()

    assert listed(office, PROJECTS, q="vägar")[0] == "Vägar"
    assert listed(office, PROJECTS, q="broar")[0] == "Broar"
    assert listed(office, PROJECTS, q="vägar", o="1") == ["Broar", "Hus", "Vägar"]
    assert looked_up(office, "article", "projects", "vägar")[0] == "Vägar"


def test_the_list_of_projects_reads_as_django_writes_it(office, monkeypatch):
    it = spin()
    ProjectFactory(title_sv='Vägar & "broar" <b>')

    def rows() -> list[str]:
        page = office.get(PROJECTS, {"o": "1"}).content.decode()
        body = page.partition("<tbody>")[2].partition("</tbody>")[0]
        plain = body.replace("\u00a0", " ").replace(" nowrap", "")
        return [row.strip() for row in plain.split("<tr>")[1:]]

    ours = rows()
    monkeypatch.setattr(ProjectList, "cells", django_cells)

    assert len(ours) == 2
    assert ours == rows()
    assert it.project.reference in "".join(ours)


def django_cells(projects: ProjectList, project: Project) -> list[str]:
    return list(admin_list.items_for_result(projects, project, None))


def test_a_row_saved_just_now_is_counted_before_the_index_has_it(office, with_index):
    ProjectFactory()
    with_index()
    ProjectFactory()

    assert office.get(PROJECTS).context["cl"].result_count == 2
