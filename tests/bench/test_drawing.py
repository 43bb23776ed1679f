from itertools import islice
from random import Random

import pytest

from bench import drawing
from bench.drawing import Row

ROWS = [
    Row(
        texts=("Hållbar turism i fjällen", "Ett projekt om vandringsleder"),
        values=(("county", ("24", "25")), ("funder", ("region-vasterbotten",)), ("status", ())),
    ),
    Row(
        texts=("Digitala skolor 2020", ""),
        values=(("county", ("23",)), ("year", ("2019", "2020")), ("status", ("finished",))),
    ),
]


def drawn(draw, number=40, seed=1):
    chance = Random(seed)
    return list(islice(drawing.distinct(lambda misses: draw(chance, ROWS, misses)), number))


@pytest.mark.parametrize("draw", [drawing.words, drawing.filters])
def test_nothing_is_drawn_twice(draw):
    queries = drawn(draw, 500)

    assert len(queries) == len(set(queries))


@pytest.mark.parametrize("draw", [drawing.words, drawing.filters])
def test_the_same_seed_draws_the_same(draw):
    assert drawn(draw) == drawn(draw)


def test_drawing_ends_when_nothing_new_comes():
    chance = Random(1)

    assert set(drawing.distinct(lambda _misses: chance.randint(1, 6))) == {1, 2, 3, 4, 5, 6}


def test_the_words_of_a_query_are_whole_or_begun_words_of_one_text():
    texts = [text.lower() for row in ROWS for text in row.texts if text]

    for ((name, words),) in drawn(drawing.words, 100):
        assert name == "q"
        *whole, last = words.split()
        assert any(
            set(whole) <= set(text.split()) and any(one.startswith(last) for one in text.split())
            for text in texts
        )


def test_filters_are_two_that_one_project_fulfils():
    chance = Random(1)

    for _ in range(50):
        query = drawing.filters(chance, ROWS)
        assert len(query) == 2
        assert any(
            all(value in dict(row.values).get(name, ()) for name, value in query) for row in ROWS
        )


def test_shuffling_keeps_all_and_changes_the_order():
    shuffled = list(drawing.shuffled(iter(range(100)), Random(1), size=60))

    assert sorted(shuffled) == list(range(100))
    assert shuffled != list(range(100))


def test_both_are_asked_for_the_same_filters():
    query = (("county", "24"), ("status", "finished"))

    assert drawing.product_address(query) == "/projekt/?county=24&status=finished"
    assert drawing.datasette_address(query).startswith(
        "/bench/projects?counties__arraycontains=24&status__exact=finished&_facet_array=funders&"
    )


def test_both_are_asked_for_the_same_words_by_their_beginning():
    query = (("q", "hållbar turism"),)

    assert drawing.product_address(query) == "/projekt/?q=h%C3%A5llbar+turism"
    assert drawing.datasette_address(query).startswith(
        "/bench/projects?_searchmode=raw&_search=h%C3%A5llbar%2A+turism%2A&"
    )


def test_the_whole_list_has_an_address_without_a_query():
    assert drawing.product_address(()) == "/projekt/"
