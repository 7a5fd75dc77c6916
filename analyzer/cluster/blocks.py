"""Which packages are domains as they stand: the package tree cut where modularity says so, layers dissolved."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from analyzer.graphs.packages import LAYER, PackageTree
from analyzer.model.place import ModuleName

Ties = Mapping[tuple[ModuleName, ModuleName], float]


WHOLE = 0.8
"""A package with a greater share of the modules is the application itself, and no block."""


@dataclass(slots=True)
class _Cut:
    """The tree while it is cut: totals per package, children, and the total weight."""

    resolution: float
    largest: float
    domainness: Mapping[str, float]
    total: float = 0.0
    inside: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    volume: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    packages: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    modules: dict[str, list[ModuleName]] = field(default_factory=lambda: defaultdict(list))

    def quality(self, inside: float, volume: float) -> float:
        """What a block adds to modularity."""
        return inside / self.total - self.resolution * (volume / (2 * self.total)) ** 2


def package_blocks(modules: Sequence[ModuleName], ties: Ties, tree: PackageTree, resolution: float) -> dict[ModuleName, str]:
    """Module to its block: the package that it stays in, or itself where it is free.

    Of all ways to cut the package tree the one with the greatest modularity of the ties (Newman and Girvan 2004, with resolution) is
    taken; it is found exactly, from the leaves up, since modularity is a sum over blocks. Modules directly in a package that is cut
    through, and modules of layers, are free.
    """
    cut = _prepare(modules, ties, tree, resolution)
    if not cut.total:
        cut.total = 1.0
    blocks: dict[ModuleName, str] = {}
    for root in sorted(package for package in cut.packages[""] | {name for name in cut.modules if "." not in name}):
        for package, members in _best(cut, root)[1]:
            blocks.update(dict.fromkeys(members, package))
    return {module: blocks.get(module, module) for module in modules}


Parts = list[tuple[str, list[ModuleName]]]


def _best(cut: _Cut, package: str) -> tuple[float, Parts]:
    """The best value below a package, and the blocks that give it."""
    value, parts = 0.0, Parts()
    for child in sorted(cut.packages[package]):
        below, blocks = _best(cut, child)
        value += below
        parts += blocks
    for module in cut.modules[package]:
        value += cut.quality(0.0, cut.volume[f"{module}:"])
        parts.append((module, [module]))
    whole = cut.quality(cut.inside[package], cut.volume[package])
    members = sorted(module for _, block in parts for module in block)
    if whole >= value and len(members) <= cut.largest and cut.domainness.get(package, 1.0) >= LAYER:
        return whole, [(package, members)]
    return value, parts


def _prepare(modules: Sequence[ModuleName], ties: Ties, tree: PackageTree, resolution: float) -> _Cut:
    cut = _Cut(resolution, WHOLE * len(modules), tree.domainness)
    paths = {module: tree.of(module) for module in modules}
    for module, path in paths.items():
        for parent, child in zip(("", *path), path, strict=False):
            cut.packages[parent].add(child)
        cut.modules[path[-1] if path else ""].append(module)
    for (first, second), weight in sorted(ties.items()):
        cut.total += weight
        for package, other in zip(paths[first], paths[second], strict=False):
            if package != other:
                break
            cut.inside[package] += weight
        for module in (first, second):
            cut.volume[f"{module}:"] += weight
            for package in paths[module]:
                cut.volume[package] += weight
    return cut
