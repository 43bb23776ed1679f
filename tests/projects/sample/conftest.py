"""The sample registry, loaded once for the tests that read it."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import connection
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from projects.models import Place
from projects.sample.load import load_sample


@pytest.fixture(scope="package")
def sample(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[int]:
    """How many projects were entered: once for all tests beside this, which only read."""
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        with django_db_blocker.unblock():
            entered = load_sample()
        yield entered
        with django_db_blocker.unblock():
            empty_the_registry()


def empty_the_registry() -> None:
    """Remove all but the places; rows of a public project cannot be deleted one by one."""
    models = [
        model
        for app in ("projects", "news")
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
        if model is not Place
    ]
    tables = ", ".join(f'"{model._meta.db_table}"' for model in models)
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")
