"""Every rule of the database has a name, a test and words for the person it refuses."""

import re
from importlib import import_module
from pathlib import Path

import pgtrigger
import pytest
from django.db.models import CharField, CheckConstraint, IntegerField, Value

from projects import rules
from projects.refusals import TRIGGERS
from tests.projects.models.refusing import TESTED
from tests.projects.models.samples import registry_models

pytestmark = pytest.mark.django_db

HERE = Path(__file__).parent


def constraints() -> set[str]:
    return {
        constraint.name for model in registry_models() for constraint in model._meta.constraints
    }


def trigger_rules() -> set[str]:
    """Return the names that our triggers refuse under."""
    bodies = [str(trigger.func or "") for _model, trigger in pgtrigger.registered()]
    return {rule for body in bodies for rule in re.findall(r"CONSTRAINT = '(\w+)'", body)}


def test_every_rule_has_a_test() -> None:
    for path in sorted((HERE / "models").glob("test_*.py")):
        import_module(f"tests.projects.models.{path.stem}")

    assert constraints() | trigger_rules() == TESTED


def test_every_rule_says_in_words_what_is_wrong() -> None:
    wordless = [
        constraint.name
        for model in registry_models()
        for constraint in model._meta.constraints
        if constraint.violation_error_message == constraint.default_violation_error_message
        and constraint.name != "subtotal_is_one_per_basis_and_funder"  # nobody writes subtotals
    ]

    assert wordless == []
    assert set(TRIGGERS) == trigger_rules()


def test_no_two_rules_share_a_name() -> None:
    names = [
        constraint.name for model in registry_models() for constraint in model._meta.constraints
    ]

    assert len(names) == len(set(names))
    assert not set(names) & trigger_rules()


@pytest.mark.parametrize(
    ("values", "is_allowed"),
    [
        ({"a": 1, "b_sv": ""}, True),
        ({"a": None, "b_sv": "x"}, True),
        ({"a": 1, "b_sv": "x"}, False),
        ({"a": None, "b_sv": ""}, False),
    ],
)
def test_exactly_one_counts_an_empty_text_as_unset(
    values: dict[str, object], is_allowed: bool
) -> None:
    rule = rules.exactly_one("thing", "has_one", "a", "b_sv", message="Just one.")

    assert (rule.name, rule.violation_error_message) == ("thing_has_one", "Just one.")
    assert holds(rule, values) == is_allowed


@pytest.mark.parametrize(
    ("first", "last", "is_allowed"),
    [(1, 1, True), (1, 2, True), (2, 1, False), (None, 1, True), (2, None, True)],
)
def test_not_before_lets_unknown_days_pass(first: object, last: object, is_allowed: bool) -> None:
    rule = rules.not_before("thing", "ends_after", first="a", last="b", message="Too early.")

    assert holds(rule, {"a": first, "b": last}) == is_allowed


def test_a_refusal_in_sql_keeps_its_apostrophes() -> None:
    assert rules.refuse("a_rule", "Don't.") == (
        "RAISE EXCEPTION USING ERRCODE = 'check_violation', "
        "CONSTRAINT = 'a_rule', MESSAGE = 'Don''t.';"
    )


def holds(rule: CheckConstraint, values: dict[str, object]) -> bool:
    """Answer whether PostgreSQL lets a row of these values pass."""
    typed = {name: typed_value(value) for name, value in values.items()}
    return rule.condition.check(typed)


def typed_value(value: object) -> Value:
    field = CharField() if isinstance(value, str) else IntegerField()
    return Value(value, output_field=field)
