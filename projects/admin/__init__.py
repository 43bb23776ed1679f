"""The back office of the registry, one file for each kind of page."""

from django.conf import settings
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from projects.admin import (
    error_reports,
    imports,
    ledger,
    presets,
    project,
    proposals,
    redactions,
    registers,
    users,
    warnings,
)

__all__ = [
    "error_reports",
    "imports",
    "ledger",
    "presets",
    "project",
    "proposals",
    "redactions",
    "registers",
    "users",
    "warnings",
]

admin.site.site_header = admin.site.site_title = settings.SITE_NAME
admin.site.index_title = _("Back office")
admin.site.enable_nav_sidebar = False
admin.site.empty_value_display = "–"
