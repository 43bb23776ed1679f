import datetime
from collections.abc import Collection
from decimal import Decimal
from typing import Any, Self

import pghistory
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat, Greatest, Length, LPad
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.models.amounts import kronor_field, precision_field, stored_amount
from projects.models.base import Bilingual, Publishable, PublishableQuerySet
from projects.models.changes import tells
from projects.models.completeness import complete_when_published
from projects.models.operations import OperationFacts, postcode_is_five_digits
from projects.models.statuses import ProjectStatus, status_condition, status_on
from projects.money import Amount, Basis, Total
from projects.ordering import swedish_key
from projects.rules import (
    amount_is_sound,
    bounds_are_ordered,
    choices_are_known,
    dates_are_plausible,
    moments_are_plausible,
    not_before,
    text_is_clean,
)


class DatePrecision(models.TextChoices):
    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")


class ProjectKind(models.TextChoices):
    PRE_STUDY = "pre_study", _("pre-study")
    IMPLEMENTATION = "implementation", _("implementation")


# What `settlement.settle` writes, and nothing else.
DERIVED = frozenset(
    {
        "at_least",
        "at_most",
        "unknown_parts",
        "is_approximate",
        "is_granted",
        "decided_on",
        "cancelled_on",
        "search",
        "words",
        "named",
    }
)


class ProjectQuerySet(PublishableQuerySet):
    """Questions to ask of many projects; every answer can be chained."""

    def with_status(self, status: str, on: datetime.date) -> Self:
        """Return those that are planned, ongoing, finished or cancelled on a day."""
        return self.filter(status_condition(status, on))

    def ended(self, on: datetime.date) -> Self:
        """Return the published ones that were over before a day and whose account is not closed."""
        decisions = apps.get_model("projects", "Decision").objects
        closed = decisions.filter(project=OuterRef("pk"), kind="closed")
        return self.filter(
            ~models.Exists(closed),
            state="published",
            is_granted=True,
            ends_on__lt=on,
        )

    def running_in(self, *years: int) -> Self:
        """Return those whose period has a day in any of the years; unknown ends count as open."""
        running = Q(pk__in=[])
        for year in years:
            running |= Q(
                Q(ends_on__gte=datetime.date(year, 1, 1)) | Q(ends_on__isnull=True),
                starts_on__lte=datetime.date(year, 12, 31),
            )
        return self.filter(running)

    def in_place(self, *codes: str) -> Self:
        """Return those with a place of these codes, or one within or around them.

        A project of a whole county is found by its municipalities and the other
        way round; one of a whole country is found by the country alone.
        """
        return self._around("code", codes)

    def in_places(self, *keys: int) -> Self:
        """Return the same by the keys of places."""
        return self._around("pk", keys)

    def _around(self, field: str, values: Collection[str | int]) -> Self:
        def asked(place: str) -> Q:
            return Q(**{f"{place}{field}__in": values})

        # A handful of places, found once; not a way from each project to all around it.
        places = apps.get_model("projects", "Place").objects.filter(
            asked("")
            | asked("parent__")
            | asked("parent__parent__")
            | asked("parent__parent__parent__")
            | asked("children__") & Q(kind__in=["county", "nuts2"])
            | asked("children__children__") & Q(kind="nuts2")
        )
        rows = apps.get_model("projects", "ProjectPlace").objects
        there = rows.filter(project=OuterRef("pk"), place__in=places.order_by().values("pk"))
        return self.filter(models.Exists(there))

    def with_participant(self, organisation: Any, *roles: str) -> Self:
        """Return those in which an organisation has any of these roles."""
        participations = apps.get_model("projects", "Participation").objects
        theirs = participations.filter(
            project=OuterRef("pk"), organisation=organisation, role__in=roles
        )
        return self.filter(models.Exists(theirs))

    def led_by_kind(self, *kinds: str) -> Self:
        """Return those that an organisation of any of these kinds leads or has led."""
        participations = apps.get_model("projects", "Participation").objects
        leads = participations.filter(
            project=OuterRef("pk"), role="lead", organisation__kind__in=kinds
        )
        return self.filter(models.Exists(leads))

    def of_programme(self, *programmes: Any) -> Self:
        """Return those with a standing split under any of these, or a priority of theirs."""
        under = _standing_splits(programme__in=programmes)
        return self.filter(models.Exists(under) | Q(priority__programme__in=programmes))

    def funded_by(self, *funders: Any) -> Self:
        """Return those with a split, granted or proposed, of any of these organisations."""
        return self.filter(models.Exists(_standing_splits(funder__in=funders)))

    def from_funds(self, *funds: Any) -> Self:
        """Return those with a split, granted or proposed, out of any of these funds."""
        return self.filter(models.Exists(_standing_splits(fund__in=funds)))

    def concerning(self, *organisations: Any) -> Self:
        """Return those in which any of these takes part, leads or has the last word."""
        participations = apps.get_model("projects", "Participation").objects
        decisions = apps.get_model("projects", "Decision").objects.current()
        theirs = {"project": OuterRef("pk"), "organisation__in": organisations}
        return self.filter(
            models.Exists(participations.filter(**theirs))
            | models.Exists(decisions.filter(**theirs))
        )

    def with_support(
        self, *, at_least: Decimal | None = None, at_most: Decimal | None = None
    ) -> Self:
        """Return those whose support may lie between these kronor, both included.

        Where nothing is granted it is the proposed support that counts.
        """
        within = Q()
        if at_least is not None:
            within &= Q(at_most__gte=at_least) | Q(at_most__isnull=True)
        if at_most is not None:
            within &= Q(at_least__lte=at_most)
        proposals = apps.get_model("projects", "Subtotal").objects.filter(
            within, project=OuterRef("pk"), basis=Basis.PROPOSED_SUPPORT, funder__isnull=True
        )
        return self.filter(
            Q(within, is_granted=True) | Q(models.Exists(proposals), is_granted=False)
        )


