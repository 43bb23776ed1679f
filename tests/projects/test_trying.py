"""What rows would say if they were entered is what they say once they are."""

import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projects.accounts import Account
from projects.entering import CORRECTION, Row, enter, rows_of
from projects.funding import ledger
from projects.ledger import Split
from projects.models import Decision, Project
from projects.money import Basis
from projects.settlement import with_accounts
from projects.trying import tried
from projects.verdicts import project_verdicts
from tests import factories

pytestmark = pytest.mark.django_db


def stored(project: Project) -> Account:
    return Account.of(with_accounts(Project.objects.filter(pk=project.pk)).get())


def told(account: Account) -> tuple:
    """Return all that pages print of an account."""
    return (
        [(one.sign, one.sentence, one.printed_sum) for one in project_verdicts(account)],
        [account.total(basis) for basis in Basis],
        [
            (decision.kind, decision.in_force_from, [(str(one), left) for one, left in splits])
            for decision, splits in ledger(account)
        ],
    )


def grant_of(it, amount: str, **row) -> Row:
    split = Split(amount=factories.money(amount), funder=it.region)
    return Row(**{"kind": "granted", "source": it.news} | row, split=split, organisation=it.region)


def test_a_draft_is_what_its_rows_say():
    it = factories.spin(published=False)
    figures = list(it.project.stated_figures.all())

    found = tried(project=it.project, rows=rows_of(it.project), figures=figures)

    assert told(found.account) == told(stored(it.project))
    assert found.refused == []
    assert sorted(found.row_of.values()) == [0, 1]


@pytest.mark.parametrize(
    ("kind", "row"),
    [
        ("amended", {"decided_on": datetime.date(2018, 6, 1)}),
        ("closed", {"decided_on": datetime.date(2020, 1, 1)}),
        (CORRECTION, {"reason_sv": "Skrivfel."}),
        ("granted", {"case_number": "2"}),
    ],
)
def test_rows_beside_a_public_ledger_say_what_they_will_say(kind, row):
    it = factories.spin()
    rows = [grant_of(it, "4,4 mn", kind=kind, **row)]
    figures = list(it.project.stated_figures.all())

    found = tried(project=it.project, rows=rows, figures=figures)
    enter(project=it.project, rows=rows)

    assert told(found.account) == told(stored(it.project))


def test_nothing_is_stored():
    it = factories.spin()
    before = list(Decision.objects.values())
    tried(project=it.project, rows=[grant_of(it, "5 mn", case_number="2")], figures=[])

    assert list(Decision.objects.values()) == before


def test_a_row_that_replaces_nothing_is_refused_at_its_place():
    it = factories.spin()
    other = factories.OrganisationFactory()
    split = Split(amount=factories.money("1 mn"), funder=other)
    lost = Row(kind="amended", source=it.news, split=split, organisation=other)

    found = tried(project=it.project, rows=[grant_of(it, "1 mn"), lost], figures=[])

    assert [(one.place, one.field) for one in found.refused] == [(1, "kind")]


def test_one_funder_fund_and_form_twice_in_a_decision_is_refused():
    it = factories.spin(published=False)
    found = tried(project=it.project, rows=[grant_of(it, "1 mn"), grant_of(it, "2 mn")], figures=[])

    assert [one.place for one in found.refused] == [1]


AMOUNTS = st.sampled_from(["4,3 mn", "1 000 000", "ca 2 mn", "högst 3 mn", "0,25 mn", "9,7 mn"])


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(AMOUNTS, st.booleans()), max_size=5), AMOUNTS)
def test_whatever_the_rows_the_verdict_is_the_one_they_get_when_entered(rows, figure):
    project = factories.ProjectFactory()
    source = factories.SourceFactory()
    funders = [factories.OrganisationFactory() for _row in rows]
    entered = [
        Row(
            kind="granted",
            source=source,
            split=Split(amount=factories.money(amount), funder=funder, form=form),
            organisation=funder,
        )
        for (amount, is_cash), funder in zip(rows, funders, strict=True)
        for form in [("cash" if is_cash else "in_kind")]
    ]
    factories.state(project, figure)
    figures = list(project.stated_figures.all())

    found = tried(project=project, rows=entered, figures=figures)
    enter(project=project, rows=entered)

    assert told(found.account) == told(stored(project))
