from decimal import Decimal

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.models.changes import tells
from projects.rules import lock_project, refuse

WHOLE = Decimal(100)

_AT_MOST_WHOLE = f"""
    {lock_project("NEW.project_id")}
    IF (SELECT sum(i.share) FROM projects_intervention i WHERE i.project_id = NEW.project_id) > 100
    THEN
        {
    refuse(
        "intervention_shares_are_at_most_whole",
        "The shares of a project's intervention fields are at most 100 percent together.",
    )
}
    END IF;
    RETURN NULL;
"""


class OperationFacts(models.Model):
    """What the lists of operations ask for of a project, and nothing else does."""

    specific_objective_code = models.CharField(
        _("specific objective, code"),
        max_length=20,
        blank=True,
        db_default="",
        default="",
        help_text=_("As the programme writes it, such as RSO1.1."),
    )
    specific_objective_sv = models.CharField(
        _("specific objective in Swedish"), max_length=250, blank=True, default="", db_default=""
    )
    specific_objective_en = models.CharField(
        _("specific objective in English"), max_length=250, blank=True, default="", db_default=""
    )
    postcode = models.CharField(
        _("postcode"),
        max_length=5,
        blank=True,
        default="",
        db_default="",
        help_text=_("Of the place where the project is carried out: five digits, no space."),
    )

    class Meta:
        abstract = True


POSTCODE = r"^[1-9][0-9]{4}$"
NO_POSTCODE = _("A postcode has five digits, such as 90187.")


def postcode_is_five_digits(model: str) -> models.CheckConstraint:
    """Refuse what is no Swedish postcode; an empty one is unknown."""
    return models.CheckConstraint(
        condition=Q(postcode="") | Q(postcode__regex=POSTCODE),
        name=f"{model}_postcode_is_five_digits",
        violation_error_message=NO_POSTCODE,
    )


@pghistory.track()
class Intervention(models.Model):
    """A field of intervention that a project's support is reported under, and how much of it.

    The code is of Regulation (EU) 215/2014, annex I, for 2014-2020, and of Regulation (EU)
    2021/1060, annex I, for 2021-2027. A null share is unknown.
    """

    project = models.ForeignKey(
        "projects.Project", on_delete=models.CASCADE, related_name="interventions"
    )
    code = models.CharField(
        _("intervention field"),
        max_length=3,
        help_text=_("Three digits, 001 to 123 for 2014–2020 and 001 to 182 for 2021–2027."),
    )
    share = models.DecimalField(
        _("share of the support, percent"), max_digits=5, decimal_places=2, null=True, blank=True
    )

    class Meta:
        verbose_name = _("intervention field")
        verbose_name_plural = _("intervention fields")
        ordering = ["pk"]
        triggers = [
            # When the transaction ends: a form may lower one share after it has raised another.
            pgtrigger.Trigger(
                name="shares_are_at_most_whole",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                timing=pgtrigger.Deferred,
                func=_AT_MOST_WHOLE,
            ),
            tells("project_id"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^(0[0-9][1-9]|0[1-9]0|1[0-7][0-9]|18[0-2])$"),
                name="intervention_code_is_known",
                violation_error_message=_("An intervention field is three digits, 001 to 182."),
            ),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(share__gt=0, share__lte=WHOLE),
                name="intervention_share_is_a_percentage",
                violation_error_message=_("A share lies above 0 and reaches 100 percent at most."),
            ),
            models.UniqueConstraint(
                fields=["project", "code"],
                name="intervention_is_entered_once",
                violation_error_message=_("This intervention field is entered already."),
            ),
        ]

    def __str__(self) -> str:
        return self.code
