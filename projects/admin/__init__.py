"""The back office of the registry, one file for each kind of page."""

from django.conf import settings
from django.contrib import admin

from projects.admin import ledger, project, registers, users

__all__ = ["ledger", "project", "registers", "users"]

admin.site.site_header = admin.site.site_title = settings.SITE_NAME
admin.site.empty_value_display = "–"
