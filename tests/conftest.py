"""What every test shares: the database, and no clock to beat."""

import signal
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.utils import translation
from hypothesis import settings as hypothesis

from spin_registry import database
from tests import migrated, restoring
from tests.thrift import be_thrifty

# A test is true however busy the machine is.
hypothesis.register_profile("registry", deadline=None)
hypothesis.load_profile("registry")


@pytest.fixture(scope="session", autouse=True)
def static_files(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Serve static files from where they lie, each when it is asked for.

    Tests run before anybody collects them, and every client would read all of them first.
    """
    settings.STATIC_ROOT = tmp_path_factory.mktemp("static")
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(scope="session", autouse=True)
def thrift() -> Iterator[None]:
    """Let tests cost less, whatever they test."""
    with pytest.MonkeyPatch.context() as patch:
        be_thrifty(patch)
        yield


@pytest.fixture(autouse=True)
def swedish() -> Iterator[None]:
    """Begin every test in Swedish: a page that was read in English leaves its language behind."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: Any
) -> Iterator[None]:
    """Bring up the database before the first test that needs one, and one for each process.

    Test rows need not outlive the machine, so this session's commits do not wait for the disk.
    Each is a copy of one that is `migrated`; what migrations entered is put back by `restoring`.
    """
    creation = type(connections["default"].creation)
    creation.serialize_db_to_string = restoring.keep
    creation.deserialize_db_from_string = restoring.put_back
    options = connections["default"].settings_dict.setdefault("OPTIONS", {})
    options["options"] = f"{options.get('options', '')} -c synchronous_commit=off"
    with database.available():
        signal.signal(signal.SIGTERM, lambda *_: pytest.exit("terminated", returncode=143))
        with django_db_blocker.unblock():
            if restoring.may_do_both(connections["default"]):
                type(connections["default"].ops).sql_flush = restoring.to_what_was_kept
                creation.deserialize_db_from_string = restoring.forget
            connections["default"].settings_dict["TEST"]["TEMPLATE"] = migrated.template()
        yield
