import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.models.base import EVER_PUBLIC_SQL, Bilingual
from projects.models.changes import tells
from projects.models.ledger_rules import append_only
from projects.models.splits import GrantSplit, SplitForm
from projects.rules import (
    AMOUNT_LIMIT,
    dates_are_plausible,
    lock_project,
    moments_are_plausible,
    not_before,
    refuse,
    text_is_clean,
)

# Nobody pays out what is only proposed, refused or taken back.
_FITS = f"""
    {lock_project("NEW.project_id")}
    SELECT d.kind AS kind, s.form AS form, s.project_id AS project,
        {EVER_PUBLIC_SQL.format(row="p")} AS is_public
    INTO paid
    FROM projects_grantsplit s
    JOIN projects_decision d ON d.id = s.decision_id
    JOIN projects_project p ON p.id = s.project_id
    WHERE s.id = NEW.split_id;
    IF paid.project <> NEW.project_id THEN
        {refuse("payment_is_of_its_splits_project", "A payment belongs to its split's project.")}
    END IF;
    IF NOT paid.is_public THEN
        {refuse("payment_follows_publication", "Payments are entered once the project is public.")}
    END IF;
    IF paid.form <> '{SplitForm.CASH}' OR paid.kind IN ('prioritised', 'rejected', 'revoked') THEN
        {refuse("payment_is_of_granted_cash", "Only granted cash is paid out.")}
    END IF;
    IF NEW.paid_on > current_date + 1 THEN
        {refuse("payment_is_not_in_the_future", "A payment is entered once it is made.")}
    END IF;
    IF NEW.takes_back_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM projects_payment e
        WHERE e.id = NEW.takes_back_id AND e.split_id = NEW.split_id
            AND e.amount = -NEW.amount AND e.takes_back_id IS NULL
    ) THEN
        {refuse("payment_takes_back_its_like", "A mistake is taken back whole, and once.")}
    END IF;
    RETURN NEW;
"""


@pghistory.track()
class Payment(Bilingual):
    """What was paid out of a split on a day, or paid back where `amount` is negative; kronor.

    One that was entered by mistake is never changed: another row, which says why,
    `takes_back` the whole of it, and neither counts any more.
    """

    project = models.ForeignKey(
        "projects.Project", on_delete=models.CASCADE, related_name="payments"
    )
    split = models.ForeignKey(
        GrantSplit,
        on_delete=models.RESTRICT,
        related_name="payments",
        verbose_name=_("paid out of"),
    )
    paid_on = models.DateField(_("paid on"))
    period_from = models.DateField(_("for costs from"), null=True, blank=True)
    period_until = models.DateField(_("for costs until"), null=True, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=16, decimal_places=2)
    reference = models.CharField(_("payment reference"), max_length=60, blank=True)
    source = models.ForeignKey(
        "projects.Source",
        on_delete=models.PROTECT,
        related_name="payments",
        verbose_name=_("source"),
    )
    takes_back = models.OneToOneField(
        "self",
        on_delete=models.RESTRICT,
        null=True,
        blank=True,
        related_name="taken_back_by",
        verbose_name=_("takes back"),
    )
    reason_sv = models.TextField(_("reason in Swedish"), blank=True)
    reason_en = models.TextField(_("reason in English"), blank=True)
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ["paid_on", "pk"]
        constraints = [
            text_is_clean("payment", "reference", "reason_sv", "reason_en"),
            dates_are_plausible("payment", "paid_on", "period_from", "period_until"),
            moments_are_plausible("payment", "recorded_at"),
            not_before(
                "payment",
                "period_is_ordered",
                first="period_from",
                last="period_until",
                message=_("A period cannot end before it starts."),
            ),
            models.CheckConstraint(
                condition=(Q(amount__gt=0) & Q(amount__lt=AMOUNT_LIMIT))
                | (Q(amount__lt=0) & Q(amount__gt=-AMOUNT_LIMIT)),
                name="payment_amount_is_sound",
                violation_error_message=_(
                    "A payment is of some kronor, less than 100 000 000 000 000."
                ),
            ),
            models.CheckConstraint(
                condition=Q(takes_back__isnull=True) | Q(reason_sv__gt=""),
                name="payment_taken_back_has_a_reason",
                violation_error_message=_("Say what is corrected, and why."),
            ),
        ]
        triggers = [
            append_only(),
            pgtrigger.Trigger(
                name="payment_fits_its_split",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[("paid", "record")],
                func=_FITS,
            ),
            tells("project_id"),
        ]

    def __str__(self) -> str:
        return f"{self.paid_on} {self.amount}"

    @property
    def is_paid_back(self) -> bool:
        return self.amount < 0
