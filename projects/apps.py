from typing import Any

from django.apps import AppConfig, apps
from django.contrib.auth.management import create_permissions
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    name = "projects"
    verbose_name = _("Registry")

    def ready(self) -> None:
        post_migrate.connect(make_groups, sender=self)


def make_groups(**_options: Any) -> None:
    """Make the groups hold what the roles say, after every migration of the database."""
    # Models cannot be imported before every app is there.
    from projects.roles import ROLES, enter_roles

    # Permissions of the apps that come after this one are not there yet.
    for label in {name.partition(".")[0] for names in ROLES.values() for name in names}:
        create_permissions(apps.get_app_config(label), verbosity=0)
    enter_roles()
