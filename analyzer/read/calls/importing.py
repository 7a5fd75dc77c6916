"""Import statements."""

import ast
from typing import TYPE_CHECKING

from analyzer.read.calls.library import absolute, prefixes
from analyzer.read.calls.names import home_of, write_name
from analyzer.read.calls.values import ANY, NOTHING, Body, Const, Container, External, Scope, Values, in_order

if TYPE_CHECKING:
    from analyzer.read.calls.machine import Machine


def import_modules(machine: "Machine", frame: Body, node: ast.Import) -> None:
    """``import a.b.c as d``."""
    for alias in node.names:
        scope = _module(machine, alias.name)
        top = alias.name.partition(".")[0]
        if alias.asname is not None:
            write_name(machine, frame, alias.asname, frozenset({scope or External(alias.name)}))
        else:
            write_name(machine, frame, top, frozenset({machine.module(top) or External(top)}))


def import_from(machine: "Machine", frame: Body, node: ast.ImportFrom) -> None:
    """``from a import b as c``, and ``from a import *``."""
    base = absolute(home_of(frame).package, node.module, node.level)
    scope = _module(machine, base) if base else None
    for alias in node.names:
        if alias.name == "*":
            _import_all(machine, frame, scope)
        else:
            write_name(machine, frame, alias.asname or alias.name, _member(machine, base, scope, alias.name, bool(node.level)))


def _module(machine: "Machine", name: str) -> Scope | None:
    """The scope of a module, its packages run first."""
    found: Scope | None = None
    for one in prefixes(name):
        inner = machine.module(one)
        if inner is None:
            return None
        if found is not None:
            last = one.rpartition(".")[2]
            if machine.heap.read(found, last) is None:
                machine.heap.write(found, last, frozenset({inner}))
        found = inner
    return found


def _member(machine: "Machine", base: str, scope: Scope | None, name: str, is_relative: bool) -> Values:
    if scope is not None:
        found = machine.heap.read(scope, name)
        if found is not None:
            return found
    if scope is not None or not base:
        inner = _module(machine, f"{base}.{name}".strip("."))
        if inner is not None:
            return frozenset({inner})
    if scope is not None or is_relative:
        return NOTHING
    return frozenset({External(f"{base}.{name}")})


def _import_all(machine: "Machine", frame: Body, scope: Scope | None) -> None:
    if scope is None:
        return
    machine.heap.read(scope, ANY)
    exported = _exports(machine, scope)
    names = [key for key in list(scope.slots) if isinstance(key, str) and key.isidentifier()]
    for name in names:
        values = machine.heap.read(scope, name)
        if values is not None and (name in exported if exported is not None else not name.startswith("_")):
            write_name(machine, frame, name, values)
            frame.code.locals.add(name)


def _exports(machine: "Machine", scope: Scope) -> set[str] | None:
    """What ``__all__`` lists, where it can be read."""
    listed = machine.heap.read(scope, "__all__")
    names: set[str] = set()
    for one in in_order(listed or NOTHING):
        if isinstance(one, Container):
            for slot in one.slots:
                names |= {str(part.value) for part in one.slots[slot] if isinstance(part, Const) and part.type == "str"}
    return names or None
