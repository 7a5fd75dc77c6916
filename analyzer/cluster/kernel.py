"""The shared kernel: modules that everybody uses and that use nobody, and those that put everything together."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from analyzer.model.codebase import Codebase
from analyzer.model.data import Entity
from analyzer.model.facts import Import
from analyzer.model.place import ModuleName
from analyzer.model.surface import COMMANDS, Endpoint, Task

FEWEST = 3
"""A module is no hub unless so many other groups use it."""

HUB_SHARE, HUB_ENOUGH = 0.25, 20
"""... and at least this share of all groups does, or so many."""

SETTLED_SHARE = 0.5
"""... but at least this share where the module stays in a package that is a domain: there it may be the domain's public face."""

OWN_SHARE = 0.34
"""... and no greater share of its users is in its own group."""

ROOT_SHARE, ROOT_USERS = 0.5, 2
"""A composition root imports from at least this share of the groups, and at most so many modules import it."""

GROUP_SHARE, GROUP_USES = 0.5, 0.15
"""A whole group is kernel when at least the first share of the groups use it and it uses at most the second ..."""

MEMBERS_USED = 0.5
"""... and other groups use at least this share of its modules themselves."""

PUTS_TOGETHER = "puts the application together"

LOADED = "entry-point"
"""The framework of tasks that are no more than objects loaded by name (plugins): they neither run nor answer by themselves."""


@dataclass(frozen=True, slots=True)
class Uses:
    """Who imports whom among the clustered modules, both ways, the modules that own data, those that answer requests or do tasks
    (``doors``), those that answer requests, how many tables and routes each has (``surface``), and those that are no more than
    ``commands``, which run once and end."""

    of: Mapping[ModuleName, frozenset[ModuleName]]
    by: Mapping[ModuleName, frozenset[ModuleName]]
    owners: frozenset[ModuleName]
    doors: frozenset[ModuleName]
    answering: frozenset[ModuleName] = frozenset()
    surface: Mapping[ModuleName, int] = field(default_factory=dict)
    commands: frozenset[ModuleName] = frozenset()


def uses_in(codebase: Codebase, modules: Iterable[ModuleName]) -> Uses:
    """The imports between these modules, re-exports followed; to import a file that only gathers modules is to import these."""
    known = set(modules)
    of: dict[ModuleName, set[ModuleName]] = defaultdict(set)
    by: dict[ModuleName, set[ModuleName]] = defaultdict(set)
    gathered: dict[ModuleName, set[ModuleName]] = defaultdict(set)
    for fact in codebase.of(Import):
        if fact.importer not in known:
            gathered[fact.importer].add(fact.resolved)
    for fact in codebase.of(Import):
        if fact.importer in known:
            for target in known.intersection((fact.resolved, *gathered[fact.resolved])) - {fact.importer}:
                of[fact.importer].add(target)
                by[target].add(fact.importer)
    answering = frozenset(fact.module for fact in codebase.of(Endpoint))
    owners = frozenset(entity.module for entity in codebase.of(Entity))
    tasks = [task for task in codebase.of(Task) if task.framework != LOADED]
    working = {task.module for task in tasks if task.framework not in COMMANDS}
    return Uses(
        {module: frozenset(of[module]) for module in sorted(known)},
        {module: frozenset(by[module]) for module in sorted(known)},
        owners,
        answering | {task.module for task in tasks},
        answering,
        Counter([*(fact.module for fact in codebase.of(Endpoint)), *(entity.module for entity in codebase.of(Entity))]),
        frozenset(task.module for task in tasks) - answering - working - owners,
    )


@dataclass(frozen=True, slots=True)
class _Ground:
    """Uses, the group of every module, the modules settled in domain packages, and the number of groups larger than one module."""

    uses: Uses
    groups: Mapping[ModuleName, str]
    settled: Collection[ModuleName]
    total: int


