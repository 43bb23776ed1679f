"""What the share cards of projects and rounds say, and how a card is answered."""

from threading import BoundedSemaphore

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects import wording
from projects.announcements import Compared, announcement
from projects.card_drawing import Card, drawn
from projects.excerpts import rows_of
from projects.models import Project, Round
from projects.money import Total
from projects.templatetags.figures import (
    amount_text,
    band_text,
    date_text,
    number,
    page_language,
)
from spin_registry.errors import broken

_drawing = BoundedSemaphore(1)
WAIT = 2
"""Seconds to wait for another card of this process to be drawn."""
DAY = 86_400


def answered(request: HttpRequest, card: Card) -> HttpResponseBase:
    """Answer a card as PNG, known by what it says and kept for a day: figures carry a date.

    Only one is drawn at a time; who waits too long is told to come again.
    """
    whose = "private" if settings.SESSION_COOKIE_NAME in request.COOKIES else "public"
    headers = {"ETag": f'"{card.mark}"', "Cache-Control": f"{whose}, max-age={DAY}"}
    held = get_conditional_response(request, etag=headers["ETag"])
    if held is not None:
        held["Cache-Control"] = headers["Cache-Control"]
        return held
    if not _drawing.acquire(timeout=WAIT):
        return broken(request, 503)
    try:
        return HttpResponse(drawn(card), content_type="image/png", headers=headers)
    finally:
        _drawing.release()


def card_of_project(project: Project) -> Card:
    """Return the card of a public project: what is registered for it today, else proposed."""
    (row,) = rows_of([project.pk])
    amount, basis = registered(row.total, is_proposed=row.is_proposed)
    title = f"{row.title}: {row.subtitle}" if row.subtitle else row.title
    return Card(
        site=str(settings.SITE_NAME),
        kicker=_("Project %(reference)s") % {"reference": project.reference},
        title=title,
        amount=amount,
        basis=basis,
        place=row.places,
    )


def card_of_round(round_: Round) -> Card:
    """Return the card of a round: what the registry proves of it, else what was announced."""
    told = announcement(round_)
    sums = (one for one in told.compared if not one.counts and one.is_whole)
    announced = next(sums, None)
    amount, basis = "", ""
    if told.closed is not None and told.closed.line.total is not None:
        line = told.closed.line
        amount, basis = registered(line.total, is_proposed=line.is_proposed)
    elif announced is not None:
        amount, basis = _announced(announced)
    body = round_.partnership or round_.organisation
    return Card(
        site=str(settings.SITE_NAME),
        kicker=_("Round"),
        title=str(round_),
        amount=amount,
        basis=basis,
        place=str(body),
    )


def registered(total: Total | None, *, is_proposed: bool) -> tuple[str, str]:
    """Return a total of today in two lines: the figure, and what it counts, from when, how far.

    Both are empty where nothing is registered.
    """
    language = page_language()
    if total is None or not total.projects or wording.says_nothing(total):
        return "", ""
    figure = ", ".join(str(one) for one in wording.sum_figures(language, total))
    if is_proposed:
        said = ngettext(
            "proposed support in %(number)s project, not granted, %(day)s",
            "proposed support in %(number)s projects, not granted, %(day)s",
            total.projects,
        )
    else:
        said = ngettext(
            "registered support in %(number)s project, %(day)s",
            "registered support in %(number)s projects, %(day)s",
            total.projects,
        )
    counted = said % {
        "number": number(total.projects),
        "day": date_text(timezone.localdate()),
    }
    is_rounded = not total.is_exact and total.rounded() is not None
    ends = [band_text(total)] if is_rounded else []
    return figure, capfirst("; ".join([counted, *ends, *wording.gaps(language, total)]))


def _announced(compared: Compared) -> tuple[str, str]:
    """Return an announced sum with its basis and the day on which it was said."""
    figure = compared.figure
    said = _("announced %(day)s: %(basis)s") % {
        "day": date_text(figure.stated_on),
        "basis": compared.label,
    }
    return amount_text(figure.value), capfirst(said)
