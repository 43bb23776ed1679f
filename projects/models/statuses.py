"""What a project is on a day: it follows from its dates and decisions and is never typed."""

import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ProjectStatus(models.TextChoices):
    PLANNED = "planned", _("planned")
    ONGOING = "ongoing", _("ongoing")
    FINISHED = "finished", _("finished")
    CANCELLED = "cancelled", _("cancelled")


def status_condition(status: str, on: datetime.date) -> Q:
    """Return what the dates of a project with that status fulfil on a day."""
    if status == ProjectStatus.CANCELLED:
        return Q(cancelled_on__lte=on)
    alive = Q(cancelled_on__isnull=True) | Q(cancelled_on__gt=on)
    if status == ProjectStatus.PLANNED:
        return alive & Q(starts_on__gt=on)
    if status == ProjectStatus.FINISHED:
        return alive & Q(ends_on__lt=on)
    return alive & Q(starts_on__lte=on, ends_on__gte=on)


def status_on(
    cancelled_on: datetime.date | None,
    starts_on: datetime.date | None,
    ends_on: datetime.date | None,
    on: datetime.date,
) -> ProjectStatus | None:
    """Return what a project of these dates is on a day; None while they tell nothing."""
    if cancelled_on and cancelled_on <= on:
        return ProjectStatus.CANCELLED
    if starts_on and starts_on > on:
        return ProjectStatus.PLANNED
    if ends_on and ends_on < on:
        return ProjectStatus.FINISHED
    if starts_on and ends_on:
        return ProjectStatus.ONGOING
    return None
