"""News text as pages show it: what the sanitiser let through, with what only a page needs."""

import html as entities
import re
from collections.abc import Mapping

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from news.models import Picture
from news.pictures import stem_of
from news.sanitising import sanitised
from news.templatetags.pictures import SIZES

# As the sanitiser writes it: no attribute holds the sign that ends a tag, or its own quotes.
_IMAGE = re.compile(r'<img((?: [a-z]+="[^"<>]*")+)>')
_ATTRIBUTE = re.compile(r' ([a-z]+)="([^"]*)"')


def shown(html: str) -> SafeString:
    """Return a text sanitised and ready for a page.

    A picture comes in every width that there is. A wide table scrolls in a box of its own,
    which takes the focus, so that a keyboard can scroll it.
    """
    text = with_widths(sanitised(html))
    if "<table>" not in text:
        return text
    box = format_html('<div class="wide" role="group" tabindex="0" aria-label="{}">', _("Table"))
    # The sanitiser leaves no attribute on a table, and in its texts this sign is escaped.
    boxed = text.replace("<table>", f"{box}<table>").replace("</table>", "</table></div>")
    return SafeString(boxed)


def with_widths(text: SafeString) -> SafeString:
    """Return a sanitised text whose pictures of the library come in all their widths, and late.

    One query, however many there are, and none where there is none.
    """
    images = [_attributes(tag) for tag in _IMAGE.findall(text)]
    pictures = Picture.objects.by_stem({_stem(image) for image in images})
    if not pictures:
        return text
    return SafeString(_IMAGE.sub(lambda found: _widened(found, pictures), text))


def _widened(found: re.Match[str], pictures: Mapping[str, Picture]) -> str:
    attributes = _attributes(found[1])
    picture = pictures.get(_stem(attributes))
    if picture is None:
        return found[0]
    shown = {"picture": picture, "alt": attributes.get("alt", ""), "sizes": SIZES}
    page = render_to_string("news/picture.html", shown | {"language": "", "is_first": False})
    return page.strip()


def _attributes(written: str) -> dict[str, str]:
    return {name: entities.unescape(value) for name, value in _ATTRIBUTE.findall(written)}


def _stem(image: Mapping[str, str]) -> str:
    return stem_of(image.get("src", "").removeprefix(settings.MEDIA_URL))
