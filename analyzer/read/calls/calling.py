"""What a call gives, by what is called."""

import ast
from typing import TYPE_CHECKING

from analyzer.read.calls.attributes import special
from analyzer.read.calls.builtin_calls import call_builtin
from analyzer.read.calls.classes import construct
from analyzer.read.calls.container_methods import call_method
from analyzer.read.calls.external_calls import call_external
from analyzer.read.calls.values import (
    NOTHING,
    Arguments,
    Body,
    Bound,
    Builtin,
    ClassValue,
    External,
    FunctionValue,
    Instance,
    Method,
    Partial,
    Value,
    Values,
    Wrapped,
)

if TYPE_CHECKING:
    from analyzer.read.calls.machine import Machine


def call(machine: "Machine", frame: Body, callee: Value, arguments: Arguments, site: ast.AST) -> Values:
    """What a call of one thing may give; the call is noted."""
    match callee:
        case FunctionValue():
            machine.note(frame, callee.caller)
            return machine.invoke(callee, arguments)
        case Bound():
            machine.note(frame, callee.function.caller)
            return machine.invoke(callee.function, arguments.after(frozenset({callee.receiver})))
        case ClassValue():
            return construct(machine, frame, callee, arguments, site)
        case Instance():
            return special(machine, frame, frozenset({callee}), "__call__", (*arguments.positional,), site) or NOTHING
        case Builtin():
            return call_builtin(machine, frame, callee.name, arguments, site)
        case External():
            return call_external(machine, frame, callee, arguments, site)
        case Method():
            return call_method(machine, frame, callee, arguments, site)
        case Partial():
            keywords = dict((*callee.keywords, *arguments.keywords))
            both = Arguments((*callee.positional, *arguments.positional), tuple(keywords.items()), arguments.spread, arguments.others)
            return machine.call(frame, frozenset({callee.inner}), both, site)
        case Wrapped(how="identity"):
            return arguments.at(0)
        case Wrapped(how="staticmethod" | "classmethod"):
            return machine.call(frame, frozenset({callee.inner}), arguments, site)
    return NOTHING
