"""What spares the tests a third of their time and is nothing that they test."""

import gc
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.handlers.base import BaseHandler
from django.test import client

KEPT_FOR_NOBODY = ("django/forms/", "admin/widgets/")
"""Templates of widgets, of which a form renders a thousand."""

store = client.store_rendered_templates
get_response = BaseHandler.get_response


def with_room(call: Callable[..., Any], *arguments: Any) -> Any:
    """Return what a call answers, made where the interpreter has room for all calls within.

    It keeps frames in pieces of 16 KiB, and gives a piece back to the system each time that the
    frames in it have ended. Templates go up and down past the end of a piece some ten thousand
    times a page; here one frame is so large that the next hundreds fit beside it.
    """
    return call(*arguments)


with_room.__code__ = with_room.__code__.replace(co_stacksize=33_000)


def answered_with_room(handler: BaseHandler, request: Any) -> Any:
    return with_room(get_response, handler, request)


def kept_but_for_widgets(kept: Any, signal: Any, sender: Any, template: Any, **more: Any) -> None:
    """Keep what a page was rendered from for `response.context`."""
    if not (template.name or "").startswith(KEPT_FOR_NOBODY):
        store(kept, signal, sender, template, **more)


def be_thrifty(patch: pytest.MonkeyPatch) -> None:
    """Hash passwords with little work, and look for garbage a hundred times less often."""
    patch.setattr(BaseHandler, "get_response", answered_with_room)
    patch.setattr(client, "store_rendered_templates", kept_but_for_widgets)
    for name, little in {"time_cost": 1, "memory_cost": 8, "parallelism": 1}.items():
        patch.setattr(Argon2PasswordHasher, name, little)
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
