"""What is too small to be a service joins the group that it is bound to most."""

from collections import Counter

from analyzer.cluster.bonds import Neighbours, bonds
from analyzer.cluster.cut import Groups, by_least
from analyzer.model.partition import SHARED
from analyzer.model.place import ModuleName

SMALLEST = 2
"""A smaller group is no service."""


def tidied(groups: Groups, around: Neighbours, smallest: int = SMALLEST) -> Groups:
    """Groups in which no group is smaller than ``smallest`` where its modules have any tie to a larger one. ``shared`` stays."""
    homes = dict(groups)
    while True:
        sizes = Counter(homes.values())
        small = sorted(module for module in homes if homes[module] != SHARED and sizes[homes[module]] < smallest)
        large = {module: home for module, home in homes.items() if home != SHARED and sizes[home] >= smallest}
        moves = {module: next(iter(bonds(module, around, large)), "") for module in small}
        moves = {module: home for module, home in moves.items() if home}
        if not moves:
            return _renamed(homes)
        homes.update({ModuleName(module): home for module, home in moves.items()})


def _renamed(homes: Groups) -> Groups:
    services = by_least({module: home for module, home in homes.items() if home != SHARED})
    return {module: services.get(module, SHARED) for module in sorted(homes)}
