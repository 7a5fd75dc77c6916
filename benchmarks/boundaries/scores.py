"""Measures of agreement between a partition and the units that modules really ended in.

xF1 (extraction F1): for each unit of at least three modules other than ``core`` and ``shared``, the F1 of the group that matches it best
(``shared`` modules are left out), averaged over units. ``ARI_moved`` is the adjusted Rand index (as ``unbraid compare`` gives it) over the
modules that left. AMI (adjusted mutual information, arithmetic mean): Vinh, Epps and Bailey 2010, by scikit-learn where it is installed. A
module that the partition does not place is a group of its own.
"""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence

from analyzer.report.comparison.agreement import agreement

STAYED = ("core", "shared")
SMALLEST = 3


def score(units: Mapping[str, str], homes: Mapping[str, str]) -> dict[str, float | None]:
    """xF1, ARI_moved (None with fewer than two units), AMI (None without scikit-learn), coverage (share of modules placed), groups."""
    modules = sorted(units)
    truth = [units[module] for module in modules]
    placed = {module: homes.get(module, f":{module}") for module in modules}
    found = [placed[module] for module in modules]
    moved = {module: unit for module, unit in units.items() if unit not in STAYED}
    return {
        "xF1": extraction_f1(truth, found),
        "ARI_moved": agreement(moved, placed).ari if len(set(moved.values())) > 1 else None,
        "AMI": adjusted_mutual_information(truth, found),
        "coverage": sum(module in homes for module in modules) / len(modules),
        "groups": float(len(set(found))),
    }


def extraction_f1(truth: Sequence[str], found: Sequence[Hashable]) -> float | None:
    """The mean over units of the best F1 of any group; None where no unit is large enough."""
    kept = [(unit, group) for unit, group in zip(truth, found, strict=True) if unit != "shared"]
    units, groups, both = Counter(unit for unit, _ in kept), Counter(group for _, group in kept), Counter(kept)
    best: dict[str, float] = {unit: 0.0 for unit, size in units.items() if unit not in STAYED and size >= SMALLEST}
    for (unit, group), common in both.items():
        if unit in best:
            best[unit] = max(best[unit], 2 * common / (groups[group] + units[unit]))
    return sum(best.values()) / len(best) if best else None


def adjusted_mutual_information(truth: Sequence[Hashable], found: Sequence[Hashable]) -> float | None:
    """Needs scikit-learn; None without it."""
    try:
        from sklearn.metrics import adjusted_mutual_info_score  # type: ignore[import-untyped]  # ships no types
    except ImportError:
        return None
    return float(adjusted_mutual_info_score(_numbers(truth), _numbers(found)))


def _numbers(labels: Sequence[Hashable]) -> list[int]:
    numbers: dict[Hashable, int] = {}
    return [numbers.setdefault(label, len(numbers)) for label in labels]
