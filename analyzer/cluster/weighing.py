"""From evidence to one weighted graph in which every weight can be taken apart again."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from analyzer.cluster.settings import OTHER_WEIGHT
from analyzer.model.graph import DependencyGraph, Edge, Evidence
from analyzer.model.place import ModuleName

Pair = tuple[ModuleName, ModuleName]


def dependency_graph(nodes: Sequence[ModuleName], evidence: Iterable[Evidence], weights: Mapping[str, float]) -> DependencyGraph:
    """Undirected ties between these modules. The strengths of one signal are scaled so that their mean sum per module that has any
    is the weight of the signal; scaling all strengths of a signal, or all weights, changes no proportion."""
    known = set(nodes)
    by_signal: dict[str, dict[Pair, float]] = defaultdict(lambda: defaultdict(float))
    for item in sorted(evidence):
        if item.source != item.target and item.strength > 0 and item.source in known and item.target in known:
            pair = (item.source, item.target) if item.source < item.target else (item.target, item.source)
            by_signal[item.signal][pair] += item.strength
    shares: dict[Pair, list[tuple[str, float]]] = defaultdict(list)
    for signal in sorted(by_signal):
        ties = by_signal[signal]
        touched = {module for pair in ties for module in pair}
        scale = weights.get(signal, OTHER_WEIGHT) * len(touched) / (2 * sum(ties.values()))
        for pair in sorted(ties):
            if ties[pair] * scale > 0:
                shares[pair].append((signal, ties[pair] * scale))
    edges = (Edge(*pair, sum(weight for _, weight in shares[pair]), tuple(shares[pair])) for pair in sorted(shares))
    return DependencyGraph(tuple(sorted(known)), tuple(edges))
