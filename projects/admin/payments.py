"""Payments as rows of a project's form, once its ledger is public."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from projects.admin.base import RegistryInline, capitalised
from projects.admin.fields import AmountField
from projects.admin.figures import FigureRows
from projects.admin.rows import SOURCE_HELP
from projects.ledger import unsaved_payment, unsaved_return
from projects.models import GIVING, GrantSplit, Payment, Project, SplitForm
from projects.money import Precision
from projects.payments import standing
from projects.templatetags.figures import amount_text, date_text

PAID, PAID_BACK, MISTAKE = "paid", "paid_back", "mistake"
KINDS = [
    (PAID, _("paid out")),
    (PAID_BACK, _("paid back")),
    (MISTAKE, _("correction: an earlier payment was entered by mistake")),
]
PAYMENT_HELP = _("To the öre, as the payment says: 1 250 000 or 98 765,50.")


class SplitChoice(forms.ModelChoiceField):
    """A funding item by who pays out of what, and how much was granted."""

    def label_from_instance(self, obj: Any) -> str:
        amount = amount_text(obj.value)
        return f"{obj.payer}, {obj.fund.code if obj.fund else '–'}: {amount}"


class PaymentChoice(forms.ModelChoiceField):
    """A payment by its day, its amount and who paid it."""

    def label_from_instance(self, obj: Any) -> str:
        sign = "−" if obj.is_paid_back else ""
        return f"{date_text(obj.paid_on)}: {sign}{amount_text(abs(obj.amount))}, {obj.split.payer}"


class PaymentForm(forms.ModelForm):
    """One payment; it is written through the ledger and never changed."""

    kind = forms.ChoiceField(label=_("kind"), choices=KINDS, initial=PAID)
    split = SplitChoice(GrantSplit.objects.none(), label=_("paid out of"), required=False)
    printed = AmountField(label=_("amount"), help_text=PAYMENT_HELP)
    takes_back = PaymentChoice(
        Payment.objects.none(),
        label=_("the payment entered by mistake"),
        required=False,
        help_text=_("Only for a correction: the whole payment is taken back."),
    )

    class Meta:
        model = Payment
        fields = [
            *("paid_on", "period_from", "period_until", "reference", "source"),
            *("reason_sv", "reason_en"),
        ]
        help_texts = {"source": SOURCE_HELP}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        capitalised(self)
        for name in {"source", "paid_on"} & self.fields.keys():
            self.fields[name].required = False
        for name in {"reason_sv", "reason_en"} & self.fields.keys():
            self.fields[name].widget.attrs["rows"] = 2

    def _post_clean(self) -> None:
        """Leave the model's rules to those who write the ledger."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") == MISTAKE:
            self._need("takes_back", _("Say which payment was entered by mistake."))
            self._need("reason_sv", _("Say what is corrected, and why."))
            return cleaned
        self._need("split", _("Say which funding item it was paid out of."))
        self._need("paid_on", _("Give the day of the payment."))
        self._check_amount()
        self._check_days()
        return cleaned

    def _need(self, name: str, message: Any) -> None:
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, message)

    def _check_amount(self) -> None:
        amount = self.cleaned_data.get("printed")
        if amount is None:
            return
        if not amount.kronor:
            self.add_error("printed", _("A payment is of some kronor."))
        elif amount.precision is not Precision.EXACT:
            self.add_error("printed", _("A payment is exact: write the amount in kronor."))

    def _check_days(self) -> None:
        cleaned = self.cleaned_data
        day, first, last = (
            cleaned.get(name) for name in ("paid_on", "period_from", "period_until")
        )
        if day and day > timezone.localdate():
            self.add_error("paid_on", _("A payment is entered once it is made."))
        if first and last and last < first:
            self.add_error("period_until", _("A period cannot end before it starts."))

    def fill_in(self, source: Any) -> None:
        """Take the source that the row leaves out; a correction has that of what it corrects."""
        cleaned = self.cleaned_data
        cleaned["source"] = cleaned.get("source") or source
        if cleaned.get("kind") != MISTAKE:
            self._need("source", _("Name the source."))

    def payment(self) -> Payment:
        """Return the payment, or what takes one back, as it will be written."""
        cleaned = self.cleaned_data
        reasons = {name: cleaned[name] for name in ("reason_sv", "reason_en")}
        if cleaned["kind"] == MISTAKE:
            return unsaved_return(cleaned["takes_back"], **reasons)
        sign = -1 if cleaned["kind"] == PAID_BACK else 1
        names = ["paid_on", "period_from", "period_until", "reference", "source"]
        return unsaved_payment(
            split=cleaned["split"],
            amount=sign * cleaned["printed"].kronor,
            **{name: cleaned[name] for name in names},
            **reasons,
        )


def payable(project: Project) -> QuerySet[GrantSplit]:
    """Return the standing cash items of a project."""
    return (
        GrantSplit.objects.standing()
        .filter(project=project, form=SplitForm.CASH, decision__kind__in=GIVING)
        .select_related("funder", "fund")
        .order_by("pk")
    )


def correctable(project: Project) -> QuerySet[Payment]:
    """Return the payments of a project that count."""
    made = standing(project.payments.all())
    rows = Payment.objects.filter(pk__in=[one.pk for one in made])
    return rows.select_related("split__funder").order_by("-paid_on", "-pk")


class PaymentRows(FigureRows):
    """Payments written through the ledger; a row without a source has that of the row above."""

    def add_fields(self, form: Any, index: int | None) -> None:
        """Let a row choose among the items and payments of its project."""
        super().add_fields(form, index)
        form.fields["split"].queryset = payable(self.instance)
        form.fields["takes_back"].queryset = self.correctable

    @cached_property
    def correctable(self) -> QuerySet[Payment]:
        return correctable(self.instance)

    def save_new(self, form: Any, commit: bool = True) -> Any:
        payment = form.payment()
        payment.save(force_insert=True)
        return payment


class PaymentInline(RegistryInline):
    """What was paid out of which funding item; earlier payments stand above the form."""

    model = Payment
    form = PaymentForm
    formset = PaymentRows
    can_delete = False
    max_num = 30
    verbose_name = _("payment")
    verbose_name_plural = _("Payments: what was paid out of which funding item")
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("kind", "split", "printed", "paid_on"),
                    ("period_from", "period_until", "reference", "source"),
                ]
            },
        ),
        (
            _("Correction of a payment"),
            {
                "classes": ["collapse"],
                "fields": ["takes_back", ("reason_sv", "reason_en")],
            },
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).none()
