from typing import Any, Self

import pghistory
from django.apps import apps
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from projects.models.amounts import kronor_field, precision_field, stored_amount
from projects.models.base import project_is_public
from projects.models.changes import tells
from projects.models.ledger_rules import stated_figures_are_kept
from projects.money import Amount, Basis, Total
from projects.rules import (
    amount_is_sound,
    bounds_are_ordered,
    choices_are_known,
    dates_are_plausible,
    exactly_one,
    text_is_clean,
)

BASES = [
    (Basis.EU_SUPPORT.value, _("EU support")),
    (Basis.GRANTED_SUPPORT.value, _("granted support, EU and national")),
    (Basis.PUBLIC_SUPPORT.value, _("public support")),
    (Basis.REGISTERED_SUPPORT.value, _("registered support")),
    (Basis.TOTAL_FUNDING.value, _("total funding, in kind included")),
    (Basis.TOTAL_COST.value, _("total cost")),
    (Basis.PROPOSED_SUPPORT.value, _("proposed support")),
]


def programme_of_project() -> Coalesce:
    """Return the key of a row's project's programme: of its priority, else of its first split.

    That is a split that stands, granted or proposed.
    """
    splits = (
        apps.get_model("projects", "GrantSplit")
        .objects.standing()
        .filter(project=models.OuterRef("project"), programme__isnull=False)
    )
    first = models.Subquery(splits.order_by("pk").values("programme")[:1])
    return Coalesce("project__priority__programme_id", first, output_field=models.BigIntegerField())


class SubtotalQuerySet(models.QuerySet):
    """Questions to ask of many subtotals; every answer can be chained."""

    def shares_of(self, funder: Any, basis: Basis) -> Self:
        """Return a funder's part of each published project on a basis, the latest decided first."""
        return (
            self.filter(project_is_public(), funder=funder, basis=basis)
            .select_related("project")
            .order_by(models.F("project__decided_on").desc(nulls_last=True), "-project_id", "-pk")
        )

    def with_programme(self) -> Self:
        """Add `programme`, an id: of the project's priority, else of its first standing split."""
        return self.annotate(programme=programme_of_project())


class Subtotal(models.Model):
    """Bounds of what one project got on one basis, of one funder or of all; derived.

    Kronor; `at_most` null is "no upper bound". Written by `settlement.settle`.
    """

    project = models.ForeignKey(
        "projects.Project", on_delete=models.CASCADE, related_name="subtotals"
    )
    basis = models.CharField(max_length=18, choices=BASES)
    funder = models.ForeignKey(
        "projects.Organisation", on_delete=models.PROTECT, null=True, related_name="subtotals"
    )
    at_least = models.DecimalField(max_digits=18, decimal_places=2)
    at_most = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    unknown_parts = models.PositiveSmallIntegerField(default=0)
    is_approximate = models.BooleanField(default=False)

    objects = SubtotalQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            # Sums over the whole registry read this alone, a tenth of the table.
            models.Index(
                fields=["basis", "project"],
                include=["at_least", "at_most", "unknown_parts", "is_approximate"],
                condition=Q(funder__isnull=True),
                name="subtotal_of_everybody",
            )
        ]
        constraints = [
            choices_are_known("subtotal", basis=Basis),
            bounds_are_ordered("subtotal"),
            models.UniqueConstraint(
                fields=["project", "basis", "funder"],
                nulls_distinct=False,
                name="subtotal_is_one_per_basis_and_funder",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.basis}"

    @property
    def total(self) -> Total:
        """The same as the value that every sum is shown as."""
        return Total(
            at_least=self.at_least,
            at_most=self.at_most,
            unknown_parts=self.unknown_parts,
            is_approximate=self.is_approximate,
            basis=Basis(self.basis),
            on=None,
        )


class Quantity(models.TextChoices):
    MONEY = "money", _("money")
    PROJECTS = "projects", _("number of projects")


@pghistory.track()
class StatedFigure(models.Model):
    """A figure that a source prints about a project or a round: checked, never summed."""

    project = models.ForeignKey(
        "projects.Project",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="stated_figures",
    )
    round = models.ForeignKey(
        "projects.Round",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="stated_figures",
    )
    funder = models.ForeignKey(
        "projects.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("only this funder"),
        related_name="stated_figures",
    )
    fund = models.ForeignKey(
        "projects.Fund",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("only this fund"),
        related_name="stated_figures",
    )
    place = models.ForeignKey(
        "projects.Place",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("only this place"),
        related_name="stated_figures",
    )
    quantity = models.CharField(
        _("quantity"), max_length=8, choices=Quantity, default=Quantity.MONEY
    )
    basis = models.CharField(_("what is counted"), max_length=18, choices=BASES)
    amount = kronor_field(_("amount"))
    amount_precision = precision_field()
    amount_step = kronor_field(_("rounded to"))
    words = models.CharField(_("as printed"), max_length=200, blank=True)
    stated_on = models.DateField(_("stated on"))
    source = models.ForeignKey(
        "projects.Source",
        on_delete=models.PROTECT,
        related_name="stated_figures",
        verbose_name=_("source"),
    )

    class Meta:
        verbose_name = _("stated figure")
        verbose_name_plural = _("stated figures")
        ordering = ["stated_on", "pk"]
        constraints = [
            text_is_clean("stated_figure", "words"),
            choices_are_known("stated_figure", quantity=Quantity.values, basis=Basis),
            dates_are_plausible("stated_figure", "stated_on"),
            amount_is_sound("stated_figure"),
            exactly_one(
                "stated_figure",
                "is_about_one_thing",
                "project",
                "round",
                message=_("A figure is about a project or a round."),
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=False),
                name="stated_figure_states_something",
                violation_error_message=_("Write the figure as it is printed."),
            ),
        ]
        triggers = [stated_figures_are_kept(), tells("project_id")]

    def __str__(self) -> str:
        return self.words or str(self.amount)

    @property
    def value(self) -> Amount:
        return stored_amount(self, "amount")
