"""From the last boundaries on: what is known stays, what is new joins what it is bound to, and nothing else is moved."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from analyzer.cluster.algorithms import LEIDEN, Ground
from analyzer.cluster.bonds import Neighbours, bonds
from analyzer.cluster.cut import Groups
from analyzer.cluster.followers import Following
from analyzer.cluster.kernel import Uses
from analyzer.model.partition import SHARED
from analyzer.model.place import ModuleName

Homes = Mapping[ModuleName, str]

ENOUGH = 3
"""So many new modules may be a service of their own, where more ties them to each other than to any service."""

KNOWN = 0.5
"""Where less of the modules is known, the last boundaries are of another code base, and are no start."""

LAST = "it was there in the last boundaries"


def is_start(before: Homes | None, modules: Sequence[ModuleName]) -> bool:
    """Whether boundaries know enough of these modules to go on from."""
    return bool(before) and bool(modules) and sum(module in (before or {}) for module in modules) >= KNOWN * len(modules)


def continued(modules: Sequence[ModuleName], before: Homes, around: Neighbours) -> Groups:
    """Module to service: the known ones as before; new ones in a group of their own (called ``:`` and its least module) or with the
    service that they are bound to most, the best bound first. New modules without any tie to a service are left out."""
    homes: Groups = {module: before[module] for module in modules if module in before}
    left = [module for module in modules if module not in before]
    for group in _new_groups(left, around):
        inside = sum(weight for module in group for partner, weight in around[module].items() if partner in group)
        pulls: dict[str, float] = {}
        for module in sorted(group):
            for home, weight in bonds(module, around, homes).items():
                pulls[home] = pulls.get(home, 0.0) + weight
        if inside > max((weight for home, weight in pulls.items() if home != SHARED), default=0.0):
            homes.update(dict.fromkeys(group, f":{min(group)}"))
    left = [module for module in left if module not in homes]
    while left:
        best = {
            module: next(((weight, home) for home, weight in bonds(module, around, homes).items() if home != SHARED), None)
            for module in left
        }
        bound = [(found[0], module) for module, found in best.items() if found]
        if not bound:
            break
        first = min(module for weight, module in bound if weight == max(bound)[0])
        homes[first] = best[first][1]  # type: ignore[index]  # it is among those that were found
        left.remove(first)
    return homes


def _new_groups(left: Sequence[ModuleName], around: Neighbours) -> list[set[ModuleName]]:
    new = set(left)
    ties: dict[tuple[str, str], float] = {
        (one, other): weight for one in left for other, weight in around[one].items() if other in new and one < other
    }
    numbers = LEIDEN.cluster(Ground(sorted(left), ties, 1.0, 1))
    groups: dict[int, set[ModuleName]] = {}
    for module in left:
        groups.setdefault(numbers[module], set()).add(module)
    return [group for _, group in sorted(groups.items()) if len(group) >= ENOUGH]


def kept_kernel(homes: Homes, uses: Uses) -> dict[ModuleName, str]:
    """The modules of the last shared kernel, with who uses them now."""
    kernel = {}
    for module in sorted(homes):
        if homes[module] == SHARED:
            services = {homes.get(user, SHARED) for user in uses.by.get(module, ())} - {SHARED}
            kernel[module] = f"{LAST}; modules of {len(services) or 'no'} services use it"
    return kernel


def kept_followers(followers: Mapping[ModuleName, Following], before: Homes) -> dict[ModuleName, Following]:
    """Followers that are known stay where they were, whatever they follow now."""
    return {
        module: place if before.get(module, place.service) == place.service else _kept(place, before[module])
        for module, place in followers.items()
    }


def _kept(place: Following, home: str) -> Following:
    return replace(place, service=home, reason=LAST, next_best=place.service, by_default=False)
