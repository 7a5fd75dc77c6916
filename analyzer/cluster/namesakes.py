"""Small groups whose package is named after another with one word more (``incident_cost`` beside ``incident``) are part of that."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from analyzer.cluster.bonds import Neighbours
from analyzer.cluster.cut import Groups, by_least
from analyzer.graphs.packages import PackageTree
from analyzer.graphs.vocabulary import words_of
from analyzer.model.partition import SHARED
from analyzer.model.place import ModuleName

SMALL = 6
"""A group of so many modules stands for itself."""

MOSTLY = 0.5
"""A group is that of a package when more than this share of its modules lie in it."""


def joined_to_namesakes(groups: Groups, around: Neighbours, tree: PackageTree) -> Groups:
    """The same groups, where small ones are part of the group of the package that theirs is named after, if they have to do with it.
    ``shared`` stays."""
    members: dict[str, list[ModuleName]] = defaultdict(list)
    for module in sorted(groups):
        members[groups[module]].append(module)
    members.pop(SHARED, None)
    packages = {package: group for group, modules in members.items() for package in [_package(modules, tree)] if package}
    homes = dict(groups)
    for package in sorted(packages, key=lambda name: (-len(name), name)):
        group = packages[package]
        if len(members[group]) < SMALL:
            other = _namesake(package, packages)
            if other and _are_tied(members[group], members[packages[other]], around):
                homes.update(dict.fromkeys((module for module in homes if homes[module] == group), packages[other]))
                members[packages[other]] += members[group]
    services = by_least({module: home for module, home in homes.items() if home != SHARED})
    return {module: services.get(module, SHARED) for module in sorted(homes)}


def _package(modules: Sequence[ModuleName], tree: PackageTree) -> str:
    """The innermost package that most of these modules lie in; ``""`` where they are spread."""
    found = Counter(package for module in modules for package in tree.of(module))
    return max((package for package, number in found.items() if number > MOSTLY * len(modules)), key=len, default="")


def _namesake(package: str, packages: Mapping[str, str]) -> str:
    """The sibling package with the most of the first words of this one's name, but not all; ``""`` for none."""
    around, _, last = package.rpartition(".")
    words = words_of(last)
    beside = {words_of(other.rpartition(".")[2]): other for other in sorted(packages, reverse=True) if other.rpartition(".")[0] == around}
    return next((beside[words[:length]] for length in range(len(words) - 1, 0, -1) if words[:length] in beside), "")


def _are_tied(first: Sequence[ModuleName], second: Sequence[ModuleName], around: Neighbours) -> bool:
    others = set(second)
    return any(not others.isdisjoint(around.get(module, {})) for module in first)
