"""What may be wrong is pointed out, once it is certain, and never before."""

import datetime
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.utils.translation import override

from projects.accounts import Account
from projects.models import Organisation, PlausibilityWarning, Programme, Project, WarningRule
from projects.models.amounts import amount_columns
from projects.plausibility import Doubt, doubts
from projects.settlement import settle, with_accounts
from projects.warning_words import sentence
from projects.warnings_kept import doubtful, keep_name_warnings
from tests.factories import (
    FundFactory,
    OrganisationFactory,
    PriorityFactory,
    ProgrammeFactory,
    ProjectFactory,
    grant,
    make_public,
    money,
    spin,
    state,
)
from tests.projects.paying import pay

pytestmark = pytest.mark.django_db


def found(project: Project) -> list[str]:
    """Return the rules that a project is warned by, as stored."""
    settle(project)
    kept = list(project.warnings.order_by("pk").values_list("rule", flat=True))
    account = Account.of(with_accounts(Project.objects.filter(pk=project.pk)).get())
    assert kept == [one.rule for one in doubts(account)]
    return kept


def words(project: Project) -> str:
    with override("sv"):
        return sentence(project.warnings.get()).replace("\xa0", " ")


def costing(amount: str, *, column: str = "eligible_cost", **project) -> Project:
    return ProjectFactory(**amount_columns(column, money(amount)), **project)


def eu_grant(project: Project, amount: str, cap: str | None = "50", **decision):
    programme = ProgrammeFactory(highest_eu_share=cap and Decimal(cap), name_sv="Övre Norrland")
    fund = FundFactory(level="eu")
    return grant(project, amount, fund=fund, programme=programme, **decision)


def test_spin_is_beyond_doubt():
    assert found(spin().project) == []


@pytest.mark.parametrize(
    ("support", "cost", "cap", "warned"),
    [
        ("500 001", "1 000 000", "50", True),
        ("500 000", "1 000 000", "50", False),
        ("0,5 mn", "1 000 000", "50", False),  # may be 450 000
        ("0,6 mn", "1 000 000", "50", True),  # 550 000 at least
        ("600 000", "1 mn", "50", False),  # of up to 1 500 000
        ("900 000", "ca 1 mn", "50", False),
        ("900 000", "1 000 000", None, False),
    ],
)
def test_an_eu_share_is_doubted_when_even_its_least_is_above_the_cap(support, cost, cap, warned):
    project = costing(cost)
    eu_grant(project, support, cap)

    assert found(project) == (["eu_share_above_cap"] if warned else [])


def test_the_eligible_cost_goes_before_the_total_one_and_without_either_nothing_is_said():
    unknown = ProjectFactory()
    eu_grant(unknown, "900 000")
    total = costing("1 000 000", column="total_cost")
    eu_grant(total, "600 000")
    both = costing("2 000 000", **amount_columns("total_cost", money("1 000 000")))
    eu_grant(both, "900 000")

    assert [found(project) for project in (unknown, total, both)] == [
        [],
        ["eu_share_above_cap"],
        [],
    ]
    assert words(total) == (
        "EU:s del är minst 60,0 % av den totala kostnaden; Övre Norrland ger högst 50,0 %."
    )


def test_the_programme_may_be_that_of_the_priority():
    programme = ProgrammeFactory(highest_eu_share=Decimal(40))
    project = costing("1 000 000", priority=PriorityFactory(programme=programme))
    grant(project, "500 000", fund=FundFactory(level="eu"))

    assert found(project) == ["eu_share_above_cap"]


def test_an_amount_with_the_digits_of_a_case_number_is_doubted():
    project = ProjectFactory()
    grant(project, "20200919", case_number="2020-0919")

    assert found(project) == ["amount_is_case_number"]
    assert words(project) == "Beloppet 20 200 919 kr har samma siffror som numret 2020-0919."


@pytest.mark.parametrize("amount", ["20200920", "20,2 mn"])
def test_another_amount_is_not_taken_for_the_case_number(amount):
    project = ProjectFactory()
    grant(project, amount, case_number="20200919")

    assert found(project) == []


def test_a_short_number_is_an_amount_by_chance():
    project = ProjectFactory()
    grant(project, "12345", case_number="12345")

    assert found(project) == []


def with_usual(programme: Programme, count: int) -> None:
    for _number in range(count):
        grant(ProjectFactory(), "100 000", programme=programme)


def test_an_amount_a_hundred_times_the_median_is_doubted():
    programme = ProgrammeFactory(name_sv="Landsbygd")
    with_usual(programme, 5)
    project, other = ProjectFactory(), ProjectFactory()
    grant(project, "10 000 000", programme=programme)
    grant(other, "9 999 999", programme=programme)

    assert (found(project), found(other)) == (["amount_is_unusual"], [])
    assert words(project) == (
        "10 000 000 kr är minst 100 gånger det vanliga i Landsbygd: öre eller kronor?"
    )


def test_with_too_few_amounts_none_is_unusual():
    programme = ProgrammeFactory()
    with_usual(programme, 4)
    project = ProjectFactory()
    grant(project, "99 000 000", programme=programme)

    assert found(project) == []


def test_a_purpose_that_repeats_the_title_is_doubted_and_an_empty_one_is_not():
    assert found(ProjectFactory(title_sv="Bredband", purpose_sv=" bredband ")) == [
        "title_is_purpose"
    ]
    assert found(ProjectFactory(title_sv="Bredband", purpose_sv="")) == []


def test_figures_that_no_rounding_explains_are_doubted():
    it = spin()
    state(it.project, "20 miljoner")

    assert found(it.project) == ["figures_contradict"]
    assert words(it.project) == (
        "Delarna ger minst 13 985 500 kr, under 14 085 500 kr; "
        "det angivna 20 miljoner ligger utanför."
    )


