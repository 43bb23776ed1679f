"""The sample registry's files are whole: every key they use exists, every amount can be read."""

import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import projects
from projects.money import parse

SAMPLE = Path(projects.__file__).parent / "sample"
LISTS = ["fund", "programme", "organisation", "partnership", "round", "source"]


def read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def known() -> dict[str, set[str]]:
    """The keys of each list."""
    return {name: {row["key"] for row in read(SAMPLE / f"{name}s.toml")[name]} for name in LISTS}


@pytest.fixture(scope="module")
def registry() -> dict[str, dict[str, Any]]:
    """Each project's file by its address."""
    return {path.stem: read(path) for path in sorted((SAMPLE / "projects").glob("*.toml"))}


def rows(tree: Any) -> Iterator[dict[str, Any]]:
    """Every table within a file, the file itself included."""
    if isinstance(tree, dict):
        yield tree
        for value in tree.values():
            yield from rows(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from rows(value)


def test_lists_name_each_key_once() -> None:
    for name in LISTS:
        keys = [row["key"] for row in read(SAMPLE / f"{name}s.toml")[name]]

        assert sorted(set(keys)) == sorted(keys)


def test_projects_refer_only_to_what_is_listed(
    registry: dict[str, dict[str, Any]], known: dict[str, set[str]]
) -> None:
    listed_as = {name: name for name in LISTS} | {"funder": "organisation"}
    unknown = [
        (slug, column, row[column])
        for slug, project in registry.items()
        for row in rows(project)
        for column, name in listed_as.items()
        if isinstance(row.get(column), str) and row[column] not in known[name]
    ]

    assert unknown == []


def test_every_amount_can_be_read(registry: dict[str, dict[str, Any]]) -> None:
    written = [
        row["amount"]
        for tree in [*registry.values(), read(SAMPLE / "rounds.toml")]
        for row in rows(tree)
        if "amount" in row
    ]

    assert all(parse(text).kronor is not None for text in written)


def test_every_decision_and_stated_figure_cites_a_source(
    registry: dict[str, dict[str, Any]],
) -> None:
    silent = [
        slug
        for slug, project in registry.items()
        for row in [*project["decision"], *project.get("figure", [])]
        if "source" not in row
    ]

    assert silent == []


def test_fictitious_projects_say_so_in_both_languages(
    registry: dict[str, dict[str, Any]],
) -> None:
    marked = {slug for slug in registry if slug.startswith("exempel-")}

    assert marked == {
        slug for slug, project in registry.items() if project["title_sv"].startswith("Exempel: ")
    }
    assert marked == {
        slug for slug, project in registry.items() if project["title_en"].startswith("Example: ")
    }


def test_no_true_organisation_grants_to_a_fictitious_project(
    registry: dict[str, dict[str, Any]],
) -> None:
    named = {
        row[column]
        for slug, project in registry.items()
        if slug.startswith("exempel-")
        for row in rows(project)
        for column in ("organisation", "funder")
        if column in row
    }

    assert {name for name in named if not name.startswith("exempel")} == set()


def test_there_are_at_least_twenty_true_projects(registry: dict[str, dict[str, Any]]) -> None:
    true = [slug for slug in registry if not slug.startswith("exempel-")]

    assert len(true) == 46


def test_the_twelve_of_2023_add_up_to_the_announced_sum(
    registry: dict[str, dict[str, Any]],
) -> None:
    proposed = [
        parse(split["amount"]).kronor or Decimal(0)
        for project in registry.values()
        for decision in project["decision"]
        if decision.get("round") == "ovre-norrland-2023-12-08"
        for split in decision["split"]
    ]

    assert (len(proposed), sum(proposed)) == (12, Decimal(57_201_394))
