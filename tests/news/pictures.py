"""Files that somebody might send as a picture."""

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image


def picture(kind: str = "PNG", size: tuple[int, int] = (64, 40), **options: Any) -> BytesIO:
    """Return a picture, red on its left half and blue on its right, in a format of Pillow's."""
    image = Image.new("RGB", size, (200, 20, 20))
    image.paste((20, 20, 200), (size[0] // 2, 0, size[0], size[1]))
    return encoded(image, kind, **options)


def encoded(image: Image.Image, kind: str, **options: Any) -> BytesIO:
    buffer = BytesIO()
    image.save(buffer, kind, **options)
    buffer.seek(0)
    return buffer


def png_that_claims(width: int, height: int) -> BytesIO:
    """Return a PNG of a few bytes whose head states any size at all."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")]
    body = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )
    return BytesIO(b"\x89PNG\r\n\x1a\n" + body)


def webp_that_claims(width: int, height: int) -> BytesIO:
    """Return the head of an extended WebP that states any size at all."""
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    chunk = b"VP8X" + struct.pack("<I", 10) + bytes(4) + size
    return BytesIO(b"RIFF" + struct.pack("<I", 4 + len(chunk)) + b"WEBP" + chunk)
