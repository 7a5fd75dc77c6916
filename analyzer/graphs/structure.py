"""What a cut does to a directed graph of uses, kept up to date while single nodes move."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

Uses = Mapping[tuple[str, str], float]
"""Directed uses by (user, used), with how often each happens."""


class Structure(NamedTuple):
    """Structural modularity of the groups (each use once; more is better), share of all uses by how often they happen that cross
    groups, and nodes that other groups use, per group (less is better, both). Kalia et al., FSE 2021."""

    modularity: float
    cut: float
    interfaces: float


@dataclass(slots=True)
class MovingCut:
    """Groups of nodes that may be changed node by node at the cost of the node's own uses. ``homes`` and ``sizes`` are to be read only."""

    homes: dict[str, str]
    sizes: Counter[str]
    around: Mapping[str, list[tuple[str, float, bool]]]
    links: dict[str, Counter[str]]
    outside: Counter[str]
    total: float
    crossing: float
    interfaces: int
    cohesion: float
    coupling: float

    @classmethod
    def of(cls, uses: Uses, homes: Mapping[str, str]) -> "MovingCut":
        """The groups of ``homes``, which names every node."""
        around: dict[str, list[tuple[str, float, bool]]] = {node: [] for node in homes}
        cut = cls({}, Counter(), around, defaultdict(Counter), Counter(), sum(uses.values()) or 1.0, 0.0, 0, 0.0, 0.0)
        for node in sorted(homes):
            cut.homes[node] = f":{node}"
            cut.sizes[f":{node}"] = 1
        for (user, used), count in sorted(uses.items()):
            around[user].append((used, count, True))
            if user == used:
                cut.links[f":{user}"][f":{user}"] += 1
                cut.cohesion += 1
                continue
            around[used].append((user, count, False))
            cut._count(f":{user}", f":{used}", 1)
            cut.crossing += count
            cut.outside[used] += 1
        cut.coupling = sum(map(cut._coupled, list(cut.sizes))) / 2
        cut.interfaces = len(cut.outside)
        for node, home in sorted(homes.items()):
            cut.move(node, home)
        return cut

    @property
    def figures(self) -> Structure:
        """The measures of the groups as they are."""
        number = len(self.sizes)
        apart = self.coupling / (number * (number - 1) / 2) if number > 1 else 0.0
        return Structure(self.cohesion / max(1, number) - apart, self.crossing / self.total, self.interfaces / max(1, number))

    def neighbours(self, node: str) -> list[str]:
        """The other groups that the node uses or is used by, sorted."""
        return sorted({self.homes[other] for other, _, _ in self.around[node]} - {self.homes[node]})

    def move(self, node: str, home: str) -> None:
        """Puts a node into a group, which may be new."""
        left = self.homes[node]
        if left == home:
            return
        self.cohesion -= self._cohesive(left) + self._cohesive(home)
        self.coupling -= self._coupled(left) + self._coupled(home) - self._between(left, home)
        for other, count, is_user in self.around[node]:
            if other == node:
                self.links[left][left] -= 1
                self.links[home][home] += 1
            else:
                self._rehang(left, home, self.homes[other], count, other if is_user else node)
        self.sizes[left] -= 1
        self.sizes[home] += 1
        self.homes[node] = home
        if not self.sizes[left]:
            del self.sizes[left]
            self.links.pop(left, None)
        self.cohesion += self._cohesive(left) + self._cohesive(home)
        self.coupling += self._coupled(left) + self._coupled(home) - self._between(left, home)

    def _rehang(self, left: str, home: str, other: str, count: float, used: str) -> None:
        """One use of a moving node hangs at its new group; ``other`` is the group at the other end."""
        self._count(left, other, -1)
        self._count(home, other, 1)
        for group, step in ((left, -1), (home, 1)):
            if group != other:
                self.crossing += step * count
                self.interfaces -= self.outside[used] > 0
                self.outside[used] += step
                self.interfaces += self.outside[used] > 0

    def _count(self, first: str, second: str, step: int) -> None:
        self.links[first][second] += step
        if first != second:
            self.links[second][first] += step

    def _cohesive(self, group: str) -> float:
        size = self.sizes.get(group, 0)
        return self.links[group][group] / size**2 if size else 0.0

    def _coupled(self, group: str) -> float:
        return sum([self._between(group, other) for other in self.links[group] if other != group]) if group in self.sizes else 0.0

    def _between(self, first: str, second: str) -> float:
        if first == second or first not in self.sizes or second not in self.sizes:
            return 0.0
        return self.links[first][second] / (2 * self.sizes[first] * self.sizes[second])
