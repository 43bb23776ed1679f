"""Shows a picture in the widths that a browser may choose among."""

from typing import Any

from django import template

from news.models import Picture
from projects.templatetags.texts import language_mark

register = template.Library()

SIZES = "(min-width: 40rem) 38rem, calc(100vw - 2rem)"
"""How wide an article shows a picture, as the stylesheet has it."""


@register.inclusion_tag("news/picture.html")
def picture(picture: Picture, *, is_first: bool = False, alt: str | None = None) -> dict[str, Any]:
    """A picture with its own alternative text, or with another; the first one is not lazy."""
    return {
        "picture": picture,
        "alt": picture.said("alt") if alt is None else alt,
        "language": language_mark(picture, "alt") if alt is None else "",
        "is_first": is_first,
        "sizes": SIZES,
    }
