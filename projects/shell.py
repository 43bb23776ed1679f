"""Pages of which most is the same for every address, made by their template once.

A template is rendered with a hole in place of each piece that differs, and from then on a
page is its shell with the holes filled: what a template takes milliseconds for is joined in
microseconds. The template stays the only place that says how the page looks.
"""

import re
from collections.abc import Mapping
from secrets import token_hex
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from projects.search import following
from projects.search.kept import Kept

_MARK = f"hole{token_hex(8)}"
_HOLE = re.compile(rf"{_MARK}-(\w+)-")

_shells: Kept[list[str]] = Kept(20)


def filled(request: HttpRequest, template: str, pieces: Mapping[str, str]) -> str:
    """Return a page of a template with its pieces; text is escaped, markup is not.

    The template asks nothing of a piece but whether it is there, and prints it. In a generation
    its shell is rendered once in each language for the pieces that there are.
    """
    made = {name: str(conditional_escape(piece)) for name, piece in pieces.items()}
    key = (template, get_language(), *made)
    shell = _shells.get(following.generation(), key, lambda: _shell(request, template, made))
    return "".join([made[part] if is_hole else part for is_hole, part in _parts(shell)])


def _parts(shell: list[str]) -> list[tuple[bool, str]]:
    return [(place % 2 == 1, part) for place, part in enumerate(shell)]


def _shell(request: HttpRequest, template: str, names: Mapping[str, Any]) -> list[str]:
    holes = {name: SafeString(f"{_MARK}-{name}-") for name in names}
    return _HOLE.split(render_to_string(template, holes, request))
