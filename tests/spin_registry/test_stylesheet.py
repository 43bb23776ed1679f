"""What the look promises: small, served by us, and as vendored."""

import gzip
import hashlib
import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "spin_registry" / "static"
CSS = (STATIC / "site.css").read_text(encoding="utf-8")


def test_the_stylesheet_stays_small():
    assert len(CSS.encode()) < 30_000
    assert len(gzip.compress(CSS.encode(), 9)) < 7_000


def test_the_stylesheet_fetches_nothing_from_elsewhere():
    addresses = re.findall(r"url\(([^)]*)\)", CSS)

    assert addresses == ['"vendor/inter/inter.woff2"']
    assert "@import" not in CSS


@pytest.mark.parametrize("name", ["inter/inter.woff2", "inter/LICENSE.txt"])
def test_a_vendored_file_is_the_one_its_readme_names(name):
    rows = (STATIC / "vendor" / "README.md").read_text(encoding="utf-8").splitlines()
    row = next(line for line in rows if line.startswith(f"| `{name}`"))

    assert row.split("`")[-2] == hashlib.sha256((STATIC / "vendor" / name).read_bytes()).hexdigest()


def test_no_template_carries_style_or_script_of_its_own():
    for path in (STATIC.parents[1] / "templates").rglob("*.html"):
        text = path.read_text(encoding="utf-8")

        assert not re.search(r"\sstyle=|<style|\son\w+=|<script(?![^>]*\ssrc=)", text), path


def test_the_back_office_has_the_tokens_of_the_site():
    site, office = (
        dict(re.findall(r"(--[\w-]+): (light-dark\([^;]+\));", (STATIC / name).read_text()))
        for name in ("site.css", "admin.css")
    )

    assert office.items() <= site.items()
