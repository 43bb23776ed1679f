"""What an import makes of the registry, and what it leaves alone."""

import datetime
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils import timezone

from projects.approving import approve, publish, write
from projects.entering import Row
from projects.importing import checking, job
from projects.importing.matching import NEW
from projects.importing.opening import opened
from projects.ledger import Split
from projects.merging import merge
from projects.models import Decision, Import, ImportState, Organisation, Project, Source
from projects.money import Amount
from projects.proposed import Content
from projects.settlement import unsettled
from tests.factories import (
    FundFactory,
    OrganisationFactory,
    ProgrammeFactory,
    ProjectFactory,
    RoundFactory,
    grant,
    make_public,
)
from tests.projects.importing.files import ROW, checked, imported, record, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def funder() -> Organisation:
    return OrganisationFactory(name="Tillväxtverket")


def test_a_row_becomes_a_settled_draft_with_its_source(funder):
    file = imported(ROW, funder=funder)

    project = Project.objects.get()
    decision = project.decisions.get()
    assert (file.state, file.counts, file.content) == (ImportState.DONE, {"new": 1}, None)
    assert (project.state, project.title_sv, project.slug) == (
        "draft",
        "Skogens data",
        "skogens-data",
    )
    assert (str(project.starts_on), str(project.ends_on)) == ("2016-08-01", "2019-11-30")
    assert (decision.organisation, decision.case_number) == (funder, "2016-1")
    assert decision.source.sha256 == file.sha256
    assert project.at_least == project.at_most == 1_250_000
    assert project.participations.get().organisation.name == "Skogsbolaget AB"
    assert project.project_places.get().place.name_sv.startswith("Umeå")
    assert list(unsettled(Project.objects.all())) == []


def test_the_same_file_twice_changes_nothing(funder):
    imported(ROW, funder=funder)
    counts = [model.objects.count() for model in (Project, Decision, Organisation, Source)]

    again = imported(ROW, funder=funder)

    assert again.counts == {"unchanged": 1}
    assert record(again).project == Project.objects.get()
    assert counts == [model.objects.count() for model in (Project, Decision, Organisation, Source)]


def test_a_dry_run_makes_nothing(funder):
    file, _proposals = checked(ROW, funder=funder)

    assert (file.state, file.counts) == (ImportState.CHECKED, {"new": 1})
    assert not Project.objects.exists()
    assert not Source.objects.exists()


def test_a_changed_amount_of_a_draft_is_changed_and_settled(funder):
    imported(ROW, funder=funder)

    file = imported(ROW.replace("1 250 000", "1 300 000"), funder=funder)

    project = Project.objects.get()
    assert file.counts == {"changed": 1}
    assert project.at_least == project.at_most == 1_300_000
    [[name, before, after]] = record(file).changes
    assert name.startswith("decision|granted|")
    assert (before, after) == (["", "1250000.00"], ["", "1300000.00"])


def test_a_persons_words_are_kept_and_it_is_said(funder):
    imported(ROW, funder=funder)
    Project.objects.update(title_sv="Skogens data, etapp ett")

    file = imported(ROW.replace("Skogens data", "Skogarnas data"), funder=funder)

    assert Project.objects.get().title_sv == "Skogens data, etapp ett"
    assert "person_kept" in told(file)


def test_words_that_only_imports_wrote_follow_the_file(funder):
    imported(ROW, funder=funder)

    file = imported(ROW.replace("Skogens data", "Skogarnas data"), funder=funder)

    assert Project.objects.get().title_sv == "Skogarnas data"
    assert record(file).changes == [["title_sv", ["Skogens data"], ["Skogarnas data"]]]


def test_other_funders_decisions_are_left_alone(funder):
    imported(ROW, funder=funder)
    project = Project.objects.get()
    other = grant(project, "400 000", case_number="2016-1")

    imported(ROW.replace("1 250 000", "1 300 000"), funder=funder)

    project.refresh_from_db()
    assert Decision.objects.get(pk=other.pk).splits.get().amount == 400_000
    assert project.at_least == 1_700_000


def test_a_project_of_another_funder_with_the_same_number_is_another_project(funder):
    imported(ROW, funder=funder)

    imported(ROW, funder=OrganisationFactory())

    assert Project.objects.count() == 2


@pytest.fixture
def clerk() -> User:
    return User.objects.create_superuser("handlaggare")


@pytest.fixture
def public(funder) -> Project:
    """The project of the file, published."""
    imported(ROW, funder=funder)
    project = Project.objects.get()
    make_public(project)
    return project


