"""``match``: each case is a branch, and what its pattern captures is bound."""

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING

from analyzer.read.calls.names import write_name
from analyzer.read.calls.values import NOTHING, Body, ClassValue, Container, Instance, Values, in_order, joined

if TYPE_CHECKING:
    from analyzer.read.calls.machine import Machine


def match_cases(machine: "Machine", frame: Body, node: ast.Match) -> bool:
    """Follow a match statement; whether its end is reached."""
    subject = machine.evaluate(frame, node.subject)

    def run(case: ast.match_case) -> Callable[[], bool]:
        def follow() -> bool:
            _capture(machine, frame, case.pattern, subject)
            machine.evaluate(frame, case.guard)
            return machine.execute(frame, case.body)

        return follow

    is_total = any(isinstance(case.pattern, ast.MatchAs) and case.pattern.pattern is None and not case.guard for case in node.cases)
    runs = [run(case) for case in node.cases]
    return machine.heap.branches(frame, runs if is_total else [*runs, lambda: True])


def _capture(machine: "Machine", frame: Body, pattern: ast.pattern | None, values: Values) -> None:
    match pattern:
        case ast.MatchAs():
            if pattern.pattern is not None:
                _capture(machine, frame, pattern.pattern, values)
                values = _narrowed(machine, frame, pattern.pattern, values)
            if pattern.name is not None:
                write_name(machine, frame, pattern.name, values)
        case ast.MatchOr():
            for one in pattern.patterns:
                _capture(machine, frame, one, values)
        case ast.MatchSequence():
            for position, one in enumerate(pattern.patterns):
                containers = [part for part in in_order(values) if isinstance(part, Container)]
                _capture(machine, frame, one, joined(machine.heap.read(part, ("int", position)) or NOTHING for part in containers))
        case ast.MatchStar(name=str(name)):
            write_name(machine, frame, name, NOTHING)
        case ast.MatchMapping():
            for key, one in zip(pattern.keys, pattern.patterns, strict=True):
                known = [(type(key.value).__name__, key.value)] if isinstance(key, ast.Constant) else []
                containers = [part for part in in_order(values) if isinstance(part, Container)]
                _capture(machine, frame, one, joined(machine.heap.read(part, slot) or NOTHING for part in containers for slot in known))
        case ast.MatchClass():
            chosen = _narrowed(machine, frame, pattern, values)
            for name, one in zip(pattern.kwd_attrs, pattern.kwd_patterns, strict=True):
                _capture(machine, frame, one, machine.attribute(frame, chosen, name))
            for one in pattern.patterns:
                _capture(machine, frame, one, NOTHING)


def _narrowed(machine: "Machine", frame: Body, pattern: ast.pattern, values: Values) -> Values:
    """The objects of the class that a pattern asks for, or assumed ones where none is known."""
    if not isinstance(pattern, ast.MatchClass):
        return values
    classes = [one for one in in_order(machine.evaluate(frame, pattern.cls)) if isinstance(one, ClassValue)]
    found = frozenset(one for one in values if isinstance(one, Instance))
    return found or frozenset(one for cls in classes for one in machine.assumed(cls))
