"""The form of an article: its text in an editor, its one picture, and what it is about."""

import re
from typing import Any

from django import forms
from django.core.files.storage import default_storage
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from news.models import ADDRESS_NEEDS_A_LETTER, DESCRIBE_THE_PICTURE, LONGEST_BODY, Article
from news.pictures import NAME, Picture, PictureField, kept
from news.sanitising import sanitised, settled

LONGEST_ADDRESS = 60
"""Characters of an address made from a title; one that is typed may be longer."""

TOO_MUCH_MARKUP = _(
    "The text has more formatting than an article can hold. Paste it without its formatting."
)


class KeptPicture(forms.HiddenInput):
    """Shows the picture that the article has, and sends its name along."""

    template_name = "news/kept_picture.html"
    is_hidden = False

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        is_ours = bool(re.fullmatch(NAME, str(value or "")))
        return context | {"address": default_storage.url(str(value)) if is_ours else ""}


class ArticleForm(forms.ModelForm):
    """What an editor writes; the editor's HTML is sanitised before it is kept.

    A picture is stored as soon as it has been read, so that it need not be chosen again
    when something else in the form must be put right.
    """

    slug = forms.SlugField(
        label=_("Address"),
        max_length=80,
        required=False,
        help_text=_("Empty: made from the title. It is fixed once the article is public."),
    )
    picture_file = PictureField(
        label=_("New picture"),
        required=False,
        help_text=_("JPEG, PNG, WebP or AVIF, at most 5 MB and 25 million pixels."),
    )
    picture_kept = forms.CharField(
        label=_("The picture now"), required=False, widget=KeptPicture, max_length=100
    )
    picture_removed = forms.BooleanField(label=_("Remove the picture"), required=False)

    class Meta:
        model = Article
        fields = [
            "kicker_sv",
            "title_sv",
            "lead_sv",
            "body_sv",
            "byline_sv",
            "kicker_en",
            "title_en",
            "lead_en",
            "body_en",
            "byline_en",
            "picture_alt_sv",
            "picture_alt_en",
            "picture_credit",
            "event_on",
            "projects",
            "rounds",
            "organisations",
            "slug",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["picture_kept"] = self.instance.picture.name or ""

    def clean_body_sv(self) -> str:
        return as_kept(self.cleaned_data["body_sv"])

    def clean_body_en(self) -> str:
        return as_kept(self.cleaned_data["body_en"])

    def clean_slug(self) -> str:
        """Return the typed address, or a free one made from the title."""
        slug = self.cleaned_data["slug"]
        if not slug:
            return free_address(self.cleaned_data.get("title_sv", ""), self.instance)
        if not re.search("[A-Za-z]", slug):
            raise forms.ValidationError(ADDRESS_NEEDS_A_LETTER)
        return slug

    def clean_picture_kept(self) -> Picture | None:
        """Return the picture that the form already held; a name that is none of ours is none."""
        name = self.cleaned_data["picture_kept"]
        return kept(name) if re.fullmatch(NAME, name) else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        picture = cleaned.get("picture_file") or cleaned.get("picture_kept")
        if cleaned.get("picture_removed") and not cleaned.get("picture_file"):
            picture = None
        self._take_picture(picture)
        return cleaned

    def _take_picture(self, picture: Picture | None) -> None:
        self.instance.show_picture(picture)
        self._retype("picture_kept", picture.name if picture else "")
        described = self.cleaned_data.get("picture_alt_sv", "").strip()
        if picture and not described and "picture_alt_sv" not in self.errors:
            self.add_error("picture_alt_sv", forms.ValidationError(DESCRIBE_THE_PICTURE))

    def _retype(self, field: str, value: str) -> None:
        """Let the form, if it is shown again, hold another value than was sent."""
        sent: Any = self.data
        typed = sent.copy()
        typed[self.add_prefix(field)] = value
        self.data = typed


def as_kept(body: str) -> str:
    """Return a text sanitised. Raises ValidationError for more markup than is read in time."""
    kept = sanitised(body)
    if settled(body) is None or len(kept) > LONGEST_BODY:
        raise forms.ValidationError(TOO_MUCH_MARKUP, code="too_much_markup")
    return kept


def free_address(title: str, article: Article) -> str:
    """Return an address that no other article has, made from a title."""
    stem = slugify(title)[:LONGEST_ADDRESS].strip("-_")
    if not re.search("[a-z]", stem):
        stem = f"nyhet-{stem}".strip("-")
    others = Article.objects.exclude(pk=article.pk)
    taken = set(others.filter(slug__startswith=stem).values_list("slug", flat=True))
    number = 2
    slug = stem
    while slug in taken:
        slug = f"{stem}-{number}"
        number += 1
    return slug
