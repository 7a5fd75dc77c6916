"""Packages that only gather domains: most of what is in them lies in sub-packages that stand on their own."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from analyzer.model.place import ModuleName

SMALLEST = 3
"""A package of fewer modules is no domain."""

FEWEST, SHARE = 3, 0.5
"""A package gathers domains when it has so many that own data and answer requests, with at least this share of its modules."""

SERVICE = 50
"""A package of no more modules than one service may have is a domain with its parts, unless it is most of a small code base (``MOST``)."""

SMALL = 6
"""Parts of fewer modules than this in the mean, package files not counted, are no services."""

WHOLE = 0.8
"""A package with a greater share of all modules is the application itself."""

MOST = 0.4
"""A package with a greater share of all modules is more than one domain."""

NEARLY = 0.8
"""A layer holds at least this share of all tables, or of all routes."""

FAINT = 0.25
"""A package with fewer tables and routes a module has more to do than to serve a domain."""


def standing(
    packages: Mapping[str, Sequence[ModuleName]], owned: Mapping[ModuleName, int], answered: Mapping[ModuleName, int]
) -> frozenset[str]:
    """The packages that are domains as they stand, whoever uses them: they own data and answer requests, and no package in them does
    both. ``owned`` and ``answered`` are tables and routes by module."""
    most = MOST * len({module for members in packages.values() for module in members})
    whole = {}
    for package, members in packages.items():
        tables, routes = sum(owned.get(module, 0) for module in members), sum(answered.get(module, 0) for module in members)
        if tables and routes and len(members) >= SMALLEST:
            whole[package] = tables + routes
    around = {package.rpartition(".")[0] for package in whole}
    return frozenset(
        package for package in whole.keys() - around if whole[package] >= FAINT * len(packages[package]) and len(packages[package]) <= most
    )


def compact(packages: Mapping[str, Sequence[ModuleName]], serving: AbstractSet[ModuleName]) -> frozenset[str]:
    """The packages in the application that could be one service and whose own packages are too small to be any: apart they would go
    wherever a weak tie leads. At most one of these is ``serving`` (owns data or answers requests)."""
    parts: dict[str, list[str]] = defaultdict(list)
    for package in packages:
        parts[package.rpartition(".")[0]].append(package)
    most = min(SERVICE, MOST * len({module for members in packages.values() for module in members}))
    return frozenset(
        package
        for package, own in parts.items()
        if "." in package
        and package in packages
        and SMALL <= len(packages[package]) <= most
        and len(own) > 1
        and sum(module not in packages for part in own for module in packages[part]) < SMALL * len(own)
        and sum(not serving.isdisjoint(packages[part]) for part in own) <= 1
    )


def one_sided(
    packages: Mapping[str, Sequence[ModuleName]], owned: Mapping[ModuleName, int], answered: Mapping[ModuleName, int]
) -> frozenset[str]:
    """The packages that hold hardly less than all tables of a code base and none of its routes, or the other way round, and have a
    package for each of several domains: layers."""
    found = set[str]()
    for here, there in ((owned, answered), (answered, owned)):
        most = NEARLY * sum(here.values())
        holding = {package for package, members in packages.items() if not here.keys().isdisjoint(members)}
        parts = Counter(package.rpartition(".")[0] for package in holding)
        sides = {
            package
            for package in holding
            if sum(here.get(module, 0) for module in packages[package]) >= most and there.keys().isdisjoint(packages[package])
        }
        divided = {package for package in sides if there and parts[package] >= FEWEST}
        found |= {package for package in sides if any(f"{other}.".startswith(f"{package}.") for other in divided)}
    return frozenset(found)


def gatherings(
    packages: Mapping[str, Sequence[ModuleName]], owners: AbstractSet[ModuleName], answering: AbstractSet[ModuleName]
) -> frozenset[str]:
    """The packages that gather domains, of these packages with their modules (themselves and deeper ones included). ``owners`` own
    data, ``answering`` answer requests."""
    whole: dict[str, list[int]] = defaultdict(list)
    for package, members in packages.items():
        if len(members) >= SMALLEST and not owners.isdisjoint(members) and not answering.isdisjoint(members):
            whole[package.rpartition(".")[0]].append(len(members))
    everything = len({module for members in packages.values() for module in members})
    least, most = min(SERVICE, MOST * everything), WHOLE * everything
    sizes = {package: len(packages[package]) for package in whole if package in packages}
    return frozenset(
        package
        for package, size in sizes.items()
        if least < size <= most and len(whole[package]) >= FEWEST and sum(whole[package]) >= SHARE * size
    )
