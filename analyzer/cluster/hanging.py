"""Small groups that hang on another group far more than they hang together are part of it."""

from collections import Counter, defaultdict
from collections.abc import Collection

from analyzer.cluster.bonds import Neighbours
from analyzer.cluster.cut import Groups, by_least
from analyzer.graphs.packages import telling_words
from analyzer.model.partition import SHARED
from analyzer.model.place import ModuleName

SMALL = 6
"""A group of so many modules stands for itself."""

TWICE = 2.0
"""A smaller one joins the group that it is tied to at least so many times as strongly as within itself ..."""

NAMED, SOME = 0.6, 3
"""... unless at least this share of its modules, and so many, have a telling word in common: it is about something."""


def leant(groups: Groups, around: Neighbours, owners: Collection[ModuleName] = (), doors: Collection[ModuleName] = ()) -> Groups:
    """The same groups, where small ones that lean on one other are part of that. ``shared`` stays, and nothing leans on it. The one that
    leans most goes first, since what it joins may then hang together. A group with modules that own data and modules that answer requests
    (``owners``, ``doors``) is a service, however small."""
    homes = dict(groups)
    sizes = Counter(homes.values())
    ties = _ties(homes, around)
    whole = {homes.get(module, SHARED) for module in owners} & {homes.get(module, SHARED) for module in doors}
    open_groups = {group for group in ties if sizes[group] < SMALL} - _named(homes) - whole
    while True:
        leaning = [lean for lean in (_lean(group, ties) for group in sorted(open_groups)) if lean]
        if not leaning:
            break
        _, group, other = min(leaning)
        open_groups -= {group, other} if sizes[group] + sizes[other] >= SMALL else {group}
        sizes[other] += sizes.pop(group)
        _join(group, other, ties)
        homes.update((module, other) for module, home in groups.items() if homes[module] == group)
    services = by_least({module: home for module, home in homes.items() if home != SHARED})
    return {module: services.get(module, SHARED) for module in sorted(homes)}


def _named(homes: Groups) -> set[str]:
    words = telling_words(tuple(homes))
    sizes = Counter(homes.values())
    common = Counter((home, word) for module, home in homes.items() for word in words[module])
    return {home for (home, _), count in common.items() if count >= max(SOME, NAMED * sizes[home])}


Ties = dict[str, dict[str, float]]
"""Group to group (itself included) to the sum of the ties between them."""


def _ties(homes: Groups, around: Neighbours) -> Ties:
    ties: Ties = defaultdict(lambda: defaultdict(float))
    for module in sorted(homes):
        if homes[module] == SHARED:
            continue
        for partner, weight in sorted(around.get(module, {}).items()):
            if partner in homes and homes[partner] != SHARED and module < partner:
                first, second = homes[module], homes[partner]
                ties[first][second] += weight
                if first != second:
                    ties[second][first] += weight
    return ties


def _lean(group: str, ties: Ties) -> tuple[float, str, str] | None:
    """How much of a group's strongest tie to another and of its own is its own, the group and the other; None where it stands."""
    own = ties[group].get(group, 0.0)
    weight, other = min(((-weight, other) for other, weight in ties[group].items() if other != group), default=(0.0, ""))
    return (round(own / (own - weight), 9), group, other) if other and -weight >= TWICE * own else None


def _join(group: str, other: str, ties: Ties) -> None:
    for third, weight in ties.pop(group).items():
        if third in (group, other):
            ties[other][other] += weight
            ties[other].pop(group, None)
        else:
            ties[other][third] += weight
            ties[third][other] += ties[third].pop(group)
