"""The index and PostgreSQL give the same answer to whatever is asked.

The rows are those of `rows`, changed a few times after the index was made, so that it has
several segments and some that were taken out; the queries those of `asking`.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random

import pytest
from django.db import transaction
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker

from projects.downloads import keys
from projects.models import Project, Subtotal
from projects.money import Basis, Total
from projects.search import engine
from projects.search.asked import asked
from projects.search.counting import COUNTS
from projects.search.engine import Engine
from projects.search.executor import Answers
from projects.search.postgres import Postgres
from projects.search.query import Overview, Query, Seen
from tests.drilling import drilled, mostly_drilled
from tests.projects.search import asking, rows
from tests.projects.search.indexed import agreed_file, built, read, writing
from tests.projects.search.rows import GENERATED

pytestmark = pytest.mark.django_db

TURNS, QUERIES = mostly_drilled(range(10), but=[0, 1]), 100
PAGE = 50
EVERYTHING = 10_000
BASES = [Basis.REGISTERED_SUPPORT, Basis.PROPOSED_SUPPORT]

Parts = Mapping[tuple[str, int], Total]


@pytest.fixture(scope="module", autouse=True)
def index(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, index_root: Path
) -> Iterator[Engine]:
    """The index of the rows: both made once for all these tests, and taken back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        rows.enter()
        built()
        rng = Random(3)  # noqa: S311 - nothing to guess
        for _ in range(4):
            rows.shaken(rng)
            assert writing()[1].follow()
        yield read()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def parts(index: Engine, django_db_blocker: DjangoDbBlocker) -> Parts:
    """What each project adds to the totals."""
    with django_db_blocker.unblock():
        rows = Subtotal.objects.filter(funder=None, basis__in=BASES)
        return {
            (row.basis, row.project_id): Total(
                row.at_least, row.at_most, row.unknown_parts, row.is_approximate, row.basis, None
            )
            for row in rows
        }


def overview_of(keys: list[int], parts: Parts) -> Overview:
    """Return what projects add up to one by one, as `totals.total` does in SQL."""
    registered, proposed = (
        Total.over((parts[basis, key] for key in keys if (basis, key) in parts), basis=basis)
        for basis in BASES
    )
    return Overview(len(keys), registered, proposed)


def agree(index: Engine, query: Query, rng: Random, parts: Parts) -> int:
    """Assert that both give the same first and later page, count and totals; return the count."""
    expected = Postgres().hits(query, 0, EVERYTHING)
    assert index.hits(query, 0, PAGE) == expected[:PAGE], query
    start = rng.randrange(len(expected) + 1)
    assert index.hits(query, start, PAGE) == expected[start : start + PAGE], query
    assert index.overview(query) == overview_of(expected, parts), query
    assert index.count(query) == len(expected), query
    # What is known of the count by now may spare the last ranks, and nothing else.
    assert index.hits(query, 0, PAGE) == expected[:PAGE], query
    return len(expected)


@pytest.mark.parametrize("turn", TURNS)
def test_both_give_the_same_hits_counts_and_totals(index: Engine, parts: Parts, turn: int) -> None:
    draw = asking.Draw(turn)

    found = 0
    for _ in range(QUERIES):
        found += agree(index, draw.query(), draw.rng, parts) > 0

    assert found > QUERIES / 4


