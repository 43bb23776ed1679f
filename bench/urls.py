"""The site's addresses, an empty page behind the same middleware, and a stock back office."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from bench.stock import stock
from spin_registry import urls as site

handler400 = site.handler400
handler403 = site.handler403
handler404 = site.handler404
handler500 = site.handler500


def empty(_request: HttpRequest) -> HttpResponse:
    """Answer with nothing: what server, middleware and routing cost by themselves.

    It is not to be kept, as pages for everybody are: then nobody would come as far as this.
    """
    return HttpResponse(b"", headers={"Cache-Control": "no-store"})


urlpatterns = [
    path("bench/empty/", empty),
    path("bench/stock/", stock.urls),
    *site.urlpatterns,
]
