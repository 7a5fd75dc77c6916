"""Hubs that belong to a domain: many use them, and their users bear their name. They gather their users instead of being shared."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping

from analyzer.cluster.cut import Groups, by_least
from analyzer.cluster.kernel import Uses
from analyzer.graphs.communities import components
from analyzer.graphs.packages import HUB, telling_words
from analyzer.model.place import ModuleName

COMMON = 0.15
"""A word in a greater share of the names tells nothing."""

ROLE = 3
"""A word that alone is the name of so many modules (``manager``, ``handlers``) is a role and no domain."""

BEARERS, BEARING = 3, 0.2
"""So many users of a hub, and at least this share of them, have a word of its name in theirs, and are not all of one name ..."""

BACK = 0.4
"""... and at least this share of the modules with that word use the hub, themselves or through a module that does."""

FOLLOWING = 0.5
"""A group goes where a hub is when at least this share of its modules use the hub, themselves or through modules of the group."""


def domain_hubs(uses: Uses) -> frozenset[ModuleName]:
    """The hubs that are named as their users are, such as the client that all modules about one cloud use."""
    words = telling_words(tuple(sorted(uses.by)), COMMON)
    bearers: dict[str, set[ModuleName]] = defaultdict(set)
    for module, own in words.items():
        for word in own:
            bearers[word].add(module)
    alone = Counter(next(iter(own)) for own in words.values() if len(own) == 1)
    hubs = (module for module in sorted(uses.by) if len(uses.by[module]) >= HUB)
    return frozenset(hub for hub in hubs if any(alone[word] < ROLE and _names(hub, bearers[word], uses) for word in sorted(words[hub])))


def _names(hub: ModuleName, bearers: Collection[ModuleName], uses: Uses) -> bool:
    users, others = uses.by[hub], set(bearers) - {hub}
    # one name in many packages (``signal_handlers``) is a role, too
    direct = len({user.rpartition(".")[2] for user in users & others})
    if direct < max(BEARERS, BEARING * len(users)):
        return False
    reached = users.union(*(uses.by[user] for user in sorted(users)))
    return len(reached & others) >= BACK * len(others)


def gathered_at_hubs(groups: Groups, hubs: Collection[ModuleName], uses: Uses, settled: Collection[ModuleName]) -> Groups:
    """The same groups, with those joined to a domain hub's group of which most modules use the hub. A group with a module that is
    ``settled`` in a domain package neither joins nor is joined."""
    members: dict[str, list[ModuleName]] = defaultdict(list)
    for module in sorted(groups):
        members[groups[module]].append(module)
    free = {group for group, modules in members.items() if not any(module in settled for module in modules)}
    homes = {hub: groups[hub] for hub in sorted(hubs) if groups.get(hub) in free}
    pairs = [(group, home) for group in sorted(free) for home in _best(group, members[group], homes, uses)]
    leaders = components(members, pairs)
    return by_least({module: leaders[group] for module, group in groups.items()})


def _best(group: str, members: Collection[ModuleName], homes: Mapping[ModuleName, str], uses: Uses) -> Iterator[str]:
    """The home of the hub that most of a group's modules use, if it is enough of them and not this group itself; else nothing."""
    used = sorted({target for module in members for target in uses.of[module] if target in homes and homes[target] != group})
    shares = [(len(_following(hub, members, uses)) / len(members), len(uses.by[hub]), hub) for hub in used]
    if shares and max(shares)[0] >= FOLLOWING:
        yield homes[max(shares)[2]]


def _following(hub: ModuleName, members: Collection[ModuleName], uses: Uses) -> set[ModuleName]:
    """The members that use a hub, themselves or through other members."""
    left = set(members)
    found: set[ModuleName] = set()
    reached = {hub}
    while reached:
        reached = {user for module in reached for user in uses.by[module] if user in left}
        left -= reached
        found |= reached
    return found