@pytest.mark.parametrize("turn", TURNS)
def test_both_count_the_same_under_every_key_and_sum_the_same(index: Engine, turn: int) -> None:
    draw = asking.Draw(1000 + turn)

    for _ in range(QUERIES // 10):
        query = draw.query()
        assert index.counts(query, COUNTS) == Postgres().counts(query, COUNTS), query
        assert index.overview(query) == Postgres().overview(query), query


@pytest.mark.parametrize("language", ["sv", drilled("en")])
@pytest.mark.parametrize("order", [sign + name for name in asking.ORDERS for sign in ("", "-")])
def test_both_put_everything_in_the_same_order(
    index: Engine, order: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for text in ["", "skola", "-skola"]:
        query = Query(
            asked=asked(text), is_asked=bool(text), order=order, language=language, seen=Seen.ALL
        )
        expected = Postgres().hits(query, 0, EVERYTHING)

        assert len(expected) > PAGE / 4
        assert index.hits(query, 0, EVERYTHING) == expected
        with override(language):
            shown = Answers(None).rows(query, 7, 20)
            assert index.rows(query, 7, 20) == shown
            monkeypatch.setattr(engine, "DEEP", 10)
            assert index.rows(query, 7, 20) == shown
            monkeypatch.undo()
        monkeypatch.setattr(keys, "FIRST", 3)
        monkeypatch.setattr(keys, "WINDOW", 17)
        assert [key for part in keys.chunks(Answers(index), query) for key in part] == expected
        monkeypatch.undo()


@pytest.mark.parametrize("language", ["sv", "en"])
def test_both_make_the_same_file_of_any_selection(
    index: Engine, language: str, monkeypatch
) -> None:
    monkeypatch.setattr(keys, "FIRST", 3)
    monkeypatch.setattr(keys, "WINDOW", 170)
    orders = [sign + name for name in asking.ORDERS for sign in ("", "-")]
    addresses = ["", "q=skola", "q=%22ord+ord%22", "status=ongoing", "q=qzx", "min=70000&q=a"]

    for address in [*addresses, *(f"sort={order}" for order in orders)]:
        agreed_file(index, language, address)
    assert agreed_file(index, language).count(b"\nP") > GENERATED


@pytest.mark.parametrize("parameter", asking.PARAMETERS)
def test_both_find_the_same_by_each_value_of_each_parameter(index: Engine, parameter: str) -> None:
    keys = asking.Draw(0).choices[parameter]
    for key in sorted(set(keys))[:25]:
        query = Query(choices=((parameter, (key,)),), seen=Seen.ALL)

        assert index.hits(query, 0, EVERYTHING) == Postgres().hits(query, 0, EVERYTHING), query


def test_both_agree_on_the_bounds_of_every_amount(index: Engine) -> None:
    bounds = Project.objects.values_list("at_least", "at_most")
    amounts = {int(one * 100) for row in bounds for one in row if one is not None}
    chosen = Random(1).sample(sorted(amounts), 20)  # noqa: S311 - nothing to guess
    for ore in [0, 1, *chosen, max(amounts), max(amounts) + 1]:
        for low, high in [(ore, None), (None, ore), (ore, ore), (ore + 1, None)]:
            query = Query(low=low, high=high, seen=Seen.ALL)
            assert index.hits(query, 0, EVERYTHING) == Postgres().hits(query, 0, EVERYTHING), query


def test_both_refuse_a_text_without_words(index: Engine) -> None:
    query = Query(asked=asked("?!"), is_asked=True)

    assert index.overview(query) == Postgres().overview(query)
    assert index.counts(query, COUNTS) == Postgres().counts(query, COUNTS)
    assert index.hits(query, 0, 10) == []


@pytest.mark.parametrize(
    "text",
    [
        "skola -angarnas",
        "skola -ängarnas",
        "angarnas",
        '-"angarnas skola" skola',
        '"skola ängarnas"',
        "الله",
        "صلى",
        "strasse -x",
        "2",
        "1/2",
        '"it innovation" -"innovation it"',
        "it-innovation OR skellefteå",
        "skelleftea ELLER angbaten",
        "2016/0042-7",
        "spin -spin",
        "-spin -skola",
        "OR OR spin",
        '"ord ord ord"',
        "cafe oeuvre",
    ],
)
def test_both_find_the_same_by_texts_that_are_hard(index: Engine, text: str) -> None:
    for order in ["relevance", "title"]:
        query = Query(asked=asked(text), is_asked=True, order=order, seen=Seen.ALL)

        assert index.hits(query, 0, EVERYTHING) == Postgres().hits(query, 0, EVERYTHING)


SIGNS = "aåäöskola'\\:*&|!()<>-=~^ \"”«\t\x00²٣İıßﷺ½企"


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.one_of(
        st.text(max_size=60),
        st.text(SIGNS, max_size=40),
        st.text(SIGNS, min_size=200, max_size=250),
    ),
    order=st.sampled_from(["relevance", "title"]),
)
def test_both_find_the_same_by_any_text(index: Engine, text: str, order: str) -> None:
    query = Query(asked=asked(text), is_asked=bool(text), order=order, seen=Seen.ALL)

    assert index.hits(query, 0, PAGE) == Postgres().hits(query, 0, PAGE)
