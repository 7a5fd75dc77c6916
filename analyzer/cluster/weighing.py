"""From evidence to one weighted graph in which every weight can be taken apart again."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import fsum

from analyzer.cluster.settings import OTHER_WEIGHT
from analyzer.model.graph import DependencyGraph, Edge, Evidence
from analyzer.model.place import ModuleName

Pair = tuple[ModuleName, ModuleName]


def dependency_graph(nodes: Sequence[ModuleName], evidence: Iterable[Evidence], weights: Mapping[str, float]) -> DependencyGraph:
    """Undirected ties between these modules. The strengths of one signal are scaled so that their mean sum per module that has any
    is the weight of the signal; scaling all strengths of a signal, or all weights, changes no proportion."""
    known = set(nodes)
    by_signal: dict[str, list[Evidence]] = defaultdict(list)
    for item in evidence:
        if item.source != item.target and item.strength > 0 and item.source in known and item.target in known:
            by_signal[item.signal].append(item)
    shares: dict[Pair, tuple[tuple[str, float], ...]] = {}
    for signal in sorted(by_signal):
        for pair, weight in _scaled(by_signal.pop(signal), weights.get(signal, OTHER_WEIGHT)).items():
            shares[pair] = (*shares.get(pair, ()), (signal, weight))
    edges = (Edge(*pair, sum([weight for _, weight in shares[pair]]), shares[pair]) for pair in sorted(shares))
    return DependencyGraph(tuple(sorted(known)), tuple(edges))


def _scaled(evidence: Iterable[Evidence], weight: float) -> dict[Pair, float]:
    """The ties of one signal, scaled to this mean sum at a module."""
    ties: dict[Pair, float] = {}
    several: dict[Pair, list[float]] = {}
    for item in evidence:
        pair = (item.source, item.target) if item.source < item.target else (item.target, item.source)
        if pair in ties:
            several.setdefault(pair, [ties[pair]]).append(item.strength)
        else:
            ties[pair] = item.strength
    # exact sums do not depend on the order of the evidence
    ties.update((pair, fsum(strengths)) for pair, strengths in several.items())
    scale = weight * len({module for pair in ties for module in pair}) / (2 * fsum(ties.values()))
    return {pair: strength * scale for pair, strength in ties.items() if strength * scale > 0}
