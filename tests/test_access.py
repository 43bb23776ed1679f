"""Who may do what, address by address: visitor, editor, reviewer, administrator.

A new address needs a row: the route as Django writes it, then who gets which status for
GET and for POST. The four numbers stand in the order of ROLES; one number holds for
all four; a visitor to the back office meets 302, the way to sign in. What stands in <> is
filled from `world`.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.test import Client, override_settings
from django.urls import URLPattern, get_resolver

from projects.approving import propose
from spin_registry.sign_in import sign_in_links
from tests import factories
from tests.drilling import drilled
from tests.news.factories import ArticleFactory, PictureFactory
from tests.news.watching import watch
from tests.projects.importing.files import ROW, checked
from tests.projects.presetting import preset
from tests.projects.redacting.making import redaction
from tests.projects.reporting import error_report
from tests.projects.warned import warning
from tests.signed_in import ROLES, signed_in, statuses

OPEN = ("200", "405")
TAKES_REPORTS = ("200", "400")
READ = ("302 200 200 200", "302 200 200 200")  # a list: what is posted to it is ignored
SHOWN = ("302 200 200 200", "302 405 405 405")
SEEN = ("302 200 200 200", "302 403 403 403")
KEPT = ("302 403 403 403", "302 403 403 403")
ADMINISTRATORS = ("302 403 403 200", "302 403 403 200")
EDITED = ("302 200 200 200", "302 403 403 409")
WRITERS = ("302 200 403 200", "302 200 403 200")
WRITTEN = ("302 200 200 200", "302 409 403 409")  # 409: it does not say what was seen
ANSWERED = ("302 200 403 200", "302 409 403 409")
PUBLISHERS = ("302 403 200 200", "302 403 200 200")
REVIEWED = ("302 403 200 200", "302 403 200 200")
ONLY_READ = ("302 403 200 200", "302 403 403 403")
LED_ON = ("302", "302")
NOT_FOUND = ("404", "404")
NOT_FOUND_TO_READ = ("404", "405")


def table(
    path: str,
    *,
    read: Any = READ,
    write: Any = EDITED,
    add: Any = ADMINISTRATORS,
    delete: Any = KEPT,
) -> dict[str, tuple[str, str]]:
    """Return the rows of a table's own pages in the back office."""
    one = f"admin/{path}/<path:object_id>/"
    return {
        f"admin/{path}/": read,
        f"admin/{path}/add/": add,
        f"{one}history/": read,
        f"{one}delete/": delete,
        f"{one}change/": write,
        one: LED_ON,
    }


