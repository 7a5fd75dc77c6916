"""Names in the boundaries file that the code base or the file itself does not know."""

from collections.abc import Iterator, Sequence

from analyzer.model.partition import SHARED, Constraint, ConstraintKind
from analyzer.model.patterns import covers
from analyzer.model.place import Problem, Severity
from analyzer.read.boundaries.document import disobeyed, near_known
from analyzer.read.boundaries.lists import Lists

MOST_GUESSES = 20


def unknown_modules(constraints: Sequence[Constraint], known: Sequence[str]) -> Iterator[Problem]:
    """A problem for each name of a decision that stands for no module."""
    for constraint in constraints:
        for name in constraint.modules:
            if not any(covers(name, module) for module in known):
                hint = near_known(name, known) or "take it out, or mend the name"
                yield disobeyed("boundaries-unknown-module", f"{constraint.kind} names {name!r}, which is no module", constraint.at, hint)


def unknown_services(constraints: Sequence[Constraint], lists: Lists) -> Iterator[Problem]:
    """A problem for each pin to a service that has no table, where any has one."""
    known = [*lists.services, SHARED]
    for constraint in constraints:
        if constraint.kind is ConstraintKind.PIN and lists.services and constraint.value not in known:
            hint = near_known(constraint.value, known) or f"add a table [services.{constraint.value}] with modules = []"
            message = f"pin names the service {constraint.value!r}, which has no table"
            yield disobeyed("boundaries-unknown-service", message, constraint.at, hint)


def vanished(lists: Lists, known: Sequence[str]) -> Iterator[Problem]:
    """A problem for each listed module that the code base does not hold (any more)."""
    alive = frozenset(known)
    for count, module in enumerate(module for module in lists.homes if module not in alive):
        guess = near_known(module, known) if count < MOST_GUESSES else ""
        message = f"{module} is listed under {lists.homes[module]}, but there is no such module"
        hint = guess or "it is taken out of the list when the file is written again"
        yield Problem(lists.places[module], "boundaries-module-gone", message, Severity.WARNING, hint)
