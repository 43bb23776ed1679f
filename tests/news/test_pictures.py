from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from PIL import Image, features

from news import pictures
from news.pictures import receive, webp_size

from .pictures import encoded, picture, png_that_claims, webp_that_claims


def opened(name: str) -> Image.Image:
    with default_storage.open(name) as file:
        image = Image.open(BytesIO(file.read()))
        image.load()
    return image


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_each_allowed_format_becomes_a_webp_and_an_avif(kind):
    kept = receive(picture(kind))

    avif = pictures.avif_of(kept.name)
    assert (kept.width, kept.height) == (64, 40)
    assert (opened(kept.name).format, opened(kept.name).size) == ("WEBP", (64, 40))
    assert (opened(avif).format, opened(avif).size) == ("AVIF", (64, 40))


def test_the_pixels_are_those_that_were_sent():
    kept = receive(picture("PNG"))

    red, blue = opened(kept.name).getpixel((8, 20)), opened(kept.name).getpixel((56, 20))
    assert red[0] > 150 > 80 > red[2]
    assert blue[2] > 150 > 80 > blue[0]


def test_without_avif_in_pillow_the_webp_is_kept_alone(monkeypatch):
    monkeypatch.setattr(features, "check", lambda _feature: False)

    kept = receive(picture())

    assert default_storage.exists(kept.name)
    assert pictures.avif_of(kept.name) == ""


def test_the_same_picture_is_stored_once_under_the_hash_of_its_content(media_folder):
    first, second = receive(picture()), receive(picture())
    other = receive(picture(size=(65, 40)))

    assert first == second != other
    assert len(list((media_folder / "news").iterdir())) == 4


def test_a_wide_picture_is_shrunk_to_1600_pixels():
    kept = receive(picture("JPEG", (3200, 1000)))

    assert (kept.width, kept.height) == (1600, 500)
    assert opened(kept.name).size == (1600, 500)


def test_a_small_picture_is_not_enlarged():
    assert receive(picture(size=(10, 8))).width == 10


def test_a_turned_photograph_stands_upright_and_tells_nothing_of_its_camera():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter
    exif[0x010F] = "The camera of a person"
    sent = picture("JPEG", exif=exif)

    kept = receive(sent)

    image = opened(kept.name)
    assert (kept.width, kept.height) == image.size == (40, 64)
    assert dict(image.getexif()) == {}
    for name in (kept.name, pictures.avif_of(kept.name)):
        with default_storage.open(name) as file:
            assert b"camera" not in file.read()


def test_transparency_stays():
    kept = receive(encoded(Image.new("RGBA", (8, 8), (255, 0, 0, 0)), "PNG"))

    assert opened(kept.name).convert("RGBA").getpixel((4, 4))[3] == 0


@pytest.mark.parametrize(
    ("mode", "kind"), [("1", "PNG"), ("L", "PNG"), ("P", "PNG"), ("LA", "PNG"), ("CMYK", "JPEG")]
)
def test_other_kinds_of_pixels_are_read_too(mode, kind):
    assert receive(encoded(Image.new(mode, (30, 20)), kind)).width == 30


def test_a_file_of_more_than_5_mb_is_refused_before_anything_looks_at_it():
    with pytest.raises(ValidationError) as refused:
        receive(BytesIO(picture().getvalue() + bytes(pictures.LARGEST_BYTES)))

    assert refused.value.code == "too_large"


def test_far_too_many_pixels_are_called_that_and_not_unreadable():
    with pytest.raises(ValidationError) as refused:
        receive(png_that_claims(20_000, 20_000))

    assert refused.value.code == "too_many_pixels"


@pytest.mark.parametrize(
    "bomb",
    [
        png_that_claims(13_000, 13_000),
        png_that_claims(5_001, 5_000),
        png_that_claims(2**31 - 1, 1),
        webp_that_claims(16_383, 16_383),
    ],
)
def test_more_pixels_than_25_million_are_refused_by_the_files_own_word(bomb, media_folder):
    with pytest.raises(ValidationError) as refused:
        receive(bomb)

    assert refused.value.code in {"too_many_pixels", "unreadable"}
    assert not media_folder.exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no picture",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        picture("GIF").getvalue(),
        picture("BMP").getvalue(),
        picture("TIFF").getvalue(),
        picture("PNG").getvalue()[:90],
        picture("JPEG", (400, 400)).getvalue()[:1000],
        picture("WEBP", (400, 400)).getvalue()[:60],
        picture("AVIF", (400, 400)).getvalue()[:300],
        png_that_claims(100, 100).getvalue(),
        webp_that_claims(10, 10).getvalue(),
        b"RIFF\xff\xff\xff\xffWEBPVP8 " + bytes(40),
    ],
)
def test_what_is_no_whole_picture_of_an_allowed_format_is_refused(content, media_folder):
    with pytest.raises(ValidationError) as refused:
        receive(BytesIO(content))

    assert refused.value.code == "unreadable"
    assert not media_folder.exists()


@pytest.mark.parametrize("lossless", [True, False])
@pytest.mark.parametrize("exif", [b"", b"Exif\x00\x00"])
def test_the_head_of_a_webp_tells_its_size(lossless, exif):
    sent = picture("WEBP", (321, 123), lossless=lossless, exif=exif)

    assert webp_size(sent.getvalue()) == (321, 123)


def test_other_files_have_no_size_as_a_webp():
    assert webp_size(picture("PNG").getvalue()) == (0, 0)
    assert webp_size(b"RIFF") == (0, 0)
