from functools import reduce
from operator import add
from typing import Any, Self

import pghistory
from django.apps import apps
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, When
from django.db.models.functions import Cast, Mod, Substr
from django.db.models.lookups import Exact
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.identifiers import SWEDISH_NUMBER
from projects.models.base import Bilingual, PublicationState, Slugged
from projects.models.changes import tells_its_projects
from projects.models.organisation_ties import ties_have_no_circle
from projects.ordering import swedish_key
from projects.rules import choices_are_known, dates_are_plausible, text_is_clean


class NumberScheme(models.TextChoices):
    SWEDISH = "se", _("Swedish organisation number")
    OTHER = "other", _("other register")


class OrganisationKind(models.TextChoices):
    AUTHORITY = "authority", _("government agency")
    COUNTY_BOARD = "county_board", _("county administrative board")
    REGION = "region", _("region")
    MUNICIPALITY = "municipality", _("municipality")
    MUNICIPAL_ASSOCIATION = "municipal_association", _("association of municipalities")
    UNIVERSITY = "university", _("university")
    INSTITUTE = "institute", _("research institute")
    COMPANY = "company", _("company")
    FOUNDATION = "foundation", _("foundation")
    ASSOCIATION = "association", _("association")
    OTHER = "other", _("other kind")


class Sector(models.TextChoices):
    PUBLIC = "public", _("public sector")
    PRIVATE = "private", _("private sector")
    CIVIL = "civil", _("civil society")


class OrganisationQuerySet(models.QuerySet):
    """Questions to ask of many organisations; every answer can be chained."""

    def merged_into(self, slug: str) -> "Organisation | None":
        """Return what one that was entered twice is merged into; None where it is not."""
        gone: Any = self.filter(slug=slug, merged_into__isnull=False).select_related("merged_into")
        return next((one.merged_into for one in gone), None)

    def public(self) -> Self:
        """Return those that a project which was ever public names, or that hold a round."""
        rounds = apps.get_model("projects", "Round")._default_manager
        return self.standing().filter(
            Exists(rounds.filter(organisation=OuterRef("pk")))
            | _named_by("Participation", "organisation")
            | _named_by("GrantSplit", "funder")
            | _named_by("Decision", "organisation")
        )

    def with_page(self) -> Self:
        """Return those with a page of their own: the public ones, and those that were parted."""
        return self.public() | self.parted()

    def parted(self) -> Self:
        """Return those that were merged and are so no more.

        Their address led to the other meanwhile, and what was public once stays good.
        """
        merges = apps.get_model("projects", "OrganisationMerge")._default_manager
        return self.standing().filter(Exists(merges.filter(gone=OuterRef("pk"))))

    def standing(self) -> Self:
        """Return those that were not merged into another."""
        return self.filter(merged_into__isnull=True)

    def funders(self) -> Self:
        """Return those that a project which was ever public has as a funder."""
        return self.filter(_named_by("GrantSplit", "funder"))


def _named_by(model: str, field: str) -> Exists:
    rows = apps.get_model("projects", model)._default_manager.filter(
        project__state__in=[PublicationState.PUBLISHED, PublicationState.WITHDRAWN],
        project__published_at__lte=timezone.now(),
    )
    return Exists(rows.filter(**{field: OuterRef("pk")}))


def _luhn_remainder(column: str) -> Case:
    """Return the Luhn sum of a column modulo 10; 1 where it is not ten digits."""
    terms = []
    for place in range(1, 11):
        digit = Cast(Substr(column, place, 1), models.IntegerField())
        terms.append(Mod(digit * 2, 10) + digit / 5 if place % 2 else digit)
    ten_digits = {f"{column}__regex": r"^[0-9]{10}$"}
    return Case(
        When(**ten_digits, then=Mod(reduce(add, terms), 10)),
        default=1,
        output_field=models.IntegerField(),
    )


