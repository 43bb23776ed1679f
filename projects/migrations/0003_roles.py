from django.db import migrations


class Migration(migrations.Migration):
    """Once made the groups of the roles, which are now made after every migration."""

    dependencies = [
        ("projects", "0002_swedish_places"),
        ("news", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = []
