import pghistory
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from projects.models.base import Bilingual
from projects.models.changes import tells_all
from projects.ordering import swedish_key
from projects.rules import text_is_clean


class PlaceKind(models.TextChoices):
    COUNTRY = "country", _("country")
    NUTS2 = "nuts2", _("NUTS 2 area")
    COUNTY = "county", _("county")
    MUNICIPALITY = "municipality", _("municipality")


CODE_PATTERNS = {
    PlaceKind.COUNTRY: r"^[A-Z]{2}$",
    PlaceKind.NUTS2: r"^[A-Z]{2}[0-9A-Z]{2}$",
    PlaceKind.COUNTY: r"^[0-9]{2}$",
    PlaceKind.MUNICIPALITY: r"^[0-9]{4}$",
}


@pghistory.track(exclude=["sort_key"])
class Place(Bilingual):
    """A country, NUTS 2 area, county or municipality, by its official code."""

    kind = models.CharField(_("kind"), max_length=12, choices=PlaceKind)
    code = models.CharField(_("code"), max_length=4, unique=True)
    name_sv = models.CharField(_("name in Swedish"), max_length=100)
    name_en = models.CharField(_("name in English"), max_length=100, blank=True)
    short_sv = models.CharField(_("short name"), max_length=100)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )
    sort_key = swedish_key("short_sv")

    class Meta:
        triggers = [tells_all()]
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["sort_key", "code"]
        constraints = [
            text_is_clean("place", "name_sv", "name_en", "short_sv"),
            models.CheckConstraint(
                condition=Q(
                    *[Q(kind=kind, code__regex=pattern) for kind, pattern in CODE_PATTERNS.items()],
                    _connector=Q.OR,
                ),
                name="place_code_fits_its_kind",
                violation_error_message=_("The code does not look like one of that kind."),
            ),
            models.CheckConstraint(
                condition=Q(kind=PlaceKind.COUNTRY, parent__isnull=True)
                | (~Q(kind=PlaceKind.COUNTRY) & Q(parent__isnull=False)),
                name="place_below_a_country_has_a_parent",
                violation_error_message=_("All but a country is part of another place."),
            ),
        ]

    def __str__(self) -> str:
        return self.said("name")

    def get_absolute_url(self) -> str:
        return reverse("projects:place", args=[self.code])
