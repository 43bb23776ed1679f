"""What waits for a second person, as it is kept: rows, payments and facts by their keys.

Amounts are texts of kronor and days are ISO 8601, so that nothing is rounded on the way.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Any, Self

from django.db.models import Model

from projects.entering import Row
from projects.ledger import Split
from projects.models import (
    Decision,
    Fund,
    GrantSplit,
    Organisation,
    Partnership,
    Payment,
    Place,
    Programme,
    Project,
    Round,
    Source,
)
from projects.money import Amount, Basis, Precision

KEYS: dict[str, type[Model]] = {
    "organisation": Organisation,
    "funder": Organisation,
    "lead": Organisation,
    "partnership": Partnership,
    "round": Round,
    "source": Source,
    "fund": Fund,
    "programme": Programme,
    "replaces": Decision,
    "split": GrantSplit,
    "takes_back": Payment,
    "place": Place,
}
DAYS = {
    *("decided_on", "paid_on", "period_from", "period_until", "starts_on", "ends_on"),
    *("lead_from", "stated_on"),
}
PAYMENT = (
    *("split", "amount", "paid_on", "period_from", "period_until", "reference", "source"),
    *("takes_back", "reason_sv", "reason_en"),
)
FACTS = ("title_sv", "title_en", "starts_on", "ends_on", "total_cost", "eligible_cost")
"""What a decision may set of the project itself."""


@dataclass(frozen=True, kw_only=True)
class Content:
    """What is proposed.

    `facts` holds new values by the names in FACTS, costs as an Amount. `figures` hold what
    `ledger.state_figure` is told of each, but what it is about. `lead` is a new lead,
    who leads from `lead_from` on. `at` is when a publication takes place; None is at once.
    """

    rows: tuple[Row, ...] = ()
    payments: tuple[Payment, ...] = ()
    figures: tuple[dict[str, Any], ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)
    lead: Organisation | None = None
    lead_from: datetime.date | None = None
    at: datetime.datetime | None = None

    def __bool__(self) -> bool:
        return bool(self.rows or self.payments or self.figures or self.facts or self.lead)

    def as_json(self) -> dict[str, Any]:
        said = {
            "rows": [_row_as_json(row) for row in self.rows],
            "payments": [
                {name: plain(getattr(one, name)) for name in PAYMENT} for one in self.payments
            ],
            "figures": [
                {name: plain(value) for name, value in one.items()} for one in self.figures
            ],
            "facts": {name: plain(value) for name, value in self.facts.items()},
            "lead": plain(self.lead),
            "lead_from": plain(self.lead_from),
            "at": plain(self.at),
        }
        return {name: value for name, value in said.items() if value}

    @classmethod
    def of(cls, said: dict[str, Any], project: Project) -> Self:
        """Return what was kept, with its rows read anew.

        Raises ObjectDoesNotExist where something it names is gone.
        """
        at = said.get("at")
        return cls(
            rows=tuple(_row(one) for one in said.get("rows", ())),
            payments=tuple(
                Payment(project=project, **_read(one)) for one in said.get("payments", ())
            ),
            figures=tuple(_read(one) for one in said.get("figures", ())),
            facts=_read(said.get("facts", {})),
            at=datetime.datetime.fromisoformat(at) if at else None,
            **_read({name: said.get(name) for name in ("lead", "lead_from")}),
        )


def _row_as_json(row: Row) -> dict[str, Any]:
    said = {one.name: plain(getattr(row, one.name)) for one in fields(Row) if one.name != "split"}
    if row.split:
        said["money"] = {one.name: plain(getattr(row.split, one.name)) for one in fields(Split)}
    return said


def _row(said: dict[str, Any]) -> Row:
    rest = {name: value for name, value in said.items() if name != "money"}
    split = Split(**_read(said["money"])) if "money" in said else None
    return Row(split=split, **_read(rest))


def plain(value: Any) -> Any:
    """Return a value as it is kept: a row by its key, an amount and a day as texts."""
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, Amount):
        kronor, step = (None if one is None else str(one) for one in (value.kronor, value.step))
        return {"kronor": kronor, "precision": value.precision.value, "step": step}
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Basis):
        return value.value
    return str(value) if isinstance(value, Decimal) else value


def _read(said: dict[str, Any]) -> dict[str, Any]:
    return {name: _value(name, value) for name, value in said.items()}


def _value(name: str, value: Any) -> Any:
    if value is None:
        return None
    readers: list[tuple[bool, Callable[[Any], Any]]] = [
        (isinstance(value, dict), amount_kept),
        (name in KEYS, lambda key: _named(KEYS[name]._default_manager.get(pk=key))),
        (name in DAYS, datetime.date.fromisoformat),
        (name == "basis", Basis),
        (name in {"eu_rate", "amount"}, Decimal),
    ]
    for is_this, read in readers:
        if is_this:
            return read(value)
    return value


def _named(row: Model) -> Model:
    """Return a row that was named; of an organisation that was merged since, the one kept."""
    if isinstance(row, Organisation) and row.merged_into:
        return row.merged_into
    return row


def amount_kept(said: dict[str, Any]) -> Amount:
    """Return an amount from how it is kept."""
    kronor, step = (None if said[one] is None else Decimal(said[one]) for one in ("kronor", "step"))
    return Amount(kronor=kronor, precision=Precision(said["precision"]), step=step)
