"""What the architect has decided, resolved to modules; and what cannot be obeyed because decisions exclude each other."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from analyzer.graphs.communities import components
from analyzer.model.partition import SHARED, Constraint, ConstraintKind
from analyzer.model.patterns import covers, is_pattern
from analyzer.model.place import Location, ModuleName, Problem, Severity

IMPOSSIBLE = "impossible-constraint"
Sides = frozenset[tuple[int, int]]
"""On which side of which decisions something stands: (decision, side) pairs."""


@dataclass(frozen=True, slots=True)
class Decisions:
    """``fixed``: module to the service decided for it; ``leader``: module to the least module that it stays together with (itself
    where alone); ``sides``: leader to what keeps it apart from others; ``names``: old to new id; ``services``: how many are asked
    for, at ``at``; ``problems``: decisions that exclude others and therefore do not hold."""

    fixed: Mapping[ModuleName, str]
    leader: Mapping[ModuleName, ModuleName]
    sides: Mapping[ModuleName, Sides]
    names: Mapping[str, str]
    services: int | None
    at: Location
    problems: tuple[Problem, ...]

    def conflict(self, first: ModuleName, second: ModuleName) -> bool:
        """Whether two leaders are to be in different services."""
        left, right = self.sides.get(first, frozenset()), self.sides.get(second, frozenset())
        return any(decision == other and side != another for decision, side in left for other, another in right)


@dataclass(frozen=True, slots=True)
class _Pin:
    """Where one module is pinned: the service, the place, and how exact the pattern was (less is more exact)."""

    service: str
    at: Location
    rank: tuple[bool, int]


Pins = dict[ModuleName, _Pin]
Leaders = dict[ModuleName, ModuleName]


def decide(modules: Sequence[ModuleName], constraints: Sequence[Constraint]) -> Decisions:
    """The constraints over these modules. Of two that exclude each other the more exact name wins, else the first; the other is an
    ``impossible-constraint``. A name that stands for no module decides nothing."""
    pins, pin_problems = _pins(modules, constraints)
    leaders, grounds = _leaders(modules, constraints)
    join_problems = _bring_together(modules, leaders, grounds, pins)
    fixed = {module: pin.service for module, pin in pins.items()}
    sides, side_problems = _sides(modules, constraints, leaders, fixed)
    numbers = [item for item in constraints if item.kind is ConstraintKind.SERVICES]
    return Decisions(
        fixed,
        leaders,
        sides,
        {item.modules[0]: item.value for item in constraints if item.kind is ConstraintKind.NAME and item.modules},
        int(numbers[0].value) if numbers else None,
        numbers[0].at if numbers else Location("."),
        (*pin_problems, *join_problems, *side_problems),
    )


def _members(pattern: str, modules: Sequence[ModuleName]) -> tuple[ModuleName, ...]:
    return tuple(module for module in modules if covers(pattern, module))


def _impossible(message: str, at: Location) -> Problem:
    return Problem(at, IMPOSSIBLE, message, Severity.ERROR, "take one of the two decisions back; until then the first one holds")


def _pins(modules: Sequence[ModuleName], constraints: Sequence[Constraint]) -> tuple[Pins, list[Problem]]:
    """Where pins and ``shared`` put modules; a name decides over a pattern, a longer pattern over a shorter one."""
    single = [
        (pattern, SHARED if item.kind is ConstraintKind.SHARED else item.value, item.at)
        for item in constraints
        if item.kind in (ConstraintKind.PIN, ConstraintKind.SHARED)
        for pattern in item.modules
    ]
    known, pins, problems = frozenset(modules), Pins(), list[Problem]()
    for pattern, service, at in sorted(single, key=lambda entry: (is_pattern(entry[0]), -len(entry[0]))):
        exact = (ModuleName(pattern),) if pattern in known else ()
        pin = _Pin(service, at, (is_pattern(pattern), -len(pattern)))
        for module in _members(pattern, modules) if is_pattern(pattern) else exact:
            first = pins.setdefault(module, pin)
            if first.rank == pin.rank and first.service != service:
                words = f"{module} is decided both for {first.service} ({first.at}) and for {service} ({at})"
                problems.append(_impossible(words, at))
    return pins, problems


def _leaders(modules: Sequence[ModuleName], constraints: Sequence[Constraint]) -> tuple[Leaders, dict[ModuleName, Location]]:
    """Module to the least module that it is to stay together with, and where that is decided."""
    pairs: list[tuple[str, str]] = []
    grounds: dict[ModuleName, Location] = {}
    for item in constraints:
        if item.kind is ConstraintKind.TOGETHER:
            joined = [module for pattern in item.modules for module in _members(pattern, modules)]
            pairs += [(joined[0], other) for other in joined[1:]]
            grounds.update(dict.fromkeys(joined, item.at))
    found = components(modules, pairs)
    return {module: ModuleName(found[module]) for module in modules}, grounds


def _bring_together(modules: Sequence[ModuleName], leaders: Leaders, grounds: Mapping[ModuleName, Location], pins: Pins) -> list[Problem]:
    """Pins spread to those that stay together; a problem for each that is pinned elsewhere already."""
    groups: dict[ModuleName, list[ModuleName]] = defaultdict(list)
    for module in modules:
        groups[leaders[module]].append(module)
    problems = []
    for group in groups.values():
        pinned = sorted((pins[module].rank, module) for module in group if module in pins)
        if not pinned:
            continue
        first = pinned[0][1]
        for _, module in pinned[1:]:
            here, there = pins[first], pins[module]
            if here.service != there.service:
                words = f"{first} and {module} are to stay together, yet are decided for {here.service} ({here.at}) "
                problems.append(_impossible(f"{words}and {there.service} ({there.at})", grounds[module]))
        pins.update(dict.fromkeys(group, pins[first]))
    return problems


def _sides(
    modules: Sequence[ModuleName], constraints: Sequence[Constraint], leaders: Leaders, fixed: Mapping[ModuleName, str]
) -> tuple[dict[ModuleName, Sides], list[Problem]]:
    sides: dict[ModuleName, set[tuple[int, int]]] = defaultdict(set)
    problems: list[Problem] = []
    for number, item in enumerate(constraints):
        if item.kind is not ConstraintKind.APART:
            continue
        groups = [_members(pattern, modules) for pattern in item.modules]
        bound = list(_inseparable(groups, leaders, fixed))
        problems += [_impossible(words, item.at) for words, _ in bound]
        excluded = {leader for _, group in bound for leader in group}
        for side, members in enumerate(groups):
            for leader in {leaders[module] for module in members} - excluded:
                sides[leader].add((number, side))
    return {leader: frozenset(sides[leader]) for leader in sorted(sides)}, problems


def _inseparable(
    groups: Sequence[Sequence[ModuleName]], leaders: Leaders, fixed: Mapping[ModuleName, str]
) -> Iterator[tuple[str, set[ModuleName]]]:
    """For two sides that cannot part: why, and the leaders that the decision then leaves alone."""
    for left, right in combinations(groups, 2):
        by_leader = {leaders[module]: module for module in reversed(right)}
        by_home = {fixed[module]: module for module in reversed(right) if module in fixed}
        bound = [module for module in left if leaders[module] in by_leader]
        if bound:
            other = by_leader[leaders[bound[0]]]
            why = "itself" if other == bound[0] else f"{other}, with which it is to stay together"
            yield f"{bound[0]} is to be apart from {why}", {leaders[module] for module in bound}
        pinned = [module for module in left if module not in bound and fixed.get(module, "") in by_home]
        if pinned:
            home = fixed[pinned[0]]
            words = f"{pinned[0]} and {by_home[home]} are to be apart, yet both are decided for {home}"
            yield words, {leaders[module] for module in pinned}


def leaders_by_home(homes: Mapping[ModuleName, str], decisions: Decisions) -> dict[str, list[ModuleName]]:
    """Service to the leaders in it that some decision keeps apart from others."""
    found: dict[str, list[ModuleName]] = defaultdict(list)
    for leader in decisions.sides:
        if leader in homes:
            found[homes[leader]].append(leader)
    return found
