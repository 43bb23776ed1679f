"""Money and decisions as flat rows of a project's form; the ledger is the model's business."""

from typing import Any

from django import forms
from django.forms.models import BaseInlineFormSet, ModelFormMetaclass
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.admin.base import RegistryInline, capitalised
from projects.admin.fields import AmountField
from projects.admin.presets import PresetField, take_preset
from projects.entering import CORRECTION, Row, rows_of
from projects.ledger import Split
from projects.models import Decision, DecisionKind, GrantSplit, Project, SplitForm
from projects.models.presets import FIRST_KINDS

MONEY_KINDS = [
    *FIRST_KINDS,
    (DecisionKind.AMENDED.value, _("amended: a new decision changes an amount")),
    (DecisionKind.CLOSED.value, _("closed: the final amount")),
    (CORRECTION, _("correction: an earlier entry was wrong")),
]
OTHER_KINDS = [
    (DecisionKind.PRIORITISED.value, _("prioritised in a round")),
    (DecisionKind.REJECTED.value, _("rejected")),
    (DecisionKind.REVOKED.value, _("revoked")),
    (DecisionKind.CLOSED.value, _("closed")),
    (DecisionKind.GRANTED.value, _("granted")),
    (DecisionKind.COFUNDING_PROMISED.value, _("co-funding promised")),
    (DecisionKind.AMENDED.value, _("amended")),
    (CORRECTION, _("correction: an earlier entry was wrong")),
]
SOURCE_HELP = _("Empty is the source of the row above, else that of the form.")
DAY_HELP = _(
    "For example 2016-06-15. Empty is unknown; of a row prioritised in a round, the round's day."
)
SHARED = ["round", "decided_on", "case_number", "reference", "reason_sv", "reason_en"]


class RowForm(forms.ModelForm):
    """One row of the ledger as it is typed; it writes nothing by itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        capitalised(self)

    def _post_clean(self) -> None:
        """Leave the model's rules to those who write the ledger."""

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        is_ranked = cleaned.get("kind") == DecisionKind.PRIORITISED
        if is_ranked and cleaned.get("round") and "decided_on" not in self.errors:
            cleaned["decided_on"] = cleaned["decided_on"] or cleaned["round"].met_on
        day = cleaned.get("decided_on")
        if day and day > timezone.localdate():
            self.add_error("decided_on", _("A decision is entered once it is made."))
        if cleaned.get("kind") == CORRECTION and not cleaned.get("reason_sv"):
            self.add_error("reason_sv", _("Say what is corrected, and why."))
        self.clean_body()
        return cleaned

    def clean_body(self) -> None:
        """Say at its field what is wrong with who decided."""
        raise NotImplementedError

    def row(self) -> Row:
        """Return the row as entered; only of a form without errors."""
        raise NotImplementedError

    @staticmethod
    def typed(row: Row) -> dict[str, Any]:
        """Return what to show in the fields for a row of the ledger."""
        raise NotImplementedError

    def has_round_of_a_partnership(self) -> bool:
        chosen = self.cleaned_data.get("round")
        ranks = self.cleaned_data.get("kind") in {DecisionKind.PRIORITISED, CORRECTION}
        return ranks and chosen is not None and chosen.partnership_id is not None

    def common(self) -> dict[str, Any]:
        names = ["kind", "source", *SHARED]
        return {name: self.cleaned_data[name] for name in names}


class MoneyForm(RowForm):
    """Who gives how much, out of what, when, and where it is read."""

    kind = forms.ChoiceField(label=_("kind"), choices=MONEY_KINDS, initial="granted")
    amount = AmountField(label=_("amount"))
    form = forms.ChoiceField(label=_("form"), choices=SplitForm.choices, initial="cash")
    preset_filled = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        take_preset(self)
        return super().clean()

    def clean_body(self) -> None:
        cleaned = self.cleaned_data
        if bool(cleaned.get("funder")) == bool(cleaned.get("group_sv")) and not self.errors.get(
            "funder"
        ):
            message = _("Name a funder or an unnamed group, and only one of them.")
            self.add_error("funder", message)
        is_ranked = cleaned.get("kind") == DecisionKind.PRIORITISED
        if is_ranked and not cleaned.get("round") and not self.errors.get("round"):
            self.add_error("round", _("Say in which round it was prioritised."))

    def row(self) -> Row:
        cleaned = self.cleaned_data
        names = ["funder", "group_sv", "group_en", "fund", "programme", "form", "amount"]
        split = Split(**{name: cleaned[name] for name in names})
        if cleaned["kind"] == DecisionKind.PRIORITISED or self.has_round_of_a_partnership():
            met = cleaned["round"]
            body = {"organisation": met.organisation, "partnership": met.partnership}
        else:
            body = {"organisation": split.funder, "group_sv": split.group_sv}
            body["group_en"] = split.group_en
        return Row(split=split, eu_rate=cleaned["eu_rate"], **body, **self.common())

    @staticmethod
    def typed(row: Row) -> dict[str, Any]:
        names = ["kind", "source", "eu_rate", *SHARED]
        return {name: getattr(row, name) for name in names} | {
            name: getattr(row.split, name) for name in Split.__dataclass_fields__
        }


