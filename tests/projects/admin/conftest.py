"""Signing in to the back office without a browser."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from pytest_django import Settings


@pytest.fixture
def as_role() -> Callable[[str], Client]:
    """A function that returns a client signed in as a member of a role, in Swedish."""

    def as_role(role: str) -> Client:
        user, _ = User.objects.get_or_create(username=role, defaults={"is_staff": True})
        user.groups.add(Group.objects.get(name=role))
        client = Client()
        client.force_login(user)
        return client

    return as_role


@pytest.fixture
def one_person(settings: Settings) -> None:
    """Let what one person enters stand at once."""
    settings.TWO_PERSONS = False


@pytest.fixture
def office(as_role: Callable[[str], Client]) -> Client:
    """A client signed in as an administrator."""
    return as_role("administrator")
