"""Signing in as an application: it holds the table in which attempts are counted."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "spin_registry.access"
    label = "access"
