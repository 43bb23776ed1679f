"""The reference explains every column of every file, and no other."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation import override

from projects.downloads.selections import SHAPES

PAGE = Path(settings.BASE_DIR, "docs", "reference", "downloads.md")
HEADINGS = {"projects": "A row per project", "splits": "A row per part of the money"}


@pytest.mark.parametrize("rows", SHAPES)
def test_every_column_is_explained_as_in_the_files(rows):
    section = PAGE.read_text().split(f"\n## {HEADINGS[rows]}\n")[1].split("\n## ")[0]
    told = re.findall(r"^\| `(\w+)`( \*)? \| ([^|]+) \| ([^|]+) \|$", section, re.MULTILINE)

    with override("en"):
        expected = [
            (one.name, "" if one.is_usual else " *", one.kind.value, str(one.means))
            for one in SHAPES[rows].columns
        ]
    assert told == expected


@pytest.mark.parametrize("rows", SHAPES)
def test_no_two_columns_share_a_name_or_a_heading(rows):
    columns = SHAPES[rows].columns

    assert len({one.name for one in columns}) == len(columns)
    assert len({str(one.heading) for one in columns}) == len(columns)
