"""Decisions stand over lists: where the two disagree the decision wins, and decisions that exclude each other are told."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from analyzer.model.partition import SHARED, Constraint, ConstraintKind
from analyzer.model.patterns import covers, is_pattern
from analyzer.model.place import Location, ModuleName, Problem, Severity
from analyzer.read.boundaries.document import disobeyed
from analyzer.read.boundaries.lists import Lists

Members = tuple[ModuleName, ...]


def settle(
    lists: Lists, constraints: Sequence[Constraint], known: Sequence[ModuleName]
) -> tuple[dict[ModuleName, str], tuple[Problem, ...]]:
    """Module to service id, decisions applied to the lists; and the contradictions among decisions.

    A pin or ``shared`` moves a module; the first module of ``together`` brings the others to its home; of ``apart`` the later ones
    lose theirs, so that the analysis places them anew.
    """
    decided, problems = _decided(constraints, known)
    homes = dict(lists.homes)
    for module in sorted(decided.keys() & homes.keys()):
        if homes[module] != decided[module][0]:
            problems.append(_overruled(module, homes[module], decided[module], lists))
            homes[module] = decided[module][0]
    groups = _groups(constraints, known)
    problems += _bring_together(groups, decided, homes)
    problems += _take_apart(constraints, known, groups, decided, homes)
    problems += _number(constraints, lists)
    return homes, tuple(problems)


Decided = dict[ModuleName, tuple[str, Location]]


def _decided(constraints: Sequence[Constraint], known: Sequence[ModuleName]) -> tuple[Decided, list[Problem]]:
    """Where pins and ``shared`` put modules; a name decides over a pattern, a longer pattern over a shorter one."""
    decided: Decided = {}
    problems: list[Problem] = []
    names: dict[str, Constraint] = {}
    single = [item for item in constraints if item.kind in (ConstraintKind.PIN, ConstraintKind.SHARED)]
    for constraint in sorted(single, key=lambda item: (not is_pattern(item.modules[0]), len(item.modules[0]))):
        name = constraint.modules[0]
        other = names.setdefault(name, constraint)
        if other.value != constraint.value:
            problems.append(_contradiction(f"{name} is pinned to {other.value} and called shared", constraint.at, other.at))
        decided.update(dict.fromkeys(_members(name, known), (constraint.value, constraint.at)))
    return decided, problems


def _members(name: str, known: Sequence[ModuleName]) -> Members:
    return tuple(module for module in known if covers(name, module)) if is_pattern(name) else (ModuleName(name),)


def _groups(constraints: Sequence[Constraint], known: Sequence[ModuleName]) -> dict[ModuleName, tuple[Members, Location]]:
    """Module to the group that it must stay with: groups of ``together`` that share a module are one."""
    groups: dict[ModuleName, tuple[Members, Location]] = {}
    for constraint in constraints:
        if constraint.kind is ConstraintKind.TOGETHER:
            members = list(dict.fromkeys(module for name in constraint.modules for module in _members(name, known)))
            joined = dict.fromkeys([other for module in members if module in groups for other in groups[module][0]] + members)
            groups.update(dict.fromkeys(joined, (tuple(joined), constraint.at)))
    return groups


def _bring_together(
    groups: Mapping[ModuleName, tuple[Members, Location]], decided: Decided, homes: dict[ModuleName, str]
) -> Iterator[Problem]:
    for members, at in sorted(set(groups.values())):
        fixed = [module for module in members if module in decided]
        for module in fixed[1:]:
            if decided[module][0] != decided[fixed[0]][0]:
                services = f"{decided[fixed[0]][0]} and {decided[module][0]}"
                message = f"{fixed[0]} and {module} are to stay together, yet they are decided for {services}"
                yield _contradiction(message, at, decided[module][1])
                break
        home = decided[fixed[0]][0] if fixed else next((homes[module] for module in members if module in homes), "")
        if home:
            homes.update({module: home for module in members if module not in decided})


def _take_apart(
    constraints: Sequence[Constraint],
    known: Sequence[ModuleName],
    groups: Mapping[ModuleName, tuple[Members, Location]],
    decided: Decided,
    homes: dict[ModuleName, str],
) -> Iterator[Problem]:
    for constraint in constraints:
        if constraint.kind is not ConstraintKind.APART:
            continue
        sides = [_members(name, known) for name in constraint.modules]
        for left, right in combinations(sides, 2):
            conflict = _cannot_part(left, right, groups, decided, constraint.at)
            if conflict:
                yield conflict
            else:
                _part(left, right, decided, homes)


def _cannot_part(
    left: Members, right: Members, groups: Mapping[ModuleName, tuple[Members, Location]], decided: Decided, at: Location
) -> Problem | None:
    """The first decision that keeps a module of the one side with one of the other."""
    others = frozenset(right)
    homes = {decided[module][0]: module for module in reversed(right) if module in decided}
    for module in left:
        if module in others:
            return _contradiction(f"{module} is to be apart from itself", at)
        partner = next((other for other in groups.get(module, ((), at))[0] if other in others), None)
        if partner:
            return _contradiction(f"{module} and {partner} are to stay together and to be apart", at, groups[module][1])
        if module in decided and decided[module][0] in homes:
            service, partner = decided[module][0], homes[decided[module][0]]
            return _contradiction(f"{module} and {partner} are to be apart, yet both are decided for {service}", at, decided[module][1])
    return None


def _part(left: Members, right: Members, decided: Decided, homes: dict[ModuleName, str]) -> None:
    """Takes the home from those of the later side (of the earlier one where the later is decided) that live with the other side."""
    for keep, move in ((left, right), (right, left)):
        taken = {homes[module] for module in keep if module in homes}
        for module in move:
            if homes.get(module) in taken and module not in decided:
                del homes[module]


def _number(constraints: Sequence[Constraint], lists: Lists) -> Iterator[Problem]:
    """The lists fix the number of services: another number asks for another proposal."""
    written = len(set(lists.homes.values()) - {SHARED})
    for constraint in constraints:
        if constraint.kind is ConstraintKind.SERVICES and written and int(constraint.value) != written:
            message = f"services = {constraint.value}, but the lists name {written}"
            hint = "run with --fresh to have the lists drawn anew, or take the number out"
            yield disobeyed("boundaries-contradiction", message, constraint.at, hint)


def _contradiction(message: str, at: Location, other: Location | None = None) -> Problem:
    also = f" (see line {other.line})" if other and other.line != at.line else ""
    return disobeyed("boundaries-contradiction", message + also, at, "take one of the two decisions back")


def _overruled(module: ModuleName, listed: str, decided: tuple[str, Location], lists: Lists) -> Problem:
    message = f"{module} is listed under {listed}, but line {decided[1].line} decides for {decided[0]}"
    hint = "the decision stands; the list is mended when the file is written again"
    return Problem(lists.places[module], "boundaries-overruled", message, Severity.INFO, hint)
