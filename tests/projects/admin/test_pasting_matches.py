"""Which projects and organisations the rows of a pasted table are taken for."""

from types import SimpleNamespace

import pytest
from django.test import Client

from projects.models import Decision, Organisation, Project
from tests import factories
from tests.projects.admin.pasting import it, read, save
from tests.projects.admin.test_rounds import Fields

__all__ = ["it"]

pytestmark = pytest.mark.django_db


def test_names_that_look_alike_are_for_a_person_to_decide(
    office: Client, it: SimpleNamespace
) -> None:
    for place, name in enumerate(("LTU Business AB", "LTU Business Aktiebolag")):
        factories.OrganisationFactory(slug=f"ltu-{place}", name=name)
    page = read(office, it)

    refused = save(office, it, page)
    sent = Fields(refused.text).sent | {"rows-1-is_new_lead": ["on"], "_save": ["1"]}
    answer = office.post(it.path, sent)

    assert "Registret har ett liknande namn" in refused.text
    assert answer.status_code == 302
    assert Organisation.objects.filter(name="LTU Business").count() == 1


def test_one_organisation_that_looks_alike_is_proposed(office: Client, it: SimpleNamespace) -> None:
    known = factories.OrganisationFactory(slug="ltu", name="LTU Business AB")

    page = read(office, it)

    assert Fields(page.text).sent["rows-1-lead"] == [str(known.pk)]


def test_a_former_name_finds_the_lead(office: Client, it: SimpleNamespace) -> None:
    known = factories.OrganisationFactory(slug="ltu", name="Luleå forskning")
    known.names.create(name="LTU Business AB")

    page = read(office, it)

    assert Fields(page.text).sent["rows-1-lead"] == [str(known.pk)]


def test_who_was_merged_is_found_as_the_one_that_was_kept(
    office: Client, it: SimpleNamespace
) -> None:
    gone = factories.OrganisationFactory(slug="ltu", name="LTU Business")
    Organisation.objects.filter(pk=gone.pk).update(merged_into=it.university)

    page = read(office, it)
    refused = save(office, it, page, **{"rows-1-lead": str(gone.pk)})

    assert Fields(page.text).sent["rows-1-lead"] == [str(it.university.pk)]
    assert "finns inte längre" in refused.text


def test_a_short_name_in_brackets_hides_no_project(office: Client, it: SimpleNamespace) -> None:
    table = f"Projekt\tSökande\tEU-stöd kr\n{it.project.title_sv} (SPIN)\tUmeå\t1 000 000\n"

    page = read(office, it, table)

    assert Fields(page.text).sent["rows-0-project"] == [str(it.project.pk)]


def test_a_case_number_finds_the_project_under_another_title(
    office: Client, it: SimpleNamespace
) -> None:
    number = it.project.decisions.exclude(case_number="").first().case_number
    table = f"Ärendenummer\tProjekt\tSökande\tEU-stöd kr\n{number}\tNytt namn\tUmeå\t1 000 000\n"

    page = read(office, it, table)

    assert Fields(page.text).sent["rows-0-project"] == [str(it.project.pk)]


def test_of_projects_with_one_title_that_of_the_lead_is_chosen(
    office: Client, it: SimpleNamespace
) -> None:
    one, other = (factories.ProjectFactory(title_sv="TheKitchen") for _ in range(2))
    lead = factories.OrganisationFactory(slug="ltu", name="LTU Business")
    other.participations.create(role="lead", organisation=lead)

    page = read(office, it)

    assert Fields(page.text).sent["rows-1-project"] == [str(other.pk)]
    assert one.pk != other.pk


def test_projects_that_may_be_meant_can_be_chosen_without_a_script(
    office: Client, it: SimpleNamespace
) -> None:
    projects = [factories.ProjectFactory(title_sv="TheKitchen") for _ in range(2)]
    page = read(office, it)

    refused = save(office, it, page)
    answer = save(office, it, page, **{"rows-1-project": str(projects[1].pk)})

    assert "Registret har ett liknande projekt" in refused.text
    assert all(f'<option value="{one.pk}">TheKitchen</option>' in page.text for one in projects)
    assert answer.status_code == 302
    assert Decision.objects.filter(round=it.met, project=projects[1]).exists()


def test_two_who_paste_the_same_make_each_project_once(office: Client, it: SimpleNamespace) -> None:
    mine, theirs = read(office, it), read(office, it)

    answers = [save(office, it, page) for page in (mine, theirs)]

    assert [one.status_code for one in answers] == [302, 200]
    assert Project.objects.filter(title_sv="TheKitchen").count() == 1
