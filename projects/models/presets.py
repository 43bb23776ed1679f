import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.models.base import Bilingual
from projects.models.ledger import DecisionKind
from projects.models.splits import SplitForm
from projects.ordering import swedish_key
from projects.rules import choices_are_known, text_is_clean

# What a row may be before anything was decided of it; the others replace an earlier entry.
FIRST_KINDS = [
    (DecisionKind.GRANTED.value, _("granted")),
    (DecisionKind.COFUNDING_PROMISED.value, _("co-funding promised")),
    (DecisionKind.PRIORITISED.value, _("proposed: prioritised in a round")),
]


@pghistory.track(exclude=["sort_key"])
class Preset(Bilingual):
    """Who pays, out of what, under which programme, under one name: "ERUF via Tillväxtverket".

    A tool of the back office: rows take its values over and do not refer to it.
    """

    name_sv = models.CharField(_("name in Swedish"), max_length=100)
    name_en = models.CharField(_("name in English"), max_length=100, blank=True)
    funder = models.ForeignKey(
        "projects.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="presets",
        verbose_name=_("funder"),
    )
    fund = models.ForeignKey(
        "projects.Fund",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="presets",
        verbose_name=_("fund"),
    )
    programme = models.ForeignKey(
        "projects.Programme",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="presets",
        verbose_name=_("programme"),
    )
    form = models.CharField(_("form"), max_length=7, choices=SplitForm, blank=True)
    kind = models.CharField(_("kind"), max_length=18, choices=FIRST_KINDS, blank=True)
    sort_key = swedish_key("name_sv")

    class Meta:
        verbose_name = _("preset")
        verbose_name_plural = _("presets")
        ordering = ["sort_key", "pk"]
        constraints = [
            text_is_clean("preset", "name_sv", "name_en"),
            choices_are_known(
                "preset",
                form=["", *SplitForm.values],
                kind=["", *(kind for kind, _name in FIRST_KINDS)],
            ),
            models.UniqueConstraint(
                fields=["name_sv"],
                name="preset_name_is_used_once",
                violation_error_message=_("Another preset has this name."),
            ),
            models.CheckConstraint(
                condition=Q(funder__isnull=False)
                | Q(fund__isnull=False)
                | Q(programme__isnull=False),
                name="preset_fills_something",
                violation_error_message=_("Name a funder, a fund or a programme."),
            ),
        ]

    def __str__(self) -> str:
        return self.said("name")