API = "projects decisions splits organisations partnerships rounds programmes places funds news"
FILE = "hamta.<extension:extension>"
LISTS = "projekt data/pengar finansiarer organisationer partnerskap omgangar platser program"
ACCESS: dict[str, tuple[str, str]] = {
    # The public site
    **{f"{one}/{FILE}": OPEN for one in LISTS.split()},
    "": OPEN,
    "projekt/": OPEN,
    "projekt/flode.atom": OPEN,
    "data/pengar/": OPEN,
    "projekt/<slug:slug>/": OPEN,
    "projekt/<slug:slug>/faktaruta/": OPEN,
    "projekt/<slug:slug>/faktaruta/ram/": OPEN,
    "projekt/<slug:slug>/beslut/<int:decision>/begar/": OPEN,
    "projekt/<slug:slug>/fel/": TAKES_REPORTS,
    "omgangar/<slug:slug>/fel/": TAKES_REPORTS,
    "nyheter/<slug:slug>/fel/": TAKES_REPORTS,
    "finansiarer/": OPEN,
    "finansiarer/<slug:slug>/": ("301", "405"),
    "organisationer/": OPEN,
    "organisationer/<slug:slug>/": OPEN,
    "partnerskap/": OPEN,
    "partnerskap/<slug:slug>/": OPEN,
    "omgangar/": OPEN,
    "omgangar/<slug:slug>/": OPEN,
    "omgangar/<slug:slug>/faktaruta/": OPEN,
    "omgangar/<slug:slug>/faktaruta/ram/": OPEN,
    "platser/": OPEN,
    "platser/<slug:code>/": OPEN,
    "program/": OPEN,
    "program/<slug:slug>/": OPEN,
    "nyheter/": OPEN,
    "nyheter/flode.atom": OPEN,
    "nyheter/<news_year:year>/": OPEN,
    "nyheter/<slug:slug>/": OPEN,
    "nyheter/<slug:slug>/utskrift/": OPEN,
    "nyheter/forhandsvisning/<str:token>/": NOT_FOUND_TO_READ,
    "nyheter/<slug:slug>/kort.png": OPEN,
    "projekt/<slug:slug>/kort.png": OPEN,
    "omgangar/<slug:slug>/kort.png": OPEN,
    "data/360giving.json": OPEN,
    "data/forteckningar/": OPEN,
    "data/forteckningar/<slug:key>/": OPEN,
    "data/forteckningar/<slug:key>.csv": OPEN,
    "data/forteckningar/<slug:key>.json": OPEN,
    "om/": OPEN,
    "om/sok/": OPEN,
    "om/api/": OPEN,
    "om/tillganglighet/": OPEN,
    "om/personuppgifter/": OPEN,
    "data/": OPEN,
    "data/tackning/": OPEN,
    "data/kvalitet/": OPEN,
    "data/kvalitet/<check:check>/": OPEN,
    "data/kallor/": OPEN,
    "data/ordlista/": OPEN,
    "data/licens/": OPEN,
    "data/citera/": OPEN,
    "jamfor/": OPEN,
    "data/utgavor/": OPEN,
    "data/utgavor/<release:name>/<release_file:file>": NOT_FOUND_TO_READ,
    "forslag/": OPEN,
    r"media/(?P<name>news/[0-9a-f]{32}(?:-(?:480|960))?\.(?:webp|avif))": NOT_FOUND_TO_READ,
    # For machines
    "healthz": OPEN,
    "readyz": OPEN,
    "robots.txt": OPEN,
    ".well-known/security.txt": ("404", "405"),  # where no contact is set
    "datasets/dcat": OPEN,
    "sitemap.xml": OPEN,
    r"sitemap-(?P<name>[a-z]+)-(?P<part>[1-9][0-9]{0,4})\.xml": OPEN,
    "api/v1/": OPEN,
    "api/v1/openapi.json": OPEN,
    **{
        f"api/v1/{name}/{one}": OPEN
        for name in API.split()
        for one in ("", f"<{'int' if name in {'decisions', 'splits'} else 'slug'}:key>/")
    },
    "language/": LED_ON,
    # Around the back office
    "admin/": ("302 200 200 200", "302 200 200 200"),
    "admin/login/": ("200 302 302 302", "200 302 302 302"),
    "admin/login/code/": LED_ON,
    "admin/login/passkey/": LED_ON,
    # These users have a password to show first, and no second factor.
    "admin/account/": SHOWN,
    "admin/account/confirm/": READ,
    "admin/account/confirm/code/": LED_ON,
    "admin/account/confirm/passkey/": LED_ON,
    "admin/account/app/": LED_ON,
    "admin/account/app/picture.svg": NOT_FOUND,
    "admin/account/app/remove/": ("302 404 404 404", "302 404 404 404"),
    "admin/account/codes/": ("302", "302 405 405 405"),
    "admin/account/codes/new/": LED_ON,
    "admin/account/passkeys/add/": LED_ON,
    "admin/account/passkeys/<int:pk>/": LED_ON,
    "admin/account/passkeys/<int:pk>/remove/": LED_ON,
    "admin/logout/": ("302 405 405 405", "302 200 200 200"),
    "admin/link/<uid>/<token>/": ("200", "302"),
    "admin/password_change/": ("302 200 200 200", "302 200 200 200"),
    "admin/password_change/done/": SHOWN,
    "admin/autocomplete/": SHOWN,
    "admin/jsi18n/": SHOWN,
    "admin/r/<path:content_type_id>/<path:object_id>/": LED_ON,
    "admin/(?P<app_label>projects|auth|news)/": READ,
    "admin/(?P<url>.*)": ("302 404 404 404", "302 404 404 404"),
    # The registry
    **table("projects/decision", write=SEEN, add=KEPT),
    **table("projects/statedfigure", write=SEEN, add=KEPT),
    **table("projects/project"),
    **table("projects/organisation", delete=ADMINISTRATORS),
    "admin/projects/organisation/duplicates/": ("302 403 403 200", "302 405 405 405"),
    "admin/projects/organisation/<int:gone>/merge/<int:kept>/": ADMINISTRATORS,
    "admin/projects/organisation/<int:one>/distinct/<int:other>/": (
        "302 405 405 405",
        "302 403 403 404",
    ),
    "admin/projects/organisation/part/<int:key>/": ("302 405 405 405", "302 403 403 404"),
    **table("projects/fund", delete=ADMINISTRATORS),
    **table("projects/programme"),
    **table("projects/priority", delete=ADMINISTRATORS),
    **table("projects/partnership"),
    **table("projects/round"),
    **table("projects/preset", delete=ADMINISTRATORS),
    **table("projects/source", delete=ADMINISTRATORS),
    **table("projects/place"),
    **table("projects/plausibilitywarning", write=SEEN, add=KEPT),
    "admin/projects/plausibilitywarning/<int:key>/accept/": PUBLISHERS,
    "admin/projects/plausibilitywarning/<int:key>/withdraw/": (
        "302 405 405 405",
        "302 403 302 302",
    ),
    # What readers report is for those who answer: administrators and editors.
    **table("projects/errorreport", read=WRITERS, write=ANSWERED, add=KEPT),
    "admin/projects/errorreport/<int:key>/erase/": ("302 405 405 405", "302 302 403 302"),
    **table("projects/redaction", read=REVIEWED, write=ONLY_READ),
    "admin/projects/redaction/<int:key>/answer/": ("302 405 405 405", "302 403 400 400"),
    "admin/projects/import/": ADMINISTRATORS,
    "admin/projects/import/add/": ADMINISTRATORS,
    "admin/projects/import/<path:object_id>/history/": ADMINISTRATORS,
    "admin/projects/import/<path:object_id>/delete/": KEPT,
    "admin/projects/import/<path:object_id>/change/": ("302 403 403 200", "302 403 403 302"),
    "admin/projects/import/<path:object_id>/": LED_ON,
    "admin/projects/import/<int:key>/errors.csv": ("302 403 403 200", "302 405 405 405"),
    **table("projects/proposal", read=REVIEWED, write=ONLY_READ, add=KEPT),
    "admin/projects/proposal/alone/": ("302 405 405 405", "302 403 400 400"),
    "admin/projects/proposal/<int:key>/answer/": ("302 405 405 405", "302 403 200 200"),
    # What says nothing of what was read is shown beside what stands.
    "admin/projects/project/<int:key>/amend/<int:decision>/": (
        "302 403 403 200",
        "302 403 403 409",
    ),
    "admin/projects/project/<int:key>/correct/<int:decision>/": (
        "302 403 403 200",
        "302 403 403 409",
    ),
    "admin/projects/round/<int:key>/paste/": ("302 403 403 200", "302 403 403 200"),
    "admin/projects/project/<int:key>/copy/": ("302 403 403 200", "302 405 405 405"),
    "admin/projects/project/reckon/": ("302 405 405 405", "302 403 403 200"),
    "admin/projects/project/<int:key>/reckon/": ("302 405 405 405", "302 403 403 200"),
    "admin/projects/project/<int:key>/publish/": ("302 405 405 405", "302 403 302 302"),
    "admin/projects/project/<int:key>/review/": ("302 405 405 405", "302 403 403 302"),
    "admin/projects/project/<int:key>/draft/": ("302 405 405 405", "302 403 302 302"),
    "admin/projects/project/<int:key>/withdraw/": PUBLISHERS,
    "admin/projects/project/<int:key>/schedule/": PUBLISHERS,
    # News
    **table("news/article", write=WRITTEN, add=WRITERS),
    **table("news/picture", write=WRITTEN, add=WRITERS, delete=WRITERS),
    "admin/news/picture/offered.json": SHOWN,
    "admin/news/article/keep/": ("405", "401 200 403 200"),
    "admin/news/article/<int:key>/keep/": ("405", "401 200 403 200"),
    "admin/news/article/kept/<int:draft>/discard/": ("302 405 405 405", "302 404 404 404"),
    "admin/news/article/<int:key>/publish/": ("302 405 405 405", "302"),
    "admin/news/article/<int:key>/review/": ("302 405 405 405", "302 302 403 302"),
    "admin/news/article/<int:key>/draft/": ("302 405 405 405", "302"),
    "admin/news/article/<int:key>/withdraw/": READ,
    "admin/news/article/<int:key>/schedule/": READ,
    "admin/news/article/<int:key>/preview/": SHOWN,
    "admin/news/article/<int:key>/versions/": SHOWN,
    "admin/news/article/<int:key>/return/": READ,
    "admin/news/article/<int:key>/versions/<int:version>/restore/": WRITERS,
    "admin/news/article/<int:key>/preview/link/": ("302 200 200 200", "302"),
    "admin/news/article/figures/": ("302 200 403 200", "302 405 405 405"),
    "admin/news/article/said/": ("302 405 405 405", "302 200 403 200"),
    "admin/news/article/<int:key>/note/<int:decision>/": ("302 404 403 404", "302 404 403 404"),
    **table("news/watch", write=WRITTEN, add=WRITERS),
    # People
    "admin/auth/user/": ADMINISTRATORS,
    "admin/auth/user/add/": ADMINISTRATORS,
    "admin/auth/user/<id>/password/": ADMINISTRATORS,
    "admin/auth/user/<int:key>/second-factor/": ("302 403 403 200", "302 403 403 302"),
    "admin/auth/user/<path:object_id>/history/": ADMINISTRATORS,
    "admin/auth/user/<path:object_id>/delete/": KEPT,
    "admin/auth/user/<path:object_id>/change/": ("302 403 403 200", "302 403 403 409"),
    "admin/auth/user/<path:object_id>/": LED_ON,
}


