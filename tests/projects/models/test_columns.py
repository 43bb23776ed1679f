"""Rules that every column of a kind must keep, whatever model it is added to."""

import datetime
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.postgres.fields import ArrayField
from django.db import IntegrityError, models, transaction
from django.db.models import Value
from django.db.models.functions import Cast

from projects.models import Project
from tests.projects.models.refusing import covering, refused, rule_of
from tests.projects.models.samples import SAMPLES, registry_models

pytestmark = pytest.mark.django_db

FAMILIES = (
    "_text_has_no_control_characters",
    "_choices_are_known",
    "_state_is_known",
    "_dates_are_plausible",
    "_moments_are_plausible",
    "_is_sound",
    "_address_is_plain",
)
covering(
    *[
        constraint.name
        for model in SAMPLES
        for constraint in model._meta.constraints
        if constraint.name.endswith(FAMILIES)
    ]
)
every_model = pytest.mark.parametrize("model", SAMPLES, ids=lambda model: model.__name__)


def columns(model: type[models.Model], *kinds: type[models.Field]) -> Iterator[models.Field]:
    for field in model._meta.concrete_fields:
        if isinstance(field, kinds) and not field.generated:
            yield field


def is_refused(write: Callable[[], Any]) -> bool:
    """Answer whether a CHECK of ours refuses the write; the write is undone either way."""
    try:
        with transaction.atomic():
            write()
            transaction.set_rollback(True)
    except IntegrityError as error:
        return bool(rule_of(error)) and error.__cause__.sqlstate == "23514"
    return False


def inserted(row: models.Model, field: models.Field, value: Any) -> bool:
    """Answer whether a copy of the row with another value may be inserted in bulk."""
    copy = type(row).objects.get(pk=row.pk)
    copy.pk = None
    setattr(copy, field.attname, value)
    return not is_refused(lambda: type(row).objects.bulk_create([copy]))


def updated(row: models.Model, field: models.Field, value: Any) -> bool:
    """Answer whether the row may be updated to another value past its `save`."""
    found = type(row).objects.filter(pk=row.pk)
    return not is_refused(lambda: found.update(**{field.attname: value}))


def test_every_model_has_a_sample() -> None:
    assert set(SAMPLES) == set(registry_models())


def test_a_title_may_hold_no_bidi_override_or_c1_control_but_every_space() -> None:
    row = SAMPLES[Project]()
    title = Project._meta.get_field("title_sv")

    taken = [sign for sign in "\x7f\x85\x9f\u202a\u202e\u2066\u2069" if inserted(row, title, sign)]
    assert taken == []
    assert updated(row, title, "Små\xa0\u202f\u2009steg\u200b")


@every_model
def test_no_text_may_hold_a_control_character(model: type[models.Model]) -> None:
    row = SAMPLES[model]()
    texts = list(columns(model, models.CharField, models.TextField, models.FileField))

    assert [field.name for field in texts if inserted(row, field, "\x0b")] == []
    lists = [
        field
        for field in columns(model, ArrayField)
        if isinstance(field.base_field, models.CharField | models.TextField)
    ]
    assert [field.name for field in lists if inserted(row, field, ["ett", "t\x0bvå"])] == []


@every_model
def test_no_choice_may_be_unknown(model: type[models.Model]) -> None:
    row = SAMPLES[model]()
    chosen = [field for field in columns(model, models.CharField) if field.choices]

    assert [field.name for field in chosen if inserted(row, field, "okänd")] == []


@every_model
@pytest.mark.parametrize("day", [datetime.date(1989, 12, 31), datetime.date(2101, 1, 1)])
def test_no_date_may_lie_outside_1990_to_2100(
    model: type[models.Model], day: datetime.date
) -> None:
    row = SAMPLES[model]()
    dates = [
        field
        for field in columns(model, models.DateField)
        if not isinstance(field, models.DateTimeField)
    ]

    assert [field.name for field in dates if updated(row, field, day)] == []


@every_model
@pytest.mark.parametrize("year", [1, 1989, 2101])
def test_no_moment_may_lie_outside_1990_to_2100(model: type[models.Model], year: int) -> None:
    row = SAMPLES[model]()
    moment = datetime.datetime(year, 6, 1, tzinfo=datetime.UTC)
    moments = columns(model, models.DateTimeField)

    assert [field.name for field in moments if updated(row, field, moment)] == []


AMOUNTS = [
    (model, field.name.removesuffix("_precision"))
    for model in SAMPLES
    for field in columns(model, models.CharField)
    if field.name.endswith("_precision") and "rounded" in dict(field.flatchoices)
]

NOT_A_NUMBER = Cast(Value("NaN", models.CharField()), models.DecimalField(None, None, 16, 2))

UNSOUND = {
    "negative": (Decimal(-1), "exact", None),
    "not a number": (NOT_A_NUMBER, "exact", None),
    "rounded without a step": (Decimal(4_300_000), "rounded", None),
    "rounded to nought": (Decimal(4_300_000), "rounded", Decimal(0)),
    "a step without rounding": (Decimal(4_300_000), "exact", Decimal(100_000)),
    "unknown and rounded": (None, "rounded", Decimal(100_000)),
    "unknown and at most": (None, "at_most", None),
    "unknown with a step": (None, "exact", Decimal(100_000)),
    "of no known precision": (Decimal(1), "guessed", None),
}


@pytest.mark.parametrize(("model", "amount"), AMOUNTS)
@pytest.mark.parametrize("unsound", UNSOUND.values(), ids=UNSOUND)
def test_no_amount_may_be_unsound(
    model: type[models.Model], amount: str, unsound: tuple[Any, str, Any]
) -> None:
    row = SAMPLES[model]()
    name = {"GrantSplit": "split", "StatedFigure": "stated_figure"}.get(
        model.__name__, model._meta.model_name
    )
    value, precision, step = unsound

    with refused(f"{name}_{amount}_is_sound"):
        model.objects.filter(pk=row.pk).update(
            **{
                amount: value,
                f"{amount}_precision": precision,
                f"{amount}_step": step,
            }
        )


def test_every_amount_is_tested() -> None:
    tables = {f"{model.__name__}.{amount}" for model, amount in AMOUNTS}

    assert tables == {
        "GrantSplit.amount",
        "Project.eligible_cost",
        "Project.total_cost",
        "StatedFigure.amount",
        "Watch.amount",
    }


@pytest.mark.parametrize("line", ["rad\nrad", "rad\tkolumn", "rad\r\nrad", "rad\u2028rad"])
def test_line_breaks_and_tabs_are_text(line: str) -> None:
    row = SAMPLES[next(model for model in SAMPLES if model.__name__ == "Project")]()
    row.purpose_sv = line

    row.save()

    row.refresh_from_db()
    assert row.purpose_sv == line
