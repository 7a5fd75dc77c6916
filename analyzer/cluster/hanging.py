"""Small groups that hang on another group far more than they hang together, or that work on the data of others, are part of one."""

from collections import Counter, defaultdict
from collections.abc import Collection

from analyzer.cluster.bonds import Neighbours, strongest
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


DATA = 0.33
"""Where at least this share of the groups own data, a small group that owns none works on that of others ..."""

FEWEST = 4
"""... and elsewhere only one of fewer modules that answers requests does, since the tables of all domains may lie in one place."""


def without_data(groups: Groups, around: Neighbours, owners: Collection[ModuleName], answering: Collection[ModuleName]) -> Groups:
    """The same groups, where small ones that own no data are part of the group that they are bound to most, the smallest first: a
    process of its own pays where there is data to look after or much to do. ``shared`` stays, and nothing joins it."""
    homes = dict(groups)
    members: dict[str, list[ModuleName]] = defaultdict(list)
    for module in sorted(homes):
        members[homes[module]].append(module)
    members.pop(SHARED, None)
    owning = {homes[module] for module in owners if module in homes} - {SHARED}
    if not owning:
        return homes
    is_known = len(owning) >= DATA * len(members)
    serving = members.keys() if is_known else {homes[module] for module in answering if module in homes}
    small = SMALL if is_known else FEWEST
    stays = {*owning, *(members.keys() - serving)}
    while True:
        left = [(len(modules), group) for group, modules in members.items() if len(modules) < small and group not in stays]
        if not left:
            break
        group = min(left)[1]
        stays.add(group)
        target = strongest(group, members[group], homes, around)
        if target != group:
            homes.update(dict.fromkeys(members[group], target))
            members[target] += members.pop(group)
    services = by_least({module: home for module, home in homes.items() if home != SHARED})
    return {module: services.get(module, SHARED) for module in sorted(homes)}


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
