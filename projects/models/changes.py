"""What has changed that somebody may read: the queue that the index and kept pages follow.

Triggers write it, so that bulk changes, imports and psql are followed as well as forms.
"""

import datetime
from typing import Self

import pgtrigger
from django.db import connection, models
from django.db.models import Func
from django.db.models.functions import Cast, Now

from projects.rules import moments_are_plausible


class ChangeQuerySet(models.QuerySet):
    """Questions to ask of many changes; every answer can be chained."""

    def since(self, moment: datetime.datetime) -> Self:
        return self.filter(at__gte=moment)

    def forget(self, *, transaction: int, before: datetime.datetime) -> None:
        """Drop the changes of transactions long over, and keep of each project the last."""
        with connection.cursor() as cursor:
            cursor.execute(FORGET, [transaction, before])


FORGET = """
    WITH gone AS (
        DELETE FROM projects_change WHERE transaction < %s AND at < %s
        RETURNING project, at, is_sweeping
    )
    INSERT INTO projects_lastchange (project, at)
    SELECT coalesce(project, 0), max(at) FROM gone
    WHERE project IS NOT NULL OR is_sweeping
    GROUP BY 1
    ON CONFLICT (project) DO UPDATE SET at = greatest(projects_lastchange.at, EXCLUDED.at)
"""


class Change(models.Model):
    """That rows have changed, in which transaction, and what must be read anew.

    `project` and `organisation` are keys without a constraint, since their rows may be
    gone; with neither, only pages may read otherwise. `is_sweeping` asks for all of it.
    Transactions commit in another order than they begin: a reader that has read all up to
    the oldest one still running has missed none (`projects/search/following.py`).
    """

    transaction = models.BigIntegerField(
        db_default=Cast(
            Cast(Func(function="pg_current_xact_id"), models.TextField()), models.BigIntegerField()
        )
    )
    project = models.BigIntegerField(null=True)
    organisation = models.BigIntegerField(null=True)
    is_sweeping = models.BooleanField(db_default=False)
    at = models.DateTimeField(db_default=Now())

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["transaction"], name="change_transaction")]
        constraints = [moments_are_plausible("change", "at")]

    def __str__(self) -> str:
        return f"{self.project or self.organisation or 'all'} in {self.transaction}"


class LastChange(models.Model):
    """When a project was last changed, once its changes are forgotten; 0 stands for all.

    Written by the one process that forgets changes, and never by a trigger: two that change
    the same projects in another order would wait for one another for ever.
    """

    project = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["at"], name="last_change_at")]
        constraints = [moments_are_plausible("lastchange", "at")]

    def __str__(self) -> str:
        return f"{self.project or 'all'} at {self.at}"


_EVERY = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete


def _after(name: str, func: str, operation: pgtrigger.Operation = _EVERY) -> pgtrigger.Trigger:
    body = f"{func} RETURN NULL;"
    return pgtrigger.Trigger(name=name, when=pgtrigger.After, operation=operation, func=body)


def tells(project: str = "", organisation: str = "") -> pgtrigger.Trigger:
    """Tell of the project and the organisation whose keys stand in these columns.

    Where a row names others now, it tells of those that it named before too.
    """

    def keys(row: str) -> str:
        return ", ".join(f"{row}.{one}" if one else "NULL" for one in (project, organisation))

    func = f"""
        IF TG_OP <> 'DELETE' THEN
            INSERT INTO projects_change (project, organisation) VALUES ({keys("NEW")});
        END IF;
        IF TG_OP = 'DELETE'
        OR TG_OP = 'UPDATE' AND ROW({keys("OLD")}) IS DISTINCT FROM ROW({keys("NEW")}) THEN
            INSERT INTO projects_change (project, organisation) VALUES ({keys("OLD")});
        END IF;
    """
    return _after("tells_of_its_project" if project else "tells_of_its_organisation", func)


def tells_pages() -> pgtrigger.Trigger:
    """Tell that pages may read otherwise."""
    return _after("tells_pages", "INSERT INTO projects_change DEFAULT VALUES;")


def tells_pages_of_shown(column: str) -> pgtrigger.Trigger:
    """Tell that pages may read otherwise where a row is shown, or was; `column` says which are.

    What strangers send changes no page, and must not have all of them made anew.
    """
    func = f"""
        IF (TG_OP <> 'DELETE' AND NEW.{column}) OR (TG_OP <> 'INSERT' AND OLD.{column}) THEN
            INSERT INTO projects_change DEFAULT VALUES;
        END IF;
    """
    return _after("tells_pages", func)


def tells_all() -> pgtrigger.Trigger:
    """Tell that any project may have to be read anew: its name stands on many of them."""
    return _after(
        "tells_all", "INSERT INTO projects_change (is_sweeping) VALUES (TG_OP = 'UPDATE');"
    )


def tells_its_projects() -> pgtrigger.Trigger:
    """Tell of an organisation, and where it is changed of every project that names it."""
    func = """
        INSERT INTO projects_change (organisation)
        VALUES (CASE TG_OP WHEN 'DELETE' THEN OLD.id ELSE NEW.id END);
        IF TG_OP = 'UPDATE' THEN
            INSERT INTO projects_change (project)
            SELECT project_id FROM projects_participation WHERE organisation_id = NEW.id
            UNION SELECT project_id FROM projects_grantsplit WHERE funder_id = NEW.id
            UNION SELECT project_id FROM projects_decision WHERE organisation_id = NEW.id;
        END IF;
    """
    return _after("tells_its_projects", func)


def tells_projects_under() -> pgtrigger.Trigger:
    """Tell of every project under a priority, which is under the programme of it."""
    func = """
        INSERT INTO projects_change DEFAULT VALUES;
        IF TG_OP = 'UPDATE' THEN
            INSERT INTO projects_change (project)
            SELECT id FROM projects_project WHERE priority_id = NEW.id;
        END IF;
    """
    return _after("tells_projects_under", func)


def tells_projects_of_money_under() -> pgtrigger.Trigger:
    """Tell of a programme, and where it is renamed of every project with money under it."""
    func = """
        INSERT INTO projects_change DEFAULT VALUES;
        IF TG_OP = 'UPDATE' AND ROW(OLD.name_sv, OLD.name_en) <> ROW(NEW.name_sv, NEW.name_en) THEN
            INSERT INTO projects_change (project)
            SELECT DISTINCT project_id FROM projects_grantsplit WHERE programme_id = NEW.id;
        END IF;
    """
    return _after("tells_projects_of_money_under", func)
