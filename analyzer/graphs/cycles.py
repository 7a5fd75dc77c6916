"""Circles in directed graphs."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field


def cyclic(pairs: Iterable[tuple[str, str]]) -> frozenset[str]:
    """The nodes that lie on a circle of these directed ties."""
    return frozenset(node for component in components(pairs) for node in component)


def components(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, ...], ...]:
    """The strongly connected components of two or more nodes, each sorted, in sorted order (Tarjan 1972; without recursion and
    without a graph object, since every cut of a large code base is asked)."""
    following: dict[str, list[str]] = {}
    for source, target in pairs:
        following.setdefault(source, []).append(target)
    search = _Search(following)
    for node in following:
        if node not in search.lowest:
            search.walk(node)
    return tuple(sorted(search.found))


@dataclass(slots=True)
class _Search:
    """``lowest`` holds the least number that each node met so far leads back to; ``open`` the nodes whose component is not complete."""

    following: Mapping[str, list[str]]
    lowest: dict[str, int] = field(default_factory=dict)
    open: dict[str, int] = field(default_factory=dict)
    found: list[tuple[str, ...]] = field(default_factory=list)

    def walk(self, start: str) -> None:
        path: list[tuple[str, Iterator[str]]] = [self._enter(start)]
        while path:
            node, targets = path[-1]
            for target in targets:
                if target not in self.lowest:
                    path.append(self._enter(target))
                    break
                if target in self.open:
                    self.lowest[node] = min(self.lowest[node], self.open[target])
            else:
                path.pop()
                if path:
                    self.lowest[path[-1][0]] = min(self.lowest[path[-1][0]], self.lowest[node])
                self._leave(node)

    def _enter(self, node: str) -> tuple[str, Iterator[str]]:
        self.lowest[node] = self.open[node] = len(self.lowest)
        return node, iter(self.following.get(node, ()))

    def _leave(self, node: str) -> None:
        """Takes the component off that ends with this node, if it is the first of one."""
        if self.lowest[node] == self.open[node]:
            component: list[str] = []
            while not component or component[-1] != node:
                component.append(self.open.popitem()[0])
            if len(component) > 1:
                self.found.append(tuple(sorted(component)))
