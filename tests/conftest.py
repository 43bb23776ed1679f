"""What every test shares: the database."""

import signal
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connections

from spin_registry import database


@pytest.fixture(scope="session", autouse=True)
def no_collected_files(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Point at an empty folder of collected static files: tests run before anybody collects."""
    settings.STATIC_ROOT = tmp_path_factory.mktemp("static")


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> Iterator[None]:
    """Bring up the database before the first test that needs one.

    Test rows need not outlive the machine, so this session's commits do not wait for the disk.
    """
    options = connections["default"].settings_dict.setdefault("OPTIONS", {})
    options["options"] = f"{options.get('options', '')} -c synchronous_commit=off"
    with database.available():
        signal.signal(signal.SIGTERM, lambda *_: pytest.exit("terminated", returncode=143))
        yield
