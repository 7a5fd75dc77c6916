"""Recall and precision of rows, and the rows that differ."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from benchmarks.entities.rows import Rows

KINDS = ("tables", "classes", "keys", "pairs", "generic", "relationships")


@dataclass(frozen=True, slots=True)
class Score:
    """How many rows the framework knows, how many were read, how many are in both."""

    real: int
    read: int
    both: int

    @property
    def recall(self) -> float:
        """Share of the real rows that were read; 1 where there is none."""
        return self.both / self.real if self.real else 1.0

    @property
    def precision(self) -> float:
        """Share of the rows read that are real; 1 where there is none."""
        return self.both / self.read if self.read else 1.0

    def __add__(self, other: "Score") -> "Score":
        return Score(self.real + other.real, self.read + other.read, self.both + other.both)


def scores(real: Rows, read: Rows) -> dict[str, Score]:
    """One score for each kind of rows."""
    pairs = {kind: (getattr(real, kind), getattr(read, kind)) for kind in KINDS}
    return {kind: Score(len(one), len(other), len(one & other)) for kind, (one, other) in pairs.items()}


def misses(real: Rows, read: Rows) -> Iterator[str]:
    """A line for each row that is on one side only."""
    for kind in KINDS:
        one, other = getattr(real, kind), getattr(read, kind)
        yield from (f"  {kind} missing: {_line(row)}" for row in sorted(one - other))
        yield from (f"  {kind} extra:   {_line(row)}" for row in sorted(other - one))


def _line(row: Any) -> str:
    return row if isinstance(row, str) else "  ".join(row)
