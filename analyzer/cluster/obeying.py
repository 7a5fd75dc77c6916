"""Homes changed as little as the architect's decisions ask."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from analyzer.cluster.bonds import Neighbours, bonds
from analyzer.cluster.decisions import Decisions, leaders_by_home
from analyzer.cluster.merging import merged
from analyzer.cluster.naming import slug
from analyzer.model.graph import DependencyGraph
from analyzer.model.partition import SHARED
from analyzer.model.place import ModuleName, Problem, Severity

Homes = dict[ModuleName, str]


def renamed(homes: Mapping[ModuleName, str], decisions: Decisions) -> Homes:
    """Service ids as decided: a service whose modules are mostly pinned to one id takes it, and names are replaced."""
    pinned: dict[str, Counter[str]] = defaultdict(Counter)
    sizes = Counter(homes.values())
    for module, home in homes.items():
        if decisions.fixed.get(module, SHARED) != SHARED and home != SHARED:
            pinned[home][decisions.fixed[module]] += 1
    names = {home: home for home in sizes}
    taken: set[str] = set()
    for home in sorted(pinned, key=lambda home: (-max(pinned[home].values()), home)):
        name = min(pinned[home], key=lambda name: (-pinned[home][name], name))
        if name not in taken and pinned[home][name] * 2 > sizes[home]:
            taken.add(name)
            names[home] = name
    names = {home: decisions.names.get(name, name) for home, name in names.items()}
    return {module: names[home] for module, home in homes.items()}


def obeyed(homes: Mapping[ModuleName, str], decisions: Decisions, around: Neighbours) -> Homes:
    """Every decision about modules holds: pins and ``shared``, then modules that stay together (where most of their ties are), then
    modules kept apart (the later one moves to its next best home, or to a service of its own)."""
    result = dict(homes)
    pins = {module: decisions.names.get(home, home) for module, home in decisions.fixed.items()}
    result.update({module: home for module, home in pins.items() if module in result})
    companions: dict[ModuleName, list[ModuleName]] = defaultdict(list)
    for module in sorted(result):
        companions[decisions.leader.get(module, module)].append(module)
    for leader, group in companions.items():
        if len(group) > 1 and leader not in pins:
            votes = Counter(result[module] for module in group)
            result.update(dict.fromkeys(group, min(votes, key=lambda home: (home == SHARED, -votes[home], home))))
    for home, leaders in leaders_by_home(result, decisions).items():
        kept = [leader for leader in leaders if leader in pins]
        for leader in leaders:
            if leader in pins:
                continue
            if any(decisions.conflict(leader, other) for other in kept):
                result.update(dict.fromkeys(companions[leader], _elsewhere(leader, home, result, decisions, around)))
            else:
                kept.append(leader)
    return result


def _elsewhere(leader: ModuleName, home: str, homes: Homes, decisions: Decisions, around: Neighbours) -> str:
    """The next best home in which nothing has to be apart from a module; a new one where there is none."""
    by_home = leaders_by_home(homes, decisions)
    for other in bonds(leader, around, homes):
        if other not in (home, SHARED) and not any(decisions.conflict(leader, rival) for rival in by_home.get(other, ())):
            return other
    name = slug(leader.rpartition(".")[2]) or "service"
    while name in set(homes.values()) or name == SHARED:
        name += "-apart"
    return name


def counted(homes: Homes, graph: DependencyGraph, decisions: Decisions, number: int) -> tuple[Homes, tuple[Problem, ...]]:
    """At most ``number`` services, as far as pins, names and sides allow; a problem where the number cannot be reached."""
    protected = set(decisions.fixed.values()) | set(decisions.names.values())
    by_home = leaders_by_home(homes, decisions)

    def leaders(union: Sequence[str]) -> list[ModuleName]:
        return [leader for home in union for leader in by_home.get(home, ())]

    def may_merge(first: Sequence[str], second: Sequence[str]) -> bool:
        if protected.intersection(first) and protected.intersection(second):
            return False
        return not any(decisions.conflict(left, right) for left in leaders(first) for right in leaders(second))

    result = _keeping(merged(homes, graph, number, may_merge), homes, protected)
    found = len(set(result.values()) - {SHARED})
    if found == number:
        return result, ()
    why = "its decisions keep more apart" if found > number else "there is nothing more to divide by"
    message = f"{number} services were asked for, but {found} is what is possible: {why}"
    problem = Problem(decisions.at, "impossible-constraint", message, Severity.ERROR, f"ask for {found}, or take a decision back")
    return result, (problem,)


def _keeping(result: Homes, before: Homes, protected: set[str]) -> Homes:
    """A union that holds a service of a decided name keeps that name."""
    names: dict[str, str] = {}
    for module, home in sorted(before.items()):
        if home in protected and home != SHARED:
            names[result[module]] = home
    return {module: names.get(home, home) for module, home in result.items()}
