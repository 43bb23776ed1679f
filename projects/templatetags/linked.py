"""Prints what machines read of a page."""

import json
from typing import Any

from django import template
from django.utils.safestring import SafeString

register = template.Library()

# What could end the element, or begin a comment in it; JSON reads them the same so written.
ESCAPES = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&"}


@register.simple_tag
def linked_data(told: dict[str, Any]) -> SafeString:
    """JSON-LD as a block of data: no browser runs it, so the policy for scripts lets it be."""
    written = json.dumps(told).translate(ESCAPES)
    return SafeString(f'<script type="application/ld+json">{written}</script>')
