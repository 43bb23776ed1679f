"""The page on settings names every variable that the settings read, and no other."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from spin_registry.settings import env_address, env_flag, env_list, env_matching, env_number

PAGE = settings.BASE_DIR / "docs/reference/settings.md"
COMMANDS = ["manage.py", "spin_registry/run.py"]


def test_every_setting_is_documented_and_every_documented_one_exists():
    assert documented("The site") == set(variables(Path("spin_registry/settings.py")))


def test_every_variable_of_the_commands_is_documented():
    read = {name for path in COMMANDS for name in variables(Path(path))}
    browser = (settings.BASE_DIR / ".ci/browser").read_text()

    assert documented("Commands") == read | set(re.findall(r"\$\{([A-Z]+):-\}", browser))


@pytest.mark.parametrize(
    ("text", "answer"),
    [("1", True), ("Yes", True), (" on ", True), ("0", False), ("false", False), ("", True)],
)
def test_a_flag_is_yes_or_no_and_empty_is_its_default(monkeypatch, text, answer):
    monkeypatch.setenv("FLAG", text)

    assert env_flag("FLAG", default=True) is answer


def test_a_flag_that_is_neither_yes_nor_no_is_refused(monkeypatch):
    monkeypatch.setenv("FLAG", "maybe")

    with pytest.raises(ImproperlyConfigured, match="FLAG must be 1 or 0, not 'maybe'"):
        env_flag("FLAG", default=True)


def test_a_list_leaves_out_what_is_empty(monkeypatch):
    monkeypatch.setenv("LIST", " a.example, ,b.example,")

    assert env_list("LIST") == ["a.example", "b.example"]


def test_a_text_that_is_not_of_its_pattern_is_refused(monkeypatch):
    monkeypatch.setenv("NAMED", " abc ")
    assert env_matching("NAMED", "[a-c]+", such_as="abc") == "abc"
    monkeypatch.setenv("NAMED", "abc\nd")
    with pytest.raises(ImproperlyConfigured, match="NAMED must be such as abc"):
        env_matching("NAMED", "[a-c]+", such_as="abc")


def test_a_number_is_whole_and_not_less_than_may_be(monkeypatch):
    monkeypatch.setenv("NUMBER", " 45 ")
    assert env_number("NUMBER", default=30) == 45
    monkeypatch.delenv("NUMBER")
    assert env_number("NUMBER", default=0, least=0) == 0


@pytest.mark.parametrize("text", ["0", "-1", "1.5", "half", "٣", "99999999"])
def test_a_number_that_is_none_is_refused(monkeypatch, text):
    monkeypatch.setenv("NUMBER", text)

    with pytest.raises(ImproperlyConfigured, match="NUMBER must be a whole number from 1, not"):
        env_number("NUMBER", default=30)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("", ""),
        ("https://registry.example.org/", "https://registry.example.org"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
    ],
)
def test_the_address_of_the_site_has_no_path(monkeypatch, text, address):
    monkeypatch.setenv("SITE", text)

    assert env_address("SITE") == address


@pytest.mark.parametrize("text", ["registry.example.org", "https://a/b", "https://a b", "ftp://a"])
def test_what_is_no_address_of_a_site_is_refused(monkeypatch, text):
    monkeypatch.setenv("SITE", text)

    with pytest.raises(ImproperlyConfigured, match="SITE must be such as https://"):
        env_address("SITE")


def documented(heading: str) -> set[str]:
    """The variables in the table under a heading."""
    section = PAGE.read_text().split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return set(re.findall(r"^\| `([A-Z_]+)` \|", section, re.MULTILINE))


def variables(path: Path) -> Iterator[str]:
    """The names that a module asks the environment for: its own settings, not Django's module."""
    for node in ast.walk(ast.parse((settings.BASE_DIR / path).read_text())):
        is_read = isinstance(node, ast.Call) and ast.unparse(node.func) in {
            "env_flag",
            "env_address",
            "env_date",
            "env_list",
            "env_matching",
            "env_number",
            "os.environ.get",
            "os.getenv",
        }
        if is_read and isinstance(node.args[0], ast.Constant):
            yield node.args[0].value
        elif isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
            yield ast.literal_eval(node.slice)
