from io import StringIO

import pytest
from django.core.management import call_command

from tests.news.factories import PictureFactory, library_picture

pytestmark = pytest.mark.django_db


def make_widths() -> tuple[str, str]:
    """Return what the command says, and of what it complains."""
    out, err = StringIO(), StringIO()
    call_command("make_widths", stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_a_picture_of_one_width_gets_the_narrower_ones(media_folder):
    old = library_picture((1000, 500))
    for narrow in (media_folder / "news").glob("*-*"):
        narrow.unlink()
    old.widths = [1000]
    old.save()
    library_picture()

    said = [make_widths(), make_widths()]

    old.refresh_from_db()
    assert old.widths == [480, 960, 1000]
    assert {one.name for one in (media_folder / "news").iterdir()} >= {
        f"{old.stem}{width}.{kind}" for width in ("", "-480", "-960") for kind in ("webp", "avif")
    }
    assert said == [
        ("1 pictures have got more widths.\n", ""),
        ("0 pictures have got more widths.\n", ""),
    ]


def test_a_lost_file_is_told_of_and_stops_nothing():
    lost = PictureFactory(widths=[1600])

    assert make_widths() == (
        "0 pictures have got more widths.\n",
        f"The file of picture {lost.pk} is lost.\n",
    )
