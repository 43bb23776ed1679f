"""Presets for tests."""

from typing import Any

from projects.models import Preset
from tests.factories import FundFactory, OrganisationFactory, ProgrammeFactory


def preset(name: str = "ERUF via Tillväxtverket", **fields: Any) -> Preset:
    """Make a preset of a funder, a fund and a programme; None leaves one of them out."""
    for field, factory in (
        ("funder", OrganisationFactory),
        ("fund", FundFactory),
        ("programme", ProgrammeFactory),
    ):
        if field not in fields:
            fields[field] = factory()
    return Preset.objects.create(name_sv=name, **fields)
