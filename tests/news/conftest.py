"""What the tests of news share: pictures are kept in a folder of the test's own."""

from pathlib import Path

import pytest
from pytest_django import DjangoSettingsWrapper


@pytest.fixture(autouse=True)
def media_folder(settings: DjangoSettingsWrapper, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT
