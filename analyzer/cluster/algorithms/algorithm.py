"""The seam behind which every clustering algorithm stands."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from analyzer.graphs.communities import Ties


@dataclass(frozen=True, slots=True)
class Ground:
    """What is clustered: nodes (modules, or blocks of them), sorted; undirected ties by (first, second) with first <= second, ties
    inside a block included; the resolution (greater: more communities); the seed of whatever is random."""

    nodes: Sequence[str]
    ties: Ties[str]
    resolution: float
    seed: int


@dataclass(frozen=True, slots=True)
class Algorithm:
    """``cluster`` gives every node of a ground its community number; the same ground gives the same numbers."""

    name: str
    cluster: Callable[[Ground], dict[str, int]]
