"""The code keeps its shape: short functions, short files, nothing marked safe that was typed."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = [
    path
    for package in ("spin_registry", "projects", "news")
    for path in sorted((ROOT / package).rglob("*.py"))
    if "migrations" not in path.parts
]

TESTS = sorted((ROOT / "tests").rglob("*.py"))


@cache
def functions() -> list[tuple[int, str]]:
    """Return the length in lines and the name of every function."""
    return list(measured())


def measured() -> Iterator[tuple[int, str]]:
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                yield length, f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"


def test_no_function_is_over_fifty_lines():
    assert [name for length, name in functions() if length > 50] == []


def test_nineteen_functions_of_twenty_are_at_most_twenty_five_lines():
    lengths = sorted(length for length, _ in functions())

    assert lengths[int(len(lengths) * 0.95)] <= 25


def test_no_file_is_over_four_hundred_lines():
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in [*SOURCES, *TESTS]
    }

    assert {path: length for path, length in lengths.items() if length > 400} == {}


def test_only_the_sanitiser_marks_text_as_safe():
    marking = {
        str(path.relative_to(ROOT)) for path in SOURCES if "mark_safe" in path.read_text("utf-8")
    }

    assert marking <= {"news/sanitising.py"}


def test_every_template_of_ours_is_shown_by_something():
    folder = ROOT / "templates"
    ours = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.html")
        if "admin" not in path.relative_to(folder).parts
    }
    texts = [path.read_text("utf-8") for path in [*SOURCES, *folder.rglob("*.html")]]
    by_django = {"500.html", "registration/logged_out.html"}

    assert [
        name for name in sorted(ours - by_django) if not any(name in text for text in texts)
    ] == []
