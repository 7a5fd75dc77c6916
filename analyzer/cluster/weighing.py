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
    by_signal: dict[str, dict[Pair, list[float]]] = defaultdict(dict)
    for item in evidence:
        source, target = item.source, item.target
        if source != target and item.strength > 0 and source in known and target in known:
            by_signal[item.signal].setdefault((source, target) if source < target else (target, source), []).append(item.strength)
    shares: dict[Pair, list[tuple[str, float]]] = defaultdict(list)
    for signal in sorted(by_signal):
        # exact sums do not depend on the order of the evidence
        ties = {pair: fsum(strengths) for pair, strengths in by_signal[signal].items()}
        touched = {module for pair in ties for module in pair}
        scale = weights.get(signal, OTHER_WEIGHT) * len(touched) / (2 * fsum(ties.values()))
        for pair, strength in ties.items():
            if strength * scale > 0:
                shares[pair].append((signal, strength * scale))
    edges = (Edge(*pair, sum(weight for _, weight in shares[pair]), tuple(shares[pair])) for pair in sorted(shares))
    return DependencyGraph(tuple(sorted(known)), tuple(edges))