def routes(patterns: Any, before: str = "") -> Iterator[str]:
    """Return the route of every address, Swedish where it is translated."""
    for one in patterns:
        route = before + str(one.pattern).removeprefix("^").removesuffix("$")
        if isinstance(one, URLPattern):
            yield route
        else:
            yield from routes(one.url_patterns, route)


def test_every_address_has_a_row_and_every_row_an_address():
    assert sorted(set(routes(get_resolver().url_patterns))) == sorted(ACCESS)


@pytest.fixture
def world(sessions: dict[str, str]) -> dict[str, str]:
    """What fills the holes of a route: by its beginning and the name, else by the name."""
    with override_settings(DEBUG=True):
        link = next(iter(sign_in_links("").values()))
    it = factories.spin()
    article = ArticleFactory(published=True)
    person = User.objects.create(username="anybody")
    proposal = propose(project=it.project, by=person, facts={"title_sv": "En ny titel"})
    filled = {
        "project": it.project,
        "proposal": proposal,
        "decision": it.granted,
        "statedfigure": it.project.stated_figures.first(),
        "organisation": it.university,
        "fund": it.eruf,
        "programme": it.programme,
        "priority": it.priority,
        "partnership": it.partnership,
        "round": it.round,
        "source": it.bank,
        "preset": preset(),
        "import": checked(ROW)[0],
        "plausibilitywarning": warning(),
        "place": it.partnership.area,
        "errorreport": error_report(project=it.project),
        "redaction": redaction(),
    }
    rows = [it.university, it.partnership, it.round, it.programme]
    api_keys = [it.project.reference, it.granted.pk, it.granted.splits.get().pk]
    api_keys = [*map(str, api_keys), *(one.slug for one in rows), "24", it.eruf.slug, article.slug]
    return {
        **{f"admin/projects/{name}/": str(row.pk) for name, row in filled.items()},
        "decision": str(it.cofunded.pk),
        "version": str(article.events.first().pgh_id),
        "admin/news/article/": str(article.pk),
        "admin/news/watch/": str(watch(it.project).pk),
        "admin/news/picture/": str(PictureFactory().pk),
        "admin/auth/user/": str(person.pk),
        "admin/link/": link,
        "admin/account/": "1",
        "projekt/": it.project.slug,
        "finansiarer/": it.tillvaxtverket.slug,
        "organisationer/": it.university.slug,
        "partnerskap/": it.partnership.slug,
        "omgangar/": it.round.slug,
        "platser/": "24",
        "program/": it.programme.slug,
        "nyheter/<news_year": str(article.published_at.year),
        "nyheter/": article.slug,
        "data/forteckningar/": "2014-2020",
        "data/kvalitet/": "okanda-datum",
        **{f"api/v1/{name}/": key for name, key in zip(API.split(), api_keys, strict=True)},
        "admin/r/": f"{ContentType.objects.get_for_model(it.project).pk}/{it.project.pk}",
    }


