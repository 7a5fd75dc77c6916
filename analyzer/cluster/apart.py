"""Packages that are domains as they stand stay apart, whatever the communities say."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from analyzer.model.place import ModuleName

LARGE = 3
"""A block of fewer modules may be joined with any other."""

Ties = Mapping[tuple[str, str], float]


def kept_apart(groups: Mapping[str, int], blocks: Mapping[ModuleName, str], ties: Ties) -> dict[str, str]:
    """Block to group, where a group holds at most one block of ``LARGE`` or more modules: of several each keeps for itself, and the
    rest of their group goes where its ties into the group are strongest, the best bound first."""
    sizes = Counter(blocks.values())
    cores: dict[int, list[str]] = defaultdict(list)
    for block in sorted(groups):
        if sizes[block] >= LARGE:
            cores[groups[block]].append(block)
    crowded = {group for group, large in cores.items() if len(large) > 1}
    homes = {block: f"={group}" for block, group in groups.items() if group not in crowded}
    homes.update({block: block for group in crowded for block in cores[group]})
    around: dict[str, dict[str, float]] = defaultdict(dict)
    for (first, second), weight in sorted(ties.items()):
        if first != second and groups[first] == groups[second] and groups[first] in crowded:
            around[first][second] = around[second][first] = weight
    while len(homes) < len(groups):
        left = sorted(groups.keys() - homes.keys())
        homes.update(_drawn(left, homes, around) or {block: block for block in left})
    return homes


def _drawn(left: Sequence[str], homes: Mapping[str, str], around: Mapping[str, Mapping[str, float]]) -> dict[str, str]:
    """The group that draws each of these blocks most; blocks without a tie to any group are left out."""
    pulls: dict[tuple[str, str], float] = defaultdict(float)
    for block in left:
        for partner, weight in around.get(block, {}).items():
            if partner in homes:
                pulls[block, homes[partner]] += weight
    best: dict[str, str] = {}
    for block, home in sorted(pulls, key=lambda pull: (-pulls[pull], pull)):
        best.setdefault(block, home)
    return best
