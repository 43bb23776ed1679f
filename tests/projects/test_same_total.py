"""The same selection adds up to the same wherever it is asked for: pages, files, API, release.

Feeds are asked for the number and the sum that they say in words. Their entries are not added
up: they are the last twenty of the ledger, among them what was amended or only proposed.

`SAME_TOTAL_EXAMPLES=200` asks more selections than the suite has time for.
"""

import datetime
import json
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker

from projects.breakdowns.files import COLUMNS
from projects.breakdowns.parts import WAYS
from projects.breakdowns.tiles import LETTERS
from projects.downloads.sending import FORMATS
from projects.models import DecisionKind, Project, ProjectPlace
from projects.money import Basis, Total
from projects.releases.writing import write
from projects.search import following
from projects.search.engine import Engine
from projects.templatetags.figures import total_text
from tests.factories import (
    FundFactory,
    OrganisationFactory,
    PriorityFactory,
    ProgrammeFactory,
    ProjectFactory,
    ProjectPlaceFactory,
    grant,
    make_public,
    spin,
    state,
)
from tests.projects.downloads.reading import body, csv_rows, sheets
from tests.projects.search.indexed import built

pytestmark = pytest.mark.django_db

EXAMPLES = int(os.environ.get("SAME_TOTAL_EXAMPLES", "8"))
NOTHING = Decimal(0)
ENDS = re.compile(r'data-ends="([0-9.]+)/([0-9.]+)"')
"""Both ends of a sum as pages write them for machines."""


@dataclass(frozen=True)
class Sum:
    """Both ends, kronor; `high` is None where nothing bounds it."""

    low: Decimal = NOTHING
    high: Decimal | None = NOTHING

    def __add__(self, other: "Sum") -> "Sum":
        is_open = self.high is None or other.high is None
        return Sum(self.low + other.low, None if is_open else self.high + other.high)

    @classmethod
    def of(cls, low: Any, high: Any) -> "Sum":
        return cls(Decimal(low), Decimal(high) if high not in (None, "", "..") else None)


def added(sums: Iterable[Sum]) -> Sum:
    return sum(sums, start=Sum())


@dataclass(frozen=True)
class Registry:
    """What was entered: the values to choose by, and a release of it all, by reference."""

    values: dict[str, list[str]]
    released: dict[str, Sum]
    counties: dict[str, set[str]]


@pytest.fixture(scope="module")
def registry(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: Any
) -> Iterator[Registry]:
    """Projects of every kind of amount, entered and released once for all selections."""
    root = tmp_path_factory.mktemp("releases")
    with (
        django_db_blocker.unblock(),
        transaction.atomic(),
        override_settings(RELEASE_ROOT=root),
    ):
        values = entered()
        folder = write(timezone.localdate()).folder
        yield Registry(values, released(folder), counties())
        transaction.set_rollback(True)


