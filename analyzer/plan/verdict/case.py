"""What the verdict is about: the code base with its boundaries, the plan, the cuts beside it, and its history."""

from collections.abc import Callable
from dataclasses import dataclass

from analyzer.model.analysis import Alternative
from analyzer.model.graph import DependencyGraph
from analyzer.model.plan import ExtractionPlan, Finding
from analyzer.model.replay import Replay, Tally
from analyzer.model.source import FileKind
from analyzer.model.verdict import Leaning, Weighed
from analyzer.plan.cut import Cut

PACKAGES = "top-packages"
"""The trivial cut that is the code base as it is divided today."""


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that is weighed. ``findings`` are all of them, not only those that the plan shows."""

    cut: Cut
    graph: DependencyGraph
    plan: ExtractionPlan
    findings: tuple[Finding, ...]
    alternatives: tuple[Alternative, ...]
    replay: Replay

    @property
    def measures(self) -> dict[str, float]:
        """The measures of the boundaries by name."""
        return {one.name: one.value for one in self.cut.partition.measures}

    @property
    def packages(self) -> Alternative | None:
        """The cut along today's packages, where there are at least two."""
        return next((one for one in self.alternatives if one.name == PACKAGES and one.services > 1), None)

    @property
    def code(self) -> dict[str, int]:
        """Lines of each business module that is not empty."""
        return {str(one.module): one.lines for one in self.cut.codebase.files if one.kind is FileKind.CODE and one.lines}

    def count(self, kind: str) -> int:
        """The number of findings of a kind."""
        return sum(one.kind == kind for one in self.findings)

    def tally(self, name: str) -> Tally | None:
        """The replay of a cut by name; the boundaries themselves come first, whatever they are called."""
        cuts = self.replay.cuts
        found = cuts[0] if cuts and not name else next((one for one in cuts if one.name == name), None)
        return found.whole if found else None


Criterion = Callable[[Case], Weighed | None]
"""Weighs one thing; None where there is nothing to weigh."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Values up to ``fine`` speak for services, above ``doubtful`` they make one wait, between them they are a doubt."""

    fine: float
    doubtful: float

    def weigh(self, criterion: str, value: float, text: str) -> Weighed:
        """The value weighed: less is better."""
        leaning = Leaning.SPLIT if value <= self.fine else Leaning.DOUBT if value <= self.doubtful else Leaning.WAIT
        limit = self.doubtful if leaning is Leaning.WAIT else self.fine
        return Weighed(criterion, leaning, round(float(value), 4), float(limit), text)
