"""Each check finds what it is for, and no more."""

import pytest

from projects.honesty.addresses import IN_SWEDISH
from projects.honesty.quality import BY_KEY, CHECKS, findings
from projects.ledger import record_decision
from projects.models import MissingFact, ProjectPlace
from tests.factories import ProjectFactory, SourceFactory, grant, spin, state

pytestmark = pytest.mark.django_db


def found(key: str) -> list[str]:
    check = BY_KEY[key]
    return [one.text for one in findings(check, check.rows())]


def test_every_check_has_an_address_in_both_languages():
    assert set(IN_SWEDISH) == set(BY_KEY)
    assert len({*IN_SWEDISH.values()}) == len(CHECKS)


def test_spin_holds_what_its_sources_do_not_say():
    spin()

    assert {check.key: len(found(check.key)) for check in CHECKS if found(check.key)} == {
        "unknown-dates": 2
    }


def test_figures_that_contradict_are_told_apart_from_sums_that_do_not_fit():
    one, other = ProjectFactory(published=True), ProjectFactory(published=True)
    state(one, "90 000")
    for figure in ("3 mn", "7 mn"):
        state(other, figure)

    assert len(found("unexplained")) >= 1
    assert len(found("unexplained")) + len(found("contradictions")) == 3


def test_what_was_replaced_lacks_no_date_any_more():
    project = ProjectFactory(published=True)
    unknown = project.decisions.get()
    assert len(found("unknown-dates")) == 1

    record_decision(
        project=project,
        kind="revoked",
        organisation=unknown.organisation,
        supersedes=unknown,
        decided_on=unknown.in_force_from,
        source=unknown.source,
    )

    assert found("unknown-dates") == []


def test_missing_amounts_facts_and_sources_are_found():
    project = ProjectFactory(published=True)
    grant(project, None, source=SourceFactory(url="", retrieved=None))
    MissingFact.objects.create(project=project, fact="lead", note_sv="Ingen källa säger det.")
    ProjectPlace.objects.filter(project=project).update(source=None)

    assert len(found("unknown-amounts")) == 1
    assert found("missing-facts") == ["En ledande part: Ingen källa säger det."]
    assert found("incomplete-sources") == ["ingen webbadress, okänt när den lästes"]
    assert len(found("places-without-source")) == 1
