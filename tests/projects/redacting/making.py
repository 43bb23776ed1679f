"""Redactions as somebody asks for them, and as another has approved them."""

from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from projects.models import Redaction


def person(name: str) -> User:
    return User.objects.get_or_create(username=name, defaults={"is_staff": True})[0]


def redaction(**columns: Any) -> Redaction:
    """Return what one person asks for; nobody bears the name."""
    plain = {"name": "Påhittade Personsson", "ground": "erasure", "by": person("fragar")}
    return Redaction.objects.create(**plain | columns)


def approved(**columns: Any) -> Redaction:
    """Return what another has approved, not carried out yet."""
    answer = {"state": "approved", "decided_by": person("svarar"), "decided_at": timezone.now()}
    return redaction(**answer | columns)
