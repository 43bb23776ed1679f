"""Warnings for tests, of a draft whose purpose says the same as its title."""

from typing import Any

from django.contrib.auth.models import User

from projects.accepting import accept
from projects.models import AcceptedWarning, PlausibilityWarning
from projects.settlement import settle
from tests.factories import ProjectFactory


def warning(**project: Any) -> PlausibilityWarning:
    """A warning that the purpose of a draft says the same as its title."""
    texts = {"title_sv": "Bredband", "purpose_sv": "Bredband"}
    doubted = ProjectFactory(**texts | project)
    settle(doubted)
    return doubted.warnings.get()


def accepted_warning() -> AcceptedWarning:
    """A warning that an administrator has accepted."""
    by, _ = User.objects.get_or_create(username="godtar", defaults={"is_staff": True})
    return accept(warning(), reason="Så står det i beslutet.", by=by)
