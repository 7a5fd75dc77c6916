"""Cycles in a directed graph: a cheap set of edges that breaks them, the shortest way round.

The edges to cut come from the greedy vertex order of Eades, Lin and Smyth
(1993) with weights, which needs no solver and is good on sparse graphs.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from heapq import heapify, heappop, heappush

MOST_TRIED = 500

Weights = Mapping[tuple[str, str], float]
"""Directed edges with a weight: what cutting them costs."""


def edges_to_cut(weights: Weights) -> tuple[tuple[str, str], ...]:
    """Edges whose removal leaves no cycle, cheap in total, sorted.

    Each one is needed: putting it back closes a cycle (tried for the 500 most expensive ones).
    """
    rank = {node: position for position, node in enumerate(_order(weights))}
    backward = sorted((edge for edge in weights if rank[edge[0]] >= rank[edge[1]]), key=lambda edge: (-weights[edge], edge))
    after = _after(edge for edge in weights if rank[edge[0]] < rank[edge[1]])
    cut = []
    for tried, (source, target) in enumerate(backward):
        if tried >= MOST_TRIED or shortest_path(after, target, source):
            cut.append((source, target))
        else:
            after.setdefault(source, []).append(target)
    return tuple(sorted(cut))


def _after(edges: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    after: dict[str, list[str]] = {}
    for source, target in sorted(edges):
        after.setdefault(source, []).append(target)
    return after


def _order(weights: Weights) -> list[str]:
    """Nodes in an order with little weight pointing backwards: sources first, sinks last, else the largest surplus next."""
    out: dict[str, dict[str, float]] = {}
    back: dict[str, dict[str, float]] = {}
    for (source, target), weight in sorted(weights.items()):
        for node in (source, target):
            out.setdefault(node, {})
            back.setdefault(node, {})
        if source != target:
            out[source][target] = weight
            back[target][source] = weight
    head: list[str] = []
    tail: list[str] = []
    queue = [(_rank(node, out, back), node) for node in out]
    heapify(queue)
    left = set(out)
    while left:
        rank, node = heappop(queue)
        if node not in left or rank != _rank(node, out, back):
            continue  # taken, or queued again with a newer rank
        (tail if rank[0] == 0 else head).append(node)
        left.discard(node)
        touched = {*out[node], *back[node]}
        for other in out.pop(node):
            del back[other][node]
        for other in back.pop(node):
            del out[other][node]
        for other in touched:
            heappush(queue, (_rank(other, out, back), other))
    return head + tail[::-1]


def _rank(node: str, out: Mapping[str, Mapping[str, float]], back: Mapping[str, Mapping[str, float]]) -> tuple[int, float]:
    """When a node is taken: sinks at once (0), then sources (1), then by surplus of what comes in over what goes out (2)."""
    if not out[node]:
        return 0, 0.0
    if not back[node]:
        return 1, 0.0
    return 2, sum(back[node].values()) - sum(out[node].values())


def shortest_path(after: Mapping[str, list[str]], start: str, end: str) -> tuple[str, ...]:
    """The nodes of a shortest way from ``start`` to ``end``, both included; empty where there is none."""
    before: dict[str, str] = {start: start}
    queue = deque([start])
    while queue:
        node = queue.popleft()
        if node == end:
            path = [end]
            while path[-1] != start:
                path.append(before[path[-1]])
            return tuple(reversed(path))
        for other in after.get(node, ()):
            if other not in before:
                before[other] = node
                queue.append(other)
    return ()
