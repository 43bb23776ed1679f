"""Asks for a correction where what the public has read says something else now."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from news.corrections import changes, in_words, known_names, record, stated
from news.models import Article
from projects.admin.base import no_controls

FIELDS = ["correction_sv", "correction_en"]


class Corrects(forms.Form):
    """A form that changes what a public article says."""

    correction_sv = forms.CharField(
        label=_("Correction in Swedish"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        validators=[no_controls],
        help_text=_(
            "Needed where a figure, a name or a date of a public article changes. The public "
            "reads it below the article, with the day; it stays for ever."
        ),
    )
    correction_en = forms.CharField(
        label=_("Correction in English"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        validators=[no_controls],
    )

    def ask_for_correction(self, article: Article, after: dict[str, Any]) -> None:
        """Demand that a public article's new words say what they correct, if they do."""
        if not article.was_ever_public or self.cleaned_data.get("correction_sv"):
            return
        found = changes(stated(article), after, known_names)
        if found:
            self.add_error("correction_sv", forms.ValidationError(in_words(found)))
        elif self.cleaned_data.get("correction_en"):
            self.add_error("correction_sv", forms.ValidationError(_("Write it in Swedish too.")))

    def keep_correction(self, article: Article, by: Any) -> None:
        """Write down what was corrected, if anything is said of it."""
        words = {f"words_{name[-2:]}": self.cleaned_data.get(name, "") for name in FIELDS}
        if words["words_sv"] and article.was_ever_public:
            record(article, by=by, **words)
