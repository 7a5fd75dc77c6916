"""What the published measures are worth: a climber that knows nothing but the measure itself."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from benchmarks.boundaries.graphs import Figures, Graph, figures

ROUNDS = 12

LOST = 10.0
"""How much more a loss on one measure counts than a gain on another."""

Worth = Callable[[Figures], float]


def climbed(graph: Graph, start: Mapping[str, object], worth: Worth, is_fixed: bool) -> dict[str, str]:
    """Homes that no move of one node improves, or those after ``ROUNDS`` rounds. A node may go to the group of one that it uses or is
    used by, to the largest group, and, unless the number of groups ``is_fixed``, to a group of its own."""
    homes = {node: str(home) for node, home in start.items()}
    around: dict[str, set[str]] = {node: set() for node in graph.nodes}
    for source, target in graph.uses:
        around[source].add(target)
        around[target].add(source)
    best = worth(figures(graph, homes))
    for _ in range(ROUNDS):
        before = best
        for node in graph.nodes:
            own, sizes = homes[node], Counter(homes.values())
            if is_fixed and sizes[own] == 1:
                continue
            places = {homes[other] for other in around[node]} | {max(sorted(sizes), key=lambda home: sizes[home])}
            best, homes[node] = _best(graph, homes, node, own, best, sorted(places - {own}) + ([] if is_fixed else [f"{node}:"]), worth)
        if best <= before:
            break
    return homes


def _best(graph: Graph, homes: dict[str, str], node: str, own: str, best: float, places: Iterable[str], worth: Worth) -> tuple[float, str]:
    choice = own
    for place in places:
        homes[node] = place
        value = worth(figures(graph, homes))
        if value > best + 1e-9:
            best, choice = value, place
    return best, choice


def better_than(base: Figures) -> Worth:
    """How much better all three measures are than those of another cut, where losing costs much."""

    def worth(found: Figures) -> float:
        gains = (
            (found.sm - base.sm) / (abs(base.sm) or 1.0),
            (base.icp - found.icp) / (base.icp or 1.0),
            (base.ifn - found.ifn) / (base.ifn or 1.0),
        )
        return sum(gain if gain >= 0 else LOST * gain for gain in gains)

    return worth
