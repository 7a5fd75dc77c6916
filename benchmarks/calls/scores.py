"""How well found edges agree with expected ones."""

from collections.abc import Iterable
from dataclasses import dataclass

from benchmarks.calls.cases import Case, Edges


@dataclass(frozen=True, slots=True)
class Outcome:
    """One program with the edges that were found, and (where it was run) those that a run was seen to take."""

    case: Case
    found: Edges
    seen: Edges | None = None

    @property
    def extra(self) -> Edges:
        return self.found - self.case.expected

    @property
    def missing(self) -> Edges:
        return self.case.expected - self.found


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of programs (complete: no extra edge; sound: no missing one; exact: both), and precision and recall over all edges."""

    programs: int
    complete: int
    sound: int
    exact: int
    precision: float
    recall: float

    @classmethod
    def of(cls, outcomes: Iterable[Outcome]) -> "Score":
        rows = list(outcomes)
        common = sum(len(one.found & one.case.expected) for one in rows)
        found, expected = sum(len(one.found) for one in rows), sum(len(one.case.expected) for one in rows)
        return cls(
            len(rows),
            sum(not one.extra for one in rows),
            sum(not one.missing for one in rows),
            sum(not one.extra and not one.missing for one in rows),
            common / found if found else 1.0,
            common / expected if expected else 1.0,
        )
