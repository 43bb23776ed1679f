"""The addresses below /api/v1/, one list and one kind of row for each collection."""

from django.urls import path

from projects.api import views
from projects.api.selections import COLLECTIONS

app_name = "api"

urlpatterns = [
    path("", views.root, name="root"),
    path("openapi.json", views.description, name="openapi"),
]
for name in COLLECTIONS:
    key = "int" if name in {"decisions", "splits"} else "slug"
    urlpatterns += [
        path(f"{name}/", views.collection_list, {"name": name}, name=name),
        path(f"{name}/<{key}:key>/", views.collection_detail, {"name": name}, name=f"{name}_one"),
    ]
