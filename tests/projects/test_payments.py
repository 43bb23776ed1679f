"""What was paid out, what is left, and what a page tells of it."""

import datetime
from decimal import Decimal

import pytest

from projects.accounts import Account
from projects.funding import funding
from projects.ledger import take_back_payment
from projects.models import Project
from projects.money import Interval, ore
from projects.payments import Payments, payments
from projects.records import with_records
from tests.factories import ProjectFactory, grant, make_public, spin
from tests.projects.paying import pay
from tests.projects.views.test_projects import page

pytestmark = pytest.mark.django_db

DAY = datetime.date(2018, 3, 3)


def kept(project: Project) -> Payments | None:
    read = with_records(Project.objects.filter(pk=project.pk)).get()
    account = Account.of(read)
    return payments(account, funding(account))


def between(low: str, high: str) -> Interval:
    return Interval(ore(Decimal(low)), ore(Decimal(high)))


def test_what_is_left_of_a_rounded_grant_is_an_interval():
    it = spin()
    pay(it.granted, "9000000", paid_on=DAY)
    pay(it.cofunded, "4300000", paid_on=DAY)

    found = kept(it.project)

    assert found is not None
    exact, rounded = found.rows
    assert (exact.paid, exact.left) == (9_000_000, between("735500", "735500"))
    assert (rounded.paid, rounded.left) == (4_300_000, between("14500", "49999.99"))
    assert (found.paid, found.last) == (13_300_000, DAY)
    assert found.exceeding == []


def test_what_was_paid_back_and_what_was_a_mistake_are_not_paid():
    project = ProjectFactory()
    decision = grant(project, "100 000")
    make_public(project)
    pay(decision, "60000.50")
    pay(decision, "-10000")
    take_back_payment(pay(decision, "7000"), reason_sv="Fel projekt.")

    (row,) = kept(project).rows

    assert (row.paid, row.count) == (Decimal("50000.50"), 2)
    assert row.left == between("49999.50", "49999.50")


def test_a_project_whose_payments_were_all_mistakes_has_none():
    project = ProjectFactory()
    decision = grant(project)
    make_public(project)
    take_back_payment(pay(decision), reason_sv="Fel projekt.")

    assert kept(project) is None
    assert kept(spin().project) is None


def test_more_than_was_granted_at_most_is_told_as_such():
    project = ProjectFactory()
    decision = grant(project, "4,3 mn")
    make_public(project)
    pay(decision, "4349999.99")
    assert kept(project).exceeding == []

    pay(decision, "0.02")

    (row,) = kept(project).exceeding
    assert (row.excess, row.left) == (Decimal("0.02"), Interval(0, 0))


def test_of_an_unknown_grant_nobody_knows_what_is_left():
    project = ProjectFactory()
    decision = grant(project, None)
    make_public(project)
    pay(decision, "1000")

    (row,) = kept(project).rows

    assert (row.paid, row.left, row.excess) == (1000, None, 0)


def test_what_was_paid_before_an_amendment_counts_after_it():
    project = ProjectFactory()
    first = grant(project, "100 000", decided_on=datetime.date(2017, 5, 2))
    make_public(project)
    pay(first, "40000")
    second = grant(project, "150 000", kind="amended", supersedes=first, decided_on=DAY)
    pay(second, "20000")

    (row,) = kept(project).rows

    assert (row.paid, row.left) == (60_000, between("90000", "90000"))


def test_what_was_paid_of_a_revoked_grant_stays_told():
    project = ProjectFactory()
    first = grant(project, "100 000", decided_on=datetime.date(2017, 5, 2))
    make_public(project)
    pay(first, "40000")
    grant(
        project,
        kind="revoked",
        supersedes=first,
        organisation=first.organisation,
        splits=[],
        decided_on=DAY,
    )

    (row,) = kept(project).rows

    assert row.item.ended_by is not None
    assert (row.paid, row.left) == (40_000, None)


def test_an_item_nothing_is_known_to_be_paid_of_is_listed(client):
    it = spin()
    pay(it.granted, "9000000", paid_on=DAY)

    text = page(client, it.project)

    assert "the last on 3 March 2018, less what was paid back. Others may be missing." in text
    assert "Tillväxtverket, ERUF SEK 9,735,500 SEK 9,000,000 SEK 735,500" in text
    assert "none known at least SEK 4,314,500, under SEK 4,350,000" in text


def test_the_timeline_tells_payments_and_corrections(client):
    project = ProjectFactory()
    decision = grant(project, "100 000", decided_on=datetime.date(2017, 5, 2))
    make_public(project)
    period = {"period_from": datetime.date(2017, 1, 1), "period_until": datetime.date(2017, 6, 30)}
    pay(decision, "60000", paid_on=DAY, **period)
    pay(decision, "-10000", paid_on=DAY)
    take_back_payment(pay(decision, "7000", paid_on=DAY), reason_sv="Fel projekt.")

    text = page(client, project)
    swedish = page(client, project, "sv")

    payer = decision.organisation.name
    assert f"Paid out by {payer}: SEK 60,000" in text
    assert "For costs from 1 January 2017 to 30 June 2017." in text
    assert f"Paid back to {payer}: SEK 10,000" in text
    assert "Shown until then: a payment of SEK 7,000 on 3 March 2018. Fel projekt." in text
    assert f"Utbetalt av {payer}: 60 000 kr" in swedish
    assert f"Återbetalt till {payer}: 10 000 kr" in swedish
    assert "Paid" not in swedish


def test_a_source_of_a_payment_is_among_the_sources(client):
    project = ProjectFactory()
    decision = grant(project)
    make_public(project)

    payment = pay(decision)

    assert payment.source.title in page(client, project)
