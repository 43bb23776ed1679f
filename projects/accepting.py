"""Accepting a warning with a reason, and taking that back."""

from typing import Any

from django.db import transaction

from projects.models import AcceptedWarning, PlausibilityWarning


def accept(warning: PlausibilityWarning, *, reason: str, by: Any) -> AcceptedWarning:
    """Silence a warning as long as the values that it speaks of stay the same.

    Of two who accept it at once the first one's reason stands.
    """
    accepted, _is_new = AcceptedWarning.objects.get_or_create(
        **_same(warning), defaults={"reason": reason.strip(), "by": by}
    )
    return accepted


@transaction.atomic
def withdraw_acceptance(warning: PlausibilityWarning) -> bool:
    """Let a warning speak again; its versions keep who had accepted it. False where nobody had."""
    deleted, _by_model = AcceptedWarning.objects.filter(**_same(warning)).delete()
    return bool(deleted)


def _same(warning: PlausibilityWarning) -> dict[str, Any]:
    names = ("project_id", "organisation_id", "rule", "fingerprint")
    return {name: getattr(warning, name) for name in names}
