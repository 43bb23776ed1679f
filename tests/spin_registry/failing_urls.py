"""Addresses whose views fail, each in its own way, beside the site's own."""

from datetime import UTC, datetime

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.db import OperationalError, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from spin_registry import errors
from spin_registry.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

FAILURES = {
    "away": OperationalError("server closed the connection"),
    "bad": BadRequest("odd"),
    "broken": ZeroDivisionError("a bug"),
    "denied": PermissionDenied("no"),
    "missing": Http404("nothing"),
    "suspicious": SuspiciousOperation("hm"),
}


def fail(request: HttpRequest, how: str) -> HttpResponse:
    raise FAILURES[how]


def slow(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 20")
        cursor.execute("SELECT pg_sleep(5)")
    return HttpResponse("never")


@require_safe
def read_only(request: HttpRequest) -> HttpResponse:
    return HttpResponse("read")


def receive(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{len(request.POST)} {request.GET.get('q', '')}")


def withdrawn(request: HttpRequest) -> HttpResponse:
    return errors.gone(
        request,
        kicker="Projekt P000114",
        title="Dubblett",
        withdrawn_at=datetime(2026, 3, 4, 12, tzinfo=UTC),
        reason=("Samma projekt var infört två gånger.", "sv"),
    )


urlpatterns = [
    path("fail/<str:how>/", fail),
    path("en/fail/<str:how>/", fail),
    path("api/fail/<str:how>/", fail),
    path("slow/", slow),
    path("read-only/", read_only),
    path("receive/", receive),
    path("withdrawn/", withdrawn),
    *urlpatterns,
]
