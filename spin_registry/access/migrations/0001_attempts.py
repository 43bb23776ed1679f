from django.db import migrations

CREATE = """
CREATE TABLE attempts (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX attempts_expires ON attempts (expires);
"""


class Migration(migrations.Migration):
    """The table of Django's database cache, so that no command need make it."""

    operations = [migrations.RunSQL(CREATE, "DROP TABLE attempts")]
