"""The links to the files of a list, for its page."""

from django import template
from django.utils.safestring import SafeString

from projects.downloads.block import block

register = template.Library()


@register.simple_tag
def files(name: str) -> SafeString:
    """Return the links to a list's files, such as those of `rounds`."""
    return block(f"projects:{name}_file", "")
