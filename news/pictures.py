"""Pictures of articles: checked before they are decoded, made anew, named after their content.

What was sent is thrown away. What is kept are WebP and AVIF in up to three widths, turned
upright, in sRGB and without metadata. The widest is called by the hash alone, as the only
one was when there was one: such addresses are kept in caches for a year.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from io import BytesIO
from typing import IO, Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _
from PIL import ExifTags, Image, ImageCms, ImageOps, features

LARGEST_BYTES = 5 * 1024 * 1024
MOST_PIXELS = 25_000_000
LARGEST_SIZE = (1600, 3200)
"""Width and height in pixels; a taller picture would not be a news picture."""

WIDTHS = (480, 960, LARGEST_SIZE[0])
"""Pixels; what is narrower is kept at its own width too, and never enlarged."""

SMOOTH_MODES = {"RGB", "RGBA", "L", "LA", "CMYK"}
"""Those that Pillow can shrink without jagged edges."""

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")
QUALITY: dict[str, dict[str, int]] = {
    "WEBP": {"quality": 82},
    "AVIF": {"quality": 65, "speed": 8},
}

STEM = r"[0-9a-f]{32}"
NAME = rf"news/{STEM}(?:-(?:480|960))?\.(?:webp|avif)"
"""What a kept file is called, as a regular expression."""

TURNED = {5, 6, 7, 8}
"""Orientations of Exif in which width and height have changed places."""

TOO_LARGE = _("The picture is larger than 5 MB. Save it smaller and choose it again.")
TOO_MANY_PIXELS = _("The picture has more than 25 million pixels. Save it smaller.")
UNREADABLE = _("The file is not a picture that can be read. Use JPEG, PNG, WebP or AVIF.")


@dataclass(frozen=True)
class Stored:
    """The files of a picture: the hash that they share, and the widths in which they were made.

    `width` and `height` are those of what was sent, upright.
    """

    stem: str
    width: int
    height: int
    widths: tuple[int, ...]

    def __str__(self) -> str:
        """Return it as a form can carry it, which `carried` reads."""
        return _signer().sign_object(asdict(self))


class PictureField(forms.FileField):
    """A form field that answers a `Stored` picture, or says what is wrong with the file."""

    def to_python(self, data: Any) -> Any:
        file = super().to_python(data)
        return None if file is None else receive(file)


def receive(file: IO[bytes]) -> Stored:
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
            sent = image.size[::-1] if is_turned(image) else image.size
            return store(upright(image), sent)
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


def is_turned(image: Image.Image) -> bool:
    """Whether width and height change places when the picture is turned as it is to be seen."""
    return image.getexif().get(ExifTags.Base.Orientation) in TURNED


def upright(image: Image.Image) -> Image.Image:
    """Return the picture as people see it: turned, in sRGB, no wider than the site shows it.

    Shrunk before anything else, so that all its pixels are in memory once at most.
    """
    profile = image.info.get("icc_profile")
    largest = LARGEST_SIZE[::-1] if is_turned(image) else LARGEST_SIZE
    mode = "RGBA" if image.has_transparency_data else "RGB"
    if image.mode not in SMOOTH_MODES:
        image = image.convert(mode)
    image.thumbnail(largest)
    ImageOps.exif_transpose(image, in_place=True)
    seen = _in_srgb(image, profile) if profile else image
    return seen.convert(mode)


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
        mode = image.mode if image.mode in {"RGB", "RGBA"} else "RGB"
        return ImageCms.profileToProfile(image, source, target, outputMode=mode) or image
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image


def store(image: Image.Image, sent: tuple[int, int]) -> Stored:
    """Write the picture in every width as WebP, and as AVIF where Pillow can.

    The hash of the widest WebP names them all; `sent` is the size of what was sent.
    """
    stem = hashlib.sha256(encoded(image, "WEBP")).hexdigest()[:32]
    return Stored(stem, *sent, _kept_in_widths(image, stem))


def widths_of(stem: str) -> tuple[int, ...]:
    """Make the widths that a picture lacks of its widest file, and return all that it has now.

    Raises FileNotFoundError where that file is lost.
    """
    with default_storage.open(f"news/{stem}.webp") as file:
        image = Image.open(BytesIO(file.read()))
    return _kept_in_widths(image, stem)


def _kept_in_widths(image: Image.Image, stem: str) -> tuple[int, ...]:
    widths = (*(one for one in WIDTHS if one < image.width), image.width)
    kinds = ["webp", "avif"] if features.check("avif") else ["webp"]
    for width in widths:
        shown = image if width == image.width else narrowed(image, width)
        for kind in kinds:
            name = file_name(stem, width, widths, kind)
            if not default_storage.exists(name):
                default_storage.save(name, ContentFile(encoded(shown, kind.upper())))
    return widths


def narrowed(image: Image.Image, width: int) -> Image.Image:
    """Return a picture of another width and the same shape."""
    height = max(1, round(image.height * width / image.width))
    return image.resize((width, height), Image.Resampling.LANCZOS)


def encoded(image: Image.Image, kind: str) -> bytes:
    """Return the bytes of a picture in a format, made of its pixels alone."""
    buffer = BytesIO()
    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    bare.save(buffer, kind, **QUALITY[kind])
    return buffer.getvalue()


def file_name(stem: str, width: int, widths: Sequence[int], kind: str = "webp") -> str:
    """Return what the file of one of a picture's widths is called."""
    return f"news/{stem}{'' if width == widths[-1] else f'-{width}'}.{kind}"


def stem_of(name: str) -> str:
    """Return the hash in the name of a kept file."""
    return re.split(r"[-.]", name.removeprefix("news/"))[0]


def carried(text: str) -> Stored | None:
    """Return the picture that a form carries along; None of a text that we have not written."""
    try:
        facts = _signer().unsign_object(text)
    except (signing.BadSignature, ValueError):
        return None
    return Stored(**facts | {"widths": tuple(facts["widths"])})


def _signer() -> signing.Signer:
    return signing.Signer(salt="news.pictures")


def forget(stem: str, widths: Sequence[int]) -> None:
    """Delete the files of a picture."""
    for width in widths:
        for kind in QUALITY:
            default_storage.delete(file_name(stem, width, widths, kind.lower()))


def type_of(name: str) -> str:
    """Return the media type of a kept file."""
    return "image/avif" if name.endswith(".avif") else "image/webp"
