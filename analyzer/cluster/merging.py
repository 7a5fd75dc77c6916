"""Fewer services: the two that belong together most become one, until the number is right."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

from analyzer.cluster.cut import Groups
from analyzer.model.graph import DependencyGraph
from analyzer.model.partition import SHARED

MayMerge = Callable[[Sequence[str], Sequence[str]], bool]
"""Whether the services that two unions are made of may all be one."""


def merged(homes: Groups, graph: DependencyGraph, number: int, may_merge: MayMerge = lambda first, second: True) -> Groups:
    """At most ``number`` services where that is allowed: each time the pair whose union gains most modularity is joined (Clauset,
    Newman and Moore 2004), and its union keeps the name of the larger. The shared kernel is left alone."""
    if len(set(homes.values()) - {SHARED}) <= number:
        return dict(homes)
    state = _State.of(homes, graph)
    while len(state.parts) > number:
        first, second = state.best(may_merge) or _smallest(sorted(state.parts), state.sizes, state.parts, may_merge)
        if not first:
            break
        keep, gone = (first, second) if (state.sizes[first], second) >= (state.sizes[second], first) else (second, first)
        state.join(keep, gone)
    into = {name: union for union, names in state.parts.items() for name in names}
    return {module: into.get(home, home) for module, home in homes.items()}


@dataclass(slots=True)
class _State:
    """Unions so far: what each is made of, its size, the weight at it and to each other; pairs by gain, out of date where the version
    of an end has changed since."""

    parts: dict[str, list[str]]
    sizes: Counter[str]
    volume: dict[str, float]
    around: dict[str, dict[str, float]]
    total: float
    version: Counter[str]
    pairs: list[tuple[float, int, str, str, int, int]]

    @classmethod
    def of(cls, homes: Groups, graph: DependencyGraph) -> "_State":
        around: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        volume: dict[str, float] = defaultdict(float)
        for edge in graph.edges:
            first, second = homes.get(edge.source, SHARED), homes.get(edge.target, SHARED)
            volume[first] += edge.weight
            volume[second] += edge.weight
            if first != second and SHARED not in (first, second):
                around[first][second] += 2 * edge.weight
                around[second][first] += 2 * edge.weight
        services = sorted(set(homes.values()) - {SHARED})
        total = sum(volume.values()) or 1.0
        state = cls({name: [name] for name in services}, Counter(homes.values()), volume, around, total, Counter(), [])
        for name in services:
            state.offer(name, [other for other in around[name] if name < other])
        return state

    def offer(self, name: str, others: Iterable[str]) -> None:
        """Puts the pairs of a union with others into the order of gain."""
        for other in others:
            first, second = (name, other) if name < other else (other, name)
            gain = self.around[first][second] / self.total - 2 * self.volume[first] * self.volume[second] / self.total**2
            size = self.sizes[first] + self.sizes[second]
            heappush(self.pairs, (-round(gain, 12), size, first, second, self.version[first], self.version[second]))

    def best(self, may_merge: MayMerge) -> tuple[str, str] | None:
        """The pair with the greatest gain that may be joined; what may not stays so however its ends grow."""
        while self.pairs:
            _, _, first, second, *versions = heappop(self.pairs)
            if versions == [self.version[first], self.version[second]] and may_merge(self.parts[first], self.parts[second]):
                return first, second
        return None

    def join(self, keep: str, gone: str) -> None:
        """Makes two unions one."""
        self.parts[keep] += self.parts.pop(gone)
        self.sizes[keep] += self.sizes[gone]
        self.volume[keep] += self.volume[gone]
        self.version.update((keep, gone))
        for other, weight in sorted(self.around.pop(gone, {}).items()):
            self.around[other].pop(gone, None)
            if other != keep:
                self.around[keep][other] += weight
                self.around[other][keep] += weight
        self.offer(keep, self.around[keep])


def _smallest(services: list[str], sizes: Mapping[str, int], parts: Mapping[str, Sequence[str]], may_merge: MayMerge) -> tuple[str, str]:
    """The first two services by size, then name, that may be joined; ("", "") for none."""
    order = sorted(services, key=lambda service: (sizes[service], service))
    pairs = (
        (first, second) for index, first in enumerate(order) for second in order[index + 1 :] if may_merge(parts[first], parts[second])
    )
    return next(pairs, ("", ""))