def _standing_splits(**conditions: Any) -> models.QuerySet:
    splits = apps.get_model("projects", "GrantSplit").objects
    return splits.standing().filter(project=OuterRef("pk"), **conditions)


@pghistory.track(exclude=["sort_key", "search", "words", "named", "reference"])
class Project(OperationFacts, Publishable, Bilingual):
    """One funded project, as the public sees it.

    The last block of columns is derived: `settlement.settle` writes it after every
    change of the ledger, and `manage.py check_settlement` compares it.
    """

    reference = models.GeneratedField(
        expression=Concat(
            Value("P"),
            LPad(
                Cast("id", models.TextField()),
                Greatest(Value(6), Length(Cast("id", models.TextField()))),
                Value("0"),
            ),
        ),
        output_field=models.CharField(_("reference"), max_length=20),
        db_persist=True,
    )
    acronym = models.CharField(_("short name"), max_length=40, blank=True)
    title_sv = models.CharField(_("title in Swedish"), max_length=250)
    title_en = models.CharField(_("title in English"), max_length=250, blank=True)
    purpose_sv = models.TextField(_("purpose in Swedish"), blank=True)
    purpose_en = models.TextField(_("purpose in English"), blank=True)
    results_sv = models.TextField(_("results in Swedish"), blank=True)
    results_en = models.TextField(_("results in English"), blank=True)
    kind = models.CharField(_("kind"), max_length=14, choices=ProjectKind, blank=True)
    starts_on = models.DateField(
        _("starts on"),
        null=True,
        blank=True,
        help_text=_("For a month or a year write its first day."),
    )
    starts_on_precision = models.CharField(
        _("known to the"), max_length=5, choices=DatePrecision, default=DatePrecision.DAY
    )
    ends_on = models.DateField(
        _("ends on, included"),
        null=True,
        blank=True,
        help_text=_("For a month or a year write its last day."),
    )
    ends_on_precision = models.CharField(
        _("known to the"), max_length=5, choices=DatePrecision, default=DatePrecision.DAY
    )
    total_cost = kronor_field(_("total cost"))
    total_cost_precision = precision_field()
    total_cost_step = kronor_field(_("rounded to"))
    eligible_cost = kronor_field(_("total eligible cost"))
    eligible_cost_precision = precision_field()
    eligible_cost_step = kronor_field(_("rounded to"))
    priority = models.ForeignKey(
        "projects.Priority",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
        verbose_name=_("priority"),
    )

    # Derived: kronor; at_most null is "no upper bound known".
    at_least = models.DecimalField(max_digits=18, decimal_places=2, default=0, editable=False)
    at_most = models.DecimalField(
        max_digits=18, decimal_places=2, null=True, default=0, editable=False
    )
    unknown_parts = models.PositiveSmallIntegerField(default=0, editable=False)
    is_approximate = models.BooleanField(default=False, editable=False)
    is_granted = models.BooleanField(default=False, editable=False)
    decided_on = models.DateField(null=True, editable=False)
    cancelled_on = models.DateField(null=True, editable=False)
    search = SearchVectorField(null=True, editable=False)
    words = models.TextField(default="", editable=False)
    named = ArrayField(models.TextField(), default=list, editable=False)
    sort_key = swedish_key("title_sv")

    objects = ProjectQuerySet.as_manager()

    class Meta(Publishable.Meta):
        abstract = False
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = [F("decided_on").desc(nulls_last=True), "-pk"]
        indexes = [
            GinIndex(fields=["search"], name="project_search"),
            GinIndex(fields=["named"], name="project_named"),
            models.Index(
                F("decided_on").desc(nulls_last=True), F("id").desc(), name="project_latest"
            ),
            models.Index(fields=["published_at"], name="project_published_at"),
            # What is asked with every sum; a project's own row is wide.
            models.Index(
                fields=["id"],
                include=["published_at", "starts_on", "priority"],
                condition=Q(state="published"),
                name="project_public",
            ),
            models.Index(fields=["sort_key"], name="project_sort_key"),
            models.Index(fields=["at_least"], name="project_at_least"),
            models.Index(
                "state",
                F("id").desc(),
                condition=Q(state__in=["draft", "in_review"]),
                name="project_not_yet_public",
            ),
            models.Index(
                F("ends_on").desc(),
                F("id").desc(),
                condition=Q(state="published", is_granted=True),
                name="project_ended",
            ),
        ]
        triggers = [*Publishable.Meta.triggers, complete_when_published(), tells("id")]
        permissions = [
            ("publish_project", _("Can publish and withdraw projects")),
        ]
        constraints = [
            *Publishable.Meta.constraints,
            text_is_clean(
                "project",
                "acronym",
                "title_sv",
                "title_en",
                "purpose_sv",
                "purpose_en",
                "results_sv",
                "results_en",
                "withdrawn_reason_sv",
                "withdrawn_reason_en",
                "specific_objective_code",
                "specific_objective_sv",
                "specific_objective_en",
                "words",
                "named",
            ),
            choices_are_known(
                "project",
                kind=["", *ProjectKind.values],
                starts_on_precision=DatePrecision.values,
                ends_on_precision=DatePrecision.values,
            ),
            dates_are_plausible("project", "starts_on", "ends_on", "decided_on", "cancelled_on"),
            moments_are_plausible("project", "published_at", "withdrawn_at"),
            amount_is_sound("project", "total_cost"),
            amount_is_sound("project", "eligible_cost"),
            bounds_are_ordered("project"),
            postcode_is_five_digits("project"),
            not_before(
                "project",
                "ends_after_it_starts",
                first="starts_on",
                last="ends_on",
                message=_("A project cannot end before it starts."),
            ),
        ]

    def __str__(self) -> str:
        return self.acronym or self.title

    def save(self, **options: Any) -> None:
        """Save what people enter; a stale instance never takes derived columns back in time."""
        is_new = self._state.adding or options.get("force_insert")
        if not is_new and options.get("update_fields") is None:
            columns = {
                field.attname for field in self._meta.concrete_fields if not field.primary_key
            }
            options["update_fields"] = columns - DERIVED - self.get_deferred_fields()
        super().save(**options)

    def get_absolute_url(self) -> str:
        return reverse("projects:detail", args=[self.slug])

    @property
    def title(self) -> str:
        return self.said("title")

    @property
    def total_cost_amount(self) -> Amount:
        return stored_amount(self, "total_cost")

    @property
    def eligible_cost_amount(self) -> Amount:
        return stored_amount(self, "eligible_cost")

    @property
    def total(self) -> Total:
        """Registered support today, kronor: the stored bounds."""
        return Total(
            at_least=self.at_least,
            at_most=self.at_most,
            unknown_parts=self.unknown_parts,
            is_approximate=self.is_approximate,
            basis=Basis.REGISTERED_SUPPORT,
            on=None,
            projects=1,
        )

    def status(self, on: datetime.date | None = None) -> ProjectStatus | None:
        """Return what the project is on a day (today by default); None while dates are unknown."""
        return status_on(
            self.cancelled_on, self.starts_on, self.ends_on, on or timezone.localdate()
        )
