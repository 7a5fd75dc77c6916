"""Packages of one name in several places (``api.orders`` and ``services.orders``) are slices of one domain when they use each other."""

from collections import defaultdict
from collections.abc import Mapping
from itertools import combinations

from analyzer.graphs.communities import components
from analyzer.graphs.vocabulary import words_of
from analyzer.model.place import ModuleName

MOST = 4
"""A name that more blocks have is the name of a layer."""

BOUND = 0.15
"""Twins are one when at least this share of what ties the smaller one to the outside is with the other."""


def joined(blocks: Mapping[ModuleName, str], ties: Mapping[tuple[ModuleName, ModuleName], float]) -> dict[ModuleName, str]:
    """The same blocks, with twins that are bound to each other made one (called by the least of their names)."""
    named: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for block in sorted({block for module, block in blocks.items() if block != module}):
        named[words_of(block.rpartition(".")[2])].append(block)
    families = [family for words, family in sorted(named.items()) if words and 1 < len(family) <= MOST]
    if not families:
        return dict(blocks)
    between, outside = _ties(blocks, ties, {name for family in families for name in family})
    pairs = [
        (first, second)
        for family in families
        for first, second in combinations(family, 2)
        if between.get((first, second), 0.0) > BOUND * min(outside[first], outside[second])
    ]
    leaders = components({name for family in families for name in family}, pairs)
    return {module: leaders.get(block, block) for module, block in blocks.items()}


def _ties(
    blocks: Mapping[ModuleName, str], ties: Mapping[tuple[ModuleName, ModuleName], float], twins: set[str]
) -> tuple[dict[tuple[str, str], float], dict[str, float]]:
    between: dict[tuple[str, str], float] = defaultdict(float)
    outside: dict[str, float] = defaultdict(float)
    for (first, second), weight in ties.items():
        left, right = blocks[first], blocks[second]
        if left != right and (left in twins or right in twins):
            between[(left, right) if left < right else (right, left)] += weight
            outside[left] += weight
            outside[right] += weight
    return between, outside
