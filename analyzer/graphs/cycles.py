"""Circles in directed graphs."""

from collections.abc import Iterable


def cyclic(pairs: Iterable[tuple[str, str]]) -> frozenset[str]:
    """The nodes that lie on a circle of these directed ties (strongly connected components of more than one node)."""
    import networkx  # slow to import, so late

    graph: networkx.DiGraph[str] = networkx.DiGraph()
    graph.add_edges_from(sorted(pairs))
    return frozenset(node for group in networkx.strongly_connected_components(graph) if len(group) > 1 for node in group)
