"""Community detection by library, made deterministic: edges are sorted first, and nodes without ties are put back."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

Node = TypeVar("Node", bound=str)
Ties = Mapping[tuple[Node, Node], float]
"""Undirected weighted ties by pair of ends (first < second, or the same node twice for a tie inside it); weights > 0."""


def leiden(nodes: Sequence[Node], ties: Ties[Node], resolution: float, seed: int) -> dict[Node, int]:
    """Node to community number by the Leiden algorithm on modularity (Traag, Waltman, van Eck 2019; graspologic-native)."""
    edges = sorted((first, second, weight) for (first, second), weight in ties.items() if weight > 0)
    if not edges:
        return _numbered({node: node for node in sorted(nodes)})
    import graspologic_native  # type: ignore[import-untyped]  # ships no types; compiled, so late

    _, found = graspologic_native.leiden(edges, resolution=resolution, seed=seed, iterations=3)
    return _numbered({node: (0, found[node]) if node in found else (1, node) for node in sorted(nodes)})


def louvain(nodes: Sequence[Node], ties: Ties[Node], resolution: float, seed: int) -> dict[Node, int]:
    """Node to community number by Louvain's algorithm on modularity (Blondel et al. 2008; networkx)."""
    import networkx  # slow to import, so late

    graph: networkx.Graph[Node] = networkx.Graph()
    graph.add_nodes_from(sorted(nodes))
    graph.add_weighted_edges_from(sorted((first, second, weight) for (first, second), weight in ties.items() if weight > 0))
    groups = networkx.community.louvain_communities(graph, resolution=resolution, seed=seed)
    return _numbered({node: number for number, group in enumerate(sorted(sorted(group) for group in groups)) for node in group})


def components(nodes: Iterable[str], pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Node to the least node that it is connected with, directly or not."""
    leader = {node: node for node in sorted(nodes)}

    def find(node: str) -> str:
        while leader[node] != node:
            leader[node] = leader[leader[node]]
            node = leader[node]
        return node

    for first, second in sorted(pairs):
        low, high = sorted((find(first), find(second)))
        leader[high] = low
    return {node: find(node) for node in leader}


def _numbered(labels: Mapping[Node, object]) -> dict[Node, int]:
    """Labels replaced by numbers in the order of the least node that has each."""
    numbers: dict[object, int] = {}
    return {node: numbers.setdefault(labels[node], len(numbers)) for node in sorted(labels)}
