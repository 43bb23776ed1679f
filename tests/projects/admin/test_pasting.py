"""Rows of a round, pasted from minutes: read, held against what was announced, saved once."""

import datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from projects.ledger import Split, record_decision
from projects.models import (
    Decision,
    DecisionKind,
    Organisation,
    Project,
    Proposal,
    Round,
    RoundKind,
)
from projects.money import Amount
from tests import factories
from tests.projects.admin.pasting import TABLE, announce, it, read, save
from tests.projects.admin.test_rounds import Fields

__all__ = ["it"]

pytestmark = pytest.mark.django_db

SAMPLE = Path(__file__).parents[4] / "shared/data/samples/se/round_2023-12-08.csv"


def test_the_sum_of_the_rows_is_held_against_what_was_announced(
    office: Client, it: SimpleNamespace
) -> None:
    announce(it, "6,2 miljoner", 2)

    page = read(office, it)

    assert page.context["lines"] == [
        ("=", "6\xa0158\xa0934\xa0kr mot uppgivna 6,2 miljoner: stämmer, rätt avrundat."),
        ("=", "2 projekt mot uppgivna 2: stämmer."),
    ]
    assert not Decision.objects.filter(round=it.met).exists()


def test_a_sum_that_cannot_be_true_is_said(office: Client, it: SimpleNamespace) -> None:
    announce(it, "6,3 miljoner", 2)

    page = read(office, it)

    assert page.context["lines"][0][0] == "≠"


def test_saving_makes_drafts_prioritised_in_the_round(office: Client, it: SimpleNamespace) -> None:
    page = read(office, it)

    answer = save(office, it, page)

    assert (answer.status_code, answer["Location"]) == (302, it.path)
    rows = Decision.objects.filter(round=it.met).order_by("pk")
    assert [
        (one.project.title_sv, one.project.state, one.kind, one.partnership, one.decided_on)
        for one in rows
    ] == [
        ("Charm food lab", "draft", "prioritised", it.partnership, it.met.met_on),
        ("TheKitchen", "draft", "prioritised", it.partnership, it.met.met_on),
    ]
    project = rows[0].project
    [split] = project.splits.all()
    assert (split.amount, split.funder, split.fund, split.programme) == (
        Decimal(5_768_703),
        it.tillvaxtverket,
        it.eruf,
        it.programme,
    )
    assert project.participations.get().organisation.name == "Älvsbyns kommun"
    assert project.project_places.get().place.code == "2560"
    assert Organisation.objects.get(name="LTU Business").slug == "ltu-business"


def test_whoever_pastes_does_not_publish_first(office: Client, it: SimpleNamespace) -> None:
    save(office, it, read(office, it))
    project = Project.objects.get(title_sv="TheKitchen")

    office.post(reverse("admin:projects_project_publish", args=[project.pk]))

    project.refresh_from_db()
    assert not project.is_published


def test_sending_the_same_form_twice_saves_once(office: Client, it: SimpleNamespace) -> None:
    page = read(office, it)

    first, second = save(office, it, page), save(office, it, page)

    assert first["Location"] == second["Location"]
    assert Project.objects.filter(title_sv="TheKitchen").count() == 1
    assert Decision.objects.filter(round=it.met).count() == 2


def test_pasting_the_same_again_adds_nothing(office: Client, it: SimpleNamespace) -> None:
    announce(it, "6,2 miljoner", 2)
    save(office, it, read(office, it))

    page = read(office, it)
    save(office, it, page)

    assert page.context["lines"][0][0] == "="
    assert page.context["new_count"] == 0
    assert Decision.objects.filter(round=it.met).count() == 2
    assert Project.objects.filter(title_sv="TheKitchen").count() == 1


def test_a_public_project_gets_a_proposal_and_keeps_its_ledger(
    office: Client, it: SimpleNamespace
) -> None:
    row = f"{it.project.title_sv.upper()}\tUmeå universitet\t1 000 000\n"
    table = f"Projekt\tSökande\tEU-stöd kr\n{row}"
    before = it.project.decisions.count()

    save(office, it, read(office, it, table))

    assert it.project.decisions.count() == before
    assert Proposal.objects.get().project == it.project


