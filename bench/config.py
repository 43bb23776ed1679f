"""What the environment asks of a measurement, and where its files lie."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
HOME = CHECKOUT / ".data" / "bench"
SEED = 1
LEAST_ROUNDS = 5


@dataclass(frozen=True)
class Config:
    """One measurement. `seconds` of processor time are what a turn should take."""

    rows: int
    rounds: int
    connections: int
    seconds: float
    operations: frozenset[str]
    json: Path | None

    @property
    def folder(self) -> Path:
        """Where what belongs to this number of rows is kept from one run to the next."""
        return HOME / str(self.rows)

    @property
    def database(self) -> str:
        return f"bench_{self.rows}"


def read(environment: Mapping[str, str] = os.environ) -> Config:
    """Return what is asked for; ends the process where a variable is no number."""
    wanted = environment.get("OPERATIONS", "").replace(",", " ").split()
    json = environment.get("BENCH_JSON")
    return Config(
        rows=_number(environment, "ROWS", 100_000),
        rounds=max(LEAST_ROUNDS, _number(environment, "ROUNDS", LEAST_ROUNDS)),
        connections=_number(environment, "CONNECTIONS", 16),
        seconds=_number(environment, "SECONDS", 2),
        operations=frozenset(wanted),
        json=Path(json) if json else None,
    )


def _number(environment: Mapping[str, str], name: str, default: int) -> int:
    text = environment.get(name) or str(default)
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        sys.exit(f"{name} must be a whole number from 1, not {text!r}.")
    return int(text)
