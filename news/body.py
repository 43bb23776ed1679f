"""The editor of news text: a field of HTML and the words of its tools."""

import json
from typing import Any

from django import forms
from django.forms.widgets import Script
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, Promise] = {
    "toolbar": _("Formatting"),
    "heading": _("Heading"),
    "subheading": _("Subheading"),
    "bold": _("Bold"),
    "italic": _("Italic"),
    "bullets": _("Bullet list"),
    "numbers": _("Numbered list"),
    "quotation": _("Quotation"),
    "link": _("Link"),
    "table": _("Table"),
    "picture": _("Picture"),
    "figure": _("Figure from the registry"),
    "search": _("Project or round"),
    "asOf": _("As of"),
    "find": _("Find"),
    "unbind": _("Unbind"),
    "undo": _("Undo"),
    "redo": _("Redo"),
    "address": _("Address of the link"),
    "noLink": _("An address begins with https://, or with / on this site."),
    "insert": _("Insert"),
    "cancel": _("Cancel"),
    "close": _("Close"),
    "keep": _("Keep"),
    "speaker": _("Who says it"),
    "role": _("In which role"),
    "quote": _("Mark as quotation"),
    "unquote": _("No quotation"),
    "rows": _("Rows"),
    "columns": _("Columns"),
    "tableCaption": _("Caption of the table"),
    "pictureCaption": _("Caption of the picture"),
    "headings": _("Headings on or off"),
    "addRow": _("Add row below"),
    "deleteRow": _("Delete row"),
    "addColumn": _("Add column after"),
    "deleteColumn": _("Delete column"),
    "deleteTable": _("Delete table"),
    "pictureAddress": _("Words to find a picture by, or its address"),
    "pictures": _("Pictures of the library"),
    "alternative": _("Alternative text"),
    "noPicture": _("There is no picture of this site at that address."),
}


class BodyWidget(forms.Textarea):
    """A text of HTML, which a script turns into an editor with a toolbar of words."""

    holds_html = True

    class Media:
        css = {"all": ["news/body_editor.css"]}
        js = [
            Script("news/body_editor.js", type="module"),
            Script("news/figures.js", type="module"),
        ]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        words = {key: str(word) for key, word in WORDS.items()}
        context["widget"]["attrs"]["data-body-editor"] = json.dumps(words)
        context["widget"]["attrs"]["data-pictures"] = reverse("admin:news_picture_offered")
        return context
