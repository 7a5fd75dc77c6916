"""Measures as published for splits of monoliths, for comparison only: each of them can be gamed."""

from collections import Counter
from collections.abc import Iterable, Mapping

from analyzer.model.partition import SHARED, Measure
from analyzer.model.place import ModuleName

SMALL, LARGE = 5, 20
"""A service of fewer or more modules is extreme."""


def published_measures(
    imports: Iterable[tuple[ModuleName, ModuleName]], interfaces: int, homes: Mapping[ModuleName, str]
) -> tuple[Measure, ...]:
    """``sm``, ``ned`` and ``ifn`` of Mono2Micro (Kalia et al., FSE 2021), over imports instead of calls at run time, services only."""
    sizes = Counter(home for home in homes.values() if home != SHARED)
    extreme = sum(size for size in sizes.values() if not SMALL <= size <= LARGE)
    return (
        Measure("sm", structural_modularity(imports, homes), "structural modularity: cohesion less coupling of services", True),
        Measure("ned", extreme / sizes.total() if sizes else 0.0, "share of modules in services of fewer than 5 or more than 20", False),
        Measure("ifn", interfaces / len(sizes) if sizes else 0.0, "definitions that other services call, per service", False),
    )


def structural_modularity(imports: Iterable[tuple[ModuleName, ModuleName]], homes: Mapping[ModuleName, str]) -> float:
    """The mean over services of ties inside by the square of the size, less the mean over pairs of services of ties between them by
    twice the product of their sizes."""
    sizes = Counter(home for home in homes.values() if home != SHARED)
    inside: Counter[str] = Counter()
    between: Counter[tuple[str, str]] = Counter()
    for source, target in imports:
        here, there = homes.get(source, SHARED), homes.get(target, SHARED)
        if here == there:
            inside[here] += 1
        elif SHARED not in (here, there):
            between[min(here, there), max(here, there)] += 1
    number = len(sizes)
    if not number:
        return 0.0
    cohesion = sum(inside[home] / size**2 for home, size in sorted(sizes.items())) / number
    coupling = sum(ties / (2 * sizes[first] * sizes[second]) for (first, second), ties in sorted(between.items()))
    return cohesion - (coupling / (number * (number - 1) / 2) if number > 1 else 0.0)
