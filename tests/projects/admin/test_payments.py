"""Payments are entered in the form of a public project, and corrected by another row."""

import datetime

import pytest

from projects.ledger import take_back_payment
from projects.models import Payment, Project
from tests.factories import ProjectFactory as Projects
from tests.factories import SourceFactory, grant, make_public, spin
from tests.projects.admin.test_project import change, said
from tests.projects.admin.typed_forms import as_sent
from tests.projects.paying import pay

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_person")]


def sent(office, project: Project, *rows: dict[str, object]) -> dict[str, object]:
    """Return the form of a project as it stands, with payments typed."""
    form = as_sent(office.get(change(project)))
    form["payments-TOTAL_FORMS"] = len(rows)
    for place, row in enumerate(rows):
        for name, value in ({"kind": "paid"} | row).items():
            form[f"payments-{place}-{name}"] = getattr(value, "pk", value)
    return form


def errors(response) -> list[dict[str, list[str]]]:
    assert response.status_code == 200
    formsets = [one.formset for one in response.context["inline_admin_formsets"]]
    return next(one.errors for one in formsets if one.prefix == "payments")


@pytest.fixture
def it():
    return spin()


@pytest.fixture
def row(it):
    """What is typed for one payment of Tillväxtverket."""
    return {
        "split": it.granted.splits.get(),
        "printed": "1 250 000,50",
        "paid_on": "2018-03-03",
        "reference": "U-17",
        "source": it.bank,
    }


def test_payments_are_entered_and_shown_with_what_is_left(office, it, row):
    second = row | {"kind": "paid_back", "printed": "250 000,50", "source": ""}

    response = office.post(change(it.project), sent(office, it.project, row, second), follow=True)

    assert response.redirect_chain, response.context["errors"]
    first, back = Payment.objects.all()
    assert (str(first.amount), first.reference, first.source) == ("1250000.50", "U-17", it.bank)
    assert (str(back.amount), back.source) == ("-250000.50", it.bank)
    page = office.get(change(it.project)).content.decode()
    assert "Utbetalningar hittills" in page
    assert "8\u00a0735\u00a0500" in page


def test_a_payment_of_a_draft_cannot_be_entered(office):
    draft = spin(published=False).project

    prefixes = {one.formset.prefix for one in office.get(change(draft)).context[FORMSETS]}

    assert "splits" in prefixes
    assert "payments" not in prefixes


FORMSETS = "inline_admin_formsets"


def test_only_standing_cash_of_the_project_is_offered(office, it):
    grant(it.project, "5 000", form="in_kind")
    grant(Projects(), "7 000")
    amended = grant(it.project, "9 800 000", kind="amended", supersedes=it.granted, fund=it.eruf)

    formsets = [one.formset for one in office.get(change(it.project)).context[FORMSETS]]
    offered = next(one for one in formsets if one.prefix == "payments").empty_form.fields["split"]

    wanted = {it.cofunded.splits.get().pk, amended.splits.get().pk}
    assert {one.pk for one in offered.queryset} == wanted
    assert "Tillväxtverket, ERUF: 9\u00a0800\u00a0000\u00a0kr" in dict(offered.choices).values()


REFUSED = [
    ({"source": ""}, "source"),  # of the first row: a later one has that of the row before
    ({"printed": ""}, "printed"),
    ({"printed": "0"}, "printed"),
    ({"printed": "ca 2 mn"}, "printed"),
    ({"printed": "4,3 mn"}, "printed"),
    ({"printed": "-100"}, "printed"),
    ({"printed": "1e20"}, "printed"),
    ({"printed": "NaN"}, "printed"),
    ({"printed": "1" * 20}, "printed"),
    ({"paid_on": ""}, "paid_on"),
    ({"paid_on": "0001-01-01"}, "paid_on"),
    ({"paid_on": "2100-01-01"}, "paid_on"),
    ({"paid_on": "igår"}, "paid_on"),
    ({"split": ""}, "split"),
    ({"split": "x"}, "split"),
    ({"split": 10**30}, "split"),
    ({"reference": "A\x0bB"}, "reference"),
    ({"reference": "A" * 61}, "reference"),
    ({"period_from": "2018-02-01", "period_until": "2018-01-01"}, "period_until"),
    ({"kind": "mistake"}, "takes_back"),
    ({"kind": "mistake", "takes_back": "7"}, "reason_sv"),
    ({"kind": "gåva"}, "kind"),
]


def test_what_is_no_payment_is_refused_at_its_field(office, it, row):
    rows = [row | typed for typed, _field in REFUSED]

    response = office.post(change(it.project), sent(office, it.project, *rows))

    found = zip(REFUSED, errors(response), strict=True)
    assert [(typed, said) for (typed, field), said in found if field not in said] == []
    assert not Payment.objects.exists()


def test_a_mistake_is_taken_back_with_a_reason(office, it, row):
    mistake = pay(it.granted, 7000)
    correction = {"kind": "mistake", "takes_back": mistake, "reason_sv": "Fel projekt."}

    office.post(change(it.project), sent(office, it.project, correction))

    taken_back = Payment.objects.get(takes_back=mistake)
    assert (taken_back.amount, taken_back.reason_sv) == (-7000, "Fel projekt.")
    assert taken_back.source == mistake.source


def test_what_was_taken_back_is_not_offered_again(office, it):
    take_back_payment(pay(it.granted, 7000), reason_sv="Fel projekt.")
    standing = pay(it.granted, 8000)

    formsets = [one.formset for one in office.get(change(it.project)).context[FORMSETS]]
    offered = next(one for one in formsets if one.prefix == "payments").empty_form.fields

    assert list(offered["takes_back"].queryset) == [standing]


def test_more_than_was_granted_is_entered_and_warned_of(office, it, row):
    form = sent(office, it.project, row | {"printed": "9 735 501"})

    response = office.post(change(it.project), form, follow=True)

    assert Payment.objects.count() == 1
    warned = [one for one in said(response) if "utbetalt" in one]
    assert warned == ["Tillväxtverket, ERUF: 1\u00a0kr mer är utbetalt än vad som beviljades."]


def test_who_saves_after_a_payment_of_somebody_else_is_told(office, it, row):
    first, second = (sent(office, it.project, row) for _ in range(2))

    office.post(change(it.project), first)
    response = office.post(change(it.project), second)

    assert response.status_code == 409
    assert Payment.objects.count() == 1


def test_who_may_only_read_sees_payments_and_enters_none(client, django_user_model, it):
    from django.contrib.auth.models import Group

    reviewer = django_user_model.objects.create_user("granskare", is_staff=True)
    reviewer.groups.add(Group.objects.get(name="reviewer"))
    client.force_login(reviewer)
    pay(it.granted, 7000, paid_on=datetime.date(2018, 3, 3), source=SourceFactory())

    response = client.get(change(it.project))

    assert "payments" not in {one.formset.prefix for one in response.context[FORMSETS]}
    assert "7\u00a0000" in response.content.decode()


def test_a_new_public_project_takes_payments_at_once(office):
    project = Projects()
    decision = grant(project)
    make_public(project)
    typed = {"split": decision.splits.get(), "printed": "1 000", "paid_on": "2018-03-03"}

    office.post(change(project), sent(office, project, typed | {"source": SourceFactory()}))

    assert [one.amount for one in project.payments.all()] == [1000]
