"""The cheapest edges to take out of a directed graph so that no cycle is left (minimum feedback arc set).

Up to 12 nodes exactly, by dynamic programming over the sets of nodes that come first in an order (Lawler, "A comment on minimum
feedback arc sets", 1964; Held and Karp, 1962): 2^n * n steps. Beyond, the order of Eades, Lin and Smyth (1993), in which single
nodes are then moved while that makes it cheaper.
"""

from collections.abc import Iterable, Mapping, Sequence

from analyzer.plan.cycles import edges_to_cut

MOST_EXACT = 12
ROUNDS = 8

Weights = Mapping[tuple[str, str], float]


def cheapest_cut(nodes: Sequence[str], weights: Weights) -> tuple[tuple[tuple[str, str], ...], bool]:
    """Edges whose removal leaves no cycle, sorted, and whether no cheaper set exists. Weights must not be negative."""
    inside = {edge: weight for edge, weight in weights.items() if edge[0] != edge[1]}
    if len(nodes) <= MOST_EXACT:
        return _backward(_best_order(sorted(nodes), inside), inside), True
    cut = set(edges_to_cut(inside))
    order = _improved(_topological(sorted(nodes), [edge for edge in sorted(inside) if edge not in cut]), inside)
    better = _backward(order, inside)
    return (better if _cost(better, inside) < _cost(cut, inside) else tuple(sorted(cut))), False


def _cost(edges: Iterable[tuple[str, str]], weights: Weights) -> float:
    return sum(weights[edge] for edge in edges)


def _backward(order: Sequence[str], weights: Weights) -> tuple[tuple[str, str], ...]:
    """The edges that run against an order."""
    rank = {node: position for position, node in enumerate(order)}
    return tuple(sorted(edge for edge in weights if rank[edge[0]] > rank[edge[1]]))


def _best_order(nodes: Sequence[str], weights: Weights) -> list[str]:
    """An order of the nodes with the least weight running backwards; of equal ones, always the same."""
    index = {node: position for position, node in enumerate(nodes)}
    out = [[0.0] * len(nodes) for _ in nodes]
    for (source, target), weight in weights.items():
        out[index[source]][index[target]] += weight
    best = [0.0] * (1 << len(nodes))
    last = [-1] * (1 << len(nodes))
    # ``first`` is the set of nodes that come first; the last of them pays for its edges back to those before it.
    for first in range(1, 1 << len(nodes)):
        members = [position for position in range(len(nodes)) if first >> position & 1]
        least = -1.0
        for position in members:
            row = out[position]
            cost = best[first & ~(1 << position)] + sum(row[other] for other in members)
            if least < 0 or cost < least - 1e-9:
                least, last[first] = cost, position
        best[first] = least
    order: list[str] = []
    left = len(best) - 1
    while left:
        order.append(nodes[last[left]])
        left &= ~(1 << last[left])
    return order[::-1]


def _topological(nodes: Sequence[str], edges: Iterable[tuple[str, str]]) -> list[str]:
    """Nodes of a graph without cycles so that every edge runs forwards."""
    after: dict[str, list[str]] = {node: [] for node in nodes}
    waiting = dict.fromkeys(nodes, 0)
    for source, target in edges:
        after[source].append(target)
        waiting[target] += 1
    ready = [node for node in nodes if not waiting[node]]
    order = []
    while ready:
        node = ready.pop(0)
        order.append(node)
        for other in after[node]:
            waiting[other] -= 1
            if not waiting[other]:
                ready.append(other)
    return order


def _improved(order: list[str], weights: Weights) -> list[str]:
    """The order after moving single nodes to where least weight runs backwards, while any move helps (at most 8 rounds)."""
    for _ in range(ROUNDS):
        before = list(order)
        for node in before:
            order = _moved(order, node, weights)
        if order == before:
            break
    return order


def _moved(order: list[str], node: str, weights: Weights) -> list[str]:
    rest = [other for other in order if other != node]
    # Put first, the node pays for edges from the others to it; each place further on, it pays for its own edges back instead.
    cost = [sum(weights.get((other, node), 0.0) for other in rest)]
    for other in rest:
        cost.append(cost[-1] - weights.get((other, node), 0.0) + weights.get((node, other), 0.0))
    here = order.index(node)
    best = min(range(len(cost)), key=lambda place: (round(cost[place], 9), place != here, place))
    return [*rest[:best], node, *rest[best:]]
