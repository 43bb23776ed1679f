"""Draws the card that shows when a page of the registry is shared elsewhere.

One picture of 1200 by 630 pixels, set in the site's own typeface. What the typeface has no
sign for, an emoji or another script, is left out: an empty box would say less.
"""

import hashlib
import unicodedata
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

SIZE = (1200, 630)
MARGIN = 72
PAPER, INK, DIM, HAIR = "#fdfcf9", "#17202a", "#545b63", "#dfdbd0"
TITLE_SIZES = (76, 68, 60, 52, 46)
LEADING = 1.14
TITLE_TOP, TITLE_BOTTOM = 184, 428
"""Pixels from the top between which the title stands."""
LONGEST = 1000
"""Characters that are looked at; far more than there is room for."""
KEPT = 128
"""Cards kept by each process, some 25 kB each."""
FONT = Path(settings.BASE_DIR, "spin_registry", "static", "vendor", "inter", "inter.woff2")


@dataclass(frozen=True)
class Card:
    """What a card says; `amount` and `basis`, or `place`, may be empty."""

    site: str
    kicker: str
    title: str
    amount: str
    basis: str
    place: str

    @property
    def mark(self) -> str:
        """Name the very picture: what it says, and how it is drawn."""
        return hashlib.sha256("\0".join([_way(), *astuple(self)]).encode()).hexdigest()[:32]


@lru_cache(KEPT)
def drawn(card: Card) -> bytes:
    """Return a card as PNG."""
    image = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(image)
    width = SIZE[0] - 2 * MARGIN
    site = fitting(card.site, font(34, 650), width)
    draw.text((MARGIN, 52), site, INK, font(34, 650))
    end = MARGIN + draw.textlength(site, font(34, 650))
    for y in (100, 106):
        draw.line((MARGIN, y, end, y), INK, 2)
    draw.text((MARGIN, 138), fitting(card.kicker, font(28, 500), width), DIM, font(28, 500))
    size, lines = title_lines(card.title if printable(card.title) else card.site)
    for place, line in enumerate(lines):
        y = TITLE_TOP + place * round(size * LEADING)
        draw.text((MARGIN, y), line, INK, font(size, 600))
    _draw_foot(draw, card, width)
    kept = BytesIO()
    image.quantize(32).save(kept, "PNG", optimize=True)
    return kept.getvalue()


def _draw_foot(draw: ImageDraw.ImageDraw, card: Card, width: int) -> None:
    if card.amount or card.place:
        draw.line((MARGIN, 448, SIZE[0] - MARGIN, 448), HAIR, 2)
    # An amount is never cut: the longest that can be stored fits at the smallest size.
    sizes = (size for size in (60, 48, 38) if font(size, 600).getlength(card.amount) <= width)
    draw.text((MARGIN, 466), printable(card.amount), INK, font(next(sizes, 30), 600))
    small = font(26, 400)
    for y, words in ((540, card.basis), (576 if card.amount else 470, card.place)):
        draw.text((MARGIN, y), fitting(words, small, width), DIM, small)


def title_lines(title: str) -> tuple[int, list[str]]:
    """Return the size at which a title fits, and its lines; at the smallest it is cut."""
    words = printable(title).split()
    width, height = SIZE[0] - 2 * MARGIN, TITLE_BOTTOM - TITLE_TOP
    for size in TITLE_SIZES:
        room = int(height / (size * LEADING))
        whole = all(font(size, 600).getlength(word) <= width for word in words)
        lines = wrapped(words, font(size, 600), width)
        if whole and len(lines) <= room:
            return size, lines
    kept = lines[:room]
    if len(lines) > room:
        kept[-1] = fitting(f"{kept[-1]} {lines[room]}", font(size, 600), width)
    return size, kept


def wrapped(words: Sequence[str], face: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """Return words in lines of a width; one that is wider alone is broken where it must."""
    lines: list[str] = []
    for word in words:
        joined = f"{lines[-1]} {word}" if lines else word
        if face.getlength(joined) <= width:
            lines[-1:] = [joined]
            continue
        rest = word
        while face.getlength(rest) > width:
            length = len(rest)
            while face.getlength(rest[:length]) > width:
                length -= 1
            lines.append(rest[:length])
            rest = rest[length:]
        lines.append(rest)
    return lines


def fitting(text: str, face: ImageFont.FreeTypeFont, width: int) -> str:
    """Return a text in one line, cut with an ellipsis where it is wider than there is room."""
    text = printable(text)
    if face.getlength(text) <= width:
        return text
    while text and face.getlength(f"{text}…") > width:
        text = text[:-1].rstrip()
    return f"{text}…"


def printable(text: str) -> str:
    """Return a text in one line without the signs that the typeface lacks."""
    composed = unicodedata.normalize("NFC", text[:LONGEST])
    words = "".join(one if has(one) else " " * one.isspace() for one in composed).split(" ")
    return " ".join(filter(None, words))


@lru_cache(4096)
def has(sign: str) -> bool:
    """Whether the typeface has a sign."""
    if sign in " \u00a0":
        return True
    if unicodedata.category(sign)[0] in "CZ":
        return False
    return bytes(font(32, 400).getmask(sign)) != _nothing()


@cache
def _nothing() -> bytes:
    """Return what is drawn for a sign that is not there: U+FFFF is none."""
    return bytes(font(32, 400).getmask("\uffff"))


@lru_cache(32)
def font(size: int, weight: int) -> ImageFont.FreeTypeFont:
    """Return the typeface in a size, pixels, and a weight."""
    face = ImageFont.truetype(FONT, size)
    face.set_variation_by_axes([min(max(size, 14), 32), weight])  # optical size first
    return face


@cache
def _way() -> str:
    """Name the way in which cards are drawn."""
    return hashlib.sha256(Path(__file__).read_bytes() + FONT.read_bytes()).hexdigest()