@pghistory.track(exclude=["sort_key"])
class Organisation(Slugged, Bilingual):
    """A legal person that decides, pays, leads or takes part."""

    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    country = models.CharField(_("country"), max_length=2, default="SE")
    number_scheme = models.CharField(
        _("register"), max_length=5, choices=NumberScheme, default=NumberScheme.SWEDISH
    )
    number = models.CharField(
        _("organisation number"),
        max_length=30,
        null=True,
        blank=True,
        help_text=_("Ten digits. Leave empty where no source gives it; a sole trader has none."),
    )
    kind = models.CharField(_("kind"), max_length=24, choices=OrganisationKind)
    sector = models.CharField(_("sector"), max_length=8, choices=Sector)
    home = models.ForeignKey(
        "projects.Place",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("home place"),
        related_name="organisations",
    )
    website = models.URLField(_("website"), blank=True)
    registrar_email = models.EmailField(
        _("e-mail of the registrar"),
        blank=True,
        help_text=_(
            "Where the authority takes requests for documents, such as registrator@region.example. "
            "The public reads it. Never a person’s own."
        ),
    )
    registrar_post = models.TextField(
        _("postal address of the registrar"),
        max_length=300,
        blank=True,
        help_text=_("As it is written on an envelope. Never a person’s own."),
    )
    note_sv = models.TextField(_("note to the public in Swedish"), blank=True)
    note_en = models.TextField(_("note to the public in English"), blank=True)
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged_here",
        verbose_name=_("the same as"),
    )
    succeeded_by = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("succeeded by"),
        help_text=_("A new legal person that took over. Each keeps its own money."),
    )
    succeeded_on = models.DateField(_("taken over on"), null=True, blank=True)
    sort_key = swedish_key("name")

    objects = OrganisationQuerySet.as_manager()

    class Meta(Slugged.Meta):
        abstract = False
        triggers = [*Slugged.Meta.triggers, tells_its_projects(), ties_have_no_circle()]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["sort_key", "pk"]
        indexes = [models.Index(fields=["sort_key"], name="organisation_sort_key")]
        constraints = [
            *Slugged.Meta.constraints,
            text_is_clean(
                "organisation",
                "name",
                "name_en",
                "number",
                "note_sv",
                "note_en",
                "website",
                "registrar_email",
                "registrar_post",
            ),
            models.CheckConstraint(
                condition=Q(registrar_email__regex=r"^([^\s@,;:<>()\"]+@[^\s@,;:<>()\"]+)?$"),
                name="organisation_registrar_email_is_one_address",
                violation_error_message=_("Write one mail address and nothing else."),
            ),
            choices_are_known(
                "organisation",
                number_scheme=NumberScheme.values,
                kind=OrganisationKind.values,
                sector=Sector.values,
            ),
            models.CheckConstraint(
                condition=Q(country__regex=r"^[A-Z]{2}$"),
                name="organisation_country_is_a_code",
                violation_error_message=_("Write the country as two capital letters."),
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=True)
                | (Q(number_scheme=NumberScheme.OTHER) & Q(number__gt=""))
                | Q(number_scheme=NumberScheme.SWEDISH, number__regex=SWEDISH_NUMBER)
                & Q(Exact(_luhn_remainder("number"), 0)),
                name="organisation_number_is_valid",
                violation_error_message=_(
                    "This is not an organisation number: ten digits, the third at least 2, and "
                    "the last one checks the others."
                ),
            ),
            dates_are_plausible("organisation", "succeeded_on"),
            models.CheckConstraint(
                condition=Q(succeeded_on__isnull=True) | Q(succeeded_by__isnull=False),
                name="organisation_is_succeeded_by_somebody",
                violation_error_message=_("Say who took over."),
            ),
            models.UniqueConstraint(
                fields=["number_scheme", "number"],
                name="organisation_number_is_unique",
                violation_error_message=_("Another organisation has this number."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("projects:organisation", args=[self.slug])

    @property
    def name_sv(self) -> str:
        """The name under the key that texts in two languages are asked by."""
        return self.name

    @property
    def is_swedish_authority(self) -> bool:
        """Whether it is asked for documents under the Swedish principle of public access.

        Companies that municipalities and regions own are of the public sector, and are too.
        """
        return self.sector == Sector.PUBLIC and self.country == "SE"

    @property
    def printed_number(self) -> str:
        """The number as it is printed: a Swedish one with a hyphen after six digits."""
        if self.number and self.number_scheme == NumberScheme.SWEDISH:
            return f"{self.number[:6]}-{self.number[6:]}"
        return self.number or ""
