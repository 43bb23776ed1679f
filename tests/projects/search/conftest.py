"""An index of its own for every module or test, and who follows it."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import override_settings
from django.utils import timezone

from projects.search import building
from projects.search.following import Follower
from tests.projects.search.indexed import leave


@pytest.fixture(scope="module")
def index_root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder for an index, empty at first, that nothing else uses."""
    root = tmp_path_factory.mktemp("index")
    with override_settings(INDEX_ROOT=root):
        yield root


@pytest.fixture
def folder(settings, tmp_path: Path) -> Path:
    settings.INDEX_ROOT = tmp_path / "index"
    return settings.INDEX_ROOT


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Put Django's clock forward, each time from where it stands."""

    def forward(by: timedelta) -> None:
        now = timezone.now
        monkeypatch.setattr(timezone, "now", lambda: now() + by)

    return forward


@pytest.fixture
def new_follower(folder: Path) -> Iterator[Callable[[], Follower]]:
    """Make followers, as that many processes would; they let go of the folder after the test."""
    made: list[Follower] = []

    def new() -> Follower:
        made.append(Follower())
        return made[-1]

    yield new
    for one in made:
        leave(one)


@pytest.fixture
def follower(new_follower: Callable[[], Follower]) -> Follower:
    """The one follower of an index that was made when there was nothing."""
    building.build()
    follower = new_follower()
    follower.step()
    return follower
