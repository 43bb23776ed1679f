"""The documentation leads somewhere, and names what there is."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.utils.translation import override

from news import urls as news
from projects import urls as projects
from projects.filters import DatedFilter

ROOT = Path(settings.BASE_DIR)
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)


def test_every_relative_link_leads_to_a_file_and_a_heading():
    links = [
        (page, urlsplit(link))
        for page in PAGES
        for link in LINK.findall(FENCE.sub("", page.read_text()))
    ]
    broken = [
        (str(page.relative_to(ROOT)), link.geturl())
        for page, link in links
        if not link.scheme and not leads_somewhere(page, link.path, link.fragment)
    ]

    assert broken == []


def test_the_readme_names_commands_that_make_knows():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"^ *make ([a-z]+)", (ROOT / "README.md").read_text(), re.MULTILINE))

    assert named == {"run", "test"}
    assert named <= targets


def test_every_page_but_the_readme_is_linked_from_another():
    linked = {
        (page.parent / urlsplit(link).path).resolve()
        for page in PAGES
        for link in LINK.findall(page.read_text())
    }
    alone = {page for page in PAGES if page.resolve() not in linked} - {ROOT / "README.md"}

    assert alone == set()


def leads_somewhere(page: Path, path: str, fragment: str) -> bool:
    target = (page.parent / path).resolve() if path else page
    if not target.exists() or not target.is_relative_to(ROOT.resolve()):
        return False
    return not fragment or fragment in anchors(target)


def anchors(page: Path) -> set[str]:
    """The names that readers of Markdown give to the headings of a page."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_public_address_is_documented(language):
    prefix = "/" if language == "sv" else f"/{language}/"
    with override(language):
        routes = {prefix + str(one.pattern) for one in (*projects.urlpatterns, *news.urlpatterns)}
    addresses = {re.sub(r"<\w+:(\w+)>", r"<\1>", route) for route in routes}
    page = (ROOT / "docs/reference/addresses.md").read_text()

    assert addresses - set(re.findall(r"`(/[^`]*)`", page)) == set()


def test_every_parameter_of_the_list_is_documented_and_every_documented_one_exists():
    page = (ROOT / "docs/reference/addresses.md").read_text()
    section = page.split("## Parameters")[1].split("\n## ")[0]
    cells = re.findall(r"^\| (`\w+`(?:, `\w+`)*) \|", section, re.MULTILINE)

    assert {name for cell in cells for name in re.findall(r"\w+", cell)} == set(
        DatedFilter.base_filters
    )
