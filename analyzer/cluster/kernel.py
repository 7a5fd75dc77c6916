"""The shared kernel: modules that everybody uses and that use nobody, and those that put everything together."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from analyzer.model.codebase import Codebase
from analyzer.model.data import Entity
from analyzer.model.facts import Import
from analyzer.model.place import ModuleName
from analyzer.model.surface import Endpoint, Task

FEWEST = 3
"""A module is no hub unless so many other groups use it."""

HUB_SHARE, HUB_ENOUGH = 0.25, 8
"""... and at least this share of all groups does, or so many."""

OWN_SHARE = 0.34
"""... and no greater share of its users is in its own group."""

ROOT_SHARE, ROOT_USERS = 0.5, 2
"""A composition root imports from at least this share of the groups, and at most so many modules import it."""

GROUP_SHARE, GROUP_USES = 0.5, 0.15
"""A whole group is kernel when at least the first share of the groups use it and it uses at most the second."""


@dataclass(frozen=True, slots=True)
class Uses:
    """Who imports whom among the clustered modules, both ways, and the modules that own data or answer requests."""

    of: Mapping[ModuleName, frozenset[ModuleName]]
    by: Mapping[ModuleName, frozenset[ModuleName]]
    owners: frozenset[ModuleName]
    doors: frozenset[ModuleName]


def uses_in(codebase: Codebase, modules: Iterable[ModuleName]) -> Uses:
    """The imports between these modules, re-exports followed."""
    known = set(modules)
    of: dict[ModuleName, set[ModuleName]] = defaultdict(set)
    by: dict[ModuleName, set[ModuleName]] = defaultdict(set)
    for fact in codebase.of(Import):
        if fact.importer in known and fact.resolved in known and fact.importer != fact.resolved:
            of[fact.importer].add(fact.resolved)
            by[fact.resolved].add(fact.importer)
    doors = {fact.module for fact in codebase.of(Endpoint)} | {fact.module for fact in codebase.of(Task)}
    owners = frozenset(entity.module for entity in codebase.of(Entity))
    return Uses(
        {module: frozenset(of[module]) for module in sorted(known)},
        {module: frozenset(by[module]) for module in sorted(known)},
        owners,
        frozenset(doors),
    )


def shared_kernel(uses: Uses, groups: Mapping[ModuleName, str], settled: Mapping[ModuleName, str]) -> dict[ModuleName, str]:
    """Module to the reason why it belongs to the shared kernel.

    ``groups`` is the cluster of every module; ``settled`` has those in a package that is a domain as it stands: there a module that
    owns data or answers requests stays, however many use it.
    """
    total = len(set(groups.values()))
    if total <= FEWEST:
        return {}
    kernel = _groups(uses, groups, total)
    for module in sorted(groups):
        if module not in kernel:
            reason = _hub(module, uses, groups, settled, total) or _root(module, uses, groups, total)
            if reason:
                kernel[module] = reason
    return _closed(kernel, uses, groups)


def _hub(module: ModuleName, uses: Uses, groups: Mapping[ModuleName, str], settled: Mapping[ModuleName, str], total: int) -> str:
    if module in settled and module in uses.owners | uses.doors:
        return ""
    users = Counter(groups[user] for user in uses.by[module])
    own = users.pop(groups[module], 0)
    used = {groups[target] for target in uses.of[module]} - {groups[module]}
    enough = max(FEWEST, min(HUB_SHARE * total, HUB_ENOUGH))
    few = len(used) <= max(1.0, len(users) / 3)
    if len(users) >= enough and own <= OWN_SHARE * (own + users.total()) and few:
        return f"{users.total()} modules of {len(users)} other groups use it, and it uses {len(used) or 'none'} of them"
    return ""


def _root(module: ModuleName, uses: Uses, groups: Mapping[ModuleName, str], total: int) -> str:
    used = {groups[target] for target in uses.of[module]} - {groups[module]}
    if len(used) >= max(FEWEST, ROOT_SHARE * total) and len(uses.by[module]) <= ROOT_USERS:
        return f"puts the application together: it uses {len(used)} of {total} groups, and hardly anything uses it"
    return ""


def _groups(uses: Uses, groups: Mapping[ModuleName, str], total: int) -> dict[ModuleName, str]:
    """Whole groups that most others use, that use hardly any, and that own no data and answer no requests."""
    used_by: dict[str, set[str]] = defaultdict(set)
    used: dict[str, set[str]] = defaultdict(set)
    members: dict[str, list[ModuleName]] = defaultdict(list)
    for module, group in sorted(groups.items()):
        members[group].append(module)
        for target in uses.of[module]:
            if groups[target] != group:
                used[group].add(groups[target])
                used_by[groups[target]].add(group)
    kernel: dict[ModuleName, str] = {}
    for group, modules in sorted(members.items()):
        quiet = not (uses.owners | uses.doors).intersection(modules)
        if len(used_by[group]) >= max(FEWEST, GROUP_SHARE * total) and len(used[group]) <= max(1.0, GROUP_USES * total) and quiet:
            reason = f"its group is used by {len(used_by[group])} of {total} groups and uses {len(used[group]) or 'none'} of them"
            kernel.update(dict.fromkeys(modules, reason))
    return kernel


def _closed(kernel: dict[ModuleName, str], uses: Uses, groups: Mapping[ModuleName, str]) -> dict[ModuleName, str]:
    """The kernel with those that only the kernel uses: what a base class needs is shared as well."""
    for module in sorted(groups):
        users = uses.by[module]
        if module not in kernel and users and all(user in kernel for user in users) and module not in uses.owners | uses.doors:
            if all(target in kernel for target in uses.of[module]):
                kernel[module] = f"only the shared kernel uses it ({sorted(users)[0]})"
    return kernel
