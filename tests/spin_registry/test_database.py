"""Which database the environment selects."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

CHECKOUT = Path(__file__).resolve().parents[2]


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run manage.py with these variables and none of the site's that may be set."""
    kept = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=CHECKOUT,
        env=kept | environment,
        capture_output=True,
        text=True,
    )


@pytest.fixture
def real_site(db) -> dict[str, str]:
    """The environment of a site in production, with the test database as its own."""
    settings = connection.settings_dict
    host = quote(settings["HOST"], safe="")
    return {
        "DATABASE_URL": f"postgres://{settings['USER']}@{host}:5432/{settings['NAME']}",
        "ALLOWED_HOSTS": "registry.example",
        "SECRET_KEY": "abcdefghij0123456789" * 3,
    }


def test_a_named_database_is_used_and_nothing_embedded_is_imported(real_site):
    program = (
        "import sys; from django.db import connection; connection.ensure_connection(); "
        "print(connection.settings_dict['NAME'], 'spin_registry.embedded' in sys.modules)"
    )

    done = manage("shell", "-v0", "-c", program, **real_site)

    assert (done.stdout, done.stderr) == (f"{connection.settings_dict['NAME']} False\n", "")


def test_a_real_site_passes_the_deployment_check_without_a_word(real_site):
    done = manage("check", "--deploy", "--fail-level", "WARNING", **real_site)

    assert (done.stdout, done.stderr) == (
        "System check identified no issues (0 silenced).\n",
        "",
    )


def test_without_a_database_and_with_debug_off_the_site_refuses_to_start():
    done = manage("check", DEBUG="0")

    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].endswith(
        "Set DATABASE_URL: with DEBUG off no database is started for you."
    )