def entered() -> dict[str, list[str]]:
    """Enter a handful of projects, and return the values that each parameter may have."""
    it = spin()
    other = OrganisationFactory(slug="stiftelsen", name="Stiftelsen")
    fund = FundFactory(slug="egen-budget", level="municipality")
    programme = ProgrammeFactory(slug="nytt", funds=[fund])
    priority = PriorityFactory(slug="skolor", programme=programme)
    kinds: list[tuple[str | None, dict[str, Any], dict[str, Any], list[str]]] = [
        ("1 234,56", {"fund": fund}, {"priority": priority}, ["2480"]),
        ("4,3 mn", {"programme": programme}, {}, ["24", "01"]),
        ("250 tkr", {"fund": it.eruf}, {"priority": it.priority}, ["SE"]),
        ("cirka 2 mn", {}, {"ends_on": datetime.date(2090, 12, 31)}, ["12"]),
        (None, {"fund": fund}, {}, ["25"]),
        ("9 mn", {"kind": DecisionKind.PRIORITISED, "fund": it.eruf}, {}, ["24"]),
        ("8 mn", {"kind": DecisionKind.PRIORITISED}, {}, ["24"]),
    ]
    for place, (amount, money, facts, codes) in enumerate(kinds):
        project = ProjectFactory(title_sv=f"Skola nummer {place}", **facts)
        grant(project, amount, funder=[it.region, other][place % 2], **money)
        change(project, place)
        if place == 1:
            grant(project, "0,7 mn", funder=other, fund=fund)
            state(project, "5,1 mn")
        for code in codes:
            ProjectPlaceFactory(project=project, place__code=code)
        make_public(project)
    grant(ProjectFactory(title_sv="Skola i utkast"), "1 mn", funder=it.region)
    return {
        "funder": ["region-vasterbotten", "stiftelsen", "tillvaxtverket"],
        "programme": [it.programme.slug, "nytt"],
        "priority": [it.priority.slug, "skolor"],
        "fund": ["eruf", "egen-budget"],
        "county": ["24", "25", "01", "SE", "12"],
        "municipality": ["2480", "2482"],
        "organisation": ["umea-universitet"],
        "status": ["finished", "ongoing"],
        "year": ["2016", "2017", "2019", "2030"],
    }


def change(project: Project, place: int) -> None:
    """Decide anew about some of the projects on later days."""
    [first] = project.decisions.all()
    later: dict[int, tuple[str, dict[str, Any]]] = {
        0: ("2 345", {"kind": DecisionKind.AMENDED}),
        1: ("4,4 mn", {"kind": DecisionKind.AMENDED}),
        3: ("0", {"kind": DecisionKind.REVOKED, "splits": []}),
        6: ("7 mn", {"kind": DecisionKind.GRANTED}),
    }
    if place in later:
        amount, decision = later[place]
        day = datetime.date(2019, 1, 1) + datetime.timedelta(days=100 * place)
        grant(project, amount, supersedes=first, decided_on=day, **decision)


def released(folder: Path) -> dict[str, Sum]:
    """Return the registered support of each project that a release has."""
    rows = map(json.loads, (folder / "projects.jsonl").read_text("utf-8").splitlines())
    return {row["reference"]: registered(row["totals"]) for row in rows}


def counties() -> dict[str, set[str]]:
    """Return the projects that stand on each tile; one of the whole country stands on none."""
    found: dict[str, set[str]] = defaultdict(set)
    for reference, code in ProjectPlace.objects.values_list("project__reference", "place__code"):
        if code.isdigit():
            found[code[:2]].add(reference)
    return found


def selections(values: dict[str, list[str]]) -> st.SearchStrategy[str]:
    """Return the queries of addresses, often of one or two parameters."""
    chosen = {
        name: st.lists(st.sampled_from(known), min_size=1, max_size=2, unique=True)
        for name, known in values.items()
    }
    one = {
        "q": st.sampled_from(["skola", "skola -nummer", "spin OR skola", "zzz"]),
        "min": st.sampled_from(["1 mn", "300 000"]),
        "max": st.sampled_from(["5 mn", "1 mn"]),
        "sort": st.sampled_from(["-granted", "title"]),
    }
    drawn = st.lists(st.sampled_from([*chosen, *one]), max_size=2, unique=True).flatmap(
        lambda names: st.fixed_dictionaries({name: (chosen | one)[name] for name in names})
    )
    return drawn.map(lambda query: urlencode(query, doseq=True))


def ends_in(markup: str) -> list[Sum]:
    return [Sum.of(*one) for one in ENDS.findall(markup)]


def top_of(page: str) -> tuple[int, Sum]:
    """Return what a page says above its rows: how many projects, and what they add up to."""
    [count] = re.findall(r'class="count"[^>]*>(\d+)\s', page)
    said = re.findall(r'class="basis">(.*?)</p>', page, re.DOTALL)
    return int(count), added(one for part in said for one in ends_in(part))


