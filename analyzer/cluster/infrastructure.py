"""Groups that no user of the application ever meets: what is below its domains, and what puts them together."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from analyzer.cluster.bonds import Neighbours, strongest
from analyzer.cluster.cut import Groups, by_least
from analyzer.cluster.kernel import MEMBERS_USED, PUTS_TOGETHER, Uses
from analyzer.graphs.slices import Slicing
from analyzer.graphs.vocabulary import words_of
from analyzer.model.partition import SHARED
from analyzer.model.place import ModuleName

SMALL = 6
"""A silent group of fewer modules is no service where others are served."""

SERVED = 0.33
"""An application is served when at least this share of its groups answer requests, do tasks or own data; only then are the silent ones
told apart."""

FEWEST = 3
"""What serves little and so many groups use may be below them."""

ONE_WAY = 5.0
"""... where at least so many times as many imports lead to it as lead from it to other groups, and to enough of its modules."""

FAINT = 0.25
"""A group serves little that has at most so many tables and routes a module."""


def without_infrastructure(homes: Groups, uses: Uses, slicing: Slicing, around: Neighbours) -> tuple[Groups, dict[ModuleName, str]]:
    """The same groups, where groups of infrastructure are kernel, with the reasons: in layered code all that are silent (no requests, no
    tasks, no data), but slices of a domain in them go to the group that has most of it; in any code silent groups that put the rest
    together, that at least half of the others use, or that only have to do with the kernel, and groups that are nearly silent, that others
    use and that hardly use any. Commands run once and end: groups of them are divided among those that they use. Small silent groups
    that are left belong to the group that they are bound to most, and larger ones to the only one that uses them; what nobody uses and
    what answers nobody belongs to what it starts, but a larger group without
    commands stays where it does not use what it is bound to."""
    members: dict[str, list[ModuleName]] = defaultdict(list)
    for module in sorted(homes):
        members[homes[module]].append(module)
    members.pop(SHARED, None)
    alive = uses.doors | uses.owners
    served = {group for group, modules in members.items() if not alive.isdisjoint(modules)}
    if len(served) < max(1, SERVED * sum(len(modules) > 1 for modules in members.values())):
        return homes, {}
    reasons = dict[ModuleName, str]()
    result = _with_commands_apart(homes, members, uses, around)
    served = {group for group, modules in members.items() if not alive.isdisjoint(modules)}
    for rule in (_below, _above, _under, _foundation, _beside):
        for group in sorted(members):
            why = rule(group, members[group], result, uses, served) if rule is not _below or slicing.is_layered else ""
            if why:
                for module in members.pop(group):
                    result[module] = next(_slice_homes(module, homes, served - {group}, slicing), SHARED)
                    if result[module] == SHARED:
                        reasons[module] = why
    for group in sorted(members, key=lambda group: (len(members[group]), group)):
        modules = members[group]
        users = len(_users(group, modules, result, uses))
        is_idle = not users and ((uses.doors - uses.commands) | uses.owners).isdisjoint(modules)
        if is_idle or (group not in served and (len(modules) < SMALL or users == 1)):
            home = strongest(group, modules, result, around)
            is_offered = not users and len(modules) >= SMALL and uses.doors.isdisjoint(modules)
            if not is_offered or any(result.get(target) == home for module in modules for target in uses.of[module]):
                result.update(dict.fromkeys(modules, home))
    return by_least({module: home for module, home in result.items() if home != SHARED}) | {
        module: SHARED for module, home in result.items() if home == SHARED
    }, reasons


def _with_commands_apart(homes: Groups, members: dict[str, list[ModuleName]], uses: Uses, around: Neighbours) -> Groups:
    """The groups, where commands whose group serves in no other way, and is mostly commands, are where they are bound to most each;
    ``members`` are kept in step."""
    result, serving = dict(homes), (uses.doors - uses.commands) | uses.owners
    for group, modules in sorted(members.items()):
        commands = sorted(uses.commands.intersection(modules))
        if len(commands) > len(modules) / 2 and serving.isdisjoint(modules):
            moves = {module: strongest(group, [module], homes, around) for module in commands}
            result.update(moves)
            for module, home in moves.items():
                members[group].remove(module)
                members[home].append(module)
    for group in [group for group, modules in members.items() if not modules]:
        del members[group]
    return result


def _below(group: str, modules: Sequence[ModuleName], homes: Groups, uses: Uses, served: Collection[str]) -> str:
    return "" if group in served else "in layered code, its group answers no requests, owns no data, and is no slice of a domain"


def _above(group: str, modules: Sequence[ModuleName], homes: Groups, uses: Uses, served: Collection[str]) -> str:
    used = {homes.get(target, SHARED) for module in modules for target in uses.of[module]} & set(served) - {group}
    users = {homes.get(user, SHARED) for module in modules for user in uses.by[module]} - {group, SHARED}
    if users or not _is_hidden(modules, uses) or len(used) < max(2.0, len(served) / 2):
        return ""
    return f"{PUTS_TOGETHER}: its group uses most others, and none uses it"


def _under(group: str, modules: Sequence[ModuleName], homes: Groups, uses: Uses, served: Collection[str]) -> str:
    used = {homes.get(target, SHARED) for module in modules for target in uses.of[module]} - {group, SHARED}
    users = {homes.get(user, SHARED) for module in modules for user in uses.by[module]} & set(served) - {group}
    if not _is_hidden(modules, uses) or len(users) < max(2.0, len(served) / 2) or len(used) > len(users):
        return ""
    if sum(any(homes.get(user, SHARED) != group for user in uses.by[module]) for module in modules) < MEMBERS_USED * len(modules):
        return ""
    return f"its group answers no requests and owns no data, and {len(users)} of the {len(served)} groups that do use it"


def _foundation(group: str, modules: Sequence[ModuleName], homes: Groups, uses: Uses, served: Collection[str]) -> str:
    users = _users(group, modules, homes, uses)
    if sum(uses.surface.get(module, 0) for module in modules) > FAINT * len(modules):
        return ""
    if len(users) < FEWEST or (group in served and len(users & set(served)) < len(served) / 2):
        return ""
    reached = [sum(homes.get(user, SHARED) != group for user in uses.by[module]) for module in modules]
    to = sum(reached)
    away = sum(homes.get(target, SHARED) not in (group, SHARED) for module in modules for target in uses.of[module])
    if to < ONE_WAY * max(1, away) or sum(map(bool, reached)) < MEMBERS_USED * len(modules):
        return ""
    return f"its group has hardly any routes and tables; {to} imports from {len(users)} other groups lead to it, and {away or 'none'} away"


def _users(group: str, modules: Sequence[ModuleName], homes: Groups, uses: Uses) -> set[str]:
    """The other groups, without the kernel, that use a group."""
    return {homes.get(user, SHARED) for module in modules for user in uses.by[module]} - {group, SHARED}


def _beside(group: str, modules: Sequence[ModuleName], homes: Groups, uses: Uses, served: Collection[str]) -> str:
    around = {homes.get(other, SHARED) for module in modules for other in uses.of[module] | uses.by[module]} - {group, SHARED}
    if around or not uses.owners.isdisjoint(modules):
        return ""
    if not uses.answering.isdisjoint(modules):
        package = {other: home for other, home in homes.items() if other.rpartition(".")[0] == modules[0].rpartition(".")[0]}
        kernel = sum(home == SHARED for home in package.values())
        return "it only has to do with the shared kernel, like its package" if len(modules) == 1 < kernel > len(package) / 2 else ""
    if group in served and len(modules) > 1 and not (uses.doors - uses.commands).isdisjoint(modules):
        return ""
    return "its group only has to do with the shared kernel, answers no requests and owns no data"


def _is_hidden(modules: Collection[ModuleName], uses: Uses) -> bool:
    """Whether modules answer no requests and own no data; they may do tasks, such as commands."""
    return uses.answering.isdisjoint(modules) and uses.owners.isdisjoint(modules)


def _slice_homes(module: ModuleName, homes: Mapping[ModuleName, str], served: Collection[str], slicing: Slicing) -> Iterator[str]:
    """The served groups with the other slices of a module's domain, those with most of them first."""
    votes = Counter(
        homes[other]
        for word in sorted(set(words_of(module.rpartition(".")[2])))
        for other in sorted(slicing.slices.get(word, ()))
        if homes.get(other) in served
    )
    yield from sorted(votes, key=lambda home: (-votes[home], home))
