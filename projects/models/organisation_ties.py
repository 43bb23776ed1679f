from typing import Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from projects.models.changes import tells
from projects.rules import (
    choices_are_known,
    dates_are_plausible,
    moments_are_plausible,
    not_before,
    refuse,
    text_is_clean,
)


class NameKind(models.TextChoices):
    FORMER = "former", _("former name")
    ALIAS = "alias", _("other name")
    SHORT = "short", _("abbreviation")


@pghistory.track()
class OrganisationName(models.Model):
    """A name that an organisation had, or is also known by; its name now is its own column."""

    organisation = models.ForeignKey(
        "projects.Organisation", on_delete=models.PROTECT, related_name="names"
    )
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=6, choices=NameKind, default=NameKind.FORMER)
    from_on = models.DateField(_("from"), null=True, blank=True)
    until_on = models.DateField(_("until, included"), null=True, blank=True)

    class Meta:
        verbose_name = _("name")
        verbose_name_plural = _("Names it had, or is also known by")
        ordering = ["from_on", "pk"]
        constraints = [
            text_is_clean("organisationname", "name"),
            choices_are_known("organisationname", kind=NameKind.values),
            dates_are_plausible("organisationname", "from_on", "until_on"),
            not_before(
                "organisationname",
                "ends_after_it_starts",
                first="from_on",
                last="until_on",
                message=_("A name cannot end before it starts."),
            ),
            models.UniqueConstraint(
                fields=["organisation", "name"],
                name="organisationname_is_given_once",
                violation_error_message=_("The organisation has this name already."),
            ),
        ]
        triggers = [tells(organisation="organisation_id")]

    def __str__(self) -> str:
        return self.name


MERGE_IS_KEPT = f"""
    IF TG_OP = 'DELETE' OR OLD.undone_at IS NOT NULL
        OR (NEW.gone_id, NEW.kept_id, NEW.moved, NEW.before, NEW.by_id, NEW.at)
            IS DISTINCT FROM
            (OLD.gone_id, OLD.kept_id, OLD.moved, OLD.before, OLD.by_id, OLD.at)
    THEN
        {refuse("merge_is_kept", "What was merged stays on record; it can be undone.")}
    END IF;
    RETURN NEW;
"""


class MergeQuerySet(models.QuerySet):
    def standing(self) -> Self:
        return self.filter(undone_at__isnull=True)


@pghistory.track()
class OrganisationMerge(models.Model):
    """That one organisation was entered twice: which rows moved, so that they can move back.

    `moved` has the keys of rows by model and column ("projects.Decision.organisation"); `before`
    the columns of the one that was kept, as they were.
    """

    gone = models.ForeignKey(
        "projects.Organisation",
        on_delete=models.PROTECT,
        related_name="merges_away",
        verbose_name=_("entered twice"),
    )
    kept = models.ForeignKey(
        "projects.Organisation",
        on_delete=models.PROTECT,
        related_name="merges_in",
        verbose_name=_("kept"),
    )
    moved = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True)

    objects = MergeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            moments_are_plausible("organisationmerge", "at", "undone_at"),
            models.CheckConstraint(
                condition=~Q(gone=F("kept")),
                name="merge_is_of_two",
                violation_error_message=_("An organisation cannot be merged with itself."),
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="merge_is_undone_by_somebody",
                violation_error_message=_("Say who undid it, and when."),
            ),
            models.UniqueConstraint(
                fields=["gone"],
                condition=Q(undone_at__isnull=True),
                name="merge_stands_once",
                violation_error_message=_("It is merged already."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="merge_is_kept",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=MERGE_IS_KEPT,
            )
        ]

    def __str__(self) -> str:
        return f"{self.gone} → {self.kept}"


@pghistory.track()
class DistinctOrganisations(models.Model):
    """That two organisations with names alike are two; the lower key first."""

    one = models.ForeignKey("projects.Organisation", on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey("projects.Organisation", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["pk"]
        constraints = [
            moments_are_plausible("distinctorganisations", "at"),
            models.CheckConstraint(
                condition=Q(one__lt=F("other")),
                name="distinct_organisations_are_two_in_order",
                violation_error_message=_("Two organisations, the lower key first."),
            ),
            models.UniqueConstraint(
                fields=["one", "other"],
                name="distinct_organisations_are_said_once",
                violation_error_message=_("This is said already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one} ≠ {self.other}"


def ties_have_no_circle() -> pgtrigger.Trigger:
    """Refuse a merge into what is merged itself, and a succession that comes back to its start."""
    return pgtrigger.Trigger(
        name="organisation_ties_have_no_circle",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=f"""
    IF NEW.merged_into_id IS NOT NULL AND (
        EXISTS (
            SELECT 1 FROM projects_organisation o
            WHERE o.id = NEW.merged_into_id AND o.merged_into_id IS NOT NULL
        )
        OR EXISTS (SELECT 1 FROM projects_organisation o WHERE o.merged_into_id = NEW.id)
    ) THEN
        {refuse("organisation_merges_in_one_step", "What is merged is merged in one step.")}
    END IF;
    IF NEW.succeeded_by_id IS NOT NULL AND NEW.id IN (
        WITH RECURSIVE later(id) AS (
            SELECT NEW.succeeded_by_id
            UNION
            SELECT o.succeeded_by_id FROM projects_organisation o JOIN later ON o.id = later.id
            WHERE o.succeeded_by_id IS NOT NULL
        ) SELECT id FROM later
    ) THEN
        {refuse("organisation_succession_has_no_circle", "Nobody takes over from themselves.")}
    END IF;
    RETURN NEW;
""",
    )
