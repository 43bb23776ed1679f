"""The site as Django's admin is told of it; nothing here needs the models to be ready."""

from django.contrib.admin.apps import AdminConfig


class OfficeConfig(AdminConfig):
    default_site = "spin_registry.office.Office"
