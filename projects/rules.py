"""Builders of the database rules that many models share.

Each returns constraints or trigger bodies whose names say the rule, so that a
refused row names what it broke wherever it came from: a form, an import or psql.
"""

import datetime
from collections.abc import Iterable
from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING

from django.db.models import CheckConstraint, F, Q
from django.utils.translation import gettext_lazy as _

from projects.money import Precision

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

FIRST_DAY = datetime.date(1990, 1, 1)
LAST_DAY = datetime.date(2100, 12, 31)
FIRST_MOMENT = datetime.datetime(1990, 1, 1, tzinfo=datetime.UTC)
LAST_MOMENT = datetime.datetime(2101, 1, 1, tzinfo=datetime.UTC)

# C0 and C1 controls but tab, line feed and carriage return: one in a title stops every feed.
# Bidi marks that open a direction: one in a title turns the rest of a page around.
CONTROL_CHARACTERS = (
    r"[\u0001-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]"
)

# numeric(16,2) holds less than this; NaN sorts above every number and is caught too.
AMOUNT_LIMIT = 10**14


def text_is_clean(model: str, *fields: str) -> CheckConstraint:
    """Refuse control characters, bidi overrides too, in columns of text or of lists of text."""
    condition = Q()
    for field in fields:
        condition &= ~Q(**{f"{field}__regex": CONTROL_CHARACTERS})
    return CheckConstraint(
        condition=condition,
        name=f"{model}_text_has_no_control_characters",
        violation_error_message=_("The text holds an invisible control character."),
    )


def dates_are_plausible(model: str, *fields: str) -> CheckConstraint:
    """Refuse dates outside 1990-2100; unknown (null) passes."""
    condition = Q()
    for field in fields:
        within = Q(**{f"{field}__range": (FIRST_DAY, LAST_DAY)})
        condition &= within | Q(**{f"{field}__isnull": True})
    return CheckConstraint(
        condition=condition,
        name=f"{model}_dates_are_plausible",
        violation_error_message=_("Dates must lie between 1990 and 2100."),
    )


def moments_are_plausible(model: str, *fields: str) -> CheckConstraint:
    """Refuse moments outside 1990-2100; one of year 1 stops every page that shows it."""
    condition = Q()
    for field in fields:
        within = Q(**{f"{field}__gte": FIRST_MOMENT, f"{field}__lt": LAST_MOMENT})
        condition &= within | Q(**{f"{field}__isnull": True})
    return CheckConstraint(
        condition=condition,
        name=f"{model}_moments_are_plausible",
        violation_error_message=_("Times must lie between 1990 and 2100."),
    )


def amount_is_sound(model: str, field: str = "amount") -> CheckConstraint:
    """Refuse negative and non-finite amounts, and precisions that do not fit them.

    A step goes with "rounded" and with nothing else; unknown (null) has neither.
    Every alternative says whether a column may be null: a CHECK lets pass what is
    neither true nor false.
    """
    value, precision, step = field, f"{field}_precision", f"{field}_step"
    stepless = [each.value for each in Precision if each is not Precision.ROUNDED]
    known = Q(**{f"{value}__isnull": False, f"{value}__gte": 0, f"{value}__lt": AMOUNT_LIMIT})
    unknown = Q(**{f"{value}__isnull": True, precision: Precision.EXACT.value})
    rounded = Q(**{precision: Precision.ROUNDED.value, f"{step}__isnull": False})
    rounded &= Q(**{f"{step}__gt": 0, f"{step}__lt": AMOUNT_LIMIT})
    other = Q(**{f"{precision}__in": stepless, f"{step}__isnull": True})
    return CheckConstraint(
        condition=(known | unknown) & (rounded | other),
        name=f"{model}_{field}_is_sound",
        violation_error_message=_(
            "An amount is 0 or more, less than 100 000 000 000 000 kronor, and rounded to a step "
            "only where it says so."
        ),
    )


def bounds_are_ordered(model: str) -> CheckConstraint:
    """Refuse bounds that a total cannot have; null at the top is "no upper bound"."""
    return CheckConstraint(
        condition=Q(at_least__gte=0) & (Q(at_most__isnull=True) | Q(at_most__gte=F("at_least"))),
        name=f"{model}_bounds_are_ordered",
        violation_error_message=_("A total reaches from 0 or more upwards."),
    )


def choices_are_known(model: str, **columns: Iterable[str]) -> CheckConstraint:
    """Refuse a value that is not among a column's choices, from wherever it is written."""
    return CheckConstraint(
        condition=Q(**{f"{column}__in": list(values) for column, values in columns.items()}),
        name=f"{model}_choices_are_known",
        violation_error_message=_("The value is not one of the choices."),
    )


def exactly_one(model: str, name: str, *fields: str, message: "StrOrPromise") -> CheckConstraint:
    """Require that just one of the columns is set; texts count as unset when empty."""
    alternatives = [
        reduce(and_, [_is_set(field) if field == chosen else _is_unset(field) for field in fields])
        for chosen in fields
    ]
    return CheckConstraint(
        condition=reduce(or_, alternatives),
        name=f"{model}_{name}",
        violation_error_message=message,
    )


def _is_set(field: str) -> Q:
    return Q(**{f"{field}__gt": ""}) if field.endswith("_sv") else Q(**{f"{field}__isnull": False})


def _is_unset(field: str) -> Q:
    return Q(**{field: ""}) if field.endswith("_sv") else Q(**{f"{field}__isnull": True})


def not_before(
    model: str, name: str, *, first: str, last: str, message: "StrOrPromise"
) -> CheckConstraint:
    """Refuse a last day before the first; the same day is allowed, unknown passes."""
    return CheckConstraint(
        condition=Q(**{f"{last}__gte": F(first)})
        | Q(**{f"{first}__isnull": True})
        | Q(**{f"{last}__isnull": True}),
        name=f"{model}_{name}",
        violation_error_message=message,
    )


def refuse(rule: str, message: str) -> str:
    """Return the PL/pgSQL that refuses a row as a CHECK of that name would."""
    message = message.replace("'", "''")
    return (
        f"RAISE EXCEPTION USING ERRCODE = 'check_violation', "
        f"CONSTRAINT = '{rule}', MESSAGE = '{message}';"
    )


def lock_project(project: str) -> str:
    """Return the PL/pgSQL that lets only one transaction at a time judge a project's state.

    The same lock as `settlement.lock` takes; rows that refer to the project may still be added.
    """
    return f"PERFORM 1 FROM projects_project p WHERE p.id = {project} FOR NO KEY UPDATE;\n"
