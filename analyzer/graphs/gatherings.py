"""Packages that only gather domains: most of what is in them lies in sub-packages that stand on their own."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from analyzer.model.place import ModuleName

SMALLEST = 3
"""A package of fewer modules is no domain."""

FEWEST, SHARE = 3, 0.5
"""A package gathers domains when it has so many that own data and answer requests, with at least this share of its modules."""

SERVICE = 50
"""A package of no more modules than one service may have is a domain with its parts."""

WHOLE = 0.8
"""A package with a greater share of all modules is the application itself."""


def gatherings(
    packages: Mapping[str, Sequence[ModuleName]], owners: AbstractSet[ModuleName], answering: AbstractSet[ModuleName]
) -> frozenset[str]:
    """The packages that gather domains, of these packages with their modules (themselves and deeper ones included). ``owners`` own
    data, ``answering`` answer requests."""
    whole: dict[str, list[int]] = defaultdict(list)
    for package, members in packages.items():
        if len(members) >= SMALLEST and not owners.isdisjoint(members) and not answering.isdisjoint(members):
            whole[package.rpartition(".")[0]].append(len(members))
    most = WHOLE * len({module for members in packages.values() for module in members})
    sizes = {package: len(packages[package]) for package in whole if package in packages}
    return frozenset(
        package
        for package, size in sizes.items()
        if SERVICE < size <= most and len(whole[package]) >= FEWEST and sum(whole[package]) >= SHARE * size
    )
