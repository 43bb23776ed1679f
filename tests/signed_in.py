"""Who asks: the visitor and each role of the back office, and what each of them gets."""

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.test import Client

ROLES = ["visitor", "editor", "reviewer", "administrator"]


def signed_in() -> dict[str, str]:
    """The session of each role, empty for the visitor."""
    found = {"visitor": ""}
    for role in ROLES[1:]:
        user = User.objects.create(username=role, is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        client = Client()
        client.force_login(user)
        found[role] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return found


def statuses(path: str, method: str, sessions: dict[str, str]) -> str:
    """Return what each role gets, one number where all get the same; nothing is left changed."""
    found = []
    for session in sessions.values():
        client = Client()
        if session:
            client.cookies[settings.SESSION_COOKIE_NAME] = session
        with transaction.atomic():
            response = getattr(client, method)(path)
            if response.streaming:
                b"".join(response)  # a file that nobody reads would keep its place
            transaction.set_rollback(True)
        found.append(str(response.status_code))
    return found[0] if len(set(found)) == 1 else " ".join(found)
