import re
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from PIL import Image, features

from news import pictures
from news.pictures import Stored, receive, webp_size

from .pictures import encoded, picture, png_that_claims, webp_that_claims


def opened(name: str) -> Image.Image:
    with default_storage.open(name) as file:
        image = Image.open(BytesIO(file.read()))
        image.load()
    return image


def files(stored: Stored) -> list[str]:
    """Return what the files of a picture are called, narrowest first, WebP before AVIF."""
    return [
        pictures.file_name(stored.stem, width, stored.widths, kind)
        for width in stored.widths
        for kind in ("webp", "avif")
    ]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_each_allowed_format_becomes_a_webp_and_an_avif(kind):
    kept = receive(picture(kind))

    webp, avif = files(kept)
    assert (kept.width, kept.height, kept.widths) == (64, 40, (64,))
    assert (opened(webp).format, opened(webp).size) == ("WEBP", (64, 40))
    assert (opened(avif).format, opened(avif).size) == ("AVIF", (64, 40))


def test_the_pixels_are_those_that_were_sent_in_every_width():
    kept = receive(picture("PNG", (1000, 500)))

    for name in files(kept):
        seen = opened(name)
        width, height = seen.size
        red = seen.getpixel((width // 8, height // 2))
        blue = seen.getpixel((width - width // 8, height // 2))
        assert red[0] > 150 > 80 > red[2]
        assert blue[2] > 150 > 80 > blue[0]


def test_without_avif_in_pillow_the_webp_is_kept_alone(monkeypatch, media_folder):
    monkeypatch.setattr(features, "check", lambda _feature: False)

    kept = receive(picture())

    assert [one.name for one in (media_folder / "news").iterdir()] == [f"{kept.stem}.webp"]


def test_the_same_picture_is_stored_once_under_the_hash_of_its_content(media_folder):
    first, second = receive(picture()), receive(picture())
    other = receive(picture(size=(65, 40)))

    assert first == second != other
    assert len(list((media_folder / "news").iterdir())) == 4


@pytest.mark.parametrize(
    ("sent", "widths", "sizes"),
    [
        ((3200, 1000), (480, 960, 1600), [(480, 150), (960, 300), (1600, 500)]),
        ((1600, 900), (480, 960, 1600), [(480, 270), (960, 540), (1600, 900)]),
        ((1000, 500), (480, 960, 1000), [(480, 240), (960, 480), (1000, 500)]),
        ((960, 10), (480, 960), [(480, 5), (960, 10)]),
        ((480, 480), (480,), [(480, 480)]),
        ((10, 8), (10,), [(10, 8)]),
        ((1000, 8000), (400,), [(400, 3200)]),
        ((4000, 1), (480, 960, 1600), [(480, 1), (960, 1), (1600, 1)]),
    ],
)
def test_a_picture_is_kept_in_the_widths_that_it_fills(sent, widths, sizes):
    kept = receive(picture("JPEG", sent))

    assert ((kept.width, kept.height), kept.widths) == (sent, widths)
    assert [opened(name).size for name in files(kept)[::2]] == sizes
    assert [opened(name).size for name in files(kept)[1::2]] == sizes


def test_the_widest_file_bears_the_name_that_the_only_one_used_to_have():
    kept = receive(picture("JPEG", (3200, 1000)))

    assert files(kept)[0] == f"news/{kept.stem}-480.webp"
    assert files(kept)[-2:] == [f"news/{kept.stem}.webp", f"news/{kept.stem}.avif"]
    assert [pictures.stem_of(name) for name in files(kept)] == [kept.stem] * 6
    assert all(re.fullmatch(pictures.NAME, name) for name in files(kept))


@pytest.mark.parametrize("size", [(64, 40), (3000, 1200)])
def test_a_turned_photograph_stands_upright_and_tells_nothing_of_its_camera(size):
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter
    exif[0x010F] = "The camera of a person"
    sent = picture("JPEG", size, exif=exif, comment=b"The name of a person")

    kept = receive(sent)

    assert (kept.width, kept.height) == size[::-1]
    for name in files(kept):
        image = opened(name)
        assert image.width < image.height
        assert image.getpixel((image.width // 2, 1))[0] > 150, "red is up"
        assert dict(image.getexif()) == {}
        with default_storage.open(name) as file:
            assert b"person" not in file.read()


def test_transparency_stays():
    kept = receive(encoded(Image.new("RGBA", (500, 8), (255, 0, 0, 0)), "PNG"))

    for name in files(kept):
        assert opened(name).convert("RGBA").getpixel((4, 4))[3] < 4


def test_a_form_carries_a_stored_picture_along_and_nobody_forges_one():
    kept = receive(picture("JPEG", (1000, 500)))

    assert pictures.carried(str(kept)) == kept
    assert pictures.carried(str(kept).replace(":", "x:", 1)) is None
    for text in ("", "a", ":", "\x00", "å:å", str(kept)[1:]):
        assert pictures.carried(text) is None


def test_a_picture_is_forgotten_with_all_its_files(media_folder):
    kept, other = receive(picture("JPEG", (1000, 500))), receive(picture())

    pictures.forget(kept.stem, kept.widths)

    left = {f"news/{one.name}" for one in (media_folder / "news").iterdir()}
    assert left == set(files(other))


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
