"""The page of a list that an address asks for."""

import re
from collections.abc import Sequence
from typing import Any

from django.core.paginator import EmptyPage, Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from spin_registry.errors import UnreadableAddressError

PER_PAGE = 50


def page_of(
    request: HttpRequest, rows: QuerySet[Any] | Sequence[Any], per_page: int = PER_PAGE
) -> Page:
    """Return the page that `?page=` names, the first by default.

    UnreadableAddressError for what is no number from 1, Http404 beyond the end.
    """
    asked = request.GET.get("page", "1")
    if not re.fullmatch(r"[1-9][0-9]{0,20}", asked):
        raise UnreadableAddressError(_("A page is a number from 1."))
    try:
        return Paginator(rows, per_page).page(int(asked))
    except EmptyPage as error:
        raise Http404(_("There is no such page.")) from error