def test_what_waits_to_be_placed_in_a_round_is_proposed_once(
    office: Client, it: SimpleNamespace
) -> None:
    row = f"{it.project.title_sv}\tUmeå universitet\t1 000 000\n"
    table = f"Projekt\tSökande\tEU-stöd kr\n{row}"
    save(office, it, read(office, it, table))

    again = read(office, it, table)
    save(office, it, again)

    assert "väntar på godkännande" in again.text
    assert Proposal.objects.count() == 1


def test_a_scheduled_project_that_gets_a_decision_is_approved_anew(
    office: Client, it: SimpleNamespace
) -> None:
    draft = factories.ProjectFactory(
        title_sv="Planerat", published=timezone.now() + datetime.timedelta(days=2)
    )
    table = "Projekt\tSökande\tEU-stöd kr\nPlanerat\tUmeå universitet\t1 000 000\n"

    saved = save(office, it, read(office, it, table))
    told = office.get(saved["Location"]).text

    draft.refresh_from_db()
    assert (draft.state, draft.decisions.filter(round=it.met).count()) == ("draft", 1)
    assert "1 var schemalagt, och är ett utkast igen." in told


def test_a_proposal_of_a_pasted_row_can_be_read_and_approved(
    office: Client, as_role: Any, it: SimpleNamespace
) -> None:
    row = f"{it.project.title_sv}\tUmeå universitet\t1 000 000\n"
    save(office, it, read(office, it, f"Projekt\tSökande\tEU-stöd kr\n{row}"))
    proposal = Proposal.objects.get()
    reviewer = as_role("reviewer")

    page = reviewer.get(reverse("admin:projects_proposal_change", args=[proposal.pk]))
    said = {"approve": "1", "seen_changes": Fields(page.text).sent["seen_changes"][0]}
    reviewer.post(reverse("admin:projects_proposal_answer", args=[proposal.pk]), said)

    assert "1\xa0000\xa0000\xa0kr" in page.text
    [decision] = Decision.objects.filter(round=it.met)
    assert (decision.project, decision.kind) == (it.project, "prioritised")


def test_whoever_was_signed_out_finds_the_rows_as_they_were_mended(
    office: Client, as_role: Any, it: SimpleNamespace
) -> None:
    page = read(office, it)
    office.logout()

    away = save(office, it, page, **{"rows-0-title": "Mödosamt rättad"})
    back = parse_qs(urlsplit(away["Location"]).query)["next"][0]
    shown = as_role("administrator").get(back)
    answer = as_role("administrator").post(back, Fields(shown.text).sent | {"_save": ["1"]})

    assert Fields(shown.text).sent["rows-0-title"] == ["Mödosamt rättad"]
    assert "Detta blev inte sparat" in shown.text
    assert answer.status_code == 302
    assert Project.objects.filter(title_sv="Mödosamt rättad").count() == 1


def test_a_draft_keeps_its_rows_and_gets_the_decision(office: Client, it: SimpleNamespace) -> None:
    draft = factories.ProjectFactory(title_sv="TheKitchen")
    record_decision(
        project=draft,
        kind=DecisionKind.COFUNDING_PROMISED,
        organisation=it.region,
        decided_on=it.met.met_on,
        source=it.news,
        splits=[Split(amount=Amount(Decimal(1_000)), funder=it.region)],
    )

    save(office, it, read(office, it))

    kinds = draft.decisions.order_by("pk").values_list("kind", flat=True)
    assert sorted(kinds) == ["cofunding_promised", "prioritised"]


@pytest.mark.parametrize(("rows", "is_read"), [(100, True), (101, False)])
def test_no_more_rows_are_read_than_one_person_can_look_through(
    office: Client, it: SimpleNamespace, rows: int, is_read: bool
) -> None:
    lines = [f"Projekt {place}\tUmeå universitet\t1 000 000\n" for place in range(rows)]

    page = read(office, it, "Projekt\tSökande\tEU-stöd kr\n" + "".join(lines))

    assert (page.context["page"].rows is not None) == is_read
    assert ("fler än 100 rader" in page.text) != is_read


def test_columns_without_headings_are_taken_in_order(office: Client, it: SimpleNamespace) -> None:
    page = read(office, it, TABLE.partition("\n")[2])

    sent = Fields(page.text).sent
    assert (sent["rows-0-title"], sent["rows-1-places"]) == (["Charm food lab"], ["Luleå"])
    assert "Inga rubriker" in page.text


