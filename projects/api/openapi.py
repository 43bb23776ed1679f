"""The description of the API in OpenAPI 3.1: schemas kept by hand, parameters from the filters.

https://spec.openapis.org/oas/v3.1.1.html
"""

from functools import cache
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import override

from projects.api import selections
from projects.api.collections import Collection
from projects.api.parameters import LARGEST_LIMIT, MomentField
from projects.api.schemas import ITEMS, MOMENT, PARTS, PROBLEM, STRING, many, maybe, ref, whole
from projects.as_of import PATTERN, DayField
from projects.filters import SeveralValues
from spin_registry.problems import PROBLEMS, TYPE

VERSION = "1.0.0"
ABOUT = """Everything that the public sees, read-only, as exact as the registry holds it.

Amounts are texts of kronor with two decimals, each with its precision and both ends of what
it can be. Days are ISO 8601. Texts stand in Swedish and English. What is unknown is null."""
MOMENT_PATTERN = r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2}))?$"
EVERYWHERE = (400, 406, 414, 429, 500, 503)
CORS = {"Access-Control-Allow-Origin": {"schema": {"type": "string", "const": "*"}}}


def names(item: str) -> list[str]:
    """Return the fields that can be chosen of a kind of row."""
    return list(ITEMS[item]["properties"])


def document(site: str) -> dict[str, Any]:
    """Return the description for a site, such as https://registry.example.org; in English."""
    with override("en"):
        title = str(settings.SITE_NAME)
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": VERSION, "description": ABOUT},
        "servers": [{"url": f"{site}/api/v1"}],
        "externalDocs": {"url": f"{site}/en/about/api/"},
        "paths": _paths(),
        "components": {"schemas": _schemas()},
    }


@cache
def _schemas() -> dict[str, Any]:
    lists = {f"{one.item}List": _list(one) for one in selections.COLLECTIONS.values()}
    return {**ITEMS, **lists, **PARTS, "Problem": PROBLEM}


def _list(collection: Collection) -> dict[str, Any]:
    properties = {"items": many(ref(collection.item))}
    if collection.has_changes:
        properties |= {"withdrawn": many(ref("Withdrawn")), "until": MOMENT}
        properties["selection"] = maybe("Selection")
    properties["next"] = {"type": ["string", "null"], "format": "uri"}
    return whole("One page of a list; `next` is the address of the following one.", **properties)


MERGED = {
    "description": "It was entered twice; Location is the one that is kept.",
    "headers": {"Location": {"schema": STRING, "required": True}, **CORS},
}


@cache
def _paths() -> dict[str, Any]:
    paths = {
        "/": _path("readRoot", "Where everything is", {"type": "object"}, [], ()),
        "/openapi.json": _path("readOpenapi", "This description", {"type": "object"}, [], ()),
    }
    for name, one in selections.COLLECTIONS.items():
        fields = _parameter("fields", forms.CharField(), names(one.item))
        key = "integer" if name in {"decisions", "splits"} else "string"
        paths[f"/{name}/"] = _path(
            f"list{one.item}s", f"A list: {name}", ref(f"{one.item}List"), _parameters(one), ()
        )
        paths[f"/{name}/{{key}}/"] = _path(
            f"read{one.item}",
            ITEMS[one.item]["description"],
            ref(one.item),
            [_key(key), fields, *(_parameter(*each) for each in one.views.items())],
            (404, 410) if one.has_changes else (404,),
        )
    paths["/organisations/{key}/"]["get"]["responses"]["301"] = MERGED
    return paths


def _key(kind: str) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": kind}
    schema |= {"minimum": 1} if kind == "integer" else {"pattern": "^[-a-zA-Z0-9_]+$"}
    return {"name": "key", "in": "path", "required": True, "schema": schema}


def _parameters(collection: Collection) -> list[dict[str, Any]]:
    """Return the parameters of a list; those of filters as their own fields declare them."""
    found = [_parameter(name, one) for name, one in collection.fields.items()]
    found.append(_parameter("fields", forms.CharField(), names(collection.item)))
    limit = {"type": "integer", "minimum": 1, "maximum": LARGEST_LIMIT, "default": 20}
    found.append({"name": "limit", "in": "query", "schema": limit})
    after = {"name": "after", "in": "query", "schema": STRING}
    found.append(after | {"description": "Opaque; stands in `next` and the Link of an answer."})
    if collection.has_changes:
        found.append(_parameter("changed_since", MomentField()))
    return found


def _parameter(name: str, field: forms.Field, separated: list[str] | None = None) -> dict[str, Any]:
    """Return a parameter of a query as the field that reads it declares it."""
    schema: dict[str, Any] = {"type": "string"}
    found: dict[str, Any] = {"name": name, "in": "query"}
    if separated:
        schema = many({"type": "string", "enum": separated})
        found |= {"style": "form", "explode": False}
    elif isinstance(field, SeveralValues):
        schema = many(schema) | {"maxItems": 50}
        found |= {"style": "form", "explode": True}
    elif isinstance(field, MomentField):
        schema["pattern"] = MOMENT_PATTERN
    elif isinstance(field, DayField):
        schema["pattern"] = PATTERN
    elif isinstance(field, forms.ChoiceField):
        # From the widget, where Django has made a list of whatever the choices were.
        schema["enum"] = [str(value) for value, _label in field.widget.choices if value]
    with override("en"):
        label = str(field.label or "")
    return found | ({"description": label} if label else {}) | {"schema": schema}


def _path(
    name: str,
    summary: str,
    schema: dict[str, Any],
    parameters: list[dict[str, Any]],
    more: tuple[int, ...],
) -> dict[str, Any]:
    answers: dict[str, Any] = {
        "200": {
            "description": "As asked for.",
            "headers": {"ETag": {"schema": STRING, "required": True}, **CORS},
            "content": {"application/json": {"schema": schema}},
        },
        "304": {"description": "What If-None-Match names is still so."},
    }
    for status in sorted({*EVERYWHERE, *more}):
        answers[str(status)] = _problem(status)
    got = {"operationId": name, "summary": summary, "parameters": parameters, "responses": answers}
    return {"get": got}


def _problem(status: int) -> dict[str, Any]:
    with override("en"):
        words = str(PROBLEMS[status].title)
    headers = {"Retry-After": {"schema": STRING}} if status in {429, 503} else {}
    return {
        "description": words,
        "headers": {**headers, **CORS},
        "content": {TYPE: {"schema": ref("Problem")}},
    }
