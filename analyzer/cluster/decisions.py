"""What the architect has decided, resolved to modules; and what cannot be obeyed because decisions exclude each other."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from analyzer.graphs.communities import components
from analyzer.model.partition import SHARED, Constraint, ConstraintKind
from analyzer.model.patterns import covers, is_pattern
from analyzer.model.place import Location, ModuleName, Problem, Severity

IMPOSSIBLE = "impossible-constraint"


@dataclass(slots=True)
class Decisions:
    """``fixed``: module to the service decided for it; ``leader``: module to the least module that it stays together with (itself
    where alone); ``sides``: leader to the (decision, side) pairs that keep it apart; ``names``: old to new id; ``services``."""

    fixed: dict[ModuleName, str] = field(default_factory=dict)
    leader: dict[ModuleName, ModuleName] = field(default_factory=dict)
    sides: dict[ModuleName, frozenset[tuple[int, int]]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    services: int | None = None
    at: Location = Location(".")
    problems: list[Problem] = field(default_factory=list)

    def conflict(self, first: ModuleName, second: ModuleName) -> bool:
        """Whether two leaders are to be in different services."""
        return apart(self.sides.get(first, frozenset()), self.sides.get(second, frozenset()))


def apart(first: frozenset[tuple[int, int]], second: frozenset[tuple[int, int]]) -> bool:
    """Whether some decision has the one on a side where the other is not."""
    return any(decision == other and side != another for decision, side in first for other, another in second)


def decide(modules: Sequence[ModuleName], constraints: Sequence[Constraint]) -> Decisions:
    """The constraints over these modules. Of two that exclude each other the more exact name wins, else the first; the other is an
    ``impossible-constraint``. A name that stands for no module decides nothing."""
    decisions = Decisions()
    places: dict[ModuleName, Location] = {}
    _fix(decisions, modules, constraints, places)
    _join(decisions, modules, constraints, places)
    _separate(decisions, modules, constraints)
    for item in constraints:
        if item.kind is ConstraintKind.NAME and item.modules:
            decisions.names[item.modules[0]] = item.value
        if item.kind is ConstraintKind.SERVICES:
            decisions.services, decisions.at = int(item.value), item.at
    return decisions


def members(pattern: str, modules: Sequence[ModuleName]) -> tuple[ModuleName, ...]:
    """The modules that a name or pattern stands for, in their order."""
    return tuple(module for module in modules if covers(pattern, module))


def _impossible(message: str, at: Location) -> Problem:
    return Problem(at, IMPOSSIBLE, message, Severity.ERROR, "take one of the two decisions back; until then the first one holds")


def _fix(
    decisions: Decisions, modules: Sequence[ModuleName], constraints: Sequence[Constraint], places: dict[ModuleName, Location]
) -> None:
    single = [
        (pattern, SHARED if item.kind is ConstraintKind.SHARED else item.value, item.at)
        for item in constraints
        if item.kind in (ConstraintKind.PIN, ConstraintKind.SHARED)
        for pattern in item.modules
    ]
    known = set(modules)
    strength: dict[ModuleName, tuple[bool, int]] = {}
    for pattern, service, at in sorted(single, key=lambda entry: (is_pattern(entry[0]), -len(entry[0]))):
        named = members(pattern, modules) if is_pattern(pattern) else tuple(ModuleName(name) for name in (pattern,) if name in known)
        rank = (is_pattern(pattern), len(pattern))
        for module in named:
            if module not in decisions.fixed:
                decisions.fixed[module], places[module], strength[module] = service, at, rank
            elif strength[module] == rank and decisions.fixed[module] != service:
                words = f"{module} is decided both for {decisions.fixed[module]} ({places[module]}) and for {service} ({at})"
                decisions.problems.append(_impossible(words, at))


def _join(
    decisions: Decisions, modules: Sequence[ModuleName], constraints: Sequence[Constraint], places: dict[ModuleName, Location]
) -> None:
    pairs: list[tuple[str, str]] = []
    grounds: dict[ModuleName, Location] = {}
    for item in constraints:
        if item.kind is ConstraintKind.TOGETHER:
            joined = [module for pattern in item.modules for module in members(pattern, modules)]
            pairs += [(joined[0], other) for other in joined[1:]]
            grounds.update(dict.fromkeys(joined, item.at))
    leaders = components(modules, pairs)
    decisions.leader = {module: ModuleName(leaders[module]) for module in modules}
    groups: dict[ModuleName, list[ModuleName]] = defaultdict(list)
    for module in modules:
        groups[decisions.leader[module]].append(module)
    for group in groups.values():
        decided = [module for module in group if module in decisions.fixed]
        for module in decided[1:]:
            if decisions.fixed[module] != decisions.fixed[decided[0]]:
                words = f"{decided[0]} and {module} are to stay together, yet are decided for {decisions.fixed[decided[0]]} ({places[decided[0]]}) "
                words += f"and {decisions.fixed[module]} ({places[module]})"
                decisions.problems.append(_impossible(words, grounds[module]))
        if decided:
            decisions.fixed.update(dict.fromkeys(group, decisions.fixed[decided[0]]))


def _separate(decisions: Decisions, modules: Sequence[ModuleName], constraints: Sequence[Constraint]) -> None:
    sides: dict[ModuleName, set[tuple[int, int]]] = defaultdict(set)
    for number, item in enumerate(constraints):
        if item.kind is not ConstraintKind.APART:
            continue
        groups = [members(pattern, modules) for pattern in item.modules]
        excluded = set()
        for problem, leaders in _inseparable(decisions, groups, item.at):
            decisions.problems.append(problem)
            excluded |= leaders
        for side, group in enumerate(groups):
            for leader in sorted({decisions.leader[module] for module in group} - excluded):
                sides[leader].add((number, side))
    decisions.sides = {leader: frozenset(sides[leader]) for leader in sorted(sides)}


def _inseparable(decisions: Decisions, groups: Sequence[Sequence[ModuleName]], at: Location) -> Iterator[tuple[Problem, set[ModuleName]]]:
    """One problem per two sides that cannot part, with the leaders that this decision then leaves alone."""
    for left, right in combinations(groups, 2):
        by_leader = {decisions.leader[module]: module for module in reversed(right)}
        by_home = {decisions.fixed[module]: module for module in reversed(right) if module in decisions.fixed}
        bound = [module for module in left if decisions.leader[module] in by_leader]
        if bound:
            other = by_leader[decisions.leader[bound[0]]]
            words = (
                f"{bound[0]} is to be apart from itself"
                if other == bound[0]
                else f"{bound[0]} and {other} are to stay together and to be apart"
            )
            yield _impossible(words, at), {decisions.leader[module] for module in bound}
        pinned = [module for module in left if module not in bound and decisions.fixed.get(module, "") in by_home]
        if pinned:
            home = decisions.fixed[pinned[0]]
            words = f"{pinned[0]} and {by_home[home]} are to be apart, yet both are decided for {home}"
            yield _impossible(words, at), {decisions.leader[module] for module in pinned}


def leaders_by_home(homes: Mapping[ModuleName, str], decisions: Decisions) -> dict[str, list[ModuleName]]:
    """Service to the leaders in it that some decision keeps apart from others."""
    found: dict[str, list[ModuleName]] = defaultdict(list)
    for leader in sorted(decisions.sides):
        if leader in homes:
            found[homes[leader]].append(leader)
    return found
