"""Which projects have changed since a moment, and up to which moment that is known."""

import datetime

from django.db import connection
from django.db.models import QuerySet

from projects.models import Change, LastChange, Project

# A transaction that still runs may have begun to change something that nobody sees yet.
_KNOWN_UNTIL = """
    SELECT least(now(), min(xact_start)) FROM pg_stat_activity
    WHERE datname = current_database() AND backend_xid IS NOT NULL AND pid <> pg_backend_pid()
"""


def changed_since(projects: QuerySet[Project], moment: datetime.datetime) -> QuerySet[Project]:
    """Return those whose own facts, money or names have changed from a moment on.

    Where a place or a fund was renamed that is any of them.
    """
    changes, kept = Change.objects.since(moment), LastChange.objects.filter(at__gte=moment)
    if changes.filter(is_sweeping=True).exists() or kept.filter(project=0).exists():
        return projects
    told = changes.filter(project__isnull=False).order_by().values("project")
    published = Project.objects.filter(published_at__gte=moment).order_by().values("pk")
    return projects.filter(pk__in=told.union(kept.order_by().values("project"), published))


def known_until() -> datetime.datetime:
    """Return the moment before which every change can be seen."""
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN_UNTIL)
        return cursor.fetchone()[0]
