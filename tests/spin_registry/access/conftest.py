"""Somebody with a password, and the lines that are written of them."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.cache import cache
from django.test import Client

from spin_registry.access.lines import JsonLine

PASSWORD = "sju smala trappsteg"


@pytest.fixture
def anna(db: None) -> User:
    user = User.objects.create_user("anna", password=PASSWORD, is_staff=True)
    user.groups.add(Group.objects.get(name="editor"))
    return user


@pytest.fixture(autouse=True)
def nobody_counted(db: None) -> None:
    """Begin each test with no attempt counted."""
    cache.clear()


@pytest.fixture
def lines() -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """A function that returns what the access log says so far, read back from its JSON."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLine())
    logger = logging.getLogger("registry.access")
    logger.addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logger.removeHandler(handler)


@pytest.fixture
def sign_in(client: Client) -> Callable[..., Any]:
    """A function that sends the form for signing in, and returns the answer."""

    def sign_in(name: str = "anna", password: str = PASSWORD, **more: str) -> Any:
        client.get("/admin/login/")
        return client.post("/admin/login/", {"login": name, "password": password} | more)

    return sign_in