def test_a_changed_amount_of_a_public_project_waits_for_approval(funder, public, clerk):
    file = imported(ROW.replace("1 250 000", "1 300 000"), funder=funder, by=clerk)

    proposal = public.proposals.get()
    public.refresh_from_db()
    assert file.counts == {"waits": 1}
    assert (proposal.by, proposal.kind, proposal.state) == (clerk, "amendment", "waiting")
    assert public.at_least == 1_250_000

    approve(proposal, by=User.objects.create_superuser("granskare"))

    public.refresh_from_db()
    assert public.at_least == public.at_most == 1_300_000
    assert public.decisions.count() == 2


def completed(decision: Decision) -> None:
    """Say by hand what the file does not."""
    met = RoundFactory(partnership=None, organisation=decision.organisation)
    facts = {"reference": "TV 2016:9", "round": met, "eu_rate": Decimal(50)}
    Decision.objects.filter(pk=decision.pk).update(**facts)
    decision.splits.update(fund=FundFactory(code="ERUF"), programme=ProgrammeFactory())


def standing(project: Project) -> list[object]:
    """Return what is decided by now, and out of what."""
    decision = project.decisions.current().get()
    rows = decision.splits.values_list("fund__code", "programme__first_year", "amount")
    said = [decision.reference, decision.round_id is not None, decision.eu_rate]
    return [*said, *rows.order_by("pk")]


def test_a_draft_keeps_what_the_file_does_not_mention(funder):
    imported(ROW, funder=funder)
    project = Project.objects.get()
    completed(project.decisions.get())

    imported(ROW.replace("1 250 000", "1 300 000"), funder=funder)

    assert standing(project) == ["TV 2016:9", True, 50, ("ERUF", 2014, 1_300_000)]


def test_a_public_project_keeps_what_the_file_does_not_mention(funder, clerk):
    imported(ROW, funder=funder)
    project = Project.objects.get()
    completed(project.decisions.get())
    make_public(project)
    before = project.decisions.get()

    imported(ROW.replace("1 250 000", "1 300 000"), funder=funder, by=clerk)
    proposal = project.proposals.get()
    approve(proposal, by=User.objects.create_superuser("granskare"))

    assert standing(project) == ["TV 2016:9", True, 50, ("ERUF", 2014, 1_300_000)]
    assert project.decisions.current().get().supersedes == before
    eu = project.subtotals.get(basis="eu_support", funder=None)
    assert (eu.at_least, eu.at_most) == (1_300_000, 1_300_000)


def test_an_item_that_somebody_added_to_a_decision_stays(funder, public, clerk):
    decision = public.decisions.get()
    write(
        public,
        Content(
            rows=tuple(
                Row(
                    kind="correction",
                    source=decision.source,
                    organisation=funder,
                    case_number=decision.case_number,
                    reason_sv="En post saknades.",
                    split=Split(funder=funder, fund=fund, amount=Amount(Decimal(kronor))),
                )
                for fund, kronor in ((None, 1_250_000), (FundFactory(), 40_000))
            )
        ),
    )

    imported(ROW.replace("1 250 000", "1 300 000"), funder=funder, by=clerk)
    approve(public.proposals.get(), by=User.objects.create_superuser("granskare"))

    public.refresh_from_db()
    assert public.at_least == public.at_most == 1_340_000


def test_the_same_change_is_proposed_once(funder, public, clerk):
    changed = ROW.replace("1 250 000", "1 300 000")
    imported(changed, funder=funder, by=clerk)

    assert imported(changed, funder=funder, by=clerk).counts == {"unchanged": 1}
    assert public.proposals.count() == 1


def test_without_a_second_person_the_amendment_is_entered(funder, public, clerk, settings):
    settings.TWO_PERSONS = False

    file = imported(ROW.replace("1 250 000", "1 300 000"), funder=funder, by=clerk)

    public.refresh_from_db()
    assert file.counts == {"changed": 1}
    assert public.at_least == 1_300_000


def test_what_a_decision_does_not_set_is_kept_once_it_is_public(funder, public, clerk):
    file = imported(ROW.replace("Umeå", "Luleå"), funder=funder, by=clerk)

    assert "public_kept" in told(file)
    assert public.project_places.get().place.code == "2480"


def test_what_is_scheduled_was_approved_as_it_stands(funder, clerk):
    imported(ROW, funder=funder)
    project = Project.objects.get()
    make_public(project, at=timezone.now() + datetime.timedelta(days=2))

    file = imported(ROW.replace("1 250 000", "1 300 000"), funder=funder, by=clerk)

    project.refresh_from_db()
    assert project.at_least == 1_250_000
    assert "public_kept" in told(file)


def test_whoever_imports_does_not_publish_it(funder, clerk):
    imported(ROW, funder=funder, by=clerk)

    with pytest.raises(ValidationError):
        publish(Project.objects.get(), by=clerk)
    publish(Project.objects.get(), by=User.objects.create_superuser("granskare"))