def test_what_a_column_leaves_open_is_asked(office: Client, it: SimpleNamespace) -> None:
    table = "Projekt\tSökande\tBelopp\nTheKitchen\tLTU Business\t390\n"
    asked = read(office, it, table)
    key = Fields(asked.text).sent["question"]

    answered = read(office, it, table, question=key[0], **{"answer-0": "tkr"})

    assert asked.context["page"].rows is None
    assert answered.context["new_total"].at_least == 389_500  # thousands are rounded


@pytest.mark.parametrize("table", ["", " \n", "%PDF-1.4", "Projekt\n", "x\t" * 300, "=1+1"])
def test_what_is_no_table_is_refused_at_the_field(
    office: Client, it: SimpleNamespace, table: str
) -> None:
    page = read(office, it, table)

    assert page.status_code == 200
    assert table.strip() in page.context["page"].sent["table"]
    assert not Decision.objects.filter(round=it.met).exists()


@pytest.mark.parametrize(
    "more",
    [
        {"rows-TOTAL_FORMS": "x"},
        {"rows-TOTAL_FORMS": "99999999999"},
        {"rows-0-lead": "x"},
        {"rows-0-lead": "9" * 30},
        {"rows-0-project": "-1"},
        {"rows-0-amount": "många"},
        {"rows-0-title": ""},
        {"rows-0-title": "a\x07b"},
        {"rows-0-places": "Atlantis"},
        {"rows-0-lead_number": "x"},
        {"rows-0-leave_out": "on", "rows-1-leave_out": "on"},
        {"source": ""},
        {"source": "x"},
        {"funder": ""},
    ],
)
def test_bad_input_is_shown_again_and_saves_nothing(
    office: Client, it: SimpleNamespace, more: dict[str, str]
) -> None:
    page = read(office, it)

    answer = save(office, it, page, **more)

    assert answer.status_code == 200
    assert "errorlist" in answer.text
    assert not Decision.objects.filter(round=it.met).exists()


def test_a_row_that_is_left_out_is_neither_counted_nor_saved(
    office: Client, it: SimpleNamespace
) -> None:
    left_out = {"rows-0-leave_out": "on", "rows-0-title": ""}

    save(office, it, read(office, it), **left_out)

    assert [one.project.title_sv for one in Decision.objects.filter(round=it.met)] == ["TheKitchen"]


def test_a_round_of_decisions_grants_by_its_own_body(office: Client, it: SimpleNamespace) -> None:
    it.met = factories.RoundFactory(
        slug="beslut",
        kind=RoundKind.DECISION,
        partnership=None,
        organisation=it.region,
        met_on=datetime.date(2023, 12, 8),
    )
    it.path = reverse("admin:projects_round_paste", args=[it.met.pk])

    save(office, it, read(office, it))

    kinds = Decision.objects.filter(round=it.met).values_list(
        "kind", "organisation", "splits__funder"
    )
    assert set(kinds) == {("granted", it.region.pk, it.region.pk)}


def test_a_round_that_has_not_met_takes_no_decisions(office: Client, it: SimpleNamespace) -> None:
    Round.objects.filter(pk=it.met.pk).update(met_on=datetime.date(2099, 1, 1))

    answer = save(office, it, read(office, it))

    assert answer.status_code == 200
    assert not Decision.objects.filter(round=it.met).exists()


@pytest.mark.parametrize("rows", [1, 30])
def test_reading_takes_the_same_queries_however_many_rows(
    office: Client, it: SimpleNamespace, rows: int, django_assert_max_num_queries: Any
) -> None:
    lines = [f"Projekt {n}\tUmeå universitet\t1 000 000\tUmeå\n" for n in range(rows)]
    read(office, it)

    with django_assert_max_num_queries(45):
        read(office, it, "Projekt\tSökande\tEU-stöd kr\tPlats\n" + "".join(lines))


@pytest.mark.skipif(not SAMPLE.exists(), reason="the sample of published data is not here")
def test_the_round_of_december_2023_adds_up(office: Client, it: SimpleNamespace) -> None:
    announce(it, "57 miljoner", 12)
    it.shared["fund"] = ""

    page = read(office, it, SAMPLE.read_text())
    answer = save(office, it, page)

    assert page.context["lines"] == [
        ("=", "57\xa0201\xa0394\xa0kr mot uppgivna 57 miljoner: stämmer, rätt avrundat."),
        ("=", "12 projekt mot uppgivna 12: stämmer."),
    ]
    assert answer.status_code == 302
    assert Decision.objects.filter(round=it.met).count() == 12
