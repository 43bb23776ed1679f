"""The pages on which a decision is amended or corrected, and those on which that is approved."""

import datetime
import re
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from projects import approving
from projects.models import Proposal, SentForm
from tests import factories
from tests.projects.admin.typed_forms import as_sent

pytestmark = pytest.mark.django_db

WAITING = reverse("admin:projects_proposal_changelist")


@pytest.fixture
def it() -> Any:
    return factories.spin()


@pytest.fixture
def reviewer(as_role) -> Client:
    return as_role("reviewer")


def page(it: Any, deed: str = "amend", decision: Any = None) -> str:
    keys = [it.project.pk, (decision or it.cofunded).pk]
    return reverse(f"admin:projects_project_{deed}", args=keys)


def typed(client: Client, path: str, **values: Any) -> dict[str, Any]:
    """Return what a browser sends of the page when only these values are changed."""
    context = client.get(path).context
    sent = {}
    for bound in context["form"]:
        value = bound.field.prepare_value(bound.value())
        sent[bound.html_name] = "" if value is None else value
    return sent | {"once": context["once"], "seen": context["seen"]} | values


def answer(proposal: Proposal) -> str:
    return reverse("admin:projects_proposal_answer", args=[proposal.pk])


def seen(client: Client, proposal: Proposal) -> dict[str, str]:
    path = reverse("admin:projects_proposal_change", args=[proposal.pk])
    return {"seen_changes": client.get(path).context["seen_changes"]}


def regional(it: Any) -> list[Decimal | None]:
    splits = it.project.splits.standing().filter(funder=it.region)
    return [split.amount for split in splits]


@pytest.fixture
def sent(office, it) -> dict[str, Any]:
    """What an administrator sends to let the region grant more."""
    values = {"decided_on": "2019-03-05", "source": it.news.pk, "reference": "RV 2019:7"}
    values[f"amount_{it.cofunded.splits.get().pk}"] = "4 500 000"
    return typed(office, page(it), **values)


def test_an_amendment_waits_and_is_approved_by_somebody_else(office, reviewer, it, sent, client):
    response = office.post(page(it), sent, follow=True)

    proposal = Proposal.objects.get()
    assert "väntar tills någon annan har godkänt" in response.text
    assert regional(it) == [Decimal(4_300_000)]
    assert "4\u00a0500\u00a0000" not in client.get("/projekt/spin/").text

    asked = reviewer.get(reverse("admin:projects_proposal_change", args=[proposal.pk]))
    assert "4,3\u00a0mn\u00a0kr" in asked.text
    assert "4\u00a0500\u00a0000\u00a0kr" in asked.text
    done = reviewer.post(answer(proposal), seen(reviewer, proposal) | {"approve": "1"})

    assert done["Location"] == WAITING
    assert regional(it) == [Decimal(4_500_000)]
    assert "4\u00a0500\u00a0000" in client.get("/projekt/spin/").text


def test_whoever_proposed_cannot_approve_and_may_take_back(office, it, sent):
    office.post(page(it), sent)
    proposal = Proposal.objects.get()

    refused = office.post(answer(proposal), seen(office, proposal) | {"approve": "1"})
    shown = office.get(reverse("admin:projects_proposal_change", args=[proposal.pk])).text
    back = office.post(answer(proposal), {"take_back": "1"})

    assert "Ingen godkänner sin egen inmatning." in refused.text
    assert 'name="approve"' not in shown
    assert back.status_code == 302
    proposal.refresh_from_db()
    assert proposal.state == "taken_back"


def test_it_is_returned_with_a_comment_that_its_author_reads(office, reviewer, it, sent):
    office.post(page(it), sent)
    proposal = Proposal.objects.get()

    silent = reviewer.post(answer(proposal), {"return": "1", "comment": " "})
    reviewer.post(answer(proposal), {"return": "1", "comment": "Fel diarienummer."})

    assert "Skriv vad som behöver rättas till." in silent.text
    shown = office.get(reverse("admin:projects_proposal_change", args=[proposal.pk]))
    assert "Fel diarienummer." in shown.text
    assert regional(it) == [Decimal(4_300_000)]


def test_what_was_not_read_is_not_approved(office, reviewer, it, sent):
    office.post(page(it), sent)
    proposal = Proposal.objects.get()
    read = seen(reviewer, proposal)
    approving.write(it.project, approving.Content(facts={"title_sv": "En annan titel"}))
    row = approving.Content.of(proposal.content, it.project).rows[0]
    user = User.objects.get(username="administrator")
    other = approving.propose(project=it.project, by=user, rows=[row])
    approving.approve(other, by=User.objects.get(username="reviewer"))

    again = reviewer.post(answer(proposal), read | {"approve": "1"})

    assert again.status_code == 409
    assert "Något har ändrats sedan du läste detta." in again.text


def test_a_form_sent_twice_proposes_once(office, it, sent):
    first, second = office.post(page(it), sent), office.post(page(it), sent)

    assert first["Location"] == second["Location"]
    assert Proposal.objects.count() == 1


