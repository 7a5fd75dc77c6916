"""Measures as published for splits of monoliths, for comparison only: each of them can be gamed."""

from collections import Counter
from collections.abc import Iterable, Mapping

from analyzer.model.partition import SHARED, Measure
from analyzer.model.place import ModuleName

SMALL, LARGE = 5, 20
"""A service of fewer or more modules is extreme."""


Flows = Mapping[tuple[str, str], int]
"""How many ties go from one home to another, both shared or a service, those inside included."""


def flows_between(ties: Iterable[tuple[ModuleName, ModuleName]], homes: Mapping[ModuleName, str]) -> Flows:
    """The ties between homes; those with an end that has no home are left out."""
    return Counter((homes[source], homes[target]) for source, target in ties if source in homes and target in homes)


def published_measures(imports: Flows, interfaces: int, homes: Mapping[ModuleName, str]) -> tuple[Measure, ...]:
    """``sm``, ``ned`` and ``ifn`` of Mono2Micro (Kalia et al., FSE 2021), over imports instead of calls at run time, services only."""
    sizes = Counter(home for home in homes.values() if home != SHARED)
    extreme = sum(size for size in sizes.values() if not SMALL <= size <= LARGE)
    return (
        Measure("sm", structural_modularity(imports, sizes), "structural modularity: cohesion less coupling of services", True),
        Measure("ned", extreme / sizes.total() if sizes else 0.0, "share of modules in services of fewer than 5 or more than 20", False),
        Measure("ifn", interfaces / len(sizes) if sizes else 0.0, "definitions that other services call, per service", False),
    )


def structural_modularity(ties: Flows, sizes: Mapping[str, int]) -> float:
    """The mean over services of ties inside by the square of the size, less the mean over pairs of services of ties between them by
    twice the product of their sizes."""
    number = len(sizes)
    if not number:
        return 0.0
    cohesion = sum(ties.get((home, home), 0) / sizes[home] ** 2 for home in sorted(sizes)) / number
    pairs = ((here, there) for here, there in sorted(ties) if here != there and SHARED not in (here, there))
    coupling = sum(ties[pair] / (2 * sizes[pair[0]] * sizes[pair[1]]) for pair in pairs)
    return cohesion - (coupling / (number * (number - 1) / 2) if number > 1 else 0.0)
