"""What going through something gives: elements, ``__iter__`` and ``__next__``."""

import ast
from typing import TYPE_CHECKING

from analyzer.read.calls.attributes import is_enumeration, special
from analyzer.read.calls.containers import everything
from analyzer.read.calls.values import ANY, NOTHING, Body, ClassValue, Const, Container, Instance, Typed, Values, in_order

if TYPE_CHECKING:
    from analyzer.read.calls.machine import Machine

MAX_KEYS = 40


def elements(machine: "Machine", frame: Body, values: Values, site: ast.AST) -> Values:
    """What a loop over a value binds; the calls that it makes are noted."""
    found: Values = NOTHING
    for one in in_order(values):
        if isinstance(one, Container):
            found |= keys(machine, one) if one.kind == "dict" else everything(machine, one)
        elif isinstance(one, Instance):
            found |= _of_instance(machine, frame, one, site)
        elif isinstance(one, ClassValue) and is_enumeration(machine, one):
            found |= frozenset(machine.assumed(one))
        elif one == Typed("PyStr") or isinstance(one, Const):
            found |= {Typed("PyStr")}
    return found


def keys(machine: "Machine", container: Container) -> Values:
    """The known keys of a dict; of a large one only that they may be strings."""
    machine.heap.read(container, ANY)
    if len(container.slots) > MAX_KEYS:
        return frozenset({Typed("PyStr")})
    return frozenset(Const(key[0], key[1]) for key in container.slots if isinstance(key, tuple))


def _of_instance(machine: "Machine", frame: Body, one: Instance, site: ast.AST) -> Values:
    iterators = special(machine, frame, frozenset({one}), "__iter__", (), site)
    if iterators is None:
        return special(machine, frame, frozenset({one}), "__getitem__", (NOTHING,), site) or NOTHING
    found: Values = NOTHING
    for iterator in in_order(iterators):
        if isinstance(iterator, Instance):
            found |= special(machine, frame, frozenset({iterator}), "__next__", (), site) or NOTHING
        elif isinstance(iterator, Container):
            found |= everything(machine, iterator)
    return found
