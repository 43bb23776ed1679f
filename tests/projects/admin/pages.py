"""Every page of the back office that a register has, found by what is registered."""

from collections.abc import Iterator

from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.urls import reverse

from projects.models import Decision, Project, StatedFigure
from tests.factories import spin
from tests.projects.models.samples import SAMPLES

REGISTERED = sorted(admin.site._registry, key=lambda model: model._meta.label)

AROUND = ["/admin/", "/admin/password_change/", "/admin/projects/", "/admin/news/", "/admin/auth/"]
"""Pages of the back office that belong to no register."""


def sample(model: type[Model]) -> Model:
    """Return a row of a register; of projects SPIN, whose page shows the most."""
    if model is Project:
        return spin().project
    if model in {Decision, StatedFigure}:
        related = {Decision: "decisions", StatedFigure: "stated_figures"}
        return getattr(spin().project, related[model]).first()
    if model is User:
        return User.objects.create(username="anybody", is_staff=True)
    return SAMPLES[model]()


def pages_of(model: type[Model], by: User) -> Iterator[str]:
    """Yield the addresses of a register: its list, the way to a new row, and those of one row.

    The row has a history, of a change that `by` made. Some of them nobody may open.
    """
    row = sample(model)
    LogEntry.objects.create(
        user=by,
        content_type=ContentType.objects.get_for_model(model),
        object_id=str(row.pk),
        object_repr=str(row),
        action_flag=CHANGE,
        change_message='[{"changed": {"fields": ["Titel"]}}]',
    )
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    yield reverse(f"{name}_changelist")
    yield reverse(f"{name}_add")
    for page in ("change", "history", "delete"):
        yield reverse(f"{name}_{page}", args=[row.pk])
