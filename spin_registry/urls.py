"""Every address of the site: Swedish at the root, English under /en/, the rest unprefixed."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path
from django.views.i18n import set_language

from news import pictures
from news.views import media
from projects.views import exchange
from spin_registry import health, security, sitemap
from spin_registry.sign_in import sign_in_link

handler400 = "spin_registry.errors.bad_request"
handler403 = "spin_registry.errors.permission_denied"
handler404 = "spin_registry.errors.page_not_found"
handler429 = "spin_registry.errors.too_many_requests"
handler500 = "spin_registry.errors.server_error"

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("robots.txt", sitemap.robots, name="robots"),
    path(".well-known/security.txt", security.security_txt, name="security_txt"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    re_path(
        r"^sitemap-(?P<name>[a-z]+)-(?P<part>[1-9][0-9]{0,4})\.xml$",
        sitemap.sitemap_part,
        name="sitemap_part",
    ),
    path("datasets/dcat", exchange.catalogue, name="dcat"),
    path("api/v1/", include("projects.api.urls")),
    path("admin/link/<uid>/<token>/", sign_in_link, name="sign_in_link"),
    path("admin/", include("spin_registry.access.urls")),
    path("admin/", admin.site.urls),
    re_path(rf"^media/(?P<name>{pictures.NAME})$", media, name="media"),
    path("language/", set_language, name="set_language"),
    *i18n_patterns(
        path("", include("news.urls")),
        path("", include("projects.urls")),
        prefix_default_language=False,
    ),
]
