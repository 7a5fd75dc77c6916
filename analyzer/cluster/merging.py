"""Fewer services: the two that belong together most become one, until the number is right."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from analyzer.cluster.cut import Groups
from analyzer.model.graph import DependencyGraph
from analyzer.model.partition import SHARED
from analyzer.model.place import ModuleName

MayMerge = Callable[[Sequence[str], Sequence[str]], bool]
"""Whether the services that two unions are made of may all be one."""


def merged(homes: Groups, graph: DependencyGraph, number: int, may_merge: MayMerge = lambda first, second: True) -> Groups:
    """At most ``number`` services where that is allowed: each time the pair whose union gains most modularity is joined (Clauset,
    Newman and Moore 2004), and its union keeps the name of the larger. The shared kernel is left alone."""
    sizes: dict[str, int] = defaultdict(int)
    for home in homes.values():
        sizes[home] += 1
    ties, volume = _between(homes, graph)
    total = sum(volume.values()) or 1.0
    services = sorted(set(sizes) - {SHARED})
    parts = {service: [service] for service in services}
    while len(services) > number:
        pairs = [
            (weight / total - 2 * volume[first] * volume[second] / total**2, first, second)
            for (first, second), weight in sorted(ties.items())
            if SHARED not in (first, second) and may_merge(parts[first], parts[second])
        ]
        best = max(pairs, key=lambda pair: (round(pair[0], 12), -sizes[pair[1]] - sizes[pair[2]])) if pairs else None
        first, second = best[1:] if best else _smallest(services, sizes, parts, may_merge)
        if not first:
            break
        keep, gone = (first, second) if (sizes[first], second) >= (sizes[second], first) else (second, first)
        services.remove(gone)
        sizes[keep] += sizes[gone]
        volume[keep] += volume[gone]
        ties.pop((min(first, second), max(first, second)), None)
        _redirect(ties, keep, gone, services)
        parts[keep] += parts.pop(gone)
    into = {name: union for union, names in parts.items() for name in names}
    return {module: into.get(home, home) for module, home in homes.items()}


def _between(homes: Mapping[ModuleName, str], graph: DependencyGraph) -> tuple[dict[tuple[str, str], float], dict[str, float]]:
    ties: dict[tuple[str, str], float] = defaultdict(float)
    volume: dict[str, float] = defaultdict(float)
    for edge in graph.edges:
        first, second = homes.get(edge.source, SHARED), homes.get(edge.target, SHARED)
        volume[first] += edge.weight
        volume[second] += edge.weight
        if first != second:
            ties[(first, second) if first < second else (second, first)] += 2 * edge.weight
    return ties, volume


def _smallest(services: list[str], sizes: Mapping[str, int], parts: Mapping[str, Sequence[str]], may_merge: MayMerge) -> tuple[str, str]:
    """The first two services by size, then name, that may be joined; ("", "") for none."""
    order = sorted(services, key=lambda service: (sizes[service], service))
    pairs = (
        (first, second) for index, first in enumerate(order) for second in order[index + 1 :] if may_merge(parts[first], parts[second])
    )
    return next(pairs, ("", ""))


def _redirect(ties: dict[tuple[str, str], float], keep: str, gone: str, services: list[str]) -> None:
    for other in services:
        if other != keep:
            old = (gone, other) if gone < other else (other, gone)
            new = (keep, other) if keep < other else (other, keep)
            weight = ties.pop(old, 0.0)
            if weight:
                ties[new] = ties.get(new, 0.0) + weight