def test_approving_twice_does_it_once(office, reviewer, it, sent):
    office.post(page(it), sent)
    proposal = Proposal.objects.get()
    said = seen(reviewer, proposal) | {"approve": "1"}

    statuses = [reviewer.post(answer(proposal), said).status_code for _ in range(2)]

    assert statuses == [302, 302]
    assert it.project.decisions.filter(kind="amended").count() == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"decided_on": "2999-01-01"}, "decided_on"),
        ({"decided_on": "0001-01-01"}, "decided_on"),
        ({"decided_on": "i går"}, "decided_on"),
        ({"source": ""}, "source"),
        ({"source": "99999999999999999999"}, "source"),
        ({"amount": "1.234"}, "amount"),
        ({"amount": "-5"}, "amount"),
        ({"amount": "NaN"}, "amount"),
        ({"reference": "a\x0bb"}, "reference"),
        ({"ends_on": "2001-01-01"}, "ends_on"),
        ({"lead": "x"}, "lead"),
        ({"decided_on": "", "lead": "lead"}, "lead_from"),
        ({"title_sv": ""}, "title_sv"),
        ({"kind": "revoked"}, "kind"),
    ],
    ids=lambda value: next(iter(value.items())) if isinstance(value, dict) else value,
)
def test_what_cannot_stand_is_said_at_its_field(office, it, sent, values, field):
    amount = f"amount_{it.cofunded.splits.get().pk}"
    names = {"amount": amount}
    said = {"lead": it.university.pk} if values.get("lead") == "lead" else {}
    sent |= {names.get(name, name): value for name, value in values.items()} | said

    response = office.post(page(it), sent)

    assert list(response.context["form"].errors) == [names.get(field, field)]
    assert (Proposal.objects.count(), SentForm.objects.count()) == (0, 0)


def test_a_form_in_which_nothing_is_changed_is_refused(office, it):
    path = page(it)
    response = office.post(path, typed(office, path, source=it.news.pk))

    assert response.context["form"].non_field_errors() == ["Inget är ändrat."]


def test_a_correction_asks_for_a_reason_and_keeps_the_day(office, reviewer, it):
    path = page(it, "correct")
    values = {"source": it.news.pk, f"amount_{it.cofunded.splits.get().pk}": "4,2 mn"}
    silent = office.post(path, typed(office, path, **values))
    office.post(path, typed(office, path, **values, reason_sv="Felläst siffra."))
    proposal = Proposal.objects.get()
    reviewer.post(answer(proposal), seen(reviewer, proposal) | {"approve": "1"})

    assert list(silent.context["form"].errors) == ["reason_sv"]
    assert regional(it) == [Decimal(4_200_000)]
    assert it.project.decisions.get(entry="correction").in_force_from == datetime.date(2018, 6, 20)


def test_only_the_last_word_of_a_public_project_is_amended(office, it, sent):
    for path in (
        page(it, "amend", it.prioritised),
        page(it).replace(str(it.cofunded.pk), "99999999999999999999"),
        page(it).replace(f"/{it.project.pk}/", "/99999999999999999999/"),
    ):
        assert office.get(path).status_code == 404
    assert office.get(page(it, "correct", it.prioritised)).status_code == 200
    assert "Ändra</a>" in office.get(f"/admin/projects/project/{it.project.pk}/change/").text


@pytest.mark.usefixtures("one_person")
def test_where_one_person_is_enough_it_is_entered_at_once(office, it, sent):
    response = office.post(page(it), sent)

    assert response.status_code == 302
    assert regional(it) == [Decimal(4_500_000)]
    assert Proposal.objects.count() == 0


def test_whoever_was_signed_out_finds_an_amendment_as_it_was_typed(office, it, sent):
    office.logout()
    away = office.post(page(it), sent)
    office.force_login(User.objects.get(username="administrator"))
    [back] = re.findall(r"next=(.+)", away["Location"])

    shown = office.get(back.replace("%3F", "?").replace("%3D", "="))

    assert "du hade loggats ut" in shown.text
    assert "4 500 000" in shown.text


def test_money_in_the_form_of_a_public_project_waits_and_the_rest_is_saved(office, reviewer, it):
    path = reverse("admin:projects_project_change", args=[it.project.pk])
    sent = as_sent(office.get(path)) | {
        "purpose_sv": "Ett nytt syfte",
        "total_cost_typed": "20 miljoner",
        "splits-0-kind": "amended",
        "splits-0-funder": it.region.pk,
        "splits-0-amount": "4 500 000",
        "splits-0-decided_on": "2019-03-05",
        "splits-0-source": it.news.pk,
        "payments-TOTAL_FORMS": "1",
        "payments-INITIAL_FORMS": "0",
        "payments-0-kind": "paid",
        "payments-0-split": it.granted.splits.get().pk,
        "payments-0-printed": "1 000",
        "payments-0-paid_on": "2018-01-05",
        "payments-0-source": it.news.pk,
    }
    assert office.post(path, sent).status_code == 302

    it.project.refresh_from_db()
    assert (it.project.purpose_sv, it.project.total_cost) == ("Ett nytt syfte", None)
    assert (regional(it), it.project.payments.count()) == ([Decimal(4_300_000)], 0)
    proposal = Proposal.objects.get()
    reviewer.post(answer(proposal), seen(reviewer, proposal) | {"approve": "1"})
    it.project.refresh_from_db()
    assert it.project.total_cost == Decimal(20_000_000)
    assert (regional(it), it.project.payments.count()) == ([Decimal(4_500_000)], 1)


