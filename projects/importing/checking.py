"""The dry run: what each record of a file is, and what importing it would do. Nothing is done."""

from collections import Counter
from typing import Any

from django.db import transaction

from projects.importing.applying import row_of
from projects.importing.matching import NEW, Proposal
from projects.importing.opening import Opened
from projects.models import Import, ImportedRow, ImportState


@transaction.atomic
def check(opened: Opened) -> list[Proposal]:
    """Judge every record and keep the verdicts; return the names that a person has to decide.

    Each stands with its candidates, decided or not: `Import.choices` hold the decisions.
    """
    file = opened.file
    ImportedRow.objects.filter(file=file).delete()
    counts: Counter[str] = Counter()
    planner = opened.planner()
    for plans in opened.plans(planner):
        ImportedRow.objects.bulk_create(row_of(file, plan) for plan in plans)
        counts.update(plan.verdict for plan in plans)
    proposals = list(planner.reader.organisations.proposals.values())
    file.proposals = proposals_as_json(proposals)
    file.total = sum(counts.values())
    file.progress = 0
    file.counts = dict(counts)
    file.state = ImportState.CHECKED
    file.refusal = ""
    file.save(update_fields=[*COUNTED, "state", "refusal", "proposals"])
    return proposals


def proposals_as_json(proposals: list[Proposal]) -> list[dict[str, object]]:
    """Return proposals as plain values, to be shown again without reading the file."""
    return [
        {"key": one.key, "name": one.name, "candidates": one.candidates, "rows": one.rows}
        for one in proposals
    ]


def undecided(file: Import) -> list[dict[str, Any]]:
    """Return the names of which nobody has said who is meant, as `proposals_as_json` words them."""
    return [
        one
        for one in file.proposals
        if file.choices.get(one["key"]) not in {NEW, *one["candidates"]}
    ]


COUNTED = ("total", "progress", "counts")
