"""How tests read what the template library prints."""

from django.template import Context, Template
from django.utils.translation import override


def spaced(text: str) -> str:
    """The text with no-break spaces shown as ordinary ones."""
    return text.replace("\u00a0", " ")


def in_both(printed, *args, **kwargs) -> tuple[str, str]:
    """What is printed in Swedish and in English, no-break spaces shown as ordinary ones."""
    found = []
    for language in ("sv", "en"):
        with override(language):
            found.append(spaced(str(printed(*args, **kwargs))))
    return found[0], found[1]


def render(source: str, **context: object) -> str:
    with override("sv"):
        return Template("{% load figures %}" + source).render(Context(context))