def test_more_paid_than_granted_is_doubted():
    project = ProjectFactory()
    decision = grant(project, "100 000")
    make_public(project)
    pay(decision, 100_001)

    assert found(project) == ["paid_over_granted"]
    assert words(project).endswith("1 kr mer är utbetalt än vad som beviljades.")


def test_what_is_no_longer_doubtful_goes_and_what_stays_keeps_its_key():
    project = ProjectFactory(title_sv="Bredband", purpose_sv="Bredband", title_en="B")
    settle(project)
    kept = project.warnings.get()
    grant(project, "20200919", case_number="20200919")
    assert project.warnings.order_by("pk").first() == kept

    project.purpose_sv = "Att fler kan ansluta sig."
    project.save()
    settle(project)

    assert project.warnings.get().rule == WarningRule.AMOUNT_IS_CASE_NUMBER


def test_one_name_with_two_numbers_is_doubted_and_one_with_none_is_not():
    first = OrganisationFactory(name="Exempelbolaget", number="5560360793")
    OrganisationFactory(name="exempelbolaget", number="2021002114")
    OrganisationFactory(name="Exempelbolaget", number=None)
    other = OrganisationFactory(name="Ett annat bolag", number=None)
    keep_name_warnings(Organisation.objects.filter(pk=first.pk))
    keep_name_warnings(Organisation.objects.filter(pk=other.pk))

    warning = PlausibilityWarning.objects.get()
    assert (warning.organisation, warning.facts) == (
        first,
        {"name": "Exempelbolaget", "numbers": "202100-2114, 556036-0793"},
    )
    with override("sv"):
        assert sentence(warning) == (
            "Exempelbolaget är inlagd med flera organisationsnummer: 202100-2114, 556036-0793."
        )


def test_looking_over_finds_what_has_become_doubtful(capsys):
    project = costing("1 000 000")
    eu_grant(project, "500 000", "80")
    Programme.objects.update(highest_eu_share=40)
    OrganisationFactory(name="Exempelbolaget", number="5560360793")
    OrganisationFactory(name="Exempelbolaget", number="2021002114")

    call_command("look_over")

    assert capsys.readouterr().out == "2 warnings are open.\n"
    assert project.warnings.get().rule == "eu_share_above_cap"


def test_looking_over_needs_not_look_at_every_project():
    capped = costing("1 000 000")
    eu_grant(capped, "500 000", "80")
    by_priority = costing(
        "1 mn", priority=PriorityFactory(programme=ProgrammeFactory(highest_eu_share=Decimal(80)))
    )
    grant(by_priority, "790 000", fund=FundFactory(level="eu"))
    programme = ProgrammeFactory()
    with_usual(programme, 5)
    large = ProjectFactory()
    grant(large, "10 000 000", programme=programme)
    warned = ProjectFactory(title_sv="Bredband", purpose_sv="Bredband")
    settle(warned)
    free = costing("0")
    eu_grant(free, "100 000", "80")
    assert set(doubtful()) == {large, warned}

    Programme.objects.update(highest_eu_share=40)

    assert set(doubtful()) == {large, warned, capped, by_priority}


def test_looking_over_all_finds_what_was_never_looked_at(capsys):
    ProjectFactory(title_sv="Bredband", purpose_sv="Bredband")
    call_command("look_over")
    call_command("look_over", "--all")

    assert capsys.readouterr().out == "0 warnings are open.\n1 warnings are open.\n"


def test_every_rule_has_words_in_both_languages():
    facts = {
        "figures_contradict": {"stated": "20 mn", "low": "1", "high": ""},
        "paid_over_granted": {"payer": "Regionen", "fund": "", "excess": "1.00"},
        "eu_share_above_cap": {"share": "60", "cap": "50", "cost": "total", "programme": "P"},
        "amount_is_case_number": {"amount": "20200919.00", "number": "20200919"},
        "amount_is_unusual": {"amount": "1.00", "programme": "P"},
        "title_is_purpose": {"title": "T"},
        "name_has_numbers": {"name": "N", "numbers": "1, 2"},
    }
    assert set(facts) == set(WarningRule.values)
    warnings = [PlausibilityWarning(rule=rule, facts=values) for rule, values in facts.items()]
    with override("sv"):
        swedish = [sentence(one) for one in warnings]
    with override("en"):
        assert not set(swedish) & {sentence(one) for one in warnings}


def test_a_programme_amended_after_the_day_is_doubted_as_it_stands():
    project = costing("1 000 000")
    earlier = eu_grant(project, "600 000", decided_on=datetime.date(2018, 1, 1))
    assert found(project) == ["eu_share_above_cap"]
    split = earlier.splits.get()
    grant(
        project,
        "400 000",
        kind="amended",
        supersedes=earlier,
        fund=split.fund,
        programme=split.programme,
        decided_on=datetime.date(2019, 1, 1),
    )

    assert found(project) == []


def test_a_programme_is_named_in_the_language_of_whoever_reads_a_warning():
    facts = {"amount": "1000000", "programme": "Övre Norrland", "programme_en": "Upper Norrland"}
    doubt = Doubt(WarningRule.AMOUNT_IS_UNUSUAL, facts, "")

    with override("en"):
        english = sentence(doubt)
    with override("sv"):
        swedish = sentence(doubt)

    assert ("Upper Norrland" in english, "Övre Norrland" in swedish) == (True, True)
    without = {name: value for name, value in facts.items() if name != "programme_en"}
    assert doubt.fingerprint == Doubt(WarningRule.AMOUNT_IS_UNUSUAL, without, "").fingerprint
