"""The addresses of files."""

from django.urls.converters import StringConverter


class ExtensionConverter(StringConverter):
    """How the name of a file ends; other endings are no address at all."""

    regex = "csv|xlsx|json|jsonl"
