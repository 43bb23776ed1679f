"""Two proposals about one decision, and what was returned to whoever proposed it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from projects.models import Proposal
from tests import factories
from tests.projects.admin.test_amending import answer, page, reviewer, seen, typed
from tests.projects.admin.test_start import shown

__all__ = ["reviewer"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def it() -> Any:
    return factories.spin()


def propose(office: Client, it: Any, amount: str, **more: str) -> Proposal:
    path = page(it)
    said = {f"amount_{it.cofunded.splits.get().pk}": amount, "source": it.news.pk}
    office.post(path, typed(office, path, decided_on="2019-03-05", **said, **more))
    return Proposal.objects.latest("pk")


def address(proposal: Proposal) -> str:
    return reverse("admin:projects_proposal_change", args=[proposal.pk])


def approve(reviewer: Client, proposal: Proposal) -> Any:
    return reviewer.post(answer(proposal), seen(reviewer, proposal) | {"approve": "1"})


def test_a_second_proposal_about_a_decision_is_told_of_the_first(
    office: Client, reviewer: Client, it: Any
) -> None:
    first = propose(office, it, "4 500 000")

    form = office.get(page(it)).text
    second = propose(office, it, "4 600 000")

    assert address(first) in form
    assert address(second) in reviewer.get(address(first)).text
    assert address(first) in reviewer.get(address(second)).text


def test_a_proposal_that_came_too_late_says_what_replaced_its_decision_and_what_holds_now(
    office: Client, reviewer: Client, it: Any
) -> None:
    first, second = propose(office, it, "4 500 000"), propose(office, it, "4 600 000")
    approve(reviewer, first)

    late = reviewer.get(address(second))

    assert address(first) in late.text
    assert 'name="approve"' not in late.text
    assert 'name="return"' in late.text
    told = {one.after: one.before for one in late.context["changes"]}
    assert told["4\xa0600\xa0000\xa0kr"] == "4\xa0500\xa0000\xa0kr"


def test_the_day_of_a_replaced_decision_without_one_is_told_as_in_the_ledger(
    office: Client, reviewer: Client, it: Any
) -> None:
    proposal = propose(office, it, "4 500 000")

    told = {one.label: one.before for one in reviewer.get(address(proposal)).context["changes"]}

    assert told["Beslutsdatum"].replace("\xa0", " ") == "datum okänt, känt sedan 20 juni 2018"


def test_the_heading_of_a_proposal_stands_once(office: Client, reviewer: Client, it: Any) -> None:
    proposal = propose(office, it, "4 500 000")

    content = reviewer.get(address(proposal)).text.partition('id="content"')[2]

    assert content.count("Nytt beslut: ") == 1


def test_the_history_of_a_project_tells_who_proposed_and_who_approved(
    office: Client, reviewer: Client, it: Any
) -> None:
    history = reverse("admin:projects_project_history", args=[it.project.pk])
    before = office.get(history).text

    approve(reviewer, propose(office, it, "4 500 000"))

    assert "Ingen har ändrat detta i administrationen" in before
    after = office.get(history).text
    assert "Godkänt: nytt beslut, föreslaget av administrator." in after
    assert "reviewer" in after


def test_a_returned_proposal_reaches_whoever_made_it_until_it_is_made_anew(
    office: Client, reviewer: Client, it: Any
) -> None:
    proposal = propose(office, it, "4 500 000")
    reviewer.post(answer(proposal), {"return": "1", "comment": "Beloppet är fel."})

    told = shown(office)["returned"]
    others = shown(reviewer)
    propose(office, it, "4 600 000")

    assert "Beloppet är fel." in told
    assert "returned" not in others
    assert "returned" not in shown(office)


def test_a_returned_proposal_is_written_anew_from_what_it_said(
    office: Client, reviewer: Client, as_role: Any, it: Any
) -> None:
    proposal = propose(office, it, "4 500 000", reason_sv="Skäl", title_sv="Ny titel")
    reviewer.post(answer(proposal), {"return": "1", "comment": "Beloppet är fel."})
    path = office.get(address(proposal)).context["again"]

    sent = typed(office, path)
    answered = office.post(path, sent)

    amount = f"amount_{it.cofunded.splits.get().pk}"
    assert (sent[amount], sent["reason_sv"]) == ("4 500 000", "Skäl")
    assert (sent["title_sv"], sent["kind"]) == ("Ny titel", "amended")
    assert answered.status_code == 302
    again = Proposal.objects.latest("pk")
    assert (again.pk != proposal.pk, again.content) == (True, proposal.content)


@pytest.mark.parametrize("key", ["x", "", "9" * 30, "-1"])
def test_nonsense_for_a_returned_proposal_fills_in_nothing(
    office: Client, it: Any, key: str
) -> None:
    response = office.get(page(it), {"again": key})

    assert response.status_code == 200


def test_a_returned_proposal_is_written_anew_only_by_whoever_made_it(
    office: Client, reviewer: Client, it: Any
) -> None:
    proposal = propose(office, it, "4 500 000")
    reviewer.post(answer(proposal), {"return": "1", "comment": "Beloppet är fel."})

    assert office.get(address(proposal)).context["again"]
    assert not reviewer.get(address(proposal)).context["again"]
