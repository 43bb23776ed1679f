"""What is written to do harm comes out as harmless text, and soon."""

import re
import time
from html.parser import HTMLParser

import pytest

from news.sanitising import sanitised
from tests.news.hostile import BODIES

# Written apart from the sanitiser's own list, and compared by another parser.
ALLOWED: dict[str, dict[str, str]] = {
    **{tag: {} for tag in ("p", "br", "h2", "h3", "ul", "li", "blockquote", "strong", "em")},
    **{tag: {} for tag in ("figcaption", "table", "caption", "thead", "tbody", "tr", "td")},
    "th": {"scope": "row|col"},
    "a": {"href": r"https?://.*|[^:]*|[^:/]*[/?#].*"},
    "ol": {"start": "[0-9]+"},
    "figure": {"class": "quote"},
    "img": {
        "src": r"/media/news/[0-9a-f]{32}(-[0-9]+)?\.(webp|avif)",
        "alt": "(?s:.*)",
        "width": "[0-9]+",
        "height": "[0-9]+",
    },
    "data": {"value": "[A-Za-z0-9 :=_.-]{1,200}"},
}


class Walk(HTMLParser):
    """Lists what a text holds that no news may hold."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.strange: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            form = ALLOWED.get(tag, {}).get(name)
            if form is None or not re.fullmatch(form, value or ""):
                self.strange.append(f"{tag} {name}={value}")
        if tag not in ALLOWED:
            self.strange.append(tag)

    def handle_comment(self, data: str) -> None:
        self.strange.append(f"<!--{data}")

    handle_decl = handle_pi = unknown_decl = handle_comment


def test_there_are_sixty_of_them():
    assert len(BODIES) >= 60


def test_the_walk_sees_what_it_looks_for():
    for name in ("script", "svg", "style", "frame", "javascript", "picture from elsewhere"):
        assert Walk(BODIES[name]).strange != [], name


@pytest.mark.parametrize("name", BODIES)
def test_a_hostile_body_keeps_nothing_that_is_not_allowed(name):
    started = time.process_time()
    kept = sanitised(BODIES[name])
    took = time.process_time() - started

    assert Walk(kept).strange == []
    assert sanitised(kept) == kept
    assert took < 3
