"""Which packages are domains as they stand: the package tree cut where modularity says so, layers dissolved."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analyzer.graphs.packages import LAYER, PackageTree
from analyzer.model.place import ModuleName

Ties = Mapping[tuple[ModuleName, ModuleName], float]


WHOLE = 0.8
"""A package with a greater share of the modules is the application itself, and no block."""


@dataclass(frozen=True, slots=True)
class TreeSums:
    """What a package tree is cut by: sums of ties inside packages, sums of ties at packages and modules (``module:``), what lies
    directly below each package, how much each is a domain, and the total of all ties."""

    modules: Sequence[ModuleName]
    domainness: Mapping[str, float]
    gatherings: frozenset[str]
    standing: frozenset[str]
    families: Mapping[str, Sequence[str]]
    total: float
    inside: Mapping[str, float]
    volume: Mapping[str, float]
    below: Mapping[str, Sequence[str]]
    direct: Mapping[str, Sequence[ModuleName]]

    @property
    def packages(self) -> frozenset[str]:
        """Every package of the tree."""
        return frozenset(child for children in self.below.values() for child in children)

    def quality(self, resolution: float, inside: float, volume: float) -> float:
        """What a block adds to modularity."""
        return inside / self.total - resolution * (volume / (2 * self.total)) ** 2


def tree_sums(modules: Sequence[ModuleName], ties: Ties, tree: PackageTree) -> TreeSums:
    """The sums of these ties over the package tree."""
    paths = {module: tree.of(module) for module in modules}
    packages: dict[str, set[str]] = defaultdict(set)
    direct: dict[str, list[ModuleName]] = defaultdict(list)
    for module, path in paths.items():
        for parent, child in zip(("", *path), path, strict=False):
            packages[parent].add(child)
        direct[path[-1] if path else ""].append(module)
    inside: dict[str, float] = defaultdict(float)
    volume: dict[str, float] = defaultdict(float)
    for (first, second), weight in ties.items():
        for package, other in zip(paths[first], paths[second], strict=False):
            if package != other:
                break
            inside[package] += weight
        for module in (first, second):
            for name in (f"{module}:", *paths[module]):
                volume[name] += weight
    below = {package: sorted(packages[package]) for package in packages}
    total, kinds = sum(ties.values()) or 1.0, tree.families.apart
    return TreeSums(modules, tree.domainness, tree.gatherings, tree.standing, kinds, total, inside, volume, below, direct)


def package_blocks(sums: TreeSums, resolution: float) -> dict[ModuleName, str]:
    """Module to its block: the package that it stays in, or itself where it is free.

    Of all ways to cut the package tree the one with the greatest modularity of the ties (Newman and Girvan 2004, with resolution) is
    taken; it is found exactly, from the leaves up, since modularity is a sum over blocks. Modules directly in a package that is cut
    through, and modules of layers, are free.
    """
    best: dict[str, tuple[float, Parts]] = {}
    for package in sorted(sums.packages, key=lambda name: (-name.count("."), name)):
        best[package] = _best(sums, resolution, package, best)
    roots = [best.pop(root) for root in sums.below.get("", ())]
    blocks = {module: package for _, parts in roots for package, members in parts for module in members}
    return {module: blocks.get(module, module) for module in sums.modules}


Parts = list[tuple[str, list[ModuleName]]]


def _best(sums: TreeSums, resolution: float, package: str, done: dict[str, tuple[float, Parts]]) -> tuple[float, Parts]:
    """The best value below a package, and the blocks that give it; what lies below it is done, and used up. What lies directly in a
    package that gathers domains is one of them."""
    value, parts = 0.0, Parts()
    for child in sums.below.get(package, ()):
        gain, blocks = done.pop(child)
        value += gain
        parts += blocks
    if package in sums.gatherings:
        return value, [*parts, (package, list(sums.direct.get(package, ())))]
    for module in sums.direct.get(package, ()):
        value += sums.quality(resolution, 0.0, sums.volume.get(f"{module}:", 0.0))
        parts.append((module, [module]))
    whole = sums.quality(resolution, sums.inside.get(package, 0.0), sums.volume.get(package, 0.0))
    size = sum(len(block) for _, block in parts)
    is_domain = whole >= value and size <= WHOLE * len(sums.modules) and sums.domainness.get(package, 1.0) >= LAYER
    if is_domain or package in sums.standing:
        return whole, _by_kind(package, [module for _, block in parts for module in block], sums.families.get(package, ()))
    return value, parts


def _by_kind(package: str, members: Sequence[ModuleName], kinds: Sequence[str]) -> Parts:
    """A package as one block; of a family, each kind that can go alone as one, and one of the rest."""
    blocks: dict[str, list[ModuleName]] = defaultdict(list)
    for module in members:
        blocks[next((kind for kind in kinds if f"{module}.".startswith(f"{kind}.")), package)].append(module)
    return list(blocks.items())