class DecisionForm(RowForm):
    """Who decided what, without money."""

    kind = forms.ChoiceField(label=_("kind"), choices=OTHER_KINDS, initial="prioritised")

    def clean_body(self) -> None:
        cleaned = self.cleaned_data
        named = [name for name in ("organisation", "partnership", "group_sv") if cleaned.get(name)]
        met = cleaned.get("round")
        if not named and met:
            cleaned["organisation"], cleaned["partnership"] = met.organisation, met.partnership
        elif len(named) != 1:
            message = _("Name who decided, or the round in which it was: one of them.")
            self.add_error("organisation", message)
        ranks = {DecisionKind.PRIORITISED, DecisionKind.REJECTED, CORRECTION}
        if cleaned.get("partnership") and cleaned.get("kind") not in ranks:
            self.add_error("kind", _("A partnership ranks applications; it grants nothing."))

    def row(self) -> Row:
        names = ["organisation", "partnership", "group_sv", "group_en", "eu_rate"]
        return Row(**{name: self.cleaned_data[name] for name in names}, **self.common())

    @staticmethod
    def typed(row: Row) -> dict[str, Any]:
        names = ["organisation", "partnership", "group_sv", "group_en", "eu_rate"]
        return {name: getattr(row, name) for name in ["kind", "source", *names, *SHARED]}


class LedgerRows(BaseInlineFormSet):
    """Rows of a form that together say what the ledger should hold, or get."""

    default_source: Any = None

    def clean(self) -> None:
        """Take each missing source from the row above, the first from the form."""
        source = self.default_source
        for row in self.entered():
            source = row.cleaned_data.get("source") or source
            row.cleaned_data["source"] = source
            if source is None and "source" not in row.errors:
                row.add_error("source", _("Name the source."))

    def entered(self) -> list[Any]:
        """Return the forms in which something was typed and that are not to be dropped."""
        return [one for one in self.forms if one.has_changed() and one not in self.deleted_forms]

    def save(self, commit: bool = True) -> list[Any]:
        """Write nothing: `entering.enter` does, for all rows at once."""
        self.new_objects, self.changed_objects, self.deleted_objects = [], [], []
        return []


class LedgerInline(RegistryInline):
    """Rows that become decisions; filled in from the ledger while it may still be rewritten."""

    form: type[RowForm]
    formset = LedgerRows
    has_money: bool
    from_decision: list[str]
    from_split: list[str] = []

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).none()

    def rows(self, project: Project | None) -> list[Row]:
        """Return the rows to start from: none where the project was ever public."""
        if project is None or project.pk is None or project.was_ever_public:
            return []
        return [row for row in rows_of(project) if (row.split is not None) == self.has_money]

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return len(self.rows(obj)) or int(self.has_money)

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        kwargs |= {"form": self._form(request), "fields": []}
        formset = super().get_formset(request, obj, **kwargs)
        formset.is_rewritten = obj is None or not obj.was_ever_public
        return formset

    def _form(self, request: HttpRequest) -> Any:
        """Return the row's form with fields made like those of the models it ends up in."""
        columns = [Decision._meta.get_field(name) for name in self.from_decision]
        columns += [GrantSplit._meta.get_field(name) for name in self.from_split]
        fields: dict[str, Any] = {
            column.name: self.formfield_for_dbfield(column, request) for column in columns
        }
        for name in ("source", *self.from_split):
            fields[name].required = False
        if self.has_money:
            fields["preset"] = PresetField()
        fields["source"].help_text = SOURCE_HELP
        fields["decided_on"].help_text = DAY_HELP
        for name in ("reason_sv", "reason_en"):
            fields[name].widget.attrs["rows"] = 2
        return ModelFormMetaclass("EnteredRow", (self.form,), fields)


class MoneyInline(LedgerInline):
    """Who gives how much; the heart of the form."""

    model = GrantSplit
    form = MoneyForm
    has_money = True
    verbose_name = _("money row")
    verbose_name_plural = _("Money: who gives how much, by which decision")
    from_decision = ["source", "eu_rate", *SHARED]
    from_split = ["funder", "group_sv", "group_en", "fund", "programme"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("preset", "preset_filled"),
                    ("kind", "funder", "amount", "decided_on"),
                    ("fund", "programme", "form", "case_number"),
                    ("source", "reference", "round"),
                ]
            },
        ),
        (
            _("Unnamed funder, EU share, reason"),
            {
                "classes": ["collapse"],
                "fields": [("group_sv", "group_en", "eu_rate"), ("reason_sv", "reason_en")],
            },
        ),
    ]


class DecisionInline(LedgerInline):
    """Decisions that say nothing of money: prioritised, rejected, revoked, closed."""

    model = Decision
    form = DecisionForm
    has_money = False
    fk_name = "project"
    verbose_name = _("decision without money")
    verbose_name_plural = _("Decisions without money: prioritised, rejected, revoked, closed")
    from_decision = [
        "source",
        "organisation",
        "partnership",
        "group_sv",
        "group_en",
        "eu_rate",
        *SHARED,
    ]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("kind", "round", "decided_on", "source"),
                    ("organisation", "partnership", "case_number", "reference"),
                ]
            },
        ),
        (
            _("Unnamed body, EU share, reason"),
            {
                "classes": ["collapse"],
                "fields": [("group_sv", "group_en", "eu_rate"), ("reason_sv", "reason_en")],
            },
        ),
    ]
