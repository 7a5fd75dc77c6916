"""Calls of what the code base does not hold: a few of the standard library hand functions on."""

import ast
from typing import TYPE_CHECKING

from analyzer.read.calls.builtin_calls import reduced
from analyzer.read.calls.values import (
    NOTHING,
    Arguments,
    Body,
    Bound,
    ClassValue,
    External,
    FunctionValue,
    Partial,
    Value,
    Values,
    Wrapped,
    in_order,
)

if TYPE_CHECKING:
    from analyzer.read.calls.machine import Machine

MAX_GIVEN = 12


def call_external(machine: "Machine", frame: Body, callee: External, arguments: Arguments, site: ast.AST) -> Values:
    """What a call of something outside gives: an object named like its class, or what is known of the standard library."""
    machine.note(frame, callee.name)
    match callee.name:
        case "functools.partial" | "functools.partialmethod":
            return frozenset(_partial(one, arguments) for one in arguments.at(0))
        case "functools.wraps" | "functools.update_wrapper":
            return frozenset({Wrapped("identity", callee)}) if callee.name.endswith("wraps") else arguments.at(0)
        case "functools.reduce":
            return reduced(machine, frame, arguments, site)
        case "functools.lru_cache" | "functools.cache" | "functools.singledispatch" | "functools.cached_property":
            wrapped = frozenset(one for one in in_order(arguments.at(0)) if isinstance(one, FunctionValue | Bound | ClassValue))
            return wrapped or frozenset({Wrapped("identity", callee)})
        case "typing.cast":
            return arguments.at(1)
        case "copy.copy" | "copy.deepcopy":
            return arguments.at(0)
    # By convention only classes begin with a capital: what a function from outside returns is not known.
    return frozenset({callee}) if callee.name.rpartition(".")[2][:1].isupper() else NOTHING


def _partial(callee: Value, arguments: Arguments) -> Value:
    """A callable with arguments; partial callables among them are left out, so that they cannot nest without end."""
    positional = tuple(frozenset(one for one in values if not isinstance(one, Partial)) for values in arguments.positional[1:])
    keywords = tuple((name, frozenset(one for one in values if not isinstance(one, Partial))) for name, values in arguments.keywords)
    if isinstance(callee, Partial):
        return Partial(
            callee.inner, (*callee.positional, *positional)[:MAX_GIVEN], tuple({**dict(callee.keywords), **dict(keywords)}.items())
        )
    return Partial(callee, positional, keywords)
