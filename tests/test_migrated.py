"""The database that tests are copied from is made anew when a migration would make another."""

from pathlib import Path

import pytest
from django.db import connection

from tests import migrated


def test_what_migrations_load_is_counted_with_them():
    counted = {
        str(path.relative_to(migrated.CHECKOUT)) for path in migrated.ingredients() if ours(path)
    }

    assert {
        "news/migrations/0001_initial.py",
        "projects/migrations/0002_swedish_places.py",
        "projects/ordering.py",
        "projects/reference/__init__.py",
        "projects/reference/places.csv",
    } <= counted


def ours(path: Path) -> bool:
    return path.is_relative_to(migrated.CHECKOUT) and ".venv" not in path.parts


@pytest.mark.parametrize("changed", ["projects/migrations/0002_swedish_places.py", "places.csv"])
def test_another_migration_asks_for_another_database(changed, tmp_path, monkeypatch):
    before = migrated.fingerprint()
    other = tmp_path / "other"
    other.write_text("another")
    files = [other if str(path).endswith(changed) else path for path in migrated.ingredients()]
    monkeypatch.setattr(migrated, "ingredients", lambda: files)

    assert migrated.fingerprint() != before


def test_tests_begin_with_a_copy_of_what_is_kept(db):
    assert connection.settings_dict["TEST"]["TEMPLATE"] == migrated.template()
