"""How much processor time and memory processes have used, as /proc tells it."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")


@dataclass(frozen=True)
class Process:
    """One line of /proc/PID/stat. `ticks` holds those of children that have ended, too."""

    pid: int
    parent: int
    ticks: int


def parse(line: str) -> Process:
    """Return what a stat line says; the name in it may hold spaces and brackets."""
    pid, rest = line.split(" (", 1)
    fields = rest.rpartition(") ")[2].split()
    # Counted from the state, field 3 of proc(5): utime, stime, cutime and cstime are 14 to 17.
    return Process(int(pid), int(fields[1]), sum(map(int, fields[11:15])))


def processes() -> list[Process]:
    """Return every process there is now."""
    found = []
    for path in PROC.glob("[0-9]*/stat"):
        try:
            found.append(parse(path.read_text(errors="replace")))
        except OSError:  # ended since it was listed
            continue
    return found


def trees(running: Iterable[Process], roots: Iterable[int]) -> list[Process]:
    """Return the processes of these numbers and all that they began, each once."""
    by_pid = {one.pid: one for one in running}
    children: dict[int, list[int]] = {}
    for one in by_pid.values():
        children.setdefault(one.parent, []).append(one.pid)
    waiting, found = list(roots), {}
    while waiting:
        pid = waiting.pop()
        if pid in by_pid and pid not in found:
            found[pid] = by_pid[pid]
            waiting += children.get(pid, [])
    return list(found.values())


def cpu_seconds(roots: Iterable[int]) -> float:
    """Return the processor time of whole trees so far, ended children included."""
    ticks = sum(one.ticks for one in trees(processes(), roots))
    return ticks / os.sysconf("SC_CLK_TCK")


def memory(pid: int) -> dict[str, int]:
    """Return what /proc/PID/smaps_rollup says in kB, such as Rss and Pss."""
    lines = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()[1:]
    return {line.split(":")[0]: int(line.split()[1]) for line in lines if line.endswith("kB")}
