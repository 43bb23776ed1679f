"""What answers when something goes wrong, for readers and programs alike."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.functional import Promise


class ErrorPage(HttpResponse):
    """An answer that already looks like the site."""


@dataclass(frozen=True)
class Text:
    """What a reader is told when a request cannot be answered."""

    title: str | Promise
    text: str | Promise
