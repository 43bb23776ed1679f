from pathlib import Path

import pytest

from bench import config


def test_nothing_set_measures_a_hundred_thousand_projects():
    found = config.read({})

    assert (found.rows, found.rounds, found.connections) == (100_000, 5, 16)
    assert (found.json, found.operations) == (None, frozenset())
    assert found.database == "bench_100000"


def test_what_is_set_is_done():
    found = config.read({"ROWS": "5000", "BENCH_JSON": "a.json", "OPERATIONS": "list, search"})

    assert (found.rows, found.json) == (5000, Path("a.json"))
    assert found.operations == {"list", "search"}


@pytest.mark.parametrize(("asked", "done"), [("1", 5), ("5", 5), ("9", 9)])
def test_there_are_never_fewer_than_five_rounds(asked, done):
    assert config.read({"ROUNDS": asked}).rounds == done


@pytest.mark.parametrize("text", ["many", "0", "-1", "1.5", "٣"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(SystemExit):
        config.read({"ROWS": text})
