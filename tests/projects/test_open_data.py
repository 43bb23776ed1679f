"""What the public may know of a project, told in data: exact, whole, and in a stable order."""

import datetime
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from projects.ledger import record_payment, take_back_payment
from projects.models import DecisionKind, Entry, MissingFact, Project
from projects.open_data import FIELDS, project_data, subjects, withdrawn_data
from tests.factories import ProjectFactory, SourceFactory, grant, spin

pytestmark = pytest.mark.django_db

SITE = "https://example.org"
COUNTS = {"id", "decision", "split", "supersedes", "superseded_by", "corrects", "takes_back"}
COUNTS |= {"unknown_parts", "projects"}
QUERIES = 23


def told(project: Project) -> dict[str, Any]:
    [subject] = subjects(Project.objects.filter(pk=project.pk), SITE)
    return project_data(subject)


def numbers(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Return every number of plain data with the name that it stands under."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from numbers(one, key)
    elif isinstance(value, list):
        for one in value:
            yield from numbers(one, f"{name}[]")
    elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        yield name, value


def test_spin_is_told_with_both_ends_of_its_sum():
    it = spin()

    data = told(it.project)

    assert list(data) == list(FIELDS)
    assert data["url"] == {
        "sv": "https://example.org/projekt/spin/",
        "en": "https://example.org/en/projects/spin/",
    }
    assert data["period"] == {
        "starts_on": "2016-08-01",
        "starts_on_precision": "day",
        "ends_on": "2019-11-30",
        "ends_on_precision": "day",
    }
    [total] = [one for one in data["totals"] if one["basis"] == "registered_support"]
    assert (total["at_least"], total["at_most"]) == ("14050000.00", "14085499.99")
    _ranked, granted, cofunded = data["decisions"]
    assert (granted["decided_on"], granted["in_force_from"]) == (None, "2016-10-14")
    assert cofunded["splits"][0]["amount"] == {
        "amount": "4300000.00",
        "precision": "rounded",
        "step": "100000.00",
        "at_least": "4314500.00",
        "at_most": "4349999.99",
    }
    assert [one["verdict"]["sign"] for one in data["stated_figures"]] == ["=", "=", "≈", "≈"]
    assert data["stated_figures"][2]["verdict"]["sentence"]["en"].startswith("4.3 + 9.7 = 14.0;")
    assert [one["title"] for one in data["sources"]] == ["Projektbanken", "SPIN får 14 miljoner"]
    groups = [one["party"] for one in data["participations"] if one["party"]["type"] == "group"]
    assert [one["name"]["sv"] for one in groups] == [
        "kust- och inlandskommuner",
        "små och medelstora företag",
    ]


def test_no_sum_is_a_number_and_all_of_it_is_json():
    data = told(spin().project)

    assert json.loads(json.dumps(data)) == data
    assert {name.removesuffix("[]") for name, _value in numbers(data)} <= COUNTS | {"parts"}


def test_an_unknown_amount_is_null_and_bounded_by_nothing():
    project = ProjectFactory(published=True)
    grant(project, None)
    MissingFact.objects.create(project=project, fact="place", note_sv="Ingen källa säger var.")

    data = told(project)

    assert data["decisions"][1]["splits"][0]["amount"] == {
        "amount": None,
        "precision": None,
        "step": None,
        "at_least": "0.00",
        "at_most": None,
    }
    assert data["missing_facts"] == [
        {"fact": "place", "note": {"sv": "Ingen källa säger var.", "en": None}}
    ]
    assert data["totals"][0]["unknown_parts"] == 1


def test_a_corrected_amount_is_told_with_its_reason_and_counts_no_more():
    project = ProjectFactory()
    wrong = grant(project, "900")
    right = grant(
        project,
        "90",
        supersedes=wrong,
        kind=DecisionKind.GRANTED,
        entry=Entry.CORRECTION,
        reason_sv="En nolla för mycket.",
    )

    data = told(project)

    assert [(one["corrects"], one["id"], one["reason"]["sv"]) for one in data["corrections"]] == [
        (wrong.pk, right.pk, "En nolla för mycket.")
    ]
    assert [one["superseded_by"] for one in data["decisions"]] == [right.pk, None]
    assert [one["splits"][0]["counts_in"] == [] for one in data["decisions"]] == [True, False]


def test_a_payment_that_was_taken_back_is_told_and_does_not_count():
    project = ProjectFactory(published=True)
    paid = record_payment(
        split=project.splits.get(),
        amount=Decimal("500.50"),
        paid_on=datetime.date(2018, 1, 2),
        source=SourceFactory(),
    )
    take_back_payment(paid, reason_sv="Betald till en annan.")

    payments = told(project)["payments"]

    assert [(one["amount"], one["counts"]) for one in payments] == [
        ("500.50", False),
        ("-500.50", False),
    ]


def test_only_the_fields_that_are_asked_for_are_told_in_their_own_order():
    ProjectFactory(published=True)
    [subject] = subjects(Project.objects.published(), SITE)

    assert list(project_data(subject, ["totals", "reference"])) == ["reference", "totals"]


@pytest.mark.parametrize("count", [1, 3])
def test_many_projects_take_the_same_queries_as_one(django_assert_num_queries, count):
    it = spin()
    for _ in range(count - 1):
        grant(ProjectFactory(published=True), "7", funder=it.region, fund=it.eruf)

    with django_assert_num_queries(QUERIES):
        assert len([project_data(one) for one in subjects(published(), SITE)]) == count


def published() -> Any:
    return Project.objects.published()


def test_a_withdrawn_project_leaves_the_day_and_the_reason():
    project = ProjectFactory(published=True, withdrawn="Dubbelt inlagt.")

    data = withdrawn_data(project, SITE)

    assert (data["reference"], data["reason"]) == (
        project.reference,
        {"sv": "Dubbelt inlagt.", "en": None},
    )
    assert data["withdrawn_on"] == datetime.date.today().isoformat()  # noqa: DTZ011
