"""The form of an article: its text in an editor, its one picture, and what it is about."""

import re
from typing import Any

from django import forms
from django.utils.html import strip_tags
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from news.correction_forms import Corrects
from news.corrections import stated
from news.figures.saying import problems
from news.figures.texts import HOLDING
from news.models import ADDRESS_NEEDS_A_LETTER, LONGEST_BODY, Article
from news.picture_forms import ChoosesPicture
from news.sanitising import sanitised, settled

LONGEST_ADDRESS = 60
"""Characters of an address made from a title; one that is typed may be longer."""

TOO_LONG = _("The text is too long: an article holds at most 50 000 characters.")
TOO_MUCH_MARKUP = _(
    "The text has more formatting than an article can hold. Paste it without its formatting."
)


class ArticleForm(Corrects, ChoosesPicture, forms.ModelForm):
    """What an editor writes; the editor's HTML is sanitised before it is kept."""

    slug = forms.SlugField(
        label=_("Address"),
        max_length=80,
        required=False,
        help_text=_("Empty: made from the title. It is fixed once the article is public."),
    )

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
            "picture",
            "heading_figures",
            "event_on",
            "projects",
            "rounds",
            "organisations",
            "slug",
        ]

        widgets = {
            "heading_figures": forms.Textarea(attrs={"rows": 3, "cols": 80, "spellcheck": "false"})
        }
        help_texts = {
            "heading_figures": _(
                "A line for each, which the button beside the title or lead writes: the field, the"
                " words, and what they speak of. Example: title_sv: 14 miljoner = P000001"
                " registered_support 2018-06-20"
            )
        }

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

    def clean(self) -> dict[str, Any]:
        """Refuse figures bound to nothing, and other facts for the public without a correction."""
        cleaned = super().clean() or self.cleaned_data
        article = Article(**{name: cleaned.get(name) or "" for name in HOLDING})
        for name, problem in problems(article).items():
            if name not in self.errors:
                self.add_error(name, problem)
        self.ask_for_correction(self.instance, stated(self.instance) | cleaned)
        return cleaned


def as_kept(body: str) -> str:
    """Return a text sanitised.

    Raises ValidationError for more words than an article holds, and for more markup than is
    read in time.
    """
    kept = sanitised(body)
    if len(strip_tags(kept)) > LONGEST_BODY:
        raise forms.ValidationError(TOO_LONG, code="too_long")
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
