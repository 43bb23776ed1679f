"""The three roles of the back office, and what each may do.

Whoever may change a thing may also see it. Nobody may delete a user: users are shut
out. What was ever public is deleted by nobody, whatever the role; the admin and a
trigger see to that. `enter_roles` makes the groups hold exactly this, after every
migration of the database.
"""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.utils.translation import gettext_lazy as _

ADMINISTRATOR = "administrator"
REVIEWER = "reviewer"
EDITOR = "editor"

IN_WORDS = {
    ADMINISTRATOR: _("administrator"),
    REVIEWER: _("reviewer"),
    EDITOR: _("editor"),
}
"""What the roles are called where a person reads of them."""

# What only an administrator enters; the places come with the product.
ENTERED = {
    "decision",
    "fund",
    "grantsplit",
    "intervention",
    "missingfact",
    "organisation",
    "organisationname",
    "participation",
    "partnership",
    "payment",
    "place",
    "preset",
    "priority",
    "programme",
    "project",
    "projectplace",
    "round",
    "source",
    "statedfigure",
}
# What has no page of its own, or none before it is published; payments are taken back instead.
DELETABLE = ENTERED - {"partnership", "payment", "place", "programme", "round"}

# What the registry finds doubtful by itself, and what somebody found right all the same.
WARNINGS = {"acceptedwarning", "plausibilitywarning"}


# Files of projects: only an administrator takes them in. None is deleted, for it is a history.
IMPORTS = {"import", "savedmapping"}


def _permissions(app: str, models: Iterable[str], *actions: str) -> set[str]:
    return {f"{app}.{action}_{model}" for model in models for action in actions}


READING = _permissions("projects", ENTERED | WARNINGS, "view") | _permissions(
    "news", ["article", "figurenote", "picture", "watch"], "view"
)
PUBLISHING = {"projects.publish_project", "news.publish_article"}
ACCEPTING = _permissions("projects", ["acceptedwarning"], "add", "delete")
WATCHING = _permissions("news", ["watch"], "add", "change")
# What readers report, with the addresses of some of them: for those who answer, and nobody else.
ANSWERING = _permissions("projects", ["errorreport"], "view", "change")
APPROVING = _permissions("projects", ["proposal", "redaction"], "view")
WRITING_NEWS = _permissions("news", ["article", "figurenote", "picture"], "add", "change") | {
    "news.delete_picture"
}

ROLES: dict[str, frozenset[str]] = {
    ADMINISTRATOR: frozenset(
        READING
        | PUBLISHING
        | ACCEPTING
        | ANSWERING
        | APPROVING
        | WRITING_NEWS
        | WATCHING
        | _permissions("projects", ENTERED, "add", "change")
        | _permissions("projects", DELETABLE, "delete")
        | _permissions("projects", ["redaction"], "add")
        | _permissions("projects", IMPORTS, "view", "add", "change")
        | _permissions("news", ["article"], "delete")
        | _permissions("auth", ["user"], "view", "add", "change")
    ),
    REVIEWER: frozenset(READING | PUBLISHING | ACCEPTING | APPROVING),
    EDITOR: frozenset(READING | ANSWERING | WRITING_NEWS | WATCHING | {"news.publish_article"}),
}


def enter_roles() -> None:
    """Make a group for each role hold exactly its permissions; every permission must exist."""
    for role, names in ROLES.items():
        group, _created = Group.objects.get_or_create(name=role)
        group.permissions.set([_permission(name) for name in names])


def _permission(name: str) -> Permission:
    app, codename = name.split(".")
    return Permission.objects.get(content_type__app_label=app, codename=codename)
