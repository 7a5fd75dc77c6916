"""Refinement of a cut by what it does to a directed graph: nodes move while a measure of the whole cut gains.

Hill climbing over single moves, as in Bunch (Mitchell and Mancoridis 2006), again from shaken copies of the best cut found (iterated local
search; Lourenço, Martin and Stützle 2003). Measures of this kind are best where one group has nearly everything and the others one node
each, so no group grows beyond a limit and none shrinks below one.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from analyzer.cluster.algorithms.algorithm import Algorithm, Ground
from analyzer.graphs.communities import leiden
from analyzer.graphs.structure import MovingCut, Structure, Uses

Worth = Callable[[Structure], float]

ROUNDS = 12
"""So often all nodes are asked at most before a climb ends."""

SHAKEN = 12
"""One node in so many moves at random before the next climb."""

MOST_MOVES = 50_000
"""No further climb begins, and none asks its nodes again, when so many moves have been tried."""

LOSS = 10.0
"""How much more a loss in one measure counts than a gain in another."""


@dataclass(frozen=True, slots=True)
class Limits:
    """No group of more than ``largest`` nodes grows, and none of ``smallest`` nodes or fewer loses one."""

    smallest: int
    largest: int


def better_than(base: Structure) -> Worth:
    """How much better than another cut by all three measures together: the roots of the gains, in shares of its own values, so that much
    in one measure is worth less than some in each; losses count tenfold."""

    def worth(found: Structure) -> float:
        gains = (
            (found.modularity - base.modularity) / (abs(base.modularity) or 1.0),
            (base.cut - found.cut) / (base.cut or 1.0),
            (base.interfaces - found.interfaces) / (base.interfaces or 1.0),
        )
        return sum([gain**0.5 if gain >= 0 else LOSS * gain for gain in gains])

    return worth


def refined(uses: Uses, start: Mapping[str, str], worth: Worth, limits: Limits, seed: int = 1, tries: int = 0) -> dict[str, str]:
    """Node to group, never worth less than the start: the best of a climb from there and of ``tries`` more from shaken copies of the
    best. The number of groups stays."""
    draw = Random(seed)  # an order of trials, not a secret
    cut = MovingCut.of(uses, start)
    left = MOST_MOVES - _climb(cut, worth, limits, MOST_MOVES)
    best, homes = worth(cut.figures), dict(cut.homes)
    for _ in range(tries):
        if left <= 0:
            break
        for node in draw.sample(sorted(homes), max(2, len(homes) // SHAKEN)) if len(homes) > 1 else ():
            places = [home for home in cut.neighbours(node) if cut.sizes[home] < limits.largest]
            if places and cut.sizes[cut.homes[node]] > limits.smallest:
                cut.move(node, draw.choice(places))
        left -= _climb(cut, worth, limits, left)
        value = worth(cut.figures)
        if value > best + 1e-9:
            best, homes = value, dict(cut.homes)
        else:
            for node, home in homes.items():
                cut.move(node, home)
    return _settled(uses, homes)


def _settled(uses: Uses, homes: Mapping[str, str]) -> dict[str, str]:
    """The same groups, but nodes that have nothing to do with the others of theirs go where they have most; no group is left empty."""
    pulls: dict[str, Counter[str]] = {node: Counter() for node in homes}
    for (user, used), count in sorted(uses.items()):
        if user != used:
            pulls[user][used] += count  # type: ignore[assignment]  # Counter is typed for whole numbers
            pulls[used][user] += count  # type: ignore[assignment]
    settled, sizes = dict(homes), Counter(homes.values())
    for node in sorted(homes):
        bound: Counter[str] = Counter()
        for other in sorted(pulls[node]):
            bound[settled[other]] += pulls[node][other]
        if bound and settled[node] not in bound and sizes[settled[node]] > 1:
            sizes[settled[node]] -= 1
            settled[node] = max(sorted(bound), key=lambda home: bound[home])
            sizes[settled[node]] += 1
    return settled


def _climb(cut: MovingCut, worth: Worth, limits: Limits, most: int) -> int:
    """Moves each node to where the cut gains most, as long as any does; how many moves were tried."""
    tried, value = 0, worth(cut.figures)
    for _ in range(ROUNDS):
        before = value
        for node in sorted(cut.homes):
            own = cut.homes[node]
            if cut.sizes[own] <= limits.smallest:
                continue
            best = own
            for home in cut.neighbours(node):
                if cut.sizes[home] < limits.largest:
                    cut.move(node, home)
                    found = worth(cut.figures)
                    if found > value + 1e-9:
                        value, best = found, home
                    tried += 1
            cut.move(node, best)
        if value <= before + 1e-9 or tried >= most:
            break
    return tried


def structural(ground: Ground) -> dict[str, int]:
    """Leiden's communities, refined so that modularity, ties cut and nodes at borders are better together. A tie counts as a use in both
    directions, and no group grows beyond half of the nodes."""
    start = {node: str(label) for node, label in leiden(ground.nodes, ground.ties, ground.resolution, ground.seed).items()}
    uses = {pair: weight for (first, second), weight in ground.ties.items() for pair in ((first, second), (second, first))}
    base = MovingCut.of(uses, start).figures
    homes = refined(uses, start, better_than(base), Limits(2, max(2, len(start) // 2)), ground.seed)
    numbers: dict[str, int] = {}
    return {node: numbers.setdefault(homes[node], len(numbers)) for node in sorted(homes)}


STRUCTURAL = Algorithm("structural", structural)
