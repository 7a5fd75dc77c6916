"""Modules that change in the same commits."""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from analyzer.model.graph import Evidence
from analyzer.model.place import Location, ModuleName
from analyzer.signals.signal import Signal
from analyzer.signals.view import View

LARGE = 12
"""A commit that touches more business modules is a sweep and says nothing about a pair."""

ONCE = 2
"""Pairs that changed together less often may be chance."""


def collect(view: View) -> Iterator[Evidence]:
    """Evidence for pairs by the share of their commits that they have in common; a commit counts less the more it touches."""
    codebase, business = view.codebase, view.business
    modules = {file.path: file.module for file in codebase.files if file.module in business}
    paths = {module: path for path, module in modules.items()}
    alone: Counter[ModuleName] = Counter()
    together: Counter[tuple[ModuleName, ModuleName]] = Counter()
    weight: Counter[tuple[ModuleName, ModuleName]] = Counter()
    for commit in codebase.history:
        touched = sorted({modules[path] for path in commit.paths if path in modules})
        alone.update(touched)
        if len(touched) <= LARGE:
            for pair in combinations(touched, 2):
                together[pair] += 1
                weight[pair] += 1 / (len(touched) - 1)  # type: ignore[assignment]  # Counter is typed for whole numbers
    for (first, second), count in sorted(together.items()):
        if count >= ONCE:
            strength = weight[first, second] / (alone[first] * alone[second]) ** 0.5
            reason = f"changed together in {count} commits (of {alone[first]} and {alone[second]})"
            yield Evidence("history", first, second, strength, reason, Location(paths[first]))


HISTORY = Signal("history", collect)
