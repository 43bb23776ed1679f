"""A copy begins with what two projects of one applicant share, and is saved by a person."""

import pytest
from django.urls import reverse

from projects.models import MissingFact, Project
from tests.factories import OrganisationFactory, ParticipationFactory, ProjectFactory, grant, spin
from tests.projects.admin.typed_forms import as_sent

pytestmark = pytest.mark.django_db

ADD = "/admin/projects/project/add/"


def copy_of(project: Project) -> str:
    return reverse("admin:projects_project_copy", args=[project.pk])


def test_a_copy_has_the_same_lead_partners_places_priority_and_money_rows(office):
    it = spin()

    sent = as_sent(office.get(copy_of(it.project)))

    assert sent["title_sv"] == "KOPIA: SamverkansPlattform för IT-innovation i Norr"
    assert (sent["kind"], sent["priority"]) == ("implementation", it.priority.pk)
    rows = [sent[f"splits-{index}-funder"] for index in range(2)]
    assert rows == [it.tillvaxtverket.pk, it.region.pk]
    assert (sent["splits-0-fund"], sent["splits-0-programme"]) == (it.eruf.pk, it.programme.pk)
    assert (sent["participations-0-role"], sent["participations-1-organisation"]) == (
        "lead",
        it.region.pk,
    )
    assert sent["participations-2-group_sv"] == "kust- och inlandskommuner"
    assert [sent[f"project_places-{index}-meaning"] for index in range(3)] == [
        "carried_out_in",
        "carried_out_in",
        "seat",
    ]


def test_a_copy_takes_no_amount_day_number_text_or_source(office):
    it = spin()
    MissingFact.objects.create(project=it.project, fact="period", note_sv="Okänd.")

    sent = as_sent(office.get(copy_of(it.project)))

    differing = ["acronym", "slug", "starts_on", "ends_on", "purpose_sv", "title_en"]
    differing += ["total_cost_typed", "default_source", "participations-0-note_sv"]
    for field in ("amount", "decided_on", "case_number", "reference", "source", "round"):
        differing += [f"splits-{index}-{field}" for index in range(2)]
    differing += [f"project_places-{index}-source" for index in range(3)]
    assert {name: sent[name] for name in differing if sent[name]} == {}
    counts = {name: sent[f"{name}-TOTAL_FORMS"] for name in ("stated_figures", "missing_facts")}
    assert counts == {"stated_figures": 0, "missing_facts": 0}


def test_showing_a_copy_saves_nothing_and_the_form_goes_where_projects_are_added(office):
    it = spin()

    page = office.get(copy_of(it.project))

    assert Project.objects.count() == 1
    assert page.context["form_url"] == ADD
    assert office.post(copy_of(it.project)).status_code == 405


def test_a_copy_is_saved_once_it_has_a_title_and_a_source_of_its_own(office):
    it = spin()
    sent = as_sent(office.get(copy_of(it.project))) | {"slug": "spin-2"}

    refused = office.post(ADD, sent)
    title = {"title_sv": "SPIN, andra etappen", "default_source": it.news.pk}
    saved = office.post(ADD, sent | title)

    form = refused.context["adminform"].form
    assert form.errors["title_sv"] == ["Ge projektet en egen titel."]
    assert saved.status_code == 302
    made = Project.objects.get(slug="spin-2")
    assert [split.value.is_unknown for split in made.splits.all()] == [True, True]
    assert made.participations.count() == it.project.participations.count()


def test_what_no_longer_holds_is_not_copied(office):
    project = ProjectFactory()
    first, second = OrganisationFactory(), OrganisationFactory()
    ParticipationFactory(project=project, organisation=first, until_on="2018-01-31")
    ParticipationFactory(project=project, organisation=second, from_on="2018-02-01")
    granted = grant(project, "4 000 000")
    grant(project, "3 000 000", supersedes=granted, kind="amended", programme=None)

    sent = as_sent(office.get(copy_of(project)))

    assert sent["participations-TOTAL_FORMS"] == 1
    assert sent["participations-0-organisation"] == second.pk
    assert sent["splits-TOTAL_FORMS"] == 1
    assert sent["splits-0-kind"] == "granted"


def test_a_project_that_is_not_there_cannot_be_copied(office):
    assert office.get("/admin/projects/project/99999999999999999999/copy/").status_code == 404


@pytest.mark.parametrize("count", [1, 20])
def test_a_copy_costs_the_same_queries_however_many_take_part(
    office, django_assert_max_num_queries, count
):
    it = spin()
    for _place in range(count):
        ParticipationFactory(project=it.project, role="partner")

    with django_assert_max_num_queries(60 + 2 * count):
        office.get(copy_of(it.project))
