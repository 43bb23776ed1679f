import json

import pytest

from bench import report
from bench.turns import Cost

OWN = Cost(cpu=[0.002, 0.001, 0.009], waits=[0.010, 0.020, 0.030])
OTHER = Cost(cpu=[0.020, 0.040, 0.030], waits=[0.1])


@pytest.fixture
def found():
    return report.result("search", 5000, "datasette", OWN, OTHER)


def test_a_result_takes_the_median_of_the_turns(found):
    assert (found.cpu_ms, found.peer_cpu_ms, found.ratio) == (2, 30, 0.066666667)


def test_a_result_tells_how_long_the_product_took_to_answer(found):
    assert (found.p50_ms, found.p95_ms) == (20, 29)


def test_one_wait_is_its_own_percentile():
    assert OTHER.percentile_ms(95) == 100


@pytest.mark.parametrize(
    ("ratio", "text"),
    [(0.05, "1/20"), (0.08, "1/12"), (0.4, "1/2.5"), (1, "1.0"), (1.54, "1.5"), (60.2, "60.2")],
)
def test_a_ratio_below_one_is_a_fraction(ratio, text):
    assert report.ratio_text(ratio) == text


def test_the_table_lines_up(found):
    lines = [report.heading(), report.row(found)]

    assert [line.split() for line in lines] == [
        ["operation", "rows", "peer", "cpu", "ms", "peer", "ms", "ratio", "p50", "ms", "p95", "ms"],
        ["search", "5000", "datasette", "2.00", "30.00", "1/15", "20.0", "29.0"],
    ]
    assert len({len(line) for line in lines}) == 1


def test_a_bound_says_whether_it_is_held(found):
    dear = report.result("search", 5000, "datasette", OTHER, OWN)
    unbound = report.result("suggest", 5000, "empty", OTHER, OWN)

    assert report.bounds([found, dear, unbound]) == [
        "search against datasette: at most 1/25, NOT HELD (1/15)",
        "search against datasette: at most 1/25, NOT HELD (15.0)",
    ]


def test_a_program_reads_the_same_numbers(found, tmp_path):
    report.write([found], tmp_path / "bench.json")

    assert json.loads((tmp_path / "bench.json").read_text()) == [
        {
            "operation": "search",
            "rows": 5000,
            "peer": "datasette",
            "cpu_ms": 2,
            "peer_cpu_ms": 30,
            "ratio": 0.066666667,
            "p50_ms": 20,
            "p95_ms": 29,
        }
    ]
