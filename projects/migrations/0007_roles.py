from typing import Any

from django.contrib.auth.management import create_permissions
from django.db import migrations

from projects.roles import enter_roles


def make_groups(apps: Any, schema_editor: Any) -> None:
    # Permissions come after the last migration; a role needs them now.
    for label in ("projects", "news", "auth"):
        app = apps.get_app_config(label)
        app.models_module = True
        create_permissions(app, apps=apps, verbosity=0)
        app.models_module = None
    enter_roles(apps.get_model("auth", "Group"), apps.get_model("auth", "Permission"))


class Migration(migrations.Migration):
    """Makes a group for each role; whoever changes a role moves this to a new migration."""

    dependencies = [
        ("projects", "0006_payments"),
        ("news", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop, elidable=False)]
