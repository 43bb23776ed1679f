"""Files on their way into the registry, for tests."""

import datetime
from typing import Any

from projects.importing import checking, job
from projects.importing.matching import Proposal
from projects.importing.opening import digest, opened
from projects.models import Import, ImportedRow, ImportState

HEADINGS = "Ärendenummer;Projektnamn;Stödmottagare;Beviljat belopp (kr);Start;Slut;Kommun"
ROW = "2016-1;Skogens data;Skogsbolaget AB;1 250 000;2016-08-01;2019-11-30;Umeå"


def uploaded(*lines: str, **facts: Any) -> Import:
    """Return an import of a file of these lines, below the usual headings; nothing is checked."""
    content = "\n".join([HEADINGS, *lines]).encode()
    told = {
        "file_name": "lista.csv",
        "source_title": "Listan",
        "source_publisher": "Utgivaren",
        "source_retrieved": datetime.date(2026, 11, 1),
        "mapping": {"targets": {}, "answers": {}},
    }
    return Import.objects.create(content=content, sha256=digest(content), **(told | facts))


def checked(*lines: str, **facts: Any) -> tuple[Import, list[Proposal]]:
    """Return such an import after its dry run, and the names that it asks about."""
    file = uploaded(*lines, **facts)
    return file, checking.check(opened(file))


def imported(*lines: str, **facts: Any) -> Import:
    """Carry such an import through, and return it as it ended."""
    file, _proposals = checked(*lines, **facts)
    assert job.begin(file)
    return job.run(file.pk)


def record(file: Import, place: int = 0) -> ImportedRow:
    """Return what became of one record of a file."""
    return ImportedRow.objects.get(file=file, place=place)


def told(file: Import, place: int = 0) -> set[str]:
    """Return the codes of all that is said of a record."""
    return {problem["code"] for problem in record(file, place).problems}


__all__ = ["ROW", "ImportState", "checked", "imported", "record", "told", "uploaded"]