def address(route: str, world: dict[str, str]) -> str:
    """Return a path that the route leads to."""
    if route.startswith("admin/link/"):
        return world["admin/link/"]
    if route.startswith("admin/r/"):
        return f"/admin/r/{world['admin/r/']}/"
    if route.startswith("media/"):
        return f"/media/news/{'0' * 32}.webp"
    if route.endswith(FILE):
        return f"/{route.removesuffix(FILE)}hamta.csv"
    plain = {
        "data/utgavor/<release:name>/<release_file:file>": "/data/utgavor/2018-06-20/SHA256SUMS",
        r"sitemap-(?P<name>[a-z]+)-(?P<part>[1-9][0-9]{0,4})\.xml": "/sitemap-projects-1.xml",
        "admin/(?P<app_label>projects|auth|news)/": "/admin/projects/",
        "admin/(?P<url>.*)": "/admin/finns-inte/",
        "admin/autocomplete/": "/admin/autocomplete/?app_label=projects"
        "&model_name=decision&field_name=source&term=",
    }
    filling = next((world[start] for start in world if route.startswith(start)), "")
    path = plain.get(route) or "/" + route
    for name in ("decision", "version"):
        path = path.replace(f"<int:{name}>", world[name])
    return re.sub(r"<[^>]+>", filling, path)


