"""Every address of the site: Swedish at the root, English under /en/, the rest unprefixed."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.views.i18n import set_language

urlpatterns = [
    path("admin/", admin.site.urls),
    path("language/", set_language, name="set_language"),
    *i18n_patterns(
        path("", include("news.urls")),
        path("", include("projects.urls")),
        prefix_default_language=False,
    ),
]
