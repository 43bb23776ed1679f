"""No address and no parameter makes any page answer 500.

Every page that the resolver knows is asked, so a new one is tested the day it lands: by
`make test` with the values that have most often been the trouble, by `make drills` with all.
"""

from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation

from projects.downloads import sending
from tests.drilling import mostly_drilled
from tests.factories import spin

pytestmark = pytest.mark.django_db

FINE = {200, 301, 302, 400, 403, 404, 405, 410, 414}

LONG = "a" * 10_000
TSQUERY = "-" * 33 + "a"
VALUES = ["%00", "99999", "0", "-1", "1" + "0" * 20, "1_0", TSQUERY, "NaN", "1E%2B1000000", LONG]
VALUES += ["%EF%BC%91", "%E2%80%AE", "%0B", "';--", "a%2F..%2F", "%FF%FE", "<script>"]
SHARP = ["%00", "99999", "1" + "0" * 20]
PARAMETERS = ["q", "funder", "fund", "programme", "priority", "county", "municipality"]
PARAMETERS += ["organisation", "status", "year", "min", "max", "sort", "page"]
NEWS = ["organisation", "programme", "county", "municipality", "round", "project", "page", "open"]
LISTS = {
    "/projekt/": [*PARAMETERS, "per"],
    "/data/360giving.json": PARAMETERS,
    "/projekt/flode.atom": PARAMETERS,
    "/data/pengar/": PARAMETERS,
    "/jamfor/": ["of", "one", "other"],
    "/nyheter/": NEWS,
    "/nyheter/flode.atom": NEWS,
}
API = ["limit", "after", "fields", "changed_since", "kind", "number", "project"]
LISTS["/api/v1/projects/"] = [*PARAMETERS, *API]
MORE = {
    "/projekt/spin/": ["per"],
    "/api/v1/projects/spin/": ["fields", "per", "published_at"],
    "/projekt/hamta.csv": ["q", "county", "min", "sort", "per", "rows", "columns", "for"],
    "/projekt/hamta.json": ["per", "rows"],
    "/data/pengar/hamta.json": ["q", "rows", "for"],
    "/finansiarer/hamta.json": ["rows", "columns", "for"],
    "/jamfor/?one=24&other=25": ["of", "one"],
}
"""Addresses of which a part varies, each view once, and what they read.

A day looked back to is added up at the end of JSON, and there alone.
"""
ADMIN_VALUES = ["%00", "99999", "0", "1" + "0" * 20, TSQUERY, LONG, "%FF%FE"]
ADMIN_PARAMETERS = ["q", "p", "o", "all", "e", "_popup", "_to_field", "state__exact", "id__exact"]
SEGMENTS = ["spin", "0", "99999", "10000000000000000000000", "a" * 300, "%00", "%F0%9F%92%A9", "24"]


def routes(patterns: list, prefix: str = "") -> Iterator[str]:
    """Return every public route, its captured parts as {}."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route


def public_pages() -> list[str]:
    """Return the routes of all public pages in both languages, `<…>` for what varies."""
    found = set()
    for language in ("sv", "en"):
        with translation.override(language):
            found |= {
                route
                for route in routes(get_resolver().url_patterns)
                if not route.startswith(("admin/", "language/", "^")) and "(" not in route
            }
    return sorted(found)


@pytest.fixture(autouse=True)
def registry():
    spin()


@pytest.fixture
def asked() -> Client:
    """A client that shows a failure as the page a visitor would see."""
    return Client(raise_request_exception=True)


@pytest.mark.parametrize("value", mostly_drilled(VALUES, but=SHARP), ids=lambda value: value[:12])
def test_no_parameter_of_a_public_page_makes_it_fail(asked, value, caplog):
    pages = [f"/{route}" for route in public_pages() if "<" not in route]
    assert set(pages) >= LISTS.keys()
    # The lists read many; the other pages at most two.
    read = {page: API if page.startswith("/api/") else ["page", "q"] for page in pages}
    for page, parameters in (read | LISTS | MORE).items():
        start = f"{page}&" if "?" in page else f"{page}?"
        for parameter in parameters:
            response = asked.get(f"{start}{parameter}={value}")
            assert response.status_code in FINE, f"{start}{parameter}={value[:40]}"
            assert response.getvalue() is not None
    # What fails while a file is sent has no status to say so with.
    assert [one for one in caplog.records if one.name == sending.__name__] == []


def test_the_addresses_of_which_a_part_varies_are_there(asked):
    for page in MORE:
        answer = asked.get(page)
        assert (answer.status_code, bool(answer.getvalue())) == (200, True), page


@pytest.mark.parametrize("segment", SEGMENTS, ids=lambda segment: segment[:12])
def test_no_address_makes_a_public_page_fail(asked, segment):
    for route in public_pages():
        if "<" not in route:
            continue
        start, rest = route.split("<", 1)
        address = f"/{start}{segment}{rest.split('>', 1)[1]}"
        if "<" in address:
            continue
        response = asked.get(address)
        assert response.status_code in FINE, address[:80]


@pytest.fixture
def administrator() -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("administrator"))
    return client


@pytest.mark.parametrize(
    "value", mostly_drilled(ADMIN_VALUES, but=SHARP[-1:]), ids=lambda value: value[:12]
)
def test_no_parameter_of_a_list_in_the_back_office_makes_it_fail(administrator, value):
    for model in admin.site._registry:
        options = model._meta
        page = reverse(f"admin:{options.app_label}_{options.model_name}_changelist")
        for parameter in ADMIN_PARAMETERS:
            response = administrator.get(f"{page}?{parameter}={value}")
            assert response.status_code in FINE, f"{page}?{parameter}={value[:40]}"


@pytest.mark.parametrize("value", VALUES, ids=lambda value: value[:12])
def test_no_parameter_of_the_autocomplete_makes_it_fail(administrator, value):
    known = {
        "app_label": "projects",
        "model_name": "grantsplit",
        "field_name": "funder",
        "term": "a",
        "page": "1",
    }
    for parameter in known:
        query = "&".join(f"{name}={value if name == parameter else known[name]}" for name in known)
        response = administrator.get(f"{reverse('admin:autocomplete')}?{query}")
        assert response.status_code in FINE, f"{parameter}={value[:40]}"
