"""What a figure in an article speaks of, as it is written in the article itself.

A reference stands in the text beside the words it is about, in `<data value="…">`, so that
a draft, a version and a copy of a text all carry it along. It names public addresses and
never keys: "P000001 registered_support 2018-06-20 funder:region-vasterbotten".
"""

import datetime
import re
from dataclasses import dataclass
from typing import Self
from urllib.parse import quote, unquote

from projects.models import Quantity
from projects.money import Basis

WRITTEN = r"[A-Za-z0-9 :=_.%-]{1,200}"
"""What a reference is made of, as a regular expression."""

_ROUND = "round:"
_PROJECT = re.compile(r"P[0-9]{6,12}")
_ADDRESS = re.compile(r"[-a-zA-Z0-9_]+")
_EARLIEST, _LATEST = datetime.date(1990, 1, 1), datetime.date(2100, 12, 31)


@dataclass(frozen=True)
class Reference:
    """One project or round, what is counted of it, and the day that is spoken of.

    `project` is a reference such as P000001 and `round` an address; one of them is empty.
    `funder` (an address) and `fund` (a code) narrow a sum to a part of it. `basis` is None
    where projects are counted and not money.
    """

    on: datetime.date
    basis: Basis | None
    project: str = ""
    round: str = ""
    funder: str = ""
    fund: str = ""

    @classmethod
    def read(cls, written: str) -> Self:
        """Return what a reference says. Raises ValueError for anything else."""
        subject, counted, day, *narrowed = written.split(" ")
        is_round = subject.startswith(_ROUND)
        if not is_round and not _PROJECT.fullmatch(subject):
            raise ValueError(subject)
        on = datetime.date.fromisoformat(day)
        if not _EARLIEST <= on <= _LATEST:
            raise ValueError(day)
        parts = dict(one.split(":", 1) for one in narrowed)
        found = cls(
            on=on,
            basis=None if counted == Quantity.PROJECTS else Basis(counted),
            project="" if is_round else subject,
            round=subject.removeprefix(_ROUND) if is_round else "",
            funder=parts.get("funder", ""),
            fund=unquote(parts.get("fund", "")),
        )
        is_about = bool(found.project) or bool(_ADDRESS.fullmatch(found.round))
        is_counted = not (found.project and found.basis is None)
        if not (is_about and is_counted and found.fund.isprintable() and str(found) == written):
            raise ValueError(written)
        return found

    def __str__(self) -> str:
        parts = [
            self.project or f"{_ROUND}{self.round}",
            self.basis or Quantity.PROJECTS,
            self.on.isoformat(),
            f"funder:{self.funder}" if self.funder else "",
            f"fund:{quote(self.fund, safe=':')}" if self.fund else "",
        ]
        return " ".join(filter(None, parts))

    @property
    def quantity(self) -> Quantity:
        return Quantity.PROJECTS if self.basis is None else Quantity.MONEY
