"""Who publishes the registry, as machines are told it: what the settings say, and nothing else."""

from urllib.parse import urlsplit

from django.conf import settings

SWEDISH_REGISTER = "SE-ON"
"""The list of Swedish organisation numbers at https://org-id.guide/list/SE-ON."""


def publisher_name() -> str:
    """Return the name of the publisher; that of the site where none is set."""
    return settings.PUBLISHER_NAME or str(settings.SITE_NAME)


def publisher_identifier() -> str:
    """Return the publisher's organisation number with its register, or nothing."""
    number = settings.PUBLISHER_NUMBER
    return f"{SWEDISH_REGISTER}-{number}" if number else ""


def identifier_prefix() -> str:
    """Return what our own identifiers begin with, so that no other registry has the same."""
    return settings.GRANTS_PREFIX or urlsplit(settings.SITE_URL).hostname or "registry"