def test_a_stated_figure_narrows_what_is_public_once_somebody_else_approves(
    office, reviewer, it, client
):
    path = reverse("admin:projects_project_change", args=[it.project.pk])
    form = as_sent(office.get(path))
    place = form["stated_figures-TOTAL_FORMS"]
    figure = {"printed": "4 320 000", "basis": "registered_support", "funder": it.region.pk}
    figure |= {"stated_on": "2018-06-20", "source": it.news.pk, "words": ""}
    sent = form | {f"stated_figures-{place}-{name}": value for name, value in figure.items()}
    sent["stated_figures-TOTAL_FORMS"] = place + 1
    before = (it.project.at_least, it.project.at_most)

    assert office.post(path, sent).status_code == 302

    it.project.refresh_from_db()
    assert (it.project.at_least, it.project.at_most) == before
    proposal = Proposal.objects.get()
    shown = reviewer.get(reverse("admin:projects_proposal_change", args=[proposal.pk]))
    assert "4\u00a0320\u00a0000\u00a0kr" in shown.text
    reviewer.post(answer(proposal), seen(reviewer, proposal) | {"approve": "1"})
    it.project.refresh_from_db()
    assert it.project.at_least == it.project.at_most == Decimal(9_735_500 + 4_320_000)


def test_whoever_entered_a_project_sends_it_to_review_and_another_publishes(office, reviewer):
    it = factories.spin(published=False)
    path = reverse("admin:projects_project_change", args=[it.project.pk])
    office.post(path, as_sent(office.get(path)) | {"purpose_sv": "Ett syfte"})
    refused = office.post(path, as_sent(office.get(path)) | {"_publish": "1"}, follow=True)
    office.post(path, as_sent(office.get(path)) | {"_review": "1"})
    proposal = Proposal.objects.get()
    shown = reviewer.get(reverse("admin:projects_proposal_change", args=[proposal.pk]))
    reviewer.post(answer(proposal), seen(reviewer, proposal) | {"approve": "1"})

    assert "så publicerar någon annan" in refused.text
    assert "SamverkansPlattform" in shown.text
    it.project.refresh_from_db()
    assert it.project.is_published


def test_whoever_changed_only_an_amount_does_not_publish_it_first(office, reviewer):
    it = factories.spin(published=False)
    path = reverse("admin:projects_project_change", args=[it.project.pk])
    reviewed = User.objects.get(username="administrator")

    office.post(path, as_sent(office.get(path)))
    untouched = approving.entered_by(it.project)
    office.post(path, as_sent(office.get(path)) | {"splits-1-amount": "1 kr"})
    refused = office.post(path, as_sent(office.get(path)) | {"_publish": "1"}, follow=True)

    assert untouched == set()
    assert approving.entered_by(it.project) == {reviewed.pk}
    assert "så publicerar någon annan" in refused.text
    it.project.refresh_from_db()
    assert not it.project.is_published
    history = office.get(reverse("admin:projects_project_history", args=[it.project.pk]))
    assert "Pengar och beslut" in history.text or "pengar och beslut" in history.text


def test_a_scheduled_project_that_changes_is_approved_anew(office, reviewer):
    it = factories.spin(published=False)
    approving.publish(
        it.project,
        by=User.objects.get(username="reviewer"),
        at=datetime.datetime(2098, 1, 1, tzinfo=datetime.UTC),
    )
    path = reverse("admin:projects_project_change", args=[it.project.pk])

    office.post(path, as_sent(office.get(path)))
    it.project.refresh_from_db()
    untouched = it.project.state
    office.post(path, as_sent(office.get(path)) | {"splits-0-amount": "1 kr"})

    it.project.refresh_from_db()
    assert (untouched, it.project.state) == ("published", "draft")


def test_the_only_person_who_may_approve_is_asked_how(office, it, sent):
    start = office.get("/admin/").text
    chosen = office.post(reverse("admin:projects_proposal_alone"), {"alone": "yes"})

    assert "Bara du får godkänna" in start
    assert chosen.status_code == 302
    assert "Bara du får godkänna" not in office.get("/admin/").text
    office.post(page(it), sent)
    proposal = Proposal.objects.get()
    said = seen(office, proposal) | {"approve": "1"}
    silent = office.post(answer(proposal), said)
    office.post(answer(proposal), said | {"self_reason_sv": "Ensam i juli."})

    assert "Skriv till allmänheten varför" in silent.text
    assert regional(it) == [Decimal(4_500_000)]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_however_many_wait(
    office, it, count, django_assert_num_queries
):
    user = User.objects.get(username="administrator")
    for _ in range(count):
        approving.propose(project=it.project, by=user, facts={"title_sv": "Ny"})
    office.get(WAITING)

    with django_assert_num_queries(6):
        office.get(WAITING)