def cells(page: str) -> dict[str, tuple[list[Sum], Sum]]:
    """Return the parts of each breakdown of the page of charts, and its own sum."""
    found = {}
    for name, table in re.findall(r'<h2 id="(\w+)">.*?(<table.*?</table>)', page, re.DOTALL):
        rows, foot = table.split("<tfoot")
        [whole] = ends_in(foot)
        found[name] = (ends_in(rows), whole)
    return found


def tiles(page: str) -> dict[str, Sum]:
    """Return what each tile of the map says, by the code of its county."""
    codes = {letter: code for code, letter in LETTERS.items()}
    said = re.findall(r'<b aria-hidden="true">(\w+)</b>(.*?)</li>', page, re.DOTALL)
    return {codes[letter]: added(ends_in(inner)) for letter, inner in said}


def asked_for(client: Client, query: str) -> tuple[dict[str, Sum], Total]:
    """Return the sum of each project that the API finds, two at a time, and their total."""
    first = client.get(f"/api/v1/projects/?{query}&limit=2&fields=reference,totals").json()
    pages = [first]
    while address := pages[-1]["next"]:
        pages.append(client.get(address).json())
    rows = [row for page in pages for row in page["items"]]
    found = {row["reference"]: registered(row["totals"]) for row in rows}
    selected = first["selection"]
    assert len(found) == len(rows) == selected["count"]
    assert added(found.values()) == registered(selected["totals"])
    [told] = [one for one in selected["totals"] if one["basis"] == Basis.REGISTERED_SUPPORT]
    ends = {name: told[name] and Decimal(told[name]) for name in ("at_least", "at_most")}
    return found, Total(**told | ends)


def subtitle(client: Client, query: str) -> str:
    """Return what the feed of a selection says of it all."""
    feed = ElementTree.fromstring(client.get(f"/projekt/flode.atom?{query}").content)  # noqa: S314
    return feed.findtext("{http://www.w3.org/2005/Atom}subtitle", "")


def registered(totals: list[dict[str, Any]]) -> Sum:
    """Return the registered support among totals as JSON has them."""
    found = [one for one in totals if one["basis"] == Basis.REGISTERED_SUPPORT]
    return added(Sum.of(one["at_least"], one["at_most"]) for one in found if not one.get("funder"))


def files(client: Client, query: str) -> dict[str, dict[str, Sum]]:
    """Return the sum of each project that each kind of file has."""

    def of(rows: Iterable[dict[str, Any]]) -> dict[str, Sum]:
        return {one["reference"]: Sum.of(one["at_least"], one["at_most"]) for one in rows}

    names = ["reference", "at_least", "at_most"]

    def asked(kind: str) -> Any:
        return client.get(f"/projekt/hamta.{kind}?{query}&columns={','.join(names)}")

    whole = json.loads(body(asked("json")))
    assert told_by(whole) == (len(whole["rows"]), added(of(whole["rows"]).values()))
    _head, *rows = sheets(asked("xlsx"))["Data"]
    return {
        "csv": of(csv_rows(asked("csv"))),
        "json": of(whole["rows"]),
        "jsonl": of(map(json.loads, body(asked("jsonl")).splitlines())),
        "xlsx": of(dict(zip(names, map(str, row), strict=True)) for row in rows),
    }


def money_files(client: Client, query: str, way: str) -> dict[str, list[Sum]]:
    """Return the sums of the rows of a chart's table in each kind of file, the whole last.

    Where nothing was granted a file leaves the sum out.
    """

    def of(rows: Iterable[dict[str, Any]]) -> list[Sum]:
        ends = [(one["granted_at_least"], one["granted_at_most"]) for one in rows]
        return [Sum() if low in (None, "") else Sum.of(low, high) for low, high in ends]

    def asked(kind: str) -> Any:
        return client.get(f"/data/pengar/hamta.{kind}?{query}&rows={way}")

    names = [one.name for one in COLUMNS]
    _head, *rows = sheets(asked("xlsx"))["Data"]
    return {
        "csv": of(csv_rows(asked("csv"))),
        "json": of(json.loads(body(asked("json")))["rows"]),
        "jsonl": of(map(json.loads, body(asked("jsonl")).splitlines())),
        "xlsx": of(dict(zip(names, map(str, row), strict=True)) for row in rows),
    }


