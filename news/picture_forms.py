"""Fields by which a picture is sent, or chosen among those that the library holds."""

from typing import Any

from django import forms
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from news.models import DESCRIBE_THE_PICTURE, DESCRIBED_OR_DECORATIVE, Picture
from news.pictures import PictureField, Stored, carried, file_name
from projects.admin.base import no_controls
from projects.keys import is_key

NEWEST = 12
"""Pictures to choose among; older ones are named by their number."""

IN_THE_LIBRARY = _(
    "This picture is in the library already, as number %(number)s: “%(words)s”. That is where "
    "its description is changed."
)


class KeptPicture(forms.HiddenInput):
    """Shows a picture that was sent and is not saved yet, and sends it along.

    A box beside it leaves it out.
    """

    template_name = "news/kept_picture.html"
    is_hidden = False

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        kept = carried(str(value or ""))
        file = file_name(kept.stem, kept.widths[0], kept.widths) if kept else ""
        return context | {"address": default_storage.url(file) if file else ""}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        is_dropped = f"{name}_dropped" in data
        return "" if is_dropped else super().value_from_datadict(data, files, name)


class ReceivesPicture(forms.Form):
    """A form to which a picture may be sent.

    It is stored as soon as it has been read, so that it need not be chosen again when
    something else in the form must be put right.
    """

    picture_file = PictureField(
        label=_("New picture"),
        required=False,
        help_text=_("JPEG, PNG, WebP or AVIF, at most 5 MB and 25 million pixels."),
    )
    picture_kept = forms.CharField(
        label=_("The picture you sent"), required=False, widget=KeptPicture, max_length=500
    )

    def clean_picture_kept(self) -> Stored | None:
        """Return the picture that the form already held; a text that is none of ours is none."""
        return carried(self.cleaned_data["picture_kept"])

    def sent_picture(self) -> Stored | None:
        """Return the picture that was sent now or before; the form holds it if shown again."""
        stored = self.cleaned_data.get("picture_file") or self.cleaned_data.get("picture_kept")
        self.retype("picture_kept", str(stored or ""))
        return stored

    def retype(self, field: str, value: str) -> None:
        """Let the form, if it is shown again, hold another value than was sent."""
        sent: Any = self.data
        typed = sent.copy()
        typed[self.add_prefix(field)] = value
        self.data = typed

    def ask_for_description(self, alt: str, decorative: str) -> None:
        """Point out at its field that a picture is described neither or both ways.

        `alt` is the beginning of the fields' names, `decorative` the name of the box.
        """
        texts = [self.cleaned_data.get(f"{alt}_{language}", "") for language in ("sv", "en")]
        if self.cleaned_data.get(decorative):
            if any(texts):
                self.add_error(decorative, forms.ValidationError(DESCRIBED_OR_DECORATIVE))
        elif not texts[0] and f"{alt}_sv" not in self.errors:
            self.add_error(f"{alt}_sv", forms.ValidationError(DESCRIBE_THE_PICTURE))


class PictureRadios(forms.RadioSelect):
    """The newest pictures and the chosen one, each to be seen beside its button."""

    template_name = "news/picture_radios.html"

    def optgroups(self, name: str, value: list[Any], attrs: Any = None) -> list[Any]:
        choices: Any = self.choices
        chosen = [int(key) for key in map(str, value) if is_key(key)]
        newest = list(choices.queryset[:NEWEST])
        older = choices.queryset.filter(pk__in=set(chosen) - {one.pk for one in newest})
        none = self.create_option(name, "", gettext("No picture"), not chosen, 0, attrs=attrs)
        return [(None, [none | {"picture": None}], 0)] + [
            (None, [self._option(name, picture, picture.pk in chosen, place, attrs)], place)
            for place, picture in enumerate([*older, *newest], start=1)
        ]

    def _option(
        self, name: str, picture: Picture, is_chosen: bool, place: int, attrs: Any
    ) -> dict[str, Any]:
        label = f"{picture.pk}. {picture}"
        option = self.create_option(name, picture.pk, label, is_chosen, place, attrs=attrs)
        return option | {"picture": picture}


class PictureChoice(forms.ModelChoiceField):
    """One picture of the library, or none."""

    widget = PictureRadios

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values or is_key(str(value)):
            return super().to_python(value)
        raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")


class ChoosesPicture(ReceivesPicture):
    """A form of something that shows one picture: of the library, or a new one.

    `new_picture` is what has been sent and is to be added to the library on saving.
    """

    picture = PictureChoice(
        label=_("Picture"),
        required=False,
        queryset=Picture.objects.all(),
        help_text=_("The newest; of older ones write the number that the library shows."),
    )
    picture_number = forms.IntegerField(
        label=_("Or its number"), required=False, min_value=1, max_value=2**31
    )
    picture_alt_sv = forms.CharField(
        label=_("Alternative text in Swedish"),
        max_length=300,
        required=False,
        validators=[no_controls],
    )
    picture_alt_en = forms.CharField(
        label=_("Alternative text in English"),
        max_length=300,
        required=False,
        validators=[no_controls],
    )
    picture_decorative = forms.BooleanField(
        label=_("Decorative"),
        required=False,
        help_text=_("It tells nothing that the text does not: it is not read out."),
    )
    picture_credit = forms.CharField(
        label=_("Picture credit"), max_length=120, required=False, validators=[no_controls]
    )
    DESCRIPTION = ("alt_sv", "alt_en", "credit")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["picture_number"].help_text = format_html(
            '<a href="{}" target="_blank">{}</a>',
            reverse("admin:news_picture_changelist"),
            _("Look for it in the library, in a new tab"),
        )

    def clean_picture_number(self) -> Picture | None:
        """Return the picture that has the number."""
        number = self.cleaned_data["picture_number"]
        found = Picture.objects.filter(pk=number).first() if number else None
        if number and not found:
            raise forms.ValidationError(_("No picture of the library has this number."))
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        stored = self.sent_picture()
        self.new_picture: Stored | None = None
        numbered = cleaned.get("picture_number")
        if stored is not None:
            self._take(stored)
        elif isinstance(numbered, Picture):
            self._choose(numbered)
        return cleaned

    def _take(self, stored: Stored) -> None:
        known = Picture.objects.filter(stem=stored.stem).first()
        if known is None:
            self.new_picture = stored
            self.ask_for_description("picture_alt", "picture_decorative")
            return
        self._choose(known)
        self.retype("picture_kept", "")
        said = {name: self.cleaned_data.get(f"picture_{name}", "") for name in self.DESCRIPTION}
        if any(said[name] not in {"", getattr(known, name)} for name in said):
            words = {"number": known.pk, "words": str(known)}
            for name in self.DESCRIPTION:
                self.retype(f"picture_{name}", "")
            self.add_error("picture", forms.ValidationError(IN_THE_LIBRARY, params=words))

    def _choose(self, picture: Picture) -> None:
        self.cleaned_data["picture"] = picture
        self.retype("picture", str(picture.pk))
        self.retype("picture_number", "")

    def new_words(self) -> dict[str, Any]:
        """Return how the new picture is described."""
        said = {name: self.cleaned_data[f"picture_{name}"] for name in self.DESCRIPTION}
        return said | {"is_decorative": self.cleaned_data["picture_decorative"]}
