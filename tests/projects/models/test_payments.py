"""What the database refuses of payments, whoever writes them."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from projects.ledger import take_back_payment
from projects.models import GrantSplit, Payment
from tests.factories import ProjectFactory as Projects
from tests.factories import SourceFactory, grant, make_public, spin
from tests.projects.models.refusing import breaks, refused, sql
from tests.projects.paying import paid_out, pay

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


def public_grant(**facts: object):
    project = Projects()
    decision = grant(project, **facts)
    make_public(project)
    return decision


@breaks("payment_follows_publication")
def test_nothing_is_paid_out_of_a_ledger_that_may_still_be_rewritten() -> None:
    pay(grant(Projects()))


@breaks("payment_is_of_granted_cash")
def test_nobody_pays_out_in_kind() -> None:
    pay(public_grant(form="in_kind"))


def test_nobody_pays_out_what_is_only_proposed() -> None:
    it = spin()
    project = Projects()
    proposal = grant(
        project,
        kind="prioritised",
        organisation=None,
        partnership=it.partnership,
        round=it.round,
        decided_on=it.round.met_on,
    )
    make_public(project)

    with refused("payment_is_of_granted_cash"):
        pay(proposal)


@breaks("payment_is_of_its_splits_project")
def test_a_payment_belongs_to_the_project_of_its_split() -> None:
    other, split = public_grant().project, public_grant().splits.get()
    Payment.objects.create(
        project=other, split=split, amount=1, paid_on="2018-01-31", source=SourceFactory()
    )


@breaks("payment_is_not_in_the_future")
def test_a_payment_has_been_made() -> None:
    pay(public_grant(), paid_on=timezone.localdate() + 3 * DAY)


@pytest.mark.parametrize("amount", ["1", "0.01", "-0.01", "99999999999999.99"])
def test_kronor_and_ore_are_paid_and_paid_back(amount: str) -> None:
    payment = pay(public_grant(), amount)

    payment.refresh_from_db()
    assert payment.amount == Decimal(amount)
    assert payment.is_paid_back == (Decimal(amount) < 0)


@pytest.mark.parametrize("amount", ["0", "NaN"])
@breaks("payment_amount_is_sound")
def test_a_payment_is_of_some_kronor(amount: str) -> None:
    split = public_grant().splits.get()
    sql(
        "INSERT INTO projects_payment (project_id, split_id, amount, paid_on, source_id,"
        " reference, reason_sv, reason_en, recorded_at)"
        " VALUES (%s, %s, %s::numeric, '2018-01-31', %s, '', '', '', now())",
        split.project_id,
        split.pk,
        amount,
        SourceFactory().pk,
    )


@breaks("payment_period_is_ordered")
def test_a_period_ends_after_it_starts() -> None:
    first = datetime.date(2017, 7, 1)
    pay(public_grant(), period_from=first, period_until=first - DAY)


@breaks("payment_dates_are_plausible")
def test_a_payment_is_of_our_time() -> None:
    pay(public_grant(), paid_on=datetime.date(1, 1, 1))


@breaks("payment_moments_are_plausible")
def test_a_payment_was_recorded_in_our_time() -> None:
    split = public_grant().splits.get()
    Payment.objects.create(
        project_id=split.project_id,
        split=split,
        amount=1,
        paid_on="2018-01-31",
        source=SourceFactory(),
        recorded_at=datetime.datetime(1, 1, 2, tzinfo=datetime.UTC),
    )


@breaks("payment_text_has_no_control_characters")
def test_a_reference_is_clean() -> None:
    pay(public_grant(), reference="A\x0b1")


@breaks("payment_taken_back_has_a_reason")
def test_a_correction_says_why() -> None:
    take_back_payment(paid_out(), reason_sv="")


def test_a_mistake_is_taken_back_whole_and_once() -> None:
    mistake = paid_out()

    taken_back = take_back_payment(mistake, reason_sv="Fel projekt.")

    assert (taken_back.amount, taken_back.split_id) == (-mistake.amount, mistake.split_id)
    with refused("projects_payment_takes_back_id_key"):
        take_back_payment(mistake, reason_sv="En gång till.")
    with refused("payment_takes_back_its_like"):
        take_back_payment(taken_back, reason_sv="Ångrat.")


@breaks("payment_takes_back_its_like")
def test_half_a_mistake_is_not_taken_back() -> None:
    mistake = paid_out()
    pay(mistake.split.decision, -1, takes_back=mistake, reason_sv="Hälften.")


@breaks("payment_takes_back_its_like")
def test_a_payment_of_another_item_is_not_taken_back() -> None:
    mistake, other = paid_out(), public_grant()
    pay(other, -mistake.amount, takes_back=mistake, reason_sv="Fel rad.")


@pytest.mark.parametrize("change", ["update", "delete"])
def test_a_payment_stays_as_it_was_entered(change: str) -> None:
    payments = Payment.objects.filter(pk=paid_out().pk)

    with refused("ledger_is_append_only"):
        payments.update(amount=2) if change == "update" else payments.delete()


def test_an_item_with_payments_stays() -> None:
    payment = paid_out()

    with refused("ledger_is_append_only"):
        GrantSplit.objects.filter(pk=payment.split_id)._raw_delete("default")