@pytest.fixture
def sessions() -> dict[str, str]:
    return signed_in()


@pytest.mark.ignore_template_errors  # Django's own, where a user has no password
@pytest.mark.django_db
@pytest.mark.parametrize("outside", [("visitor", "administrator"), drilled(ROLES)])
def test_everybody_gets_what_the_table_says(sessions, world, outside):
    """Outside the back office `make test` asks as those who may least and most."""
    some = {role: sessions[role] for role in outside}

    def answers(route: str) -> tuple[str, ...]:
        path, who = address(route, world), sessions if route.startswith("admin/") else some
        return tuple(statuses(path, method, who) for method in ("get", "post"))

    found = {route: answers(route) for route in ACCESS if not route.startswith("admin/link/")}
    with override_settings(DEBUG=True):  # links for signing in exist only then
        found |= {route: answers(route) for route in ACCESS if route not in found}

    assert {route: said for route, said in found.items() if said != ACCESS[route]} == {}


@pytest.mark.django_db
def test_no_page_is_public_to_caches_for_who_is_signed_in(sessions, world):
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = sessions["editor"]
    # The API never looks at who asks.
    blind = ("admin/", "api/")
    paths = [address(route, world) for route in ACCESS if not route.startswith(blind)]

    kept = {path: client.get(path).get("Cache-Control", "") for path in paths}

    assert {path: said for path, said in kept.items() if "public" in said} == {}