def shared_kernel(
    uses: Uses, groups: Mapping[ModuleName, str], settled: Collection[ModuleName], domain: frozenset[ModuleName] = frozenset()
) -> dict[ModuleName, str]:
    """Module to the reason why it belongs to the shared kernel.

    ``groups`` is the cluster of every module; ``settled`` are those in a package that is a domain as it stands: there a module that
    owns data or answers requests stays, however many use it; ``domain`` are modules that belong to a domain in any case. What the
    kernel uses does not count against a hub, so it grows until nothing more joins.
    """
    sizes = Counter(groups.values())
    ground = _Ground(uses, groups, settled, sum(size > 1 for size in sizes.values()))
    if ground.total <= FEWEST:
        return {}
    kernel = {module: reason for module, reason in _groups(ground).items() if module not in domain}
    for rule in (_hub, _root, _starter, _only_for_kernel):
        grown = -1
        while grown < len(kernel):
            grown = len(kernel)
            for module in sorted(groups.keys() - kernel.keys() - domain):
                reason = rule(module, ground, kernel)
                if reason:
                    kernel[module] = reason
    return kernel


def _hub(module: ModuleName, ground: _Ground, kernel: Mapping[ModuleName, str]) -> str:
    uses, groups = ground.uses, ground.groups
    if module in ground.settled and module in uses.owners | uses.doors:
        return ""
    users = Counter(groups[user] for user in uses.by[module] if user not in kernel)
    own = users.pop(groups[module], 0)
    used = {groups[target] for target in uses.of[module] if target not in kernel} - {groups[module]}
    enough = max(FEWEST, min(HUB_SHARE * ground.total, HUB_ENOUGH))
    if module in ground.settled:
        enough = max(enough, SETTLED_SHARE * ground.total)
    if len(users) >= enough and own <= OWN_SHARE * (own + users.total()) and len(used) <= max(1.0, len(users) / 3):
        return f"{users.total()} modules of {len(users)} other groups use it, and it uses {len(used) or 'none'} of them"
    return ""


def _root(module: ModuleName, ground: _Ground, kernel: Mapping[ModuleName, str]) -> str:
    groups, users = ground.groups, ground.uses.by[module]
    used = {groups[target] for target in ground.uses.of[module] if target not in kernel} - {groups[module]}
    if module not in ground.settled and len(used) >= max(FEWEST, ROOT_SHARE * ground.total) and len(users) <= ROOT_USERS:
        return f"{PUTS_TOGETHER}: it uses {len(used)} groups, and hardly anything uses it"
    return ""


def _starter(module: ModuleName, ground: _Ground, kernel: Mapping[ModuleName, str]) -> str:
    targets = sorted(ground.uses.of[module])
    roots = [target for target in targets if kernel.get(target, "").startswith(PUTS_TOGETHER)]
    if roots and not ground.uses.by[module] and all(target in kernel for target in targets):
        return f"{PUTS_TOGETHER}: it starts {roots[0]}, and nothing uses it"
    return ""


def _only_for_kernel(module: ModuleName, ground: _Ground, kernel: Mapping[ModuleName, str]) -> str:
    """What only the kernel uses and what uses only the kernel is shared as well: the base class of a base class."""
    users = ground.uses.by[module]
    if not users or module in ground.uses.owners | ground.uses.doors:
        return ""
    if all(user in kernel for user in users) and all(target in kernel for target in ground.uses.of[module]):
        return f"only the shared kernel uses it ({sorted(users)[0]})"
    return ""


def _groups(ground: _Ground) -> dict[ModuleName, str]:
    """Whole groups that most others use, that use hardly any, and that own no data and answer no requests."""
    uses, groups, total = ground.uses, ground.groups, ground.total
    used_by: dict[str, set[str]] = defaultdict(set)
    used: dict[str, set[str]] = defaultdict(set)
    members: dict[str, list[ModuleName]] = defaultdict(list)
    sizes = Counter(groups.values())
    for module, group in sorted(groups.items()):
        members[group].append(module)
        for target in uses.of[module]:
            if groups[target] != group:
                used[group].add(groups[target])
                if sizes[group] > 1:
                    used_by[groups[target]].add(group)
    kernel: dict[ModuleName, str] = {}
    for group, modules in sorted(members.items()):
        quiet = not (uses.owners | uses.doors).intersection(modules)
        used_members = sum(any(groups[user] != group for user in uses.by[module]) for module in modules)
        quiet = quiet and used_members >= MEMBERS_USED * len(modules)
        if len(used_by[group]) >= max(FEWEST, GROUP_SHARE * total) and len(used[group]) <= max(1.0, GROUP_USES * total) and quiet:
            reason = f"its group is used by {len(used_by[group])} of {total} groups and uses {len(used[group]) or 'none'} of them"
            kernel.update(dict.fromkeys(modules, reason))
    return kernel
