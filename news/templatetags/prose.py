"""Prints what the editor of news text wrote."""

from django import template
from django.utils.safestring import SafeString

from news.models import Article
from news.rendering import shown

register = template.Library()


@register.simple_tag
def prose(article: Article, field: str) -> SafeString:
    """The HTML of a text in the reader's language, sanitised again whatever was stored."""
    return shown(article.said(field))
