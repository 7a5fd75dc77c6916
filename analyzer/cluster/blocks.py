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
class _Cut:
    """What the tree is cut by: sums of ties inside packages, sums of ties at packages and modules (``module:``), what lies directly
    below each package, and the total of all ties."""

    resolution: float
    largest: float
    domainness: Mapping[str, float]
    total: float
    inside: Mapping[str, float]
    volume: Mapping[str, float]
    packages: Mapping[str, Sequence[str]]
    modules: Mapping[str, Sequence[ModuleName]]

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
    blocks: dict[ModuleName, str] = {}
    for root in cut.packages.get("", ()):
        for package, members in _best(cut, root)[1]:
            blocks.update(dict.fromkeys(members, package))
    return {module: blocks.get(module, module) for module in modules}


Parts = list[tuple[str, list[ModuleName]]]


def _best(cut: _Cut, package: str) -> tuple[float, Parts]:
    """The best value below a package, and the blocks that give it."""
    value, parts = 0.0, Parts()
    for child in cut.packages.get(package, ()):
        below, blocks = _best(cut, child)
        value += below
        parts += blocks
    for module in cut.modules.get(package, ()):
        value += cut.quality(0.0, cut.volume.get(f"{module}:", 0.0))
        parts.append((module, [module]))
    whole = cut.quality(cut.inside.get(package, 0.0), cut.volume.get(package, 0.0))
    members = sorted(module for _, block in parts for module in block)
    if whole >= value and len(members) <= cut.largest and cut.domainness.get(package, 1.0) >= LAYER:
        return whole, [(package, members)]
    return value, parts


def _prepare(modules: Sequence[ModuleName], ties: Ties, tree: PackageTree, resolution: float) -> _Cut:
    paths = {module: tree.of(module) for module in modules}
    packages: dict[str, set[str]] = defaultdict(set)
    direct: dict[str, list[ModuleName]] = defaultdict(list)
    for module, path in paths.items():
        for parent, child in zip(("", *path), path, strict=False):
            packages[parent].add(child)
        direct[path[-1] if path else ""].append(module)
    inside: dict[str, float] = defaultdict(float)
    volume: dict[str, float] = defaultdict(float)
    for (first, second), weight in sorted(ties.items()):
        for package, other in zip(paths[first], paths[second], strict=False):
            if package != other:
                break
            inside[package] += weight
        for module in (first, second):
            for name in (f"{module}:", *paths[module]):
                volume[name] += weight
    below = {package: sorted(packages[package]) for package in packages}
    total = sum(ties.values()) or 1.0
    return _Cut(resolution, WHOLE * len(modules), tree.domainness, total, inside, volume, below, direct)
