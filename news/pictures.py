"""Pictures of articles: checked before they are decoded, made anew, named after their content.

What was sent is thrown away. What is kept is a WebP and an AVIF of at most 1600 pixels'
width, turned upright, in sRGB and without metadata.
"""

import hashlib
from dataclasses import dataclass
from io import BytesIO
from typing import IO, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps, features

LARGEST_BYTES = 5 * 1024 * 1024
MOST_PIXELS = 25_000_000
LARGEST_SIZE = (1600, 3200)
"""Width and height in pixels; a taller picture would not be a news picture."""

SMOOTH_MODES = {"RGB", "RGBA", "L", "LA", "CMYK"}
"""Those that Pillow can shrink without jagged edges."""

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")
NAME = r"news/[0-9a-f]{32}\.(?:webp|avif)"
"""What a kept file is called, as a regular expression."""

TOO_LARGE = _("The picture is larger than 5 MB. Save it smaller and choose it again.")
TOO_MANY_PIXELS = _("The picture has more than 25 million pixels. Save it smaller.")
UNREADABLE = _("The file is not a picture that can be read. Use JPEG, PNG, WebP or AVIF.")


@dataclass(frozen=True)
class Picture:
    """A stored picture: the name of its WebP, and its size in pixels."""

    name: str
    width: int
    height: int


class PictureField(forms.FileField):
    """A form field that answers a stored `Picture`, or says what is wrong with the file."""

    def to_python(self, data: Any) -> Any:
        file = super().to_python(data)
        return None if file is None else receive(file)


def receive(file: IO[bytes]) -> Picture:
    """Store what a picture file shows and return where; the same picture is stored once.

    Raises ValidationError for what is too large, not a picture, broken or a trap. Its
    size is read from the file's own head, so that no limit waits for the pixels.
    """
    file.seek(0)
    content = file.read(LARGEST_BYTES + 1)
    if len(content) > LARGEST_BYTES:
        raise ValidationError(TOO_LARGE, code="too_large")
    # Pillow makes room for all pixels of a WebP when it opens one.
    refuse_too_many_pixels(webp_size(content))
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as image:
            refuse_too_many_pixels(image.size)
            return store(upright(image))
    except ValidationError:
        raise
    except Image.DecompressionBombError as huge:
        raise ValidationError(TOO_MANY_PIXELS, code="too_many_pixels") from huge
    except Exception as broken:  # a broken file breaks Pillow in a dozen ways
        raise ValidationError(UNREADABLE, code="unreadable") from broken


def refuse_too_many_pixels(size: tuple[int, int]) -> None:
    if size[0] * size[1] > MOST_PIXELS:
        raise ValidationError(TOO_MANY_PIXELS, code="too_many_pixels")


def webp_size(content: bytes) -> tuple[int, int]:
    """Return width and height that the head of a WebP states; nought for all other files."""
    if content[:4] != b"RIFF" or content[8:12] != b"WEBP" or len(content) < 30:
        return 0, 0
    kind, head = content[12:16], content[20:30]
    if kind == b"VP8X":
        return _number(head[4:7]) + 1, _number(head[7:10]) + 1
    if kind == b"VP8L":
        bits = _number(head[1:5])
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return _number(head[6:8]) & 0x3FFF, _number(head[8:10]) & 0x3FFF


def _number(octets: bytes) -> int:
    return int.from_bytes(octets, "little")


def upright(image: Image.Image) -> Image.Image:
    """Return the picture as people see it: turned, in sRGB, no wider than the site shows it."""
    profile = image.info.get("icc_profile")
    turned = ImageOps.exif_transpose(image)
    mode = "RGBA" if turned.has_transparency_data else "RGB"
    if turned.mode not in SMOOTH_MODES:
        turned = turned.convert(mode)
    turned.thumbnail(LARGEST_SIZE)
    seen = _in_srgb(turned, profile) if profile else turned
    return seen.convert(mode)


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
        mode = image.mode if image.mode in {"RGB", "RGBA"} else "RGB"
        return ImageCms.profileToProfile(image, source, target, outputMode=mode) or image
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image


def store(image: Image.Image) -> Picture:
    """Write the picture as WebP, and as AVIF where Pillow can, under the hash of the former."""
    webp = encoded(image, "WEBP", quality=82)
    stem = f"news/{hashlib.sha256(webp).hexdigest()[:32]}"
    if features.check("avif"):
        _keep(f"{stem}.avif", encoded(image, "AVIF", quality=65, speed=8))
    _keep(f"{stem}.webp", webp)
    return Picture(f"{stem}.webp", image.width, image.height)


def encoded(image: Image.Image, kind: str, **options: int) -> bytes:
    """Return the bytes of a picture in a format, made of its pixels alone."""
    buffer = BytesIO()
    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    bare.save(buffer, kind, **options)
    return buffer.getvalue()


def _keep(name: str, content: bytes) -> None:
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(content))


def kept(name: str) -> Picture | None:
    """Return the stored picture of a name; None where there is none."""
    if not name.endswith(".webp") or not default_storage.exists(name):
        return None
    with default_storage.open(name) as file:
        width, height = webp_size(file.read(30))
    return Picture(name, width, height)


def avif_of(name: str) -> str:
    """Return the name of the AVIF beside a WebP, or nothing where none was made."""
    avif = f"{name.removesuffix('.webp')}.avif"
    return avif if default_storage.exists(avif) else ""


def type_of(name: str) -> str:
    """Return the media type of a kept file."""
    return "image/avif" if name.endswith(".avif") else "image/webp"
