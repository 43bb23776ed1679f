from typing import Any

from django.db import migrations

from projects.reference import load_places


def enter_places(apps: Any, schema_editor: Any) -> None:
    load_places(apps.get_model("projects", "Place"))


class Migration(migrations.Migration):
    dependencies = [("projects", "0001_initial")]

    operations = [migrations.RunPython(enter_places, migrations.RunPython.noop, elidable=False)]