def told_by(said: dict[str, Any]) -> tuple[int, Sum]:
    """Return how many projects a JSON answer counts, and the sum beside its rows."""
    return said["count"], Sum.of(said["total"]["at_least"], said["total"]["at_most"])


@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_selection_adds_up_to_the_same_everywhere(registry: Registry, data: Any) -> None:
    query = data.draw(selections(registry.values))
    client = Client()

    found, total = asked_for(client, query)
    expected = (len(found), added(found.values()))

    assert {reference: registry.released[reference] for reference in found} == found
    assert files(client, query) == dict.fromkeys(("csv", "json", "jsonl", "xlsx"), found)
    assert top_of(client.get(f"/projekt/?{query}").text) == expected
    in_words = subtitle(client, query)
    assert in_words.startswith(f"{len(found)} projekt")
    assert (f", registrerat stöd {total_text(total)} per " in in_words) == bool(total.projects)
    charts = client.get(f"/data/pengar/?{query}").text
    assert top_of(charts) == expected
    drawn = cells(charts)
    assert drawn.keys() == (WAYS.keys() if expected[1] != Sum() else set())
    for name, (parts, whole) in drawn.items():
        assert whole == expected[1]
        if name in {"year", "programme", "priority"}:
            assert added(parts) == whole, name
        if name == "fund":
            assert reaches(added(parts), whole)
    way = data.draw(st.sampled_from(sorted(WAYS)))
    tables = money_files(client, query, way)
    rows = [*drawn[way][0], drawn[way][1]] if drawn else [Sum()] * len(tables["csv"])
    assert tables == dict.fromkeys(FORMATS, rows)
    on_map = tiles(charts)
    assert on_map.keys() == (LETTERS.keys() if drawn else set())
    for code, said in on_map.items():
        assert said == added(found[one] for one in registry.counties[code] & found.keys())


@pytest.fixture(scope="module")
def indexed(
    registry: Registry, django_db_blocker: DjangoDbBlocker, tmp_path_factory: Any
) -> Iterator[Engine]:
    """The index of the same projects."""
    with (
        django_db_blocker.unblock(),
        override_settings(INDEX_ROOT=tmp_path_factory.mktemp("index")),
    ):
        yield built()


@pytest.mark.parametrize(
    ("day", "query"),
    [
        ("2016-06-30", ""),
        ("2018-06-20", "county=24"),
        ("2019-01-01", ""),
        ("2019-04-10", "q=skola&max=5 mn"),
        ("2019-10-28", "funder=region-vasterbotten"),
        ("2020-08-23", "sort=title"),
        ("2099-01-01", ""),
    ],
)
def test_a_day_adds_up_to_the_same_on_the_page_and_in_files(
    indexed: Engine, monkeypatch: pytest.MonkeyPatch, client: Client, day: str, query: str
) -> None:
    asked = f"{query}&per={day}"

    found = files(client, asked)
    expected = (len(found["csv"]), added(found["csv"].values()))

    assert found == dict.fromkeys(("csv", "json", "jsonl", "xlsx"), found["csv"])
    assert top_of(client.get(f"/projekt/?{asked}").text) == expected
    monkeypatch.setattr(following, "engine", lambda: indexed)
    assert top_of(client.get(f"/en/projects/?{asked}").text) == expected
    assert top_of(client.get(f"/en/projects/?{query}").text)[0] == expected[0]
    assert files(client, asked) == found


def reaches(wide: Sum, narrow: Sum) -> bool:
    """Whether a sum as printed leaves open all that a narrowed one does."""
    is_open = wide.high is None
    return wide.low <= narrow.low and (is_open or narrow.high <= wide.high)
