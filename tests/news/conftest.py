"""What the tests of news share: pictures are kept in a folder of the test's own."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from pytest_django import Settings


@pytest.fixture(autouse=True)
def media_folder(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def as_role() -> Callable[[str], Client]:
    """A function that returns a client signed in as a member of a role."""

    def as_role(role: str) -> Client:
        user, _ = User.objects.get_or_create(username=role, defaults={"is_staff": True})
        user.groups.add(Group.objects.get(name=role))
        client = Client()
        client.force_login(user)
        return client

    return as_role


@pytest.fixture
def editor(as_role) -> Client:
    return as_role("editor")
