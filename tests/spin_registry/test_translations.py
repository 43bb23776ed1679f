"""The Swedish catalogue is whole: every string of the code, translated, and nothing else."""

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import django
import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation.template import templatize

from spin_registry import untranslated

CATALOGUE = settings.BASE_DIR / "spin_registry/locale/sv/LC_MESSAGES/django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")

# Names, dates and numbers as they are typed, not as they are read.
UNTOUCHED = re.compile(r"SHA-256|\d{4}-\d\d-\d\d|\d{6}-\d{4}")

# How many texts each function takes before anything else; the first may be a context.
TEXTS = {"gettext": 1, "ngettext": 2, "pgettext": 2, "npgettext": 3}


@pytest.fixture(scope="module")
def catalogue():
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="sv", abort_invalid=True)


def entries(catalogue) -> list[Message]:
    return [message for message in catalogue if message.id]


def texts(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def test_every_string_is_translated(catalogue):
    empty = [one.id for one in entries(catalogue) if not all(texts(one.string))]

    assert empty == []


def test_no_translation_is_a_guess_or_left_over(catalogue):
    assert [one.id for one in entries(catalogue) if one.fuzzy] == []
    assert list(catalogue.obsolete) == []


def test_a_translation_uses_the_words_filled_in_and_no_others(catalogue):
    wrong = [
        one.id
        for one in entries(catalogue)
        for text in texts(one.string)
        if set(PLACEHOLDER.findall(text)) != set(PLACEHOLDER.findall(texts(one.id)[-1]))
    ]

    assert wrong == []


def test_swedish_is_set_with_swedish_signs(catalogue):
    """Curly quotes, both bent the same way; a real ellipsis; a thin dash between numbers."""
    wrong = [
        text
        for one in entries(catalogue)
        for text in texts(one.string)
        if "“" in text or "..." in text or re.search(r"\d-\d", UNTOUCHED.sub("", text))
    ]

    assert wrong == []


@pytest.mark.drill  # `make check` asks it too
def test_the_catalogue_holds_the_strings_of_the_code_and_no_others(catalogue):
    held = {(one.context or "", texts(one.id)[0]) for one in entries(catalogue)}
    used = set(strings_of_the_code())

    assert sorted(used - held) == []
    assert sorted(held - used) == []


@pytest.mark.parametrize("text", untranslated.LACKING)
def test_django_still_lacks_the_swedish_that_we_add_to_it(text):
    folder = Path(django.__file__).parent
    theirs = [
        gettext.translation("django", folder / place / "locale", ["sv"])
        for place in ("conf", "contrib/admin")
    ]

    assert [one.gettext(text) for one in theirs] == [text, text]


@pytest.mark.parametrize("text", untranslated.REWORDED)
def test_django_still_has_the_texts_that_we_say_in_better_words(text, catalogue):
    folder = Path(django.__file__).parent
    theirs = [
        gettext.translation("django", folder / place / "locale", ["sv"])
        for place in ("contrib/admin", "contrib/auth")
    ]

    said = [one.gettext(text) for one in theirs if one.gettext(text) != text]
    assert len(said) == 1
    assert catalogue.get(text).string not in said


def strings_of_the_code() -> Iterator[tuple[str, str]]:
    """Every string for translation with its context, empty for most."""
    for folder in ("spin_registry", "projects", "news"):
        for path in (settings.BASE_DIR / folder).rglob("*.py"):
            if "migrations" not in path.parts:
                yield from strings_of_python(path)
    for folder in ("templates", "spin_registry", "projects", "news"):
        for path in (settings.BASE_DIR / folder).rglob("*.*"):
            if path.suffix in {".html", ".txt"} and "static" not in path.parts:
                yield from strings_of_template(path)


def strings_of_python(path: Path) -> Iterator[tuple[str, str]]:
    tree = ast.parse(path.read_text())
    names = dict(imported_functions(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            function = names.get(node.func.id)
            if function:
                yield string(
                    function, [ast.literal_eval(one) for one in node.args[: TEXTS[function]]]
                )


def imported_functions(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """What each imported function of gettext is called here, `_` for most."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            for name in node.names:
                function = name.name.removesuffix("_lazy").removesuffix("_noop")
                if function in TEXTS:
                    yield name.asname or name.name, function


def strings_of_template(path: Path) -> Iterator[tuple[str, str]]:
    literal = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
    call = re.compile(rf"\b({'|'.join(TEXTS)}|_)\(({literal}(?:,\s*{literal})*)")
    for name, arguments in call.findall(templatize(path.read_text(), origin=str(path))):
        function = "gettext" if name == "_" else name
        yield string(function, list(ast.literal_eval(f"({arguments},)")))


def string(function: str, arguments: list[str]) -> tuple[str, str]:
    """Return the context and the text, in the singular where there are two."""
    if function.startswith(("pgettext", "npgettext")):
        return arguments[0], arguments[1]
    return "", arguments[0]
