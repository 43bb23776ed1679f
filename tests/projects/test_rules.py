"""Every rule of the database has a name, a test and words for the person it refuses."""

import re
from importlib import import_module
from pathlib import Path

import pgtrigger

from projects.refusals import TRIGGERS
from tests.projects.models.refusing import TESTED
from tests.projects.models.samples import registry_models

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
