"""An index of its own for every module."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings


@pytest.fixture(scope="module")
def index_root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder for an index, empty at first, that nothing else uses."""
    root = tmp_path_factory.mktemp("index")
    with override_settings(INDEX_ROOT=root):
        yield root
