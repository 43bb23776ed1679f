"""Pages elsewhere that quote a figure, and what their mailboxes were told."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from news.figures.quoting import as_rounded
from news.models import Watch
from news.watching import RELATED, Reading, accounts_of, first_reading, look, read, sign_of
from projects.admin.base import RegistryAdmin, capitalised
from projects.admin.narrowing import YesFilter
from projects.amount_errors import in_words
from projects.models.amounts import amount_columns
from projects.money import AmountError, parse
from projects.templatetags.figures import beside_text, date_text
from projects.verdicts import Sign

DECIDES = ["project", "round", "basis", "funder", "words", "quoted_on"]
"""What a watch goes out from; where one of them changes, it starts anew."""
UNCHANGED = {
    Sign.AGREES: gettext_lazy("still right"),
    Sign.ROUNDING: gettext_lazy("still right"),
    Sign.UNTESTABLE: gettext_lazy("unchanged; the words cannot be tested"),
    Sign.CONTRADICTS: gettext_lazy("unchanged, but the words never agreed with it"),
}
"""What is said of a record that nothing has changed."""
AGREES = {Sign.AGREES.value, Sign.ROUNDING.value}


class ChangedFilter(YesFilter):
    title = gettext_lazy("record")
    parameter_name = "changed"
    words = gettext_lazy("changed")

    def narrowed(self, queryset: Any) -> QuerySet:
        return queryset.changed()


class OpenFilter(YesFilter):
    title = gettext_lazy("watching")
    parameter_name = "open"
    words = gettext_lazy("still watched")

    def narrowed(self, queryset: Any) -> QuerySet:
        return queryset.open()


class WatchForm(forms.ModelForm):
    """A page, the figure it quotes, and a mailbox; the quoted words are read as an amount."""

    is_ended = forms.BooleanField(
        label=gettext_lazy("No longer watched"),
        required=False,
        help_text=gettext_lazy("Nothing more is sent. What was sent stays here."),
    )

    class Meta:
        model = Watch
        fields = ["page", *DECIDES, "mailbox"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        capitalised(self)
        self.initial["is_ended"] = self.instance.ended_at is not None

    def clean_page(self) -> str:
        page = self.cleaned_data["page"]
        if not page.startswith("https://"):
            raise forms.ValidationError(_("The address of the page begins with https://."))
        return page

    def clean_words(self) -> str:
        """Take the amount that the words mean; refuse words that mean none."""
        words = self.cleaned_data["words"]
        try:
            amount = parse(words)
        except AmountError as error:
            raise forms.ValidationError(in_words(error, words), code=error.code) from error
        if amount.is_unknown:
            raise forms.ValidationError(_("Write the amount as the page prints it."))
        for column, value in amount_columns("amount", amount).items():
            setattr(self.instance, column, value)
        return words

    def clean_quoted_on(self) -> Any:
        quoted_on = self.cleaned_data["quoted_on"]
        if quoted_on > timezone.localdate():
            raise forms.ValidationError(_("Nothing is quoted before it is read."))
        return quoted_on

    def clean_project(self) -> Any:
        project = self.cleaned_data["project"]
        is_new = project is not None and project.pk != self.instance.project_id
        if is_new and not project.is_published:
            raise forms.ValidationError(_("Only what the public sees can be watched."))
        return project


@admin.register(Watch)
class WatchAdmin(RegistryAdmin):
    form = WatchForm
    list_display = ["page", "about", "words", "state", "mailbox", "is_open"]
    list_filter = [ChangedFilter, OpenFilter]
    list_select_related = [*RELATED]
    search_fields = ["page", "words", "mailbox", "project__title_sv", "project__acronym"]
    search_fields += ["round__name_sv"]
    ordering = ["-pk"]
    view_on_site = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Watch]:
        found: Any = super().get_queryset(request)
        return found.with_last_message().select_related(*RELATED)

    def get_fieldsets(self, request: HttpRequest, obj: Watch | None = None) -> Any:
        """Return the form, and of a watch that is set what became of it."""
        figure = ["project", "round", ("basis", "funder"), ("words", "quoted_on")]
        sections = [
            (None, {"fields": ["page"]}),
            (_("The figure"), {"fields": figure}),
            (_("Whom to tell"), {"fields": ["mailbox"]}),
        ]
        if obj is None:
            return sections
        told = ["verdict", "told"]
        if self.has_change_permission(request, obj):
            told.append("is_ended")
        return [*sections, (_("What became of it"), {"fields": told})]

    def get_readonly_fields(self, request: HttpRequest, obj: Watch | None = None) -> list[str]:
        return ["verdict", "told"] if obj else []

    @admin.display(description=gettext_lazy("about"))
    def about(self, watch: Watch) -> str:
        funder = f", {watch.funder}" if watch.funder else ""
        return f"{watch.subject}{funder}"

    @admin.display(description=gettext_lazy("record"))
    def state(self, watch: Watch) -> str:
        """Say whether the record stands as it was, by what was told of it last."""
        changed_on = watch.changed_on  # type: ignore[attr-defined]
        if changed_on is None:
            return str(UNCHANGED[sign_of(watch.value, Reading.kept(watch.figure).total)])
        words = {"day": date_text(changed_on)}
        if watch.changed_sign in AGREES:  # type: ignore[attr-defined]
            return _("changed %(day)s; the words still agree") % words
        return _("changed %(day)s") % words

    @admin.display(description=gettext_lazy("watched"), boolean=True)
    def is_open(self, watch: Watch) -> bool:
        return watch.ended_at is None

    @admin.display(description=gettext_lazy("today"))
    def verdict(self, watch: Watch) -> str:
        """Say what the registry holds today and whether the words agree with it."""
        total = read(watch, accounts_of(watch)).total
        words = {
            "sign": sign_of(watch.value, total).value,
            "held": beside_text(total, [as_rounded(watch.value)])
            if total.projects
            else _("no amount"),
        }
        return _("%(sign)s The registry says %(held)s.") % words

    @admin.display(description=gettext_lazy("told"))
    def told(self, watch: Watch) -> str:
        """List what the mailbox was told, and what still waits."""
        rows = watch.messages.order_by("-pk")
        items = ((one.title, _fate(one)) for one in rows)
        return format_html_join("", "<p>{}. {}</p>", items) or _("nothing yet")

    def save_model(self, request: Any, obj: Watch, form: Any, change: bool) -> None:
        is_ended = form.cleaned_data.get("is_ended", False)
        is_opened_again = obj.ended_at is not None and not is_ended
        if not change:
            obj.created_by = request.user
        if not change or is_opened_again or set(DECIDES) & set(form.changed_data):
            obj.figure = first_reading(obj).as_kept()
            obj.set_at = Now()
        obj.ended_at = (obj.ended_at or timezone.now()) if is_ended else None
        super().save_model(request, obj, form, change)
        self._tell_editor(request, obj, is_changed=look(obj.pk) is not None)

    def _tell_editor(self, request: Any, watch: Watch, *, is_changed: bool) -> None:
        """Warn of a page that is stale already, or whose words the registry never bore out."""
        if is_changed:
            messages.warning(request, _("The record has changed since: the mailbox is told."))
        elif sign_of(watch.value, Reading.kept(watch.figure).total) is Sign.CONTRADICTS:
            messages.warning(request, self.verdict(watch))


def _fate(message: Any) -> str:
    if message.sent_at:
        return _("Sent %(day)s.") % {"day": date_text(timezone.localdate(message.sent_at))}
    if message.failure:
        return _("Not sent yet: %(reason)s") % {"reason": message.failure}
    return _("Not sent yet.")
