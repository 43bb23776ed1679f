"""The forms of a pasted table: what all rows share, and each row as it can be mended."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.admin.base import Autocomplete, capitalised, no_controls
from projects.admin.fields import AmountField
from projects.admin.presets import take_preset
from projects.importing import places
from projects.keys import is_key
from projects.models import DecisionKind, Organisation, Project, Round
from projects.pasting.matching import Organisations, Projects
from projects.pasting.saving import Shared, Wanted, kind_at, newcomer, placed_in, waiting_in
from projects.pasting.tables import MOST_ROWS, PastedRow

PREFIX = "rows"


class SharedForm(forms.Form):
    """Who would pay all rows, out of what, and where they are read."""

    round: Round

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        capitalised(self)

    def clean(self) -> dict[str, Any]:
        take_preset(self)
        cleaned = self.cleaned_data
        grants = kind_at(self.round) == DecisionKind.GRANTED
        if grants:
            cleaned["funder"] = self.round.organisation
        elif not cleaned.get("funder") and "funder" not in self.errors:
            self.add_error("funder", _("Name the funder, or choose a preset that does."))
        return cleaned

    def shared(self) -> Shared:
        """Return what the rows have in common; only of a form without errors."""
        names = ("source", "funder", "fund", "programme")
        return Shared(round=self.round, **{name: self.cleaned_data[name] for name in names})


class KnownAutocomplete(Autocomplete):
    """One row chosen by typing, or among those offered, which were read at once for all forms."""

    known: Mapping[str, Any]
    offered: Sequence[Any]

    def optgroups(self, name: str, value: Iterable[Any], attr: Any = None) -> Any:
        chosen = {key for key in map(str, value) if key in self.known}
        keys = dict.fromkeys([*chosen, *(str(one.pk) for one in self.offered)])
        options = [self.create_option(name, "", "", False, 0)]
        for place, key in enumerate(keys, start=1):
            text = str(self.known[key])
            options.append(self.create_option(name, key, text, key in chosen, place))
        return [(None, options, 0)]


class KnownField(forms.Field):
    """A field whose value is one of the rows that `Context` read for all forms, or None."""

    widget: Any

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        if value not in self.widget.known:
            raise forms.ValidationError(_("What was chosen here is gone. Choose again."))
        return self.widget.known[value]


class Context:
    """What the rows of a pasted table are held against, read once for all of them."""

    def __init__(self, round_: Round, sent: Iterable[Mapping[str, str]]) -> None:
        sent = list(sent)
        self.organisations = Organisations()
        self.candidates = Projects(
            [row.get("title", "") for row in sent], [row.get("case_number", "") for row in sent]
        )
        self.placed = placed_in(round_)
        self.waiting = waiting_in(round_)
        keys = [key for row in sent for key in self.projects_for(row)]
        self.projects = _known(
            Project.objects.all(), [*keys, *(row.get("project") for row in sent)]
        )
        keys = [key for row in sent for key in self.leads_for(row)]
        self.leads = _known(
            Organisation.objects.standing(), [*keys, *(row.get("lead") for row in sent)]
        )

    def leads_for(self, row: Mapping[str, str]) -> list[int]:
        return self.organisations.of(row.get("lead_name", ""), row.get("lead_number", ""))

    def projects_for(self, row: Mapping[str, str]) -> list[int]:
        leads = self.leads_for(row)
        lead = leads[0] if len(leads) == 1 else None
        return self.candidates.of(row.get("title", ""), row.get("case_number", ""), lead)


def _known(rows: QuerySet[Any], keys: Iterable[Any]) -> dict[str, Any]:
    texts = {str(key) for key in keys if key}
    sound = [int(key) for key in texts if is_key(key)]
    return {str(key): row for key, row in rows.in_bulk(sound).items()}


class PastedForm(forms.Form):
    """One row of a pasted table, with the project and the lead that it may be about."""

    title = forms.CharField(label=gettext_lazy("title"), max_length=250)
    is_new = forms.BooleanField(
        label=gettext_lazy("another project than those listed"), required=False
    )
    lead_name = forms.CharField(
        label=gettext_lazy("lead, as written"), max_length=200, required=False
    )
    is_new_lead = forms.BooleanField(
        label=gettext_lazy("another organisation than those listed"), required=False
    )
    lead_number = forms.RegexField(r"^\d{10}$", required=False, widget=forms.HiddenInput)
    amount = AmountField(label=gettext_lazy("amount"))
    case_number = forms.CharField(label=gettext_lazy("case number"), max_length=60, required=False)
    places = forms.CharField(label=gettext_lazy("places"), max_length=500, required=False)
    leave_out = forms.BooleanField(label=gettext_lazy("leave the row out"), required=False)
    notes = forms.CharField(max_length=2_000, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, context: Context, widgets: Mapping[str, Any], **kwargs: Any):
        self.context = context
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        for name, label, known, offered in (
            ("project", _("project in the registry"), context.projects, self.alike_projects),
            ("lead", _("lead in the registry"), context.leads, self.alike_leads),
        ):
            self.fields[name] = KnownField(label=label, required=False, widget=widgets[name])
            widget: Any = self.fields[name].widget
            widget.known, widget.offered = known, offered
        for field in self.fields.values():
            if isinstance(field, forms.CharField):
                field.validators.append(no_controls)
        capitalised(self)

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if cleaned.get("leave_out"):
            self.errors.clear()
            return cleaned
        if not cleaned.get("project"):
            self._clean_new(cleaned)
        return cleaned

    def _clean_new(self, cleaned: dict[str, Any]) -> None:
        if self.alike_projects and not cleaned.get("is_new"):
            message = _("The registry has a project like this: choose it, or say it is another.")
            self.add_error("project", message)
        is_named = cleaned.get("lead_name") and "lead" not in self.errors
        if is_named and not (cleaned.get("lead") or cleaned.get("is_new_lead")):
            self._clean_lead()
        found = places.named(cleaned.get("places", ""), "place")
        if found.unmatched:
            words = {"words": ", ".join(found.unmatched)}
            self.add_error("places", _("No place of the registry is called %(words)s.") % words)
        cleaned["codes"] = tuple(dict.fromkeys(found.codes))

    def _clean_lead(self) -> None:
        if self.alike_leads:
            message = _("The registry has a name like this: choose it, or say it is another.")
            self.add_error("lead", message)

    def _typed(self) -> dict[str, str]:
        names = ("title", "case_number", "lead_name", "lead_number")
        return {name: str(self.data.get(self.add_prefix(name), "")) for name in names}

    @property
    def alike_projects(self) -> list[Project]:
        """The projects of the registry that the row may be about."""
        keys = self.context.projects_for(self._typed())
        return [
            self.context.projects[str(key)] for key in keys if str(key) in self.context.projects
        ]

    @property
    def alike_leads(self) -> list[Organisation]:
        """The organisations of the registry that may be meant."""
        keys = self.context.leads_for(self._typed())
        return [self.context.leads[str(key)] for key in keys if str(key) in self.context.leads]

    @property
    def chosen(self) -> Project | None:
        return getattr(self, "cleaned_data", {}).get("project")

    @property
    def chosen_lead(self) -> Organisation | None:
        return getattr(self, "cleaned_data", {}).get("lead")

    @property
    def makes_lead(self) -> bool:
        """Whether saving the row makes an organisation."""
        is_named = bool(self.cleaned_data.get("lead_name")) and "lead" not in self.errors
        return is_named and not (self.chosen or self.chosen_lead or self.is_left_out)

    @property
    def is_left_out(self) -> bool:
        return bool(self.cleaned_data.get("leave_out"))

    @property
    def is_placed(self) -> bool:
        """Whether the round places the project already, so that nothing will be added."""
        return self.chosen is not None and self.chosen.pk in self.context.placed

    @property
    def is_waiting(self) -> bool:
        """Whether its project waits to be placed in the round: it is proposed once."""
        return self.chosen is not None and self.chosen.pk in self.context.waiting

    @property
    def counts(self) -> bool:
        """Whether the row adds an amount to what the round holds."""
        is_read = "amount" in self.cleaned_data and "amount" not in self.errors
        return is_read and not self.is_left_out and not self.is_placed

    def wanted(self) -> Wanted:
        """Return the row to save; only of a form without errors."""
        cleaned = self.cleaned_data
        lead = cleaned["lead"]
        if lead is None and cleaned["lead_name"]:
            lead = newcomer(" ".join(cleaned["lead_name"].split()), cleaned["lead_number"])
        return Wanted(
            title=" ".join(cleaned["title"].split()),
            project=cleaned["project"],
            lead=lead,
            amount=cleaned["amount"],
            case_number=cleaned["case_number"],
            places=cleaned.get("codes", ()),
        )


class PastedRows(BaseFormSet):
    """All rows of a pasted table."""

    def clean(self) -> None:
        """Refuse the same project in two rows."""
        seen: set[int] = set()
        for form in self.forms:
            project = form.chosen
            if project is None or form.is_left_out:
                continue
            if project.pk in seen:
                form.add_error("project", _("Another row is about the same project."))
            seen.add(project.pk)

    @property
    def kept(self) -> list[PastedForm]:
        """The rows that are not left out."""
        return [form for form in self.forms if not form.is_left_out]


def formset_of(round_: Round, sent: Any, widgets: Mapping[str, Any]) -> PastedRows:
    """Return the rows as they were sent, held against the registry."""
    kind: Any = formset_factory(
        PastedForm, formset=PastedRows, extra=0, max_num=MOST_ROWS, absolute_max=MOST_ROWS
    )
    total = str(sent.get(f"{PREFIX}-TOTAL_FORMS", ""))
    count = min(int(total), MOST_ROWS) if total.isascii() and total.isdigit() else 0
    names = ("title", "case_number", "lead_name", "lead_number", "project", "lead")
    rows = [
        {name: str(sent.get(f"{PREFIX}-{place}-{name}", "")) for name in names}
        for place in range(count)
    ]
    context = Context(round_, rows)
    return kind(sent, prefix=PREFIX, form_kwargs={"context": context, "widgets": widgets})


def as_sent(round_: Round, rows: Sequence[PastedRow]) -> dict[str, str]:
    """Return rows just read as a form would send them, with what they may mean chosen."""
    texts = [_texts(row) for row in rows]
    context = Context(round_, texts)
    sent = {f"{PREFIX}-TOTAL_FORMS": str(len(rows)), f"{PREFIX}-INITIAL_FORMS": "0"}
    for place, text in enumerate(texts):
        for name, keys in (
            ("lead", context.leads_for(text)),
            ("project", context.projects_for(text)),
        ):
            text[name] = str(keys[0]) if len(keys) == 1 else ""
        sent |= {f"{PREFIX}-{place}-{name}": value for name, value in text.items()}
    return sent


def _texts(row: PastedRow) -> dict[str, str]:
    return {
        "title": row.title,
        "lead_name": row.lead_name,
        "lead_number": row.lead_number,
        "amount": row.unread or AmountField().prepare_value(row.amount),
        "case_number": row.case_number,
        "places": row.places,
        "notes": " ".join(row.notes),
    }
