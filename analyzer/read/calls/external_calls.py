"""Calls of what the code base does not hold: a few of the standard library hand functions on."""

import ast
from typing import TYPE_CHECKING

from analyzer.read.calls.builtin_calls import container, is_callable, reduced
from analyzer.read.calls.containers import merge
from analyzer.read.calls.values import (
    ANY,
    NOTHING,
    Arguments,
    Body,
    Bound,
    Builtin,
    ClassValue,
    Container,
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
        case "collections.defaultdict" | "collections.OrderedDict" | "collections.deque":
            return _collection(machine, frame, callee.name, arguments, site)
        case "itertools.chain" | "itertools.cycle" | "itertools.islice" | "itertools.chain.from_iterable":
            return _chained(machine, frame, callee.name, arguments, site)
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


def _chained(machine: "Machine", frame: Body, name: str, arguments: Arguments, site: ast.AST) -> Values:
    """The elements of one or several iterables, one after another."""
    sources = arguments.everything() if name == "itertools.chain" else arguments.at(0)
    if name.endswith("from_iterable"):
        sources = machine.elements(frame, sources, site)
    return frozenset({container(machine, frame, site, "generator", machine.elements(frame, sources, site))})


def _collection(machine: "Machine", frame: Body, name: str, arguments: Arguments, site: ast.AST) -> Values:
    """A dict or list of the standard library; the values of a ``defaultdict`` are what its factory gives."""
    kind = "deque" if name.endswith("deque") else "dict"
    made = machine.make(frame, (site, kind), lambda serial: Container(serial, kind=kind))
    if kind == "deque":
        machine.heap.write(made, ANY, machine.elements(frame, arguments.at(0), site), is_certain=False)
        return frozenset({made})
    factory = arguments.at(0) if name.endswith("defaultdict") else NOTHING
    merge(machine, made, arguments.at(1 if name.endswith("defaultdict") else 0))
    for one in in_order(factory):
        if isinstance(one, Builtin) and one.name in ("list", "dict", "set"):
            inner = _default(machine, frame, one.name, site)
            machine.heap.write(made, ANY, frozenset({inner}), is_certain=False)
        elif is_callable(one):
            machine.heap.write(made, ANY, machine.call(frame, frozenset({one}), Arguments(), site), is_certain=False)
    return frozenset({made})


def _default(machine: "Machine", frame: Body, kind: str, site: ast.AST) -> Container:
    """The one container that stands for all values that a ``defaultdict`` makes."""
    made = machine.make(frame, (site, kind, "default"), lambda serial: Container(serial, kind=kind))
    made.many = True
    return made
