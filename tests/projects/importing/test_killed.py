"""An import that is killed leaves nothing; run again it makes what it would have made."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from projects.importing import job
from projects.models import Import, ImportedRow, ImportState, Project
from tests.drilling import drilled
from tests.factories import OrganisationFactory
from tests.projects.importing.files import checked
from tests.projects.search.indexed import elsewhere

ROWS = [
    f"{number};Projekt {number};Bolaget {number % 40} AB;1 250 {number % 1000:03};2016-08-01;"
    "2019-11-30;Umeå"
    for number in range(10_000, 10_300)
]

TABLES = ("project", "decision", "grantsplit", "participation", "projectplace", "organisation")
CHECKSUM = """
    SELECT md5(string_agg(line, '|' ORDER BY line)) FROM (
        SELECT concat_ws('/', p.slug, p.title_sv, p.at_least, p.at_most, d.case_number,
                         s.amount, o.name, l.code) AS line
        FROM projects_project p
        JOIN projects_decision d ON d.project_id = p.id
        JOIN projects_grantsplit s ON s.decision_id = d.id
        JOIN projects_participation t ON t.project_id = p.id
        JOIN projects_organisation o ON o.id = t.organisation_id
        JOIN projects_projectplace w ON w.project_id = p.id
        JOIN projects_place l ON l.id = w.place_id
    ) lines
"""


def started(file: Import, folder: Path) -> subprocess.Popen[bytes]:
    """Start the import in a process of its own, as the back office does."""
    return subprocess.Popen(
        [sys.executable, "manage.py", "run_import", str(file.pk)],
        cwd=settings.BASE_DIR,
        env=os.environ | elsewhere(folder),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def counts() -> dict[str, int]:
    """Return how many rows there are of what an import writes."""
    found = {}
    with connection.cursor() as cursor:
        for name in TABLES:
            cursor.execute(f"SELECT count(*) FROM projects_{name}")  # noqa: S608 - constants
            [found[name]] = cursor.fetchone()
    return found


def checksum() -> str:
    with connection.cursor() as cursor:
        cursor.execute(CHECKSUM)
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize("moments", [1, drilled(20)])
def test_killed_at_any_moment_it_leaves_nothing_and_then_completes(tmp_path, moments):
    funder = OrganisationFactory(name="Tillväxtverket")
    file, _proposals = checked(*ROWS, funder=funder)
    before = counts()
    dice = random.Random(20_161_014)  # noqa: S311 - nothing to guess
    begun = 0

    for _ in range(moments):
        assert job.begin(file)
        process = started(file, tmp_path)
        deadline = time.monotonic() + dice.uniform(0.3, 3.0)
        while time.monotonic() < deadline and process.poll() is None:
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        process.wait()
        wait_until_free(file)
        file.refresh_from_db()
        if file.state == ImportState.DONE:
            break
        begun += file.progress > 0
        assert counts() == before
        assert ImportedRow.objects.filter(project__isnull=False).count() == 0
        Import.objects.filter(pk=file.pk).update(started_at="2026-01-01T00:00:00Z")
        file.refresh_from_db()
        assert job.is_interrupted(file)

    if file.state != ImportState.DONE:
        assert job.begin(file)
        process = started(file, tmp_path)
        assert process.wait(timeout=60) == 0
    again = checksum()
    assert Project.objects.count() == len(ROWS)

    Project.objects.all().delete()
    assert again == whole(funder)


def wait_until_free(file: Import) -> None:
    """Wait until the server has noticed that the process is gone."""
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = %s",
                [job.LOCKS],
            )
            if cursor.fetchone() == (0,):
                return
        time.sleep(0.05)
    pytest.fail("the lock of a killed process is still held")


def whole(funder) -> str:
    """Return the checksum of the same import, carried through at once."""
    file, _proposals = checked(*ROWS, funder=funder)
    assert job.begin(file)
    assert job.run(file.pk).state == ImportState.DONE
    return checksum()
