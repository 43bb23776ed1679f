"""Amend and correct while somebody else changes the same: nothing is lost, or written back."""

import datetime
from typing import Any

import pytest

from projects import approving
from projects.admin.meanwhile import Outcome
from projects.entering import Row
from projects.ledger import Split
from projects.models import Project, Proposal
from projects.money import parse
from tests.projects.admin.test_amending import it, page, sent

__all__ = ["it", "sent"]

pytestmark = pytest.mark.django_db


def test_what_a_colleague_changed_meanwhile_is_shown_and_not_written_back(office, it, sent):
    Project.objects.filter(pk=it.project.pk).update(title_sv="Ett nytt namn", ends_on="2020-01-31")

    met = office.post(page(it), sent)
    again = as_typed(met)
    done = office.post(met.context["action"], again)

    assert met.status_code == 409
    shown = {one.label: (one.saved, one.typed, one.outcome) for one in met.context["meanwhile"]}
    assert shown["Titel på svenska"] == (
        "Ett nytt namn",
        "SamverkansPlattform för IT-innovation i Norr",
        Outcome.SAVED,
    )
    assert again["title_sv"] == "Ett nytt namn"
    assert "4 500 000" in met.text
    assert done.status_code == 302
    assert list(Proposal.objects.get().content) == ["rows"]


def test_what_both_changed_is_what_was_typed_and_both_are_shown(office, it, sent):
    Project.objects.filter(pk=it.project.pk).update(title_sv="Ett nytt namn")

    met = office.post(page(it), sent | {"title_sv": "Ett annat"})
    office.post(met.context["action"], as_typed(met))

    outcomes = {one.label: one.outcome for one in met.context["meanwhile"]}
    assert outcomes["Titel på svenska"] is Outcome.BOTH
    assert Proposal.objects.get().content["facts"] == {"title_sv": "Ett annat"}


def test_a_decision_amended_meanwhile_is_followed_with_all_that_was_typed(office, it, sent):
    changed = Row(
        kind="amended",
        source=it.news,
        organisation=it.region,
        decided_on=datetime.date(2019, 2, 1),
        split=Split(funder=it.region, amount=parse("4 400 000")),
        replaces=it.cofunded,
    )
    approving.write(it.project, approving.Content(rows=(changed,)))
    now = it.project.decisions.current().get(organisation=it.region)

    met = office.post(page(it), sent)
    done = office.post(met.context["action"], as_typed(met))

    assert (met.status_code, met.context["action"]) == (409, page(it, decision=now))
    assert "4 500 000" in met.text
    assert "4\u00a0400\u00a0000\u00a0kr" in met.text
    assert done.status_code == 302
    row = Proposal.objects.get().content["rows"][0]
    assert (row["replaces"], row["money"]["amount"]["kronor"]) == (now.pk, "4500000")
    assert row["reference"] == "RV 2019:7"


def test_a_decision_that_no_longer_stands_is_told_and_what_was_typed_kept(office, it, sent):
    revoked = Row(kind="revoked", source=it.news, organisation=it.region, replaces=it.cofunded)
    approving.write(it.project, approving.Content(rows=(revoked,)))

    met = office.post(page(it), sent)
    again = office.post(met.context["action"], as_typed(met))

    assert [met.status_code, again.status_code] == [409, 409]
    assert "gäller inte längre" in met.text
    assert "4 500 000" in again.text
    assert Proposal.objects.count() == 0


def as_typed(response: Any) -> dict[str, Any]:
    """Return what a browser sends of a page that came back, as it is shown."""
    context = response.context
    sent = {bound.html_name: bound.value() or "" for bound in context["form"]}
    return sent | {"once": context["once"], "seen": context["seen"]}


@pytest.mark.usefixtures("one_person")
def test_an_amendment_sent_twice_is_entered_once(office, it, sent):
    statuses = [office.post(page(it), sent).status_code for _ in range(2)]

    assert statuses == [302, 302]
    assert it.project.decisions.filter(kind="amended").count() == 1