def test_what_is_complete_is_sent_to_review_where_two_persons_are_asked_for(funder, clerk):
    file = imported(ROW, funder=funder, by=clerk, publishes=True)

    project = Project.objects.get()
    assert (project.state, project.proposals.get().by) == ("in_review", clerk)
    assert file.counts == {"new": 1, "in_review": 1}


def test_a_project_without_a_number_is_found_by_its_title_and_funder(funder):
    project = ProjectFactory(title_sv="Skogens data")
    grant(project, "1 250 000", funder=funder)

    file = imported(ROW, funder=funder)

    assert Project.objects.get() == project
    assert record(file).project == project


def test_two_projects_of_one_number_are_left_to_a_person(funder):
    for _ in range(2):
        grant(ProjectFactory(), funder=funder, case_number="2016-1")

    file = imported(ROW, funder=funder)

    assert file.counts == {"error": 1}
    assert told(file) == {"several_projects"}


def test_without_anybody_who_pays_nothing_is_made():
    file = imported(ROW)

    assert file.counts == {"error": 1}
    assert told(file) == {"no_funder"}
    assert not Project.objects.exists()


def test_a_name_like_another_is_asked_about_and_never_merged_in_silence(funder):
    known = OrganisationFactory(name="Skogsbolaget Aktiebolag")

    file, [proposal] = checked(ROW, funder=funder)

    assert proposal.candidates == {f"org:{known.pk}": "Skogsbolaget Aktiebolag"}
    assert told(file) >= {"organisation_open"}
    file.choices = {proposal.key: f"org:{known.pk}"}
    file.save()
    checking.check(opened(file))
    assert Import.objects.get(pk=file.pk).counts == {"new": 1}


def test_a_name_that_an_organisation_had_is_asked_about(funder):
    known = OrganisationFactory(name="Trädbolaget AB")
    known.names.create(name="Skogsbolaget AB")

    _file, [proposal] = checked(ROW, funder=funder)

    assert proposal.candidates == {f"org:{known.pk}": "Trädbolaget AB"}


def test_an_organisation_that_was_merged_is_the_one_that_was_kept(funder, clerk):
    kept = OrganisationFactory(name="Trädbolaget AB")
    merge(gone=OrganisationFactory(name="Skogsbolaget AB"), kept=kept, by=clerk)

    imported(ROW, funder=funder)

    assert Project.objects.get().participations.get().organisation == kept


def test_a_name_may_be_said_to_be_a_new_organisation(funder):
    OrganisationFactory(name="Skogsbolaget Aktiebolag")
    imported(ROW, funder=funder, choices={"organisation:Skogsbolaget AB": NEW})

    assert Organisation.objects.filter(name__startswith="Skogsbolaget").count() == 2


def test_what_is_complete_is_published_where_that_is_asked_for(funder, settings):
    settings.TWO_PERSONS = False
    file = imported(
        ROW, "2016-2;Utan slut;Skogsbolaget AB;5;2016-08-01;;Umeå", funder=funder, publishes=True
    )

    states = dict(Project.objects.values_list("title_sv", "state"))
    assert states == {"Skogens data": "published", "Utan slut": "draft"}
    assert file.counts == {"new": 2, "published": 1}
    assert "lacks_period" in told(file, 1)


def test_the_same_number_twice_in_a_file_is_one_project(funder):
    imported(ROW, ROW, funder=funder)

    assert Project.objects.count() == 1


def test_a_file_that_nobody_carries_through_is_kept_for_a_month(funder):
    file, _proposals = checked(ROW, funder=funder)
    assert job.give_up_forgotten() == 0
    Import.objects.update(at=timezone.now() - datetime.timedelta(days=31))

    assert job.give_up_forgotten() == 1

    file.refresh_from_db()
    assert (file.state, file.content) == (ImportState.GIVEN_UP, None)


def test_what_a_person_wrote_is_told_by_name(funder):
    imported(ROW, funder=funder)
    lead = Project.objects.get().participations.get()
    lead.organisation = OrganisationFactory(name="Någon annan")
    lead.save()

    file = imported(ROW.replace("Skogsbolaget", "Havsbolaget"), funder=funder)

    [problem] = record(file).problems
    assert problem["values"] == {"stored": "Någon annan", "written": "Havsbolaget AB"}


def test_a_title_that_is_too_long_is_an_error_at_its_cell(funder):
    file = imported(ROW.replace("Skogens data", "Å" * 251), funder=funder)

    assert told(file) == {"too_long"}
    assert record(file).problems[0]["where"][2] == 1
