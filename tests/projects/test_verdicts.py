import datetime
from decimal import Decimal

import pytest
from django.utils import translation

from projects.accounts import Account
from projects.models import Project
from projects.money import Basis
from projects.settlement import with_accounts
from projects.verdicts import Sign, Verdict, project_verdicts
from tests.factories import ProjectFactory, grant, spin, state

pytestmark = pytest.mark.django_db

EARLY = datetime.date(2017, 6, 1)


@pytest.fixture(autouse=True)
def english():
    """Read the sentences as they are written in the code."""
    with translation.override("en"):
        yield


def verdicts(project: Project) -> list[Verdict]:
    account = Account.of(with_accounts(Project.objects.filter(pk=project.pk)).get())
    return project_verdicts(account)


def test_all_that_was_stated_about_spin_agrees():
    found = {
        str(verdict.figure): (verdict.sign, verdict.sentence)
        for verdict in verdicts(spin().project)
    }

    assert found == {
        "4,3 miljoner": (Sign.AGREES, "Stated and registered alike: 4.3 million kronor."),
        "9,7 miljoner": (
            Sign.AGREES,
            "SEK\xa09,735,500 is printed as 9.7 million kronor; stated 9.7 million kronor.",
        ),
        "14,1 miljoner": (
            Sign.ROUNDING,
            "4.3 + 9.7 = 14.0; stated 14.1: the difference is within the rounding.",
        ),
        "14 miljoner": (Sign.ROUNDING, "4 + 10 = 14; stated 14, each of them rounded."),
    }


def test_a_verdict_says_what_the_parts_allow_and_what_all_figures_leave():
    total = next(one for one in verdicts(spin().project) if str(one.figure) == "14,1 miljoner")

    assert (total.own.at_least, total.own.under) == (Decimal(13985500), Decimal(14085500))
    assert (total.bounds.at_least, total.bounds.under) == (
        Decimal(14050000),
        Decimal(14085500),
    )
    assert total.printed_sum == Decimal(14_000_000)


def test_exact_parts_that_make_the_stated_sum_agree():
    project = ProjectFactory()
    grant(project, "60 000")
    grant(project, "40 000")
    state(project, "100 000")

    (verdict,) = verdicts(project)

    assert (verdict.sign, verdict.sentence) == (
        Sign.AGREES,
        "40,000 + 60,000 = 100,000; stated 100,000.",
    )


def test_a_sum_that_rounding_cannot_explain_contradicts():
    project = ProjectFactory()
    grant(project, "1 850 000")
    state(project, "2,1 mn")

    (verdict,) = verdicts(project)

    assert verdict.sign is Sign.CONTRADICTS
    assert verdict.sentence == "The parts give SEK\xa01,850,000; stated “2,1 mn” lies outside."


def test_parts_rounded_more_coarsely_than_the_figure_are_never_summed_as_printed():
    project = ProjectFactory()
    grant(project, "9 735 500")
    grant(project, "4,3 mn")
    state(project, "14 050 000")

    (verdict,) = verdicts(project)

    assert (verdict.sign, verdict.printed, verdict.printed_sum) == (Sign.ROUNDING, [], None)
    assert verdict.sentence.replace("\xa0", " ") == (
        "The parts give at least SEK 13,985,500, under SEK 14,085,500; "
        "stated “14 050 000” lies within."
    )


def test_two_stated_figures_that_cannot_both_be_true_name_each_other():
    project = ProjectFactory()
    grant(project, "4,3 mn")
    state(project, "4,34 mn")
    state(project, "4,26 mn")

    first, second = verdicts(project)

    assert (first.sign, second.sign) == (Sign.CONTRADICTS, Sign.CONTRADICTS)
    assert first.sentence == "Stated “4,34 mn” cannot be true together with “4,26 mn”."
    assert second.conflicts == [first.figure]


@pytest.mark.parametrize(
    ("amount", "stated", "reason"),
    [
        ("1 mn", "ca 1 mn", "A word such as “about” sets no bound that a figure could break."),
        (None, "1 mn", "An amount that belongs to the sum is unknown or approximate."),
        ("ca 1 mn", "1 mn", "An amount that belongs to the sum is unknown or approximate."),
    ],
)
def test_what_sets_no_bound_cannot_be_tested(amount, stated, reason):
    project = ProjectFactory()
    grant(project, amount)
    state(project, stated)

    (verdict,) = verdicts(project)

    assert (verdict.sign, verdict.sentence) == (Sign.UNTESTABLE, reason)


def test_a_figure_stated_before_anything_was_decided_cannot_be_tested():
    project = ProjectFactory()
    grant(project, "1 mn", decided_on=EARLY)
    state(project, "1 mn", stated_on=EARLY - datetime.timedelta(days=1))

    (verdict,) = verdicts(project)

    assert (verdict.sign, verdict.sentence) == (
        Sign.UNTESTABLE,
        "The registry holds no part of this sum on the day it was stated.",
    )


def test_a_verdict_stays_true_after_an_amendment():
    it = spin()
    grant(
        it.project,
        "5 000 000",
        kind="amended",
        supersedes=it.cofunded,
        decided_on=datetime.date(2019, 1, 15),
    )

    total = next(one for one in verdicts(it.project) if str(one.figure) == "14,1 miljoner")

    assert (total.sign, total.printed_sum) == (Sign.ROUNDING, Decimal(14_000_000))


def test_a_stated_total_cost_is_held_against_the_projects_own():
    project = ProjectFactory(total_cost=Decimal(10_000_000))
    state(project, "10 mn", basis=Basis.TOTAL_COST)
    state(project, "12 mn", basis=Basis.TOTAL_COST)

    assert [verdict.sign for verdict in verdicts(project)] == [Sign.AGREES, Sign.CONTRADICTS]


def test_a_total_cost_that_nobody_gave_cannot_be_tested():
    project = ProjectFactory()
    state(project, "10 mn", basis=Basis.TOTAL_COST)

    assert [verdict.sign for verdict in verdicts(project)] == [Sign.UNTESTABLE]
