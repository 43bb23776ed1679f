"""Tells whether anybody saved a project while somebody else was writing."""

import hashlib

from projects.models import Project

PARTS = ["participations", "project_places", "missing_facts", "decisions", "splits", "payments"]


def version(project: Project) -> str:
    """Return a text that changes with every change of what a project's form holds.

    It begins with `public:` once the project was ever public, else with `draft:`.
    """
    rows = list(Project.objects.filter(pk=project.pk).values_list(*_columns()))
    for part in [*PARTS, "stated_figures"]:
        rows += getattr(project, part).order_by("pk").values_list()
    kind = "public" if project.was_ever_public else "draft"
    return f"{kind}:{hashlib.sha256(repr(rows).encode()).hexdigest()[:20]}"


def _columns() -> list[str]:
    return [field.attname for field in Project._meta.concrete_fields if field.name != "search"]
