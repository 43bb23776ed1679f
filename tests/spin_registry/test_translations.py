"""The Swedish catalogue is whole: every string of the code, translated, and nothing else."""

import gettext
import re
from pathlib import Path

import django
import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from django.conf import settings

from spin_registry import untranslated

CATALOGUE = settings.BASE_DIR / "spin_registry/locale/sv/LC_MESSAGES/django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")

# Names and dates as they are typed, not as they are read.
UNTOUCHED = re.compile(r"SHA-256|\d{4}-\d\d-\d\d")


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


@pytest.mark.parametrize("text", untranslated.LACKING)
def test_django_still_lacks_the_swedish_that_we_add_to_it(text):
    folder = Path(django.__file__).parent
    theirs = [
        gettext.translation("django", folder / place / "locale", ["sv"])
        for place in ("conf", "contrib/admin")
    ]

    assert [one.gettext(text) for one in theirs] == [text, text]
