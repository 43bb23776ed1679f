"""What a browser would send of a project's form: fields and rows, as typed."""

from typing import Any

PREFIXES = {
    "money": "splits",
    "decisions": "decisions",
    "figures": "stated_figures",
    "participants": "participations",
    "places": "project_places",
    "interventions": "interventions",
    "unknown": "missing_facts",
    "payments": "payments",
}
DEFAULTS: dict[str, dict[str, Any]] = {
    "splits": {"kind": "granted", "form": "cash"},
    "decisions": {"kind": "prioritised"},
    "stated_figures": {"basis": "granted_support"},
}


def typed(*, fields: dict[str, Any] | None = None, **rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the POST of a project's form; `money=[…]`, `decisions=[…]` and so on are its rows."""
    sent: dict[str, Any] = {
        "slug": "spin",
        "title_sv": "SamverkansPlattform",
        "starts_on_precision": "day",
        "ends_on_precision": "day",
        **(fields or {}),
    }
    for name, prefix in PREFIXES.items():
        given = rows.get(name, [])
        old = sum("id" in row for row in given)
        sent |= {
            f"{prefix}-TOTAL_FORMS": len(given),
            f"{prefix}-INITIAL_FORMS": old,
        }
        for index, row in enumerate(given):
            for field, value in (DEFAULTS.get(prefix, {}) | row).items():
                sent[f"{prefix}-{index}-{field}"] = getattr(value, "pk", value)
    return sent


def as_sent(response: Any) -> dict[str, Any]:
    """Return what a browser would send if the form of a response were sent unchanged."""
    context = response.context
    sent = {"once": context["once"], "seen": str(context["seen"])}
    for form in [context["adminform"].form, *_rows(context)]:
        for bound in form:
            value = bound.value()
            value = bound.field.prepare_value(value)
            sent[bound.html_name] = "" if value is None else value
    for inline in context["inline_admin_formsets"]:
        for bound in inline.formset.management_form:
            sent[bound.html_name] = "" if bound.value() is None else bound.value()
    return {name: value for name, value in sent.items() if value is not False}


def seen(client: Any, address: str) -> dict[str, Any]:
    """Return what a browser would carry along of a form that it opens now."""
    context = client.get(address).context
    return {"once": context["once"], "seen": str(context["seen"])}


def _rows(context: Any) -> list[Any]:
    return [form for inline in context["inline_admin_formsets"] for form in inline.formset.forms]
