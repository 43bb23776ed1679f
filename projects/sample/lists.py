"""Enters the rows that projects refer to, from organisations to rounds, and the presets."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from projects.ledger import state_figure
from projects.models import (
    Fund,
    Organisation,
    Partnership,
    Place,
    Preset,
    Priority,
    Programme,
    Round,
    Source,
)
from projects.money import Amount, Basis, parse

FOLDER = Path(__file__).parent

Row = dict[str, Any]


@dataclass
class Lists:
    """The rows entered so far, each by the key that the files give it."""

    places: dict[str, Place] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    funds: dict[str, Fund] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    programmes: dict[str, Programme] = field(default_factory=dict)
    priorities: dict[str, Priority] = field(default_factory=dict)
    partnerships: dict[str, Partnership] = field(default_factory=dict)
    rounds: dict[str, Round] = field(default_factory=dict)


def read(path: Path) -> Row:
    """Return what a file holds."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def texts(row: Row, *fields: str) -> Row:
    """Return the Swedish and English columns of the named texts, empty where not given."""
    return {
        f"{name}_{language}": row.get(f"{name}_{language}", "")
        for name in fields
        for language in ("sv", "en")
    }


def amount(row: Row) -> Amount:
    """Return the amount as printed; unknown where none is."""
    return parse(row["amount"]) if "amount" in row else Amount.unknown()


def enter_lists() -> Lists:
    """Enter every list, in the order in which they refer to one another."""
    lists = Lists(places={place.code: place for place in Place.objects.all()})
    lists.sources = {key: Source.objects.create(**row) for key, row in _rows("source")}
    lists.funds = {key: Fund.objects.create(slug=key, **row) for key, row in _rows("fund")}
    for key, row in _rows("organisation"):
        lists.organisations[key] = _organisation(key, row, lists)
    for key, row in _rows("programme"):
        _programme(key, row, lists)
    for key, row in _rows("partnership"):
        row["area"] = lists.places[row["area"]]
        lists.partnerships[key] = Partnership.objects.create(slug=key, **row)
    for key, row in _rows("round"):
        lists.rounds[key] = _round(key, row, lists)
    for _key, row in _rows("preset"):
        _preset(row, lists)
    return lists


def _rows(name: str) -> list[tuple[str, Row]]:
    """Return the rows of a list, each as its key and its columns."""
    return [(row.pop("key"), row) for row in read(FOLDER / f"{name}s.toml")[name]]


def _organisation(key: str, row: Row, lists: Lists) -> Organisation:
    home = row.pop("home", None)
    number = row.pop("number", None)
    return Organisation.objects.create(
        slug=key,
        home=lists.places[home] if home else None,
        number=number.replace("-", "") if number else None,
        **row,
    )


def _programme(key: str, row: Row, lists: Lists) -> None:
    priorities = row.pop("priority", [])
    funds = [lists.funds[fund] for fund in row.pop("funds")]
    row["authority"] = lists.organisations[row["authority"]]
    programme = Programme.objects.create(slug=key, **row)
    programme.funds.set(funds)
    lists.programmes[key] = programme
    for priority in priorities:
        slug = f"{key}-{priority.pop('key')}"
        lists.priorities[slug] = Priority.objects.create(slug=slug, programme=programme, **priority)


def _preset(row: Row, lists: Lists) -> None:
    programme = row.pop("programme", None)
    Preset.objects.create(
        funder=lists.organisations[row.pop("funder")],
        fund=lists.funds[row.pop("fund")],
        programme=lists.programmes[programme] if programme else None,
        **row,
    )


def _round(key: str, row: Row, lists: Lists) -> Round:
    figures = row.pop("figure", [])
    row["partnership"] = lists.partnerships[row["partnership"]]
    held = Round.objects.create(slug=key, **row)
    for figure in figures:
        enter_figure(figure, lists, round=held)
    return held


def enter_figure(row: Row, lists: Lists, **about: Any) -> None:
    """State one figure about a project or a round, `about`."""
    funder, fund, place = row.get("funder"), row.get("fund"), row.get("place")
    state_figure(
        amount=amount(row),
        basis=Basis(row["basis"]),
        quantity=row["quantity"],
        words=row["words"],
        stated_on=row["stated_on"],
        source=lists.sources[row["source"]],
        funder=lists.organisations[funder] if funder else None,
        fund=lists.funds[fund] if fund else None,
        place=lists.places[place] if place else None,
        **about,
    )
