"""What stands under /data/: what the registry holds and lacks, and how it may be used."""

import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from projects import linked_data
from projects.honesty import cited, coverage, dictionary, quality
from projects.honesty.index import GROUPS
from projects.models import Redaction
from projects.pages import page_of
from projects.releases.folders import latest

ROUNDS_PER_PAGE = 10
# When somebody last went through what the accessibility statement says, and last changed it.
ASSESSED_ON = datetime.date(2026, 11, 28)
MOST_REDACTIONS = 100
STATEMENT_UPDATED_ON = datetime.date(2026, 11, 28)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show the way to all data, and to what is said of them."""
    told = linked_data.of_data(request.build_absolute_uri)
    return render(request, "open_data/index.html", {"groups": GROUPS, "linked_data": told})


@require_safe
def rounds_covered(request: HttpRequest) -> HttpResponse:
    """Show what each round announced beside what the registry holds of it."""
    page = page_of(request, coverage.rounds(), ROUNDS_PER_PAGE)
    context = {"page": page, "covered": coverage.covered(list(page))}
    return render(request, "open_data/coverage.html", context)


@require_safe
def checks(request: HttpRequest) -> HttpResponse:
    """Show every check with how much it finds."""
    counted = [(check, check.rows().count()) for check in quality.CHECKS]
    return render(request, "open_data/quality.html", {"counted": counted})


@require_safe
def check_rows(request: HttpRequest, check: str) -> HttpResponse:
    """Show all that one check finds."""
    asked = quality.BY_KEY[check]
    page = page_of(request, asked.rows())
    context = {"check": asked, "page": page, "findings": quality.findings(asked, page)}
    return render(request, "open_data/quality_rows.html", context)


@require_safe
def source_list(request: HttpRequest) -> HttpResponse:
    """Show every source that the registry cites."""
    page = page_of(request, cited.sources())
    context = {"page": page, "counted": cited.counted(list(page))}
    return render(request, "open_data/sources.html", context)


@require_safe
def data_dictionary(request: HttpRequest) -> HttpResponse:
    """Show what every column means."""
    return render(request, "open_data/dictionary.html", {"sections": dictionary.sections()})


@require_safe
def licence(request: HttpRequest) -> HttpResponse:
    """Show what may be done with the data."""
    context = {"licence": settings.DATA_LICENCE, "publisher": settings.PUBLISHER_NAME}
    return render(request, "open_data/licence.html", context)


@require_safe
def cite(request: HttpRequest) -> HttpResponse:
    """Show how to refer to the registry, with the day, and to its latest release."""
    context = {
        "release": latest(),
        "releases": request.build_absolute_uri(reverse("projects:releases")),
        "publisher": settings.PUBLISHER_NAME,
        "today": timezone.localdate(),
        "home": request.build_absolute_uri(reverse("projects:start")),
        "data": request.build_absolute_uri(reverse("projects:data")),
    }
    return render(request, "open_data/cite.html", context)


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show the statement that lag (2018:1937) asks for."""
    context = {
        "publisher": settings.PUBLISHER_NAME,
        "contact": settings.CONTACT_MAIL,
        "assessed_on": ASSESSED_ON,
        "updated_on": STATEMENT_UPDATED_ON,
        "home": request.build_absolute_uri(reverse("projects:start")),
    }
    return render(request, "open_data/accessibility.html", context)


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Show which personal data the registry holds, and which it never does."""
    context = {
        "publisher": settings.PUBLISHER_NAME,
        "contact": settings.CONTACT_MAIL,
        "kept_days": settings.REPORT_KEPT_DAYS,
        "redactions": Redaction.objects.carried_out()[:MOST_REDACTIONS],
    }
    return render(request, "open_data/privacy.html", context)
