"""Static files are gathered when they have changed, and not at every start."""

from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.finders import get_finder

from spin_registry.static_files import gather


@pytest.fixture
def source(settings, tmp_path):
    """A folder with the only static file there is."""
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "site.css").write_text("a {}")
    settings.STATICFILES_DIRS = [folder]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = str(tmp_path / "gathered")
    get_finder.cache_clear()
    yield folder
    get_finder.cache_clear()
    finders.searched_locations.clear()


def test_the_same_files_are_gathered_once(source, settings):
    assert gather()
    gathered = Path(settings.STATIC_ROOT, "site.css")
    gathered.write_text("left alone")

    assert not gather()
    assert gathered.read_text() == "left alone"


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "site.css").write_text("b {}"),
        lambda folder: (folder / "more.css").write_text("a {}"),
        lambda folder: (folder / "site.css").rename(folder / "other.css"),
    ],
    ids=["changed", "added", "renamed"],
)
def test_another_content_or_name_is_gathered_anew(source, change):
    gather()
    change(source)

    assert gather()


def test_what_was_gathered_and_removed_is_gathered_anew(source, settings):
    gather()
    for path in Path(settings.STATIC_ROOT).iterdir():
        path.unlink()

    assert gather()
    assert Path(settings.STATIC_ROOT, "site.css").read_text() == "a {}"
