import os
import subprocess
import sys

from bench import meter
from bench.meter import Process

LINE = (
    "812 (a (very) odd name) S 7 812 812 0 -1 4194560 9000 100 5 0 "
    "120 30 7 3 20 0 11 0 2400 100000 500 18446744073709551615"
)


def test_the_time_of_a_process_holds_that_of_its_ended_children():
    assert meter.parse(LINE) == Process(pid=812, parent=7, ticks=120 + 30 + 7 + 3)


def test_a_tree_holds_every_descendant_once_and_no_stranger():
    running = [Process(1, 0, 0), Process(2, 1, 0), Process(3, 2, 0), Process(4, 1, 0)]

    assert sorted(one.pid for one in meter.trees(running, [2, 3])) == [2, 3]
    assert sorted(one.pid for one in meter.trees(running, [1])) == [1, 2, 3, 4]


def test_a_process_that_is_gone_is_no_tree():
    assert meter.trees([Process(1, 0, 0)], [9]) == []


def test_what_a_child_used_is_counted_after_it_has_ended():
    before = meter.cpu_seconds([os.getpid()])
    subprocess.run([sys.executable, "-c", "sum(range(3_000_000))"], check=True)

    assert meter.cpu_seconds([os.getpid()]) > before


def test_the_share_of_memory_is_no_more_than_what_is_resident():
    found = meter.memory(os.getpid())

    assert 0 < found["Pss"] <= found["Rss"]
