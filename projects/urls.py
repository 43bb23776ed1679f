"""The registry's public addresses; English words, translated when the route is read."""

from django.urls import URLPattern, path  # noqa: F401

from spin_registry.paths import word  # noqa: F401

app_name = "projects"

# path(word("projects/<slug:slug>/"), views.project_detail, name="detail") answers at
# /projekt/spin/ and /en/projects/spin/.
urlpatterns: list[URLPattern] = []
