"""Why a module is where it is, in the words of the strongest evidence."""

from collections.abc import Iterable, Mapping
from heapq import nsmallest

from analyzer.cluster.bonds import Neighbours
from analyzer.model.graph import DependencyGraph, Edge, Evidence
from analyzer.model.place import ModuleName

Pair = tuple[ModuleName, ModuleName]

REASONS = 2
"""So many ties are put into words for each module."""


def reasons_of(
    graph: DependencyGraph, evidence: Iterable[Evidence], homes: Mapping[ModuleName, str], around: Neighbours
) -> dict[ModuleName, tuple[str, ...]]:
    """Module to its strongest ties into its home in words, each with file and line; nothing for a module without one."""
    closest = {module: _closest(module, homes, around) for module in graph.nodes}
    # of a large code base only the pairs that are spoken of
    pairs = {_pair(module, partner) for module, partners in closest.items() for partner in partners}
    edges = {(edge.source, edge.target): edge for edge in graph.edges if (edge.source, edge.target) in pairs}
    found: dict[Pair, list[Evidence]] = {pair: [] for pair in pairs}
    for item in evidence:
        pair = _pair(item.source, item.target)
        if pair in found:
            found[pair].append(item)
    return {
        module: tuple(dict.fromkeys(_because(module, partner, edges, found) for partner in partners))
        for module, partners in closest.items()
    }


def _closest(module: ModuleName, homes: Mapping[ModuleName, str], around: Neighbours) -> list[ModuleName]:
    """The partners in a module's home to whom it is bound most, strongest first."""
    home = homes[module]
    ranked = nsmallest(REASONS, ((-weight, partner) for partner, weight in around[module].items() if homes.get(partner) == home))
    return [partner for _, partner in ranked]


def _pair(module: ModuleName, partner: ModuleName) -> Pair:
    return (module, partner) if module < partner else (partner, module)


def _because(module: ModuleName, partner: ModuleName, edges: Mapping[Pair, Edge], evidence: Mapping[Pair, Iterable[Evidence]]) -> str:
    """The signal that gives most of one tie, in the words of its strongest evidence."""
    pair = _pair(module, partner)
    signal = max(edges[pair].shares, key=lambda share: (share[1], share[0]))[0]
    best = max((item for item in evidence[pair] if item.signal == signal), key=lambda item: (item.strength, item.reason))
    if best.reason.startswith("both"):
        return f"with {partner}: {best.reason} ({best.at})"
    return f"{best.reason} ({best.at})" if best.source == module else f"{partner} {best.reason} ({best.at})"
